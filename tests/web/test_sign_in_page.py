"""Signing in as staff do it, in a real browser before a real hub."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import HubProcess
from tests.web.staff import enter, password_of, staff_at

pytestmark = pytest.mark.journey


def test_the_page_is_chinese_until_someone_asks_for_english_and_it_stays_so(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person:
        page = person.open("/sign-in")
        expect(page.get_by_role("heading", name="登录")).to_be_visible()
        expect(page).to_have_title("登录 · 热线中枢")
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        page.get_by_role("button", name="English").click()
        expect(page).to_have_title("Sign in · Hotline Hub")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.reload()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_first_field_has_the_focus_and_empty_ones_are_named(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person:
        page = person.open("/sign-in")
        login, password = page.get_by_label("账号", exact=True), page.get_by_label("密码", exact=True)
        expect(login).to_be_focused()
        page.keyboard.press("Enter")
        expect(login).to_have_accessible_description("请输入账号。")
        expect(password).to_have_accessible_description("请输入密码。")
        login.fill("lin")
        expect(login).to_have_attribute("aria-invalid", "false")
        page.keyboard.press("Enter")
        expect(password).to_be_focused()


def test_a_wrong_password_is_told_and_a_right_one_leads_where_the_person_wanted(
    browser: Browser, hub: HubProcess
) -> None:
    with staff_at(browser, hub.origin) as person:
        page = person.open("/account?from=mail")
        expect(page).to_have_url(re.compile(r"/sign-in\?next=/account\?from(=|%3D)mail$"))
        enter(page, "lin", "not this one")
        expect(page.get_by_role("alert")).to_have_text("账号或密码不正确。")
        password = page.get_by_label("密码", exact=True)
        expect(password).to_be_focused()
        expect(password).to_have_value("")
        enter(page, "lin", password_of(hub, "lin"))
        expect(page).to_have_url(f"{hub.origin}/account?from=mail")
        expect(page.get_by_role("heading", name="账号与密码", level=1)).to_be_focused()
        expect(page).to_have_title("账号与密码 · 热线中枢")


def test_a_foreign_address_is_no_place_to_go_after_signing_in(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person:
        page = person.open("/sign-in?next=//elsewhere.invalid/inbox")
        enter(page, "chen", password_of(hub, "chen"))
        expect(page).to_have_url(f"{hub.origin}/inbox")


def test_who_tries_too_often_sees_how_long_to_wait(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person:
        page = person.open("/sign-in")
        for _ in range(6):
            with page.expect_response("**/api/session") as answer:
                enter(page, "zhao", "not this one either")
            expect(page.locator("[name=password]")).to_have_value("")  # the page has taken the answer in
            if answer.value.status == 429:
                break
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("尝试次数过多")
        expect(alert.get_by_role("timer")).to_have_text(re.compile(r"0:[0-3]\d 后可重试"))
        expect(page.get_by_role("button", name="登录", exact=True)).to_be_disabled()


def test_a_password_can_be_looked_at_while_typing(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person:
        page = person.open("/sign-in")
        page.get_by_label("密码", exact=True).fill("天王盖地虎 2026")
        page.get_by_role("button", name="显示密码").click()
        expect(page.locator("[name=password]")).to_have_attribute("type", "text")


def test_enter_that_chooses_a_word_of_the_input_method_does_not_sign_in(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person:
        page = person.open("/sign-in")
        page.get_by_label("账号", exact=True).focus()
        compose(page, "lin")
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.get_by_label("密码", exact=True)).to_have_attribute("aria-invalid", "false")
        page.keyboard.press("Enter")
        expect(page.get_by_label("密码", exact=True)).to_have_attribute("aria-invalid", "true")


def compose(page: Page, letters: str) -> None:
    """Type letters into an input method and press Enter while it still composes, as Chinese typists do."""
    devtools = page.context.new_cdp_session(page)
    devtools.send(
        "Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
    )
    enter_key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
    devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", **enter_key})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter_key})
    devtools.send("Input.insertText", {"text": letters})
    expect(page.locator("[name=username]")).to_have_value(letters)
