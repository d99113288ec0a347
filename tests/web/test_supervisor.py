"""The supervisor's board in a real browser, at a real hub: who waits, and what is done about it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.processes import HubProcess
from tests.web.agent import Agent, agent_at, commands_of
from tests.web.supervisor import Supervisor, supervisor_at
from tests.web.test_inbox import asks_for_a_person, serve
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey


@pytest.fixture
def zhao(browser: Browser, hub: HubProcess) -> Iterator[Supervisor]:
    with supervisor_at(browser, hub) as supervisor:
        yield supervisor


@pytest.fixture
def lin(browser: Browser, hub: HubProcess) -> Iterator[Agent]:
    with agent_at(browser, hub, "lin") as agent:
        yield agent


@pytest.fixture
def tourist(hub: HubProcess) -> Iterator[Tourist]:
    with Tourist.at(hub) as visitor:
        yield visitor


def end(zhao: Supervisor) -> None:
    """Close what the drawer shows, so that nobody waits for the next test."""
    zhao.drawer.get_by_role("button", name="结束").click()
    zhao.page.get_by_role("dialog").get_by_role("button", name="结束会话").click()
    expect(zhao.drawer).to_contain_text("已结束")


def test_who_waits_shows_at_once_can_be_read_along_and_ended(zhao: Supervisor, tourist: Tourist) -> None:
    page = zhao.page
    expect(zhao.waiting()).to_have_text("0")
    asks_for_a_person(tourist)
    expect(zhao.waiting()).to_have_text("1")
    expect(zhao.tile()).to_contain_text(re.compile("最长等待 0:0[1-9]"))
    zhao.tile().focus()
    page.keyboard.press("Enter")
    opener = zhao.line.get_by_role("button", name=re.compile("^查看"))
    opener.focus()
    page.keyboard.press("Enter")
    expect(zhao.drawer.get_by_test_id("transcript")).to_contain_text("人工")
    expect(zhao.drawer.get_by_role("heading")).to_be_focused()
    tourist.say("还要等多久？")
    expect(zhao.drawer.get_by_test_id("transcript")).to_contain_text("还要等多久？")
    expect(zhao.drawer.get_by_role("textbox", name="耳语：仅同事可见")).to_be_visible()
    page.keyboard.press("Escape")
    expect(zhao.drawer).to_have_count(0)
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    end(zhao)
    expect(zhao.waiting()).to_have_text("0")
    expect(zhao.line).to_contain_text("没有人在等待")


def test_whoever_waits_is_given_to_another_queue(zhao: Supervisor, tourist: Tourist) -> None:
    asks_for_a_person(tourist)
    expect(zhao.waiting()).to_have_text("1")
    zhao.look_at_first()
    zhao.drawer.get_by_role("button", name="转派").click()
    dialog = zhao.page.get_by_role("dialog", name="转接会话")
    dialog.get_by_role("combobox", name="队列").select_option(label="投诉与救援")
    dialog.get_by_role("textbox", name="转接原因").fill("听起来是投诉")
    dialog.get_by_role("button", name="转接").click()
    expect(zhao.waiting()).to_have_text("0")
    expect(zhao.waiting("complaints")).to_have_text("1")
    expect(zhao.drawer).to_contain_text("转接到：投诉与救援")
    expect(zhao.drawer.get_by_test_id("transcript")).to_contain_text("听起来是投诉")
    end(zhao)


def test_an_agent_is_set_to_a_break_and_sees_by_whom(zhao: Supervisor, lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    row = zhao.row("林晓燕")
    expect(row.get_by_role("button", name=re.compile("服务中"))).to_be_visible()
    row.get_by_role("button", name="设置状态：林晓燕").click()
    dialog = zhao.page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="小休原因").select_option(label="开会")
    expect(dialog).to_contain_text("手头还有 1 项工作")
    dialog.get_by_role("button", name="设置", exact=True).click()
    expect(row).to_contain_text("随后：小休")
    expect(lin.page.get_by_text("赵敏 已将您的状态设为“小休”")).to_be_visible()
    expect(lin.page.get_by_text("手头会话结束后：小休")).to_be_visible()
    lin.page.reload()
    expect(lin.page.get_by_text("赵敏 已将您的状态设为“小休”")).to_be_visible()
    lin.say("我还在为您服务。")
    tourist.wait_for("我还在为您服务。")
    conversation = lin.page.url.partition("c=")[2]
    commands_of(lin.person)(f"/api/conversations/{conversation}/wrap-up", {"disposition": None})
    expect(row.get_by_test_id("state")).to_have_text("小休 · 开会")


def test_a_conversation_is_taken_over_and_its_agent_is_told(zhao: Supervisor, lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    zhao.row("林晓燕").get_by_role("button", name=re.compile("服务中")).click()
    expect(zhao.drawer.get_by_test_id("owner")).to_have_text("归属：林晓燕")
    zhao.drawer.get_by_role("textbox", name="耳语：仅同事可见").fill("我来处理这位游客")
    zhao.page.keyboard.press("Enter")
    expect(lin.page.get_by_test_id("transcript")).to_contain_text("我来处理这位游客")
    expect(lin.page.get_by_text(re.compile("^赵敏 在与 .* 的会话中写了备注。$"))).to_be_visible()
    zhao.drawer.get_by_role("button", name="接管").click()
    zhao.page.get_by_role("dialog", name="接管会话").get_by_role("button", name="接管").click()
    expect(zhao.agent.writing).to_be_visible()
    expect(zhao.page.get_by_text("赵敏 接管会话")).to_be_visible()
    expect(lin.page.get_by_text("已不在您手中")).to_be_visible()
    expect(lin.page.get_by_text("赵敏 接管会话")).to_be_visible()
    zhao.agent.say("您好，我是值班班长。")
    tourist.wait_for("您好，我是值班班长。")
    assert not [words for words in tourist.words() if "我来处理" in words]


def test_who_was_quicker_wins_and_the_other_is_told(zhao: Supervisor, lin: Agent, tourist: Tourist) -> None:
    asks_for_a_person(tourist)
    expect(zhao.waiting()).to_have_text("1")
    zhao.look_at_first()
    held: list[str] = []

    def hold(route: object, request: object) -> None:
        held.append(request.url)  # type: ignore[attr-defined]
        lin.be("就绪")
        lin.accept()
        route.continue_()  # type: ignore[attr-defined]

    zhao.drawer.get_by_role("button", name="接管").click()
    zhao.page.route("**/take-over", hold)
    dialog = zhao.page.get_by_role("dialog", name="接管会话")
    dialog.get_by_role("button", name="接管").click()
    expect(dialog).to_contain_text("会话的归属刚刚变化，没有执行")
    zhao.page.unroute("**/take-over")
    dialog.get_by_role("button", name="取消").click()
    expect(zhao.drawer.get_by_test_id("owner")).to_have_text("归属：林晓燕")
    assert len(held) == 1


def test_the_list_finds_a_conversation_by_what_happened(zhao: Supervisor, tourist: Tourist) -> None:
    tourist.say("今天几点关门？")
    tourist.wait_for("自动助手")
    zhao.open("/supervisor/conversations")
    page = zhao.page
    table = page.get_by_role("table", name="会话列表")
    expect(table).to_contain_text("今天几点关门？")
    page.get_by_role("combobox", name="状态").select_option(label="机器人接待")
    expect(page).to_have_url(re.compile("state=bot"))
    expect(table).to_contain_text("今天几点关门？")
    page.get_by_role("combobox", name="工单").select_option(label="有工单")
    expect(table.get_by_text("今天几点关门？")).to_have_count(0)
    page.get_by_role("button", name="清除筛选").click()
    row = table.get_by_role("row").filter(has_text="今天几点关门？").first
    row.get_by_role("button").click()
    expect(zhao.drawer.get_by_test_id("transcript")).to_contain_text("今天几点关门？")
    page.keyboard.press("Escape")
    expect(row.get_by_role("button")).to_be_focused()


def test_agents_are_narrowed_by_state_queue_and_name(zhao: Supervisor, lin: Agent) -> None:
    lin.be("就绪")
    agents = zhao.page.get_by_role("region", name="坐席")
    expect(zhao.row("林晓燕").get_by_test_id("state")).to_have_text("就绪")
    agents.get_by_role("combobox", name="状态").select_option(label="就绪")
    expect(zhao.row("陈志远")).to_have_count(0)
    expect(zhao.row("林晓燕")).to_be_visible()
    agents.get_by_role("searchbox").fill("没有这个人")
    expect(agents).to_contain_text("没有符合条件的坐席")


def test_agents_do_not_find_the_board(lin: Agent) -> None:
    expect(lin.page.get_by_role("link", name="监控看板")).to_have_count(0)
    lin.page.goto(f"{lin.person.origin}/supervisor")
    expect(lin.page.get_by_role("heading", name="无权查看此页面")).to_be_visible()
    lin.page.goto(f"{lin.person.origin}/inbox")
    expect(lin.page.get_by_role("button", name="我的状态")).to_be_visible()
