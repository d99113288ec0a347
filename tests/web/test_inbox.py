"""The inbox in a real browser, at a real hub: what rings, what is said, what is sent, and how it ends."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.processes import HubProcess
from tests.web.agent import Agent, agent_at, commands_of, sign_in_again
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey

HANDED_OVER = "我来为您转人工"


@pytest.fixture
def lin(browser: Browser, hub: HubProcess) -> Iterator[Agent]:
    with agent_at(browser, hub, "lin") as agent:
        yield agent


@pytest.fixture
def chen(browser: Browser, hub: HubProcess) -> Iterator[Agent]:
    with agent_at(browser, hub, "chen") as agent:
        yield agent


@pytest.fixture
def tourist(hub: HubProcess) -> Iterator[Tourist]:
    with Tourist.at(hub) as visitor:
        yield visitor


def asks_for_a_person(tourist: Tourist) -> None:
    tourist.say("人工")
    tourist.wait_for(HANDED_OVER)


def serve(agent: Agent, tourist: Tourist) -> None:
    """Let the tourist ask for a person and the agent take the conversation."""
    agent.be("就绪")
    asks_for_a_person(tourist)
    agent.accept()


def test_an_offer_rings_is_taken_by_a_key_and_both_sides_read_the_same(lin: Agent, tourist: Tourist) -> None:
    page = lin.page
    expect(page.get_by_text("您当前不接收派单")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_contain_text("接起最紧急的派单")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    lin.be("就绪")
    tourist.say("你好")
    tourist.wait_for("自动助手")
    asks_for_a_person(tourist)
    expect(page.get_by_role("article")).to_contain_text("游客要求人工服务")
    expect(page.get_by_role("article")).to_contain_text("综合咨询")
    expect(page).to_have_title("新派单 · 收件箱 · 热线中枢")
    page.keyboard.press("a")
    expect(page.get_by_text("机器人交接")).to_be_visible()
    expect(page.get_by_text("林晓燕 接起会话")).to_be_visible()
    expect(page).to_have_title("收件箱 · 热线中枢")
    expect(lin.writing).to_be_focused()
    page.keyboard.type("您好，我是小林。")
    page.keyboard.press("Enter")
    tourist.wait_for("我是小林")
    tourist.say("从市区怎么去？", "三个人")
    expect(page.get_by_text("三个人", exact=True).last).to_be_visible()
    lin.say("坐旅游专线。")
    tourist.wait_for("旅游专线")
    assert list(lin.transcript()) == list(tourist.words())


def test_an_offer_shows_the_tourists_own_words_and_becomes_a_rescue_while_it_rings(
    lin: Agent, tourist: Tourist
) -> None:
    lin.be("就绪")
    tourist.say("我想找人工客服")
    card = lin.page.get_by_role("article")
    expect(card).to_contain_text("我想找人工客服")
    expect(card).not_to_contain_text("救援")
    tourist.say("救命，我爱人落水了")
    expect(card).to_contain_text("救命，我爱人落水了")
    expect(card).to_contain_text("救援")
    lin.accept()


def test_marks_tell_how_far_a_reply_has_come(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    lin.say("我查一下")
    tourist.wait_for("我查一下")
    reply = lin.page.get_by_test_id("transcript").get_by_role("listitem").filter(has_text="我查一下")
    expect(reply.get_by_text("已发出")).to_be_visible()
    tourist.read_all()
    expect(reply.get_by_text("已读")).to_be_visible()


def test_each_side_sees_the_other_write(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    tourist.type(on=True)
    expect(lin.page.get_by_role("status").filter(has_text="正在输入")).to_be_visible()
    tourist.say("找到了")
    expect(lin.page.get_by_text("正在输入")).to_have_count(0)
    with tourist.listening() as next_of:
        next_of("welcome")
        lin.writing.press_sequentially("我")
        assert next_of("typing") == {"t": "typing", "on": True, "name": "小林"}


def test_a_note_looks_different_and_never_reaches_the_tourist(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    lin.page.get_by_role("button", name="备注", exact=True).click()
    lin.say("他有高血压")
    note = lin.page.get_by_role("listitem").filter(has_text="他有高血压")
    expect(note).to_contain_text("内部备注 · 仅同事可见")
    lin.page.get_by_role("button", name="回复", exact=True).click()
    lin.say("好的")
    tourist.wait_for("好的")
    assert not any("高血压" in words for words in tourist.words())


def test_enter_that_chooses_a_character_does_not_send(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    expect(lin.page.get_by_test_id("transcript")).to_contain_text("转人工")
    before = list(lin.transcript())
    lin.writing.focus()
    keyboard = lin.person.context.new_cdp_session(lin.page)
    keyboard.send("Input.imeSetComposition", {"text": "ni hao", "selectionStart": 6, "selectionEnd": 6})
    expect(lin.writing).to_have_value("ni hao")
    keyboard.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    keyboard.send("Input.insertText", {"text": "你好"})
    expect(lin.writing).to_have_value("你好")
    assert list(lin.transcript()) == before
    lin.writing.press("Shift+Enter")
    lin.writing.press_sequentially("再见")
    expect(lin.writing).to_have_value("你好\n再见")
    lin.writing.press("Enter")
    tourist.wait_for("你好\n再见")


def test_who_waits_is_told_the_place_until_somebody_accepts(hub: HubProcess, lin: Agent, tourist: Tourist) -> None:
    commands_of(lin.person)("/api/agents/me/state", {"state": "break", "reason": "meeting"})
    asks_for_a_person(tourist)
    with tourist.listening() as next_of, Tourist.at(hub) as other:
        while (state := next_of("state"))["queue_pos"] is None:
            assert state["phase"] == "queued"
        assert (state["queue_pos"], state["eta_s"]) == (1, None), "no waits of lately, so no range"
        asks_for_a_person(other)
        with other.listening() as next_of_other:
            while (state := next_of_other("state"))["queue_pos"] is None:
                assert state["phase"] == "queued"
            assert state["queue_pos"] == 2
        lin.be("就绪")
        rings = lin.page.get_by_role("button", name="接起")
        expect(rings).to_have_count(2)
        rings.first.click()
        expect(rings).to_have_count(1)
        rings.first.click()
        expect(rings).to_have_count(0)
        while (state := next_of("state"))["phase"] == "queued":
            pass
        assert (state["phase"], state["queue_pos"]) == ("agent", None)


def test_what_is_declined_rings_at_a_colleague(lin: Agent, chen: Agent, tourist: Tourist) -> None:
    lin.be("就绪")
    asks_for_a_person(tourist)
    expect(lin.page.get_by_role("button", name="接起")).to_be_visible()
    chen.be("就绪")
    lin.page.get_by_role("button", name="谢绝").click()
    expect(lin.page.get_by_role("article")).to_have_count(0)
    chen.accept()
    chen.say("我来")
    tourist.wait_for("我来")


def test_a_transfer_takes_reason_and_history_along(lin: Agent, chen: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    chen.be("就绪")
    page = lin.page
    page.get_by_role("button", name="转接").click()
    dialog = page.get_by_role("dialog", name="转接会话")
    dialog.get_by_role("button", name="转接").click()
    expect(dialog.get_by_role("textbox", name="转接原因")).to_have_accessible_description("请写明转接原因。")
    dialog.get_by_label("同事").check()
    dialog.get_by_role("combobox").select_option(label="陈志远（就绪）")
    dialog.get_by_role("textbox", name="转接原因").fill("请接手投诉")
    dialog.get_by_role("button", name="转接").click()
    expect(page.get_by_text("已转接。")).to_be_visible()
    expect(page.get_by_text("暂时没有会话")).to_be_visible()
    chen.accept()
    expect(chen.page.get_by_role("listitem").filter(has_text="请接手投诉")).to_contain_text("内部备注")
    expect(chen.page.get_by_text("转接给 陈志远（综合咨询）")).to_be_visible()
    expect(chen.page.get_by_text("陈志远 接起会话")).to_be_visible()


def test_who_does_not_own_it_any_more_is_told_and_may_insist(lin: Agent, chen: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    conversation = lin.page.url.partition("c=")[2]
    chen.be("就绪")
    command = commands_of(lin.person)
    command(f"/api/conversations/{conversation}/transfer", {"reason": "换班", "queue_id": None, "agent_id": None})
    expect(lin.page.get_by_text("已转回队列")).to_be_visible()
    chen.accept()
    expect(lin.page.get_by_text("此会话现由 陈志远 负责。")).to_be_visible()
    lin.page.get_by_role("button", name="回复", exact=True).click()
    lin.say("还有一句")
    expect(lin.page.get_by_role("alert").filter(has_text="陈志远")).to_contain_text("这条消息没有发出")
    assert not any("还有一句" in words for words in chen.transcript())
    lin.page.get_by_role("button", name="仍然发送").click()
    tourist.wait_for("还有一句")
    assert [words for words in tourist.words() if "还有一句" in words] == ["还有一句"]


def test_two_at_one_conversation_see_each_other_and_are_asked_before_both_answer(
    browser: Browser, hub: HubProcess, lin: Agent, tourist: Tourist
) -> None:
    serve(lin, tourist)
    with agent_at(browser, hub, "zhao") as zhao:
        zhao.page.goto(lin.page.url)
        seen = lin.page.get_by_test_id("company")
        expect(seen).to_contain_text("也打开着此会话")
        expect(zhao.page.get_by_test_id("company")).to_contain_text("林晓燕")
        zhao.page.get_by_role("button", name="回复", exact=True).click()
        zhao.writing.press_sequentially("我是班长，")
        expect(seen).to_contain_text("正在回复…")
        lin.say("请问您在哪里？")
        expect(lin.page.get_by_role("alert")).to_contain_text("正在回复这位游客")
        expect(lin.writing).to_have_value("请问您在哪里？")
        assert "请问您在哪里？" not in lin.transcript()
        lin.writing.press("Enter")
        tourist.wait_for("请问您在哪里？")
        zhao.writing.fill("")
        expect(seen).not_to_contain_text("正在回复…")
        lin.say("稍等。")
        tourist.wait_for("稍等。")
        zhao.page.goto(f"{hub.origin}/inbox")
        expect(seen).to_be_empty()


def test_ending_writes_it_up_with_a_ticket_by_keyboard_alone(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    page = lin.page
    tourist.say("我的背包落在索道站了")
    expect(page.get_by_text("我的背包落在索道站了").last).to_be_visible()
    page.get_by_role("button", name="结束").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="结束并小结")).to_be_focused()
    page.keyboard.press("Enter")
    form = page.get_by_role("form", name="小结")
    expect(form.get_by_role("radio", name="已解答")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(form.get_by_role("alert")).to_have_text("请选择处理结果。")
    page.keyboard.press("ArrowDown")
    expect(form.get_by_role("radio", name="已转交处理")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(form.get_by_label("标题")).to_have_value("我的背包落在索道站了")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("小结已完成，已创建工单")).to_be_visible()
    expect(page.get_by_text("暂时没有会话")).to_be_visible()


def test_a_dialog_that_is_closed_gives_the_focus_back_to_its_button(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    for name, leave in (("转接", "取消"), ("结束", "继续服务")):
        button = lin.page.get_by_role("button", name=name, exact=True)
        button.focus()
        lin.page.keyboard.press("Enter")
        expect(lin.page.get_by_role("dialog").locator(":focus")).to_have_count(1)
        lin.page.get_by_role("button", name=leave).press("Enter")
        expect(lin.page.get_by_role("dialog")).to_have_count(0)
        expect(button).to_be_focused()


def test_a_tourist_who_writes_during_the_wrap_up_has_the_agent_back(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    page = lin.page
    page.get_by_role("button", name="结束").click()
    page.get_by_role("button", name="结束并小结").click()
    form = page.get_by_role("form", name="小结")
    form.get_by_label("同时创建工单").check()
    form.get_by_label("标题").fill("我已经写好的标题")
    tourist.say("等一下，还有一个问题")
    expect(lin.writing).to_have_attribute("placeholder", "输入回复，回车发送，Shift + 回车换行")
    expect(page.get_by_text("游客再次来信，会话回到 林晓燕")).to_be_visible()
    page.get_by_role("button", name="结束").click()
    page.get_by_role("button", name="结束并小结").click()
    expect(form.get_by_label("标题")).to_have_value("我已经写好的标题")


def test_the_time_for_the_wrap_up_is_shown_while_it_runs(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    commands_of(lin.person)(f"/api/conversations/{lin.page.url.partition('c=')[2]}/end", {})
    expect(lin.page.get_by_role("button", name="我的状态")).to_contain_text(re.compile(r"话后处理.*剩余 0:1\d"))
    expect(lin.page.get_by_text("到时自动就绪")).to_be_visible()


def test_a_state_chosen_by_keyboard_leaves_the_focus_at_its_button(lin: Agent) -> None:
    page = lin.page
    button = page.get_by_role("button", name="我的状态")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="就绪", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="就绪")).to_be_focused()


def test_the_title_calls_on_every_page(lin: Agent, tourist: Tourist) -> None:
    lin.be("就绪")
    lin.page.get_by_role("link", name="工单").click()
    expect(lin.page.get_by_role("heading", name="工单", level=1)).to_be_visible()
    asks_for_a_person(tourist)
    expect(lin.page).to_have_title("新派单 · 工单 · 热线中枢")
    expect(lin.page).to_have_title("工单 · 热线中枢")
    lin.accept()


@pytest.mark.parametrize(("path", "words"), [("/inbox?c=NOPE", "找不到这个会话"), ("/tickets/XXXX", "找不到这张工单")])
def test_an_address_that_leads_nowhere_says_so(lin: Agent, path: str, words: str) -> None:
    lin.page.goto(lin.person.origin + path)
    expect(lin.page.get_by_role("alert")).to_contain_text(words)
    expect(lin.page.get_by_role("button", name="重试")).to_have_count(0)
    if path.startswith("/tickets"):
        expect(lin.page.get_by_role("navigation").get_by_role("link", name="工单")).to_have_attribute(
            "aria-current", "true"
        )


def test_holding_and_resuming(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    lin.page.get_by_role("button", name="保持").click()
    expect(lin.page.get_by_text("林晓燕 将会话保持")).to_be_visible()
    expect(lin.page.get_by_role("list", name="我的会话")).to_contain_text("保持中")
    lin.page.get_by_role("button", name="恢复").click()
    expect(lin.page.get_by_text("林晓燕 恢复服务")).to_be_visible()


def test_what_waits_unread_is_counted_until_it_is_seen(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    page = lin.page
    page.get_by_role("link", name="工单").click()
    expect(page.get_by_role("heading", name="工单", level=1)).to_be_visible()  # until then one still reads along
    tourist.say("一", "二", "三")
    expect(page).to_have_title("(3) 工单 · 热线中枢")
    page.get_by_role("link", name="收件箱").click()
    expect(page.get_by_role("list", name="我的会话")).to_contain_text("3 条未读")
    page.get_by_role("list", name="我的会话").get_by_role("link").click()
    expect(page.get_by_text("条未读")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("list", name="我的会话")).not_to_contain_text("条未读")


def test_a_draft_outlives_a_reload_and_signing_out_clears_it(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    lin.writing.fill("写到一半")
    lin.page.reload()
    expect(lin.writing).to_have_value("写到一半")
    assert lin.page.evaluate(_DRAFTS) == 1
    lin.page.get_by_role("button", name="林晓燕").click()
    lin.page.get_by_role("menuitem", name="退出登录").click()
    expect(lin.page.get_by_role("heading", name="登录", level=1)).to_be_visible()
    assert lin.page.evaluate(_DRAFTS) == 0
    sign_in_again(lin)


_DRAFTS = "Object.keys(localStorage).filter((key) => key.includes('draft')).length"


def test_older_messages_come_as_one_scrolls_up_without_losing_ones_place(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    page = lin.page
    command = commands_of(lin.person)
    conversation = page.url.partition("c=")[2]
    notes = [f"备注 {number}" for number in range(70)]
    for note in notes:
        command(f"/api/conversations/{conversation}/notes", {"text": note})
    expect(page.get_by_text(notes[-1], exact=True)).to_be_in_viewport()
    page.reload()
    expect(page.get_by_text(notes[-1], exact=True)).to_be_in_viewport()
    assert notes[0] not in lin.transcript()
    first = page.get_by_test_id("transcript").get_by_test_id("words").first
    before = first.inner_text()
    page.get_by_role("region", name="消息记录").focus()
    page.keyboard.press("Home")
    expect(first).not_to_have_text(before)
    expect(page.get_by_text(before, exact=True)).to_be_in_viewport()
    page.keyboard.press("Home")
    expect(page.get_by_text("会话从这里开始")).to_be_in_viewport()
    assert [words for words in lin.transcript() if words.startswith("备注")] == notes
    tourist.say("还在吗？")
    expect(page.get_by_role("button", name="查看新消息")).to_be_visible()
    page.get_by_role("button", name="查看新消息").click()
    expect(page.get_by_text("还在吗？").last).to_be_in_viewport()


def test_a_conversation_of_another_place_does_not_exist_here(lin: Agent) -> None:
    lin.page.goto(f"{lin.person.origin}/inbox?c=01ARZ3NDEKTSV4RRFFQ69G5FAV")
    expect(lin.page.get_by_role("alert")).to_contain_text("找不到这个会话")


def test_a_supervisor_who_serves_nobody_can_read_along(
    browser: Browser, hub: HubProcess, lin: Agent, tourist: Tourist
) -> None:
    serve(lin, tourist)
    with agent_at(browser, hub, "zhao") as zhao:
        expect(zhao.page.get_by_text("仅监督，不接单")).to_be_visible()
        expect(zhao.page.get_by_text("这里只显示派给您本人的会话。")).to_be_visible()
        zhao.page.goto(lin.page.url)
        expect(zhao.page.get_by_text("此会话现由 林晓燕 负责。")).to_be_visible()
        tourist.say("有人吗？")
        expect(zhao.page.get_by_text("有人吗？").last).to_be_visible()
        zhao.say("先安抚")
        expect(lin.page.get_by_role("listitem").filter(has_text="先安抚")).to_contain_text("内部备注")


def test_a_conversation_opens_at_its_newest_words_and_only_what_was_seen_is_read(lin: Agent, tourist: Tourist) -> None:
    serve(lin, tourist)
    page = lin.page
    command = commands_of(lin.person)
    address = page.url
    for number in range(30):
        command(f"/api/conversations/{address.partition('c=')[2]}/notes", {"text": f"备注 {number}，写得长一点"})
    page.get_by_role("link", name="工单").click()
    expect(page.get_by_role("heading", name="工单", level=1)).to_be_visible()
    tourist.say("第一句", "第二句", "最后一句")
    expect(page).to_have_title("(3) 工单 · 热线中枢")
    newest = page.get_by_text("最后一句", exact=True).last

    page.goto(address)
    expect(newest).to_be_in_viewport(ratio=1)
    page.reload()
    expect(newest).to_be_in_viewport(ratio=1)
    box = page.get_by_role("region", name="消息记录")
    box.focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("button", name="回到最新消息")).to_be_visible()
    tourist.say("您还在吗？")
    expect(page.get_by_role("button", name="查看新消息")).to_be_visible()
    expect(page.get_by_role("list", name="我的会话")).to_contain_text("1 条未读")
    page.get_by_role("button", name="查看新消息").click()
    expect(page.get_by_role("list", name="我的会话")).not_to_contain_text("条未读")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 800)])
def test_the_way_to_end_the_wrap_up_stays_in_sight(lin: Agent, tourist: Tourist, width: int, height: int) -> None:
    lin.page.set_viewport_size({"width": width, "height": height})
    serve(lin, tourist)
    page = lin.page
    conversation = page.url.partition("c=")[2]
    tourist.say("字" * 3000)
    expect(page.get_by_text("字" * 3000).last).to_be_visible()
    commands_of(lin.person)(f"/api/conversations/{conversation}/end", {})
    form = page.get_by_role("form", name="小结")
    form.get_by_label("同时创建工单").check()
    expect(form.get_by_role("button", name="完成小结")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="查看新消息")).to_have_count(0)
    assert len(form.get_by_label("说明").input_value()) == 1000


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_reconnect_mark_covers_neither_name_nor_sync_mark(lin: Agent, width: int, height: int) -> None:
    page = lin.page
    page.set_viewport_size({"width": width, "height": height})
    expect(lin.synced()).to_be_visible()
    lin.person.breaks_lines = True
    lin.person.context.set_offline(True)
    page.get_by_role("button", name="我的状态").click()
    page.get_by_role("menuitem", name="培训", exact=True).click()
    mark = page.get_by_text("连接已断开，正在重新连接")
    expect(mark).to_be_visible()
    for kept in (page.get_by_role("heading", level=1), page.get_by_test_id("sync")):
        one, other = mark.bounding_box(), kept.bounding_box()
        assert one is not None
        assert other is not None
        assert one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    lin.person.context.set_offline(False)
    expect(lin.synced()).to_be_visible()
