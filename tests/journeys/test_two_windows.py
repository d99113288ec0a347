"""A tourist in the chat and an agent in the inbox, from the first greeting to the second visit."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.windows import windows
from tests.processes import HubProcess

pytestmark = pytest.mark.journey


def test_both_windows_show_the_same_from_the_greeting_to_the_second_visit(browser: Browser, hub: HubProcess) -> None:
    with windows(browser, hub) as both:
        tourist, agent = both.tourist, both.agent
        both.meet()
        both.agent_says("您好，我是小林，请问有什么可以帮您？")
        both.tourist_says("我的背包落在索道站了", "黑色的，里面有相机")
        both.agent_says("请稍等，我问一下索道站。", "背包找到了，在游客中心。")
        mark = agent.page.get_by_test_id("transcript").get_by_role("listitem").filter(has_text="背包找到了")
        expect(mark.get_by_text("已读")).to_be_visible()
        expect(tourist.chat.locator(".visitor .fine").last).to_contain_text("已读")
        both.tourist_says("太好了，谢谢！")

        agent.page.get_by_role("button", name="结束").click()
        agent.page.get_by_role("button", name="结束并小结").click()
        form = agent.page.get_by_role("form", name="小结")
        form.get_by_role("radio", name="已解答").check()
        form.get_by_role("button", name="完成小结").click()
        expect(agent.page.get_by_text("暂时没有会话")).to_be_visible()
        expect(tourist.chat.locator(".note")).to_contain_text("本次对话已结束")

        # Who comes back soon is given to people at once: the same conversation, its second part.
        both.must_show("还有一件事")
        tourist.say("还有一件事")
        agent.accept()
        expect(agent.page.get_by_text("第 2 次接续")).to_be_visible()
        expect(tourist.state).to_have_text("小林 正在为您服务")
        both.agree()
        both.agent_says("请讲。")
        both.tourist_says("没事了，再见！")
