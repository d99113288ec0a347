"""The page of the house's rules: what figures mean is said while one edits, and what contradicts is refused there."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import HubProcess
from tests.web.admin import admin_at
from tests.web.staff import violations

pytestmark = pytest.mark.journey


def save(page: Page) -> None:
    page.get_by_role("button", name="保存").click()


def test_an_operator_sees_what_a_figure_means_before_saving_it(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        page.get_by_role("link", name="路由总则", exact=True).click()
        examples = page.get_by_test_id("examples")
        expect(examples).to_contain_text("等满 5 分钟后，排在刚到的 4 级会话之前")
        expect(page.get_by_role("row", name=re.compile("0 级（紧急救援）"))).to_contain_text("不能降低")
        expect(page.get_by_role("row", name=re.compile("0 级（紧急救援）")).get_by_role("spinbutton")).to_have_count(0)
        expect(examples).to_contain_text("VIP 游客目前没有提前量")
        page.get_by_role("button", name="添加 VIP 级别").click()
        expect(examples).not_to_contain_text("VIP 游客目前没有提前量")
        vip = page.get_by_label("VIP 1 级（秒）")
        vip.fill("615")
        vip.press("Tab")
        expect(examples).to_contain_text("等满 10 分 15 秒后，排在刚到的 VIP 1 级游客之前")
        growth = page.get_by_label("5 级（普通） 增长")
        growth.fill("0")
        save(page)
        expect(growth).to_be_focused()
        expect(page.get_by_role("row", name=re.compile("5 级（普通）"))).to_contain_text("必须大于 0")
        assert violations(page) == []
        growth.fill("2")
        growth.press("Tab")
        expect(examples).to_contain_text("等满 2 分 30 秒后，排在刚到的 4 级会话之前")
        growth.press("Enter")
        expect(page.get_by_text("已保存，立即生效。")).to_be_visible()
        page.reload()
        expect(page.get_by_label("VIP 1 级（秒）")).to_have_value("615")
        page.get_by_role("button", name="恢复默认值").click()
        expect(page.get_by_label("VIP 1 级（秒）")).to_have_count(0)
        page.get_by_role("link", name="技能", exact=True).click()
        expect(page.get_by_text("有未保存的更改")).to_be_visible()
        page.get_by_role("button", name="继续编辑").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        save(page)
        expect(page.get_by_text("已保存，立即生效。").last).to_be_visible()
        rules = page.request.get(f"{hub.origin}/api/admin/house-rules").json()
        assert rules["document"] == rules["usual"]


def test_whoever_comes_second_is_told_and_loads_what_is_there(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        page.goto(f"{hub.origin}/admin/house")
        everybody = page.get_by_label("多少秒后通知所有坐席")
        everybody.fill("45")
        everybody.press("Tab")
        where = f"{hub.origin}/api/admin/house-rules"
        rev = page.request.get(where).json()["rev"]
        token = page.request.get(f"{hub.origin}/api/session").json()["csrf_token"]
        headers = {"Origin": hub.origin, "X-CSRF-Token": token, "Idempotency-Key": uuid4().hex}
        body = {"rev": rev, "document": {"strict_for_all_ms": 20_000}}
        assert page.request.put(where, data=body, headers=headers).ok
        save(page)
        expect(page.get_by_role("alert")).to_contain_text("管理员")
        page.get_by_role("button", name="载入最新内容").click()
        expect(everybody).to_have_value("20")
