"""The page of texts: an operator puts what is said to tourists in other words, and the next tourist reads them."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.processes import HubProcess
from tests.web.admin import admin_at
from tests.web.staff import violations
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey
OWN = "我们已经看到，值守人员马上来。请立刻拨打 110、119 或 120。景区救援：0888-12301。"


def test_words_for_a_rescue_keep_the_numbers_and_the_next_cry_is_answered_by_them(
    browser: Browser, hub: HubProcess
) -> None:
    with admin_at(browser, hub) as admin, Tourist.at(hub) as tourist:
        page = admin.page
        page.get_by_role("link", name="对客用语", exact=True).click()
        page.get_by_role("link", name="紧急救援：第一句回复").click()
        chinese = page.get_by_role("group", name="简体中文")
        words = chinese.get_by_label("简体中文的内容")
        expect(chinese).to_contain_text("系统自带")
        chinese.get_by_role("button", name="以此为底稿修改").click()
        expect(words).to_have_value(re.compile("110.*119.*120", re.DOTALL))
        words.fill("我们马上来，请等一等。")
        expect(page.get_by_test_id("preview-zh-CN")).to_have_text("我们马上来，请等一等。")
        page.get_by_role("button", name="保存").click()
        expect(words).to_be_focused()
        expect(chinese).to_contain_text("缺少必须写明的号码")
        assert violations(page) == []
        words.fill(OWN)
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("已保存，立即生效。")).to_be_visible()
        tourist.say("救命，我们被困在山上了")
        tourist.wait_for("景区救援：0888-12301")
        page.get_by_role("link", name="返回列表").click()
        row = page.get_by_role("row", name=re.compile("紧急救援：第一句回复"))
        expect(row).to_contain_text("已改写：简体中文")
        row.get_by_role("link").click()
        chinese.get_by_role("button", name="恢复默认").click()
        page.get_by_role("link", name="返回列表").click()
        expect(page.get_by_text("有未保存的更改")).to_be_visible()
        page.get_by_role("button", name="继续编辑").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("button", name="保存").click()
        expect(words).to_have_value("")
        page.get_by_role("link", name="返回列表").click()
        expect(row).to_contain_text("未改写")


def test_a_city_writes_for_itself_and_its_slots_are_filled_in(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        page.goto(f"{hub.origin}/admin/texts")
        valley = page.get_by_label("所属机构").locator("option").last.get_attribute("value")
        page.get_by_label("所属机构").select_option(value=valley)
        expect(page).to_have_url(re.compile("org="))
        page.get_by_role("link", name="非服务时间", exact=True).click()
        words = page.get_by_label("英语的内容")
        words.fill("Back {open}.")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("group", name="英语")).to_contain_text("不能填入的占位符")
        words.fill("Back {opens}.")
        expect(page.get_by_test_id("preview-en")).to_have_text(re.compile(r"^Back tomorrow at \d\d:\d\d\.$"))
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("已保存，立即生效。")).to_be_visible()
        listed = page.request.get(f"{hub.origin}/api/admin/texts?org_id={valley}").json()["texts"]
        assert {one["key"]: one["own"] for one in listed if one["own"]} | {"closed": {"en": "Back {opens}."}} == {
            one["key"]: one["own"] for one in listed if one["own"]
        }
