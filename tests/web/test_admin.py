"""The administration's pages in a real browser: from an empty list to an agent who serves a queue with hours."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import HubProcess
from tests.web.admin import Admin, admin_at
from tests.web.agent import Agent, agent_at
from tests.web.staff import Look, enter, violations
from tests.web.test_looks import LOOKS, overflow
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey

_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
PARTS = (
    "people",
    "agents",
    "skills",
    "queues",
    "house",
    "calendars",
    "texts",
    "dispositions",
    "breaks",
    "canned",
    "articles",
)
ALONE = {"house", "texts", "breaks"}
"Parts in which nothing is made anew."


def fill(page: Page, **fields: str) -> None:
    """Fill fields by their labels."""
    for label, words in fields.items():
        page.get_by_label(label, exact=True).fill(words)


def save(page: Page) -> None:
    page.get_by_role("button", name="保存").click()


def test_from_nothing_to_an_agent_who_serves_a_queue_with_hours(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        page.get_by_role("link", name="技能", exact=True).click()
        page.get_by_role("link", name="新建").click()
        fill(page, 名称="英语", 代码="english")
        save(page)
        expect(page.get_by_role("link", name="英语")).to_be_visible()

        page.get_by_role("link", name="人员", exact=True).click()
        page.get_by_role("link", name="新建").click()
        fill(page, 姓名="周明", 账号="Zhou")
        page.get_by_role("button", name="添加权限").click()
        save(page)
        password = page.get_by_test_id("once-password").inner_text()
        page.get_by_role("button", name="我已记下").click()
        expect(page.get_by_role("row", name=re.compile("周明.*zhou"))).to_be_visible()

        page.get_by_role("link", name="坐席", exact=True).click()
        page.get_by_role("link", name="新建").click()
        page.get_by_label("人员", exact=True).select_option(label="周明（zhou，全国）")
        fill(page, 对外称呼="小周")
        page.get_by_label(re.compile("英语 english")).fill("6")
        save(page)
        expect(page.get_by_role("row", name=re.compile("周明.*小周.*英语 6"))).to_be_visible()

        page.get_by_role("link", name="服务时间", exact=True).click()
        page.get_by_role("link", name="新建").click()
        fill(page, 名称="办公时间", 代码="office")
        page.get_by_label("添加时段 星期一").click()
        expect(page.get_by_test_id("preview").get_by_role("listitem")).to_have_count(14)
        save(page)
        expect(page.get_by_role("link", name="办公时间")).to_be_visible()

        page.get_by_role("link", name="队列", exact=True).click()
        page.get_by_role("link", name="新建").click()
        page.get_by_role("group", name="队列名称").get_by_label("简体中文").fill("外语")
        fill(page, 代码="foreign")
        page.get_by_label("服务时间", exact=True).select_option(label="办公时间")
        page.get_by_label("满足以下技能的坐席自动成为成员").check()
        page.get_by_role("group", name="必须全部具备").get_by_role("button", name="添加技能").click()
        expect(page.get_by_label("派单策略")).to_have_value("")
        expect(page.get_by_label("派单策略").locator("option").first).to_have_text("空闲时长，熟客优先（默认）")
        fill(page, **{"提示留言（秒）": "120"})
        page.get_by_role("button", name="添加一步").click()
        save(page)
        row = page.get_by_role("row", name=re.compile("外语"))
        expect(row).to_contain_text("办公时间")
        expect(row.get_by_role("cell").nth(3)).to_have_text("1")
        (foreign,) = [one for one in _queues(admin) if one["code"] == "foreign"]
        assert foreign["settings"]["offer_after_s"] == 120

        other = admin.person.context.browser
        assert other is not None
        newcomer = other.new_context().new_page()
        newcomer.goto(f"{hub.origin}/sign-in")
        enter(newcomer, "zhou", password)
        expect(newcomer).to_have_url(f"{hub.origin}/account")
        newcomer.context.close()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost_unasked(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        page.goto(f"{hub.origin}/admin/calendars/new")
        fill(page, 名称="夜班", 代码="Night Shift")
        page.get_by_label("星期一 从").fill("25:00")
        save(page)
        expect(page.get_by_text("格式不对。")).to_be_visible()
        expect(page.get_by_label("代码", exact=True)).to_be_focused()
        fill(page, 代码="night")
        save(page)
        expect(page.get_by_role("group", name="星期一")).to_contain_text("时间不对")
        expect(page.get_by_text("暂时无法预览")).to_be_visible()

        page.get_by_role("link", name="技能", exact=True).click()
        expect(page.get_by_text("有未保存的更改")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("button", name="继续编辑").click()
        expect(page.get_by_label("名称", exact=True)).to_have_value("夜班")
        page.get_by_role("link", name="技能", exact=True).click()
        page.get_by_role("button", name="放弃更改").click()
        expect(page).to_have_url(f"{hub.origin}/admin/skills")


def test_whoever_comes_second_is_told_who_was_first(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        made = admin.command("/api/admin/skills", {"org_id": _root(admin.page, hub), "code": "french", "name": "法语"})
        page.goto(f"{hub.origin}/admin/skills/{made['id']}")
        fill(page, 名称="法语口语")
        token = page.request.get(f"{hub.origin}/api/session").json()["csrf_token"]
        headers = {"Origin": hub.origin, "X-CSRF-Token": token, "Idempotency-Key": "k-french"}
        where = f"{hub.origin}/api/admin/skills/{made['id']}"
        assert page.request.patch(where, data={"rev": 0, "name": "法文"}, headers=headers).ok
        save(page)
        expect(page.get_by_role("alert")).to_contain_text("管理员")
        page.get_by_role("button", name="载入最新内容").click()
        expect(page.get_by_label("名称", exact=True)).to_have_value("法文")


def test_what_is_set_acts_at_once_on_tourists_and_agents(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin, agent_at(browser, hub, "lin") as lin, Tourist.at(hub) as tourist:
        (line,) = [one for one in _queues(admin) if one["code"] == "general"]
        everybody = [one["user_id"] for one in line["members"]]
        shut = admin.command(
            "/api/admin/calendars",
            {"org_id": _root(admin.page, hub), "code": "never", "name": "停办", "rules": {"week": {}}},
        )
        others = [user_id for user_id in everybody if user_id != _me(lin)]
        line = _set(admin, line, calendar_id=shut["id"], named=others)
        lin.be("就绪")
        tourist.say("人工")
        tourist.wait_for("现在没有人工服务。您的留言已经保存")
        assert lin.page.get_by_role("article").count() == 0
        _set(admin, line, calendar_id=None, named=everybody)
        lin.accept()


def _queues(admin: Admin) -> list[dict[str, Any]]:
    return list(admin.page.request.get(f"{admin.person.origin}/api/admin/queues").json()["queues"])


def _me(agent: Agent) -> str:
    return str(agent.page.request.get(f"{agent.person.origin}/api/session").json()["user"]["id"])


def _set(admin: Admin, line: dict[str, Any], **different: Any) -> dict[str, Any]:
    kept = ("names", "closed", "calendar_id", "ring_timeout_s", "wrap_up_s", "service_level_s", "settings", "rev")
    request, origin = admin.page.request, admin.person.origin
    token = request.get(f"{origin}/api/session").json()["csrf_token"]
    headers = {"Origin": origin, "X-CSRF-Token": token, "Idempotency-Key": uuid4().hex}
    body = {**{name: line[name] for name in kept}, **different}
    answer = request.patch(f"{origin}/api/admin/queues/{line['id']}", data=body, headers=headers)
    assert answer.ok, answer.text()
    return dict(answer.json())


def test_a_way_out_that_is_not_there_is_not_offered_and_refused_in_words(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        (line,) = [one for one in _queues(admin) if one["code"] == "general"]
        page.goto(f"{hub.origin}/admin/queues/{line['id']}")
        page.get_by_role("button", name="添加溢出").click()
        way = page.get_by_label("转到", exact=True)
        others = [one["id"] for one in _queues(admin) if one["code"] != "general"]
        offered = way.locator("option").evaluate_all("all => all.map(one => one.value)")
        assert sorted(offered) == sorted([*others, "bot", "message"])
        page.get_by_text("全部规则（JSON）").first.click()
        page.get_by_role("textbox", name="全部规则（JSON）").fill(
            '{"overflow": [{"when": "closed", "to": "voicemail"}]}'
        )
        expect(way.locator("option:checked")).to_have_text("语音留言（尚未提供）")
        save(page)
        expect(page.get_by_text("需要电话功能，尚未提供").first).to_be_visible()
        expect(way).to_be_focused()
        way.select_option(label="留言建工单并结束")
        with page.expect_response(lambda answer: answer.request.method == "PATCH") as answered:
            save(page)
        assert answered.value.ok


def test_a_supervisor_finds_agents_and_queues_and_nothing_else(browser: Browser, hub: HubProcess) -> None:
    with agent_at(browser, hub, "zhao") as zhao:
        page = zhao.page
        page.get_by_role("link", name="管理", exact=True).click()
        parts = page.get_by_role("navigation", name="管理项目").get_by_role("link")
        expect(parts).to_have_text(["坐席", "队列", "常用语", "知识文章"])
        expect(page.get_by_role("row", name=re.compile("林晓燕"))).to_be_visible()
        page.goto(f"{hub.origin}/admin/house")
        expect(page).to_have_url(f"{hub.origin}/admin/agents")
        expect(page.get_by_text("这一部分由管理员设置，您没有权限。")).to_be_visible()
        page.get_by_role("link", name="收件箱").click()
        expect(page.get_by_text("仅监督，不接单")).to_be_visible()
    with agent_at(browser, hub, "lin") as lin:
        expect(lin.page.get_by_role("link", name="管理", exact=True)).to_have_count(0)
        lin.page.goto(f"{hub.origin}/admin")
        expect(lin.page.get_by_role("heading", level=1)).to_have_text("无权查看此页面")


def test_an_agent_in_two_windows_has_one_state_and_a_reason_that_was_set(browser: Browser, hub: HubProcess) -> None:
    with admin_at(browser, hub) as admin:
        page = admin.page
        page.goto(f"{hub.origin}/admin/breaks")
        page.get_by_role("button", name="添加原因").click()
        last = page.get_by_role("group").last
        last.get_by_label("代码").fill("first_aid")
        last.get_by_label("简体中文").fill("急救培训")
        save(page)
        expect(page.get_by_text("已保存")).to_be_visible()
    with agent_at(browser, hub, "chen") as chen, agent_at(browser, hub, "chen") as again:
        expect(chen.synced()).to_be_visible()
        expect(again.synced()).to_be_visible()
        chen.be("小休 · 急救培训")
        expect(again.page.get_by_role("button", name="小休 · 急救培训")).to_be_visible()
        again.be("就绪")
        expect(chen.page.get_by_role("button", name="就绪")).to_be_visible()


# Each language, scheme and width with each other once; the words and colours are those of the other pages.
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, hub: HubProcess, tmp_path: Path, look: Look
) -> None:
    with admin_at(browser, hub, look) as admin:
        page = admin.page
        for part in PARTS:
            for path in (f"/admin/{part}", *(() if part in ALONE else (f"/admin/{part}/new",))):
                page.goto(hub.origin + path)
                expect(page.get_by_role("heading", level=2).first).to_be_visible()
                expect(page.locator("#main :is(table, form, .card)").first).to_be_visible()
                page.screenshot(path=tmp_path / f"{path.replace('/', '-')}.png", full_page=True)
                assert violations(page) == [], path
                assert overflow(page.evaluate(_WIDTHS)) == 0, path


def _root(page: Page, hub: HubProcess) -> str:
    orgs = page.request.get(f"{hub.origin}/api/admin/orgs").json()["orgs"]
    return str(orgs[0]["id"])
