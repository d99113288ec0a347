"""The pages' frame after signing in: who is let where, by mouse, by keyboard, and while the hub is away."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import HubProcess, free_port
from tests.web.staff import Look, Staff, enter, password_of, staff_at

pytestmark = pytest.mark.journey

OWN_PASSWORD = "九寨沟的水 is blue"


def sign_in_as(person: Staff, hub: HubProcess, login: str) -> None:
    """Sign in beside the pages; they find the cookie."""
    answer = person.context.request.post(
        f"{person.origin}/api/session",
        data={"login": login, "password": password_of(hub, login)},
        headers={"Origin": person.origin},
    )
    assert answer.ok, answer.text()


def test_a_temporary_password_has_to_be_replaced_before_anything_else(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person, staff_at(browser, hub.origin) as elsewhere:
        once = hub.password("admin")
        other = elsewhere.open("/sign-in")
        enter(other, "admin", once)
        expect(other.get_by_role("heading", name="账号与密码", level=1)).to_be_visible()
        page = person.open("/inbox")
        enter(page, "admin", once)
        expect(page).to_have_url(f"{hub.origin}/account")
        expect(page.get_by_role("status").filter(has_text="临时密码")).to_be_visible()
        current, new, again = (
            page.get_by_label(label, exact=True) for label in ("当前密码", "新密码", "再次输入新密码")
        )
        current.fill("not this one")
        new.fill("短")
        again.fill("短")
        page.keyboard.press("Enter")
        expect(new).to_be_focused()
        expect(new).to_have_accessible_description("新密码还不符合要求。")
        new.fill(OWN_PASSWORD)
        again.fill(OWN_PASSWORD)
        page.keyboard.press("Enter")
        expect(current).to_have_accessible_description("当前密码不正确。")
        current.fill(once)
        new.fill("woaini1314520")
        again.fill("woaini1314520")
        page.keyboard.press("Enter")
        expect(new).to_have_accessible_description("新密码太常见或太有规律，容易被猜到。")
        new.fill(OWN_PASSWORD)
        again.fill(OWN_PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="密码已修改")).to_be_visible()
        expect(page.get_by_text("临时密码")).to_have_count(0)
        page.get_by_role("link", name="前往首页").click()
        expect(page).to_have_url(f"{hub.origin}/inbox")
        # The same person's sign-in on another machine has ended.
        other.reload()
        expect(other.get_by_role("heading", name="登录", level=1)).to_be_visible()


def test_signing_out_in_one_window_signs_out_in_all(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person:
        sign_in_as(person, hub, "lin")
        first, second = person.open("/inbox"), person.open("/account")
        first.get_by_role("button", name="林晓燕").click()
        first.get_by_role("menuitem", name="退出登录").click()
        expect(first.get_by_role("status").filter(has_text="您已退出登录。")).to_be_visible()
        expect(second.get_by_role("heading", name="登录", level=1)).to_be_visible()
        expect(second.get_by_role("status").filter(has_text="您已退出登录。")).to_be_visible()
        assert person.context.request.get(f"{hub.origin}/api/session").status == 401


def test_a_wrong_address_says_so_and_leads_back(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person:
        sign_in_as(person, hub, "lin")
        page = person.open("/no-such-page")
        expect(page.get_by_role("heading", name="找不到页面")).to_be_visible()
        expect(page).to_have_title("找不到页面 · 热线中枢")
        page.get_by_role("link", name="返回首页").click()
        expect(page).to_have_url(f"{hub.origin}/inbox")
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_the_keyboard_reaches_content_navigation_and_menu(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin) as person:
        sign_in_as(person, hub, "lin")
        page = person.open("/account")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="跳到主要内容")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()
        menu = page.get_by_role("button", name="林晓燕")
        menu.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitem", name="账号与密码")).to_be_focused()
        page.keyboard.press("Escape")
        expect(menu).to_be_focused()


def test_on_a_phone_the_navigation_opens_and_closes(browser: Browser, hub: HubProcess) -> None:
    with staff_at(browser, hub.origin, Look(width=390, height=844)) as person:
        sign_in_as(person, hub, "lin")
        page = person.open("/account")
        inbox = page.get_by_role("navigation", name="主导航").get_by_role("link", name="收件箱")
        expect(inbox).to_have_count(0)  # hidden, for the screen reader too
        page.get_by_role("button", name="打开导航").click()
        expect(inbox).to_be_visible()
        page.keyboard.press("Escape")
        expect(inbox).to_have_count(0)
        expect(page.get_by_role("button", name="打开导航")).to_be_focused()
        page.get_by_role("button", name="打开导航").click()
        inbox.click()
        expect(page).to_have_url(f"{hub.origin}/inbox")
        expect(inbox).to_have_count(0)


def test_the_theme_follows_the_machine_until_someone_chooses(browser: Browser, hub: HubProcess) -> None:
    def ground(page: Page) -> str:
        colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return colour

    with staff_at(browser, hub.origin, Look(scheme="light")) as somebody:
        light = ground(somebody.open("/sign-in"))
    with staff_at(browser, hub.origin, Look(scheme="dark")) as person:
        page = person.open("/sign-in")
        assert ground(page) != light
        page.get_by_role("button", name="外观：跟随系统").click()
        expect(page.get_by_role("button", name="外观：浅色")).to_be_visible()
        expect(page.locator("body")).to_have_css("background-color", light)
        page.reload()
        expect(page.get_by_role("button", name="外观：浅色")).to_be_visible()
        expect(page.locator("body")).to_have_css("background-color", light)


def test_a_page_says_that_the_hub_is_away_and_goes_on_when_it_is_back(browser: Browser, tmp_path: Path) -> None:
    settings = {"HUB_DEMO": "1", "HUB_HTTP_PORT": str(free_port())}
    with HubProcess(tmp_path / "data", settings=settings) as hub, staff_at(browser, hub.origin) as person:
        page = person.open("/sign-in")
        password = password_of(hub, "lin")
        hub.kill_everything()
        enter(page, "lin", password)
        expect(page.get_by_role("alert")).to_have_text("暂时连不上服务器，请检查网络后重试。")
        lost = page.get_by_role("status").filter(has_text="连接已断开")
        expect(lost).to_be_visible()
        with HubProcess(tmp_path / "data", settings=settings) as again:
            assert again.origin == hub.origin
            expect(lost).to_have_count(0)
            page.keyboard.press("Enter")
            expect(page).to_have_url(f"{again.origin}/inbox")
            page.close()  # before the hub goes: the inbox would rightly complain of its lost stream
