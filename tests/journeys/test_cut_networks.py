"""The two windows while a network goes away: words written meanwhile arrive once, in their order, by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.network import Network, network_to
from tests.journeys.windows import Windows, windows
from tests.processes import HubProcess
from tests.tcp_proxy import Fate

pytestmark = pytest.mark.journey


@contextmanager
def tourist_far_away(browser: Browser, hub: HubProcess) -> Iterator[tuple[Windows, Network]]:
    """Let the tourist come by a network that can be cut."""
    with network_to(hub.origin) as network, windows(browser, hub, tourist_at=network.origin) as both:
        both.meet()
        yield both, network


@contextmanager
def agent_far_away(browser: Browser, hub: HubProcess) -> Iterator[tuple[Windows, Network]]:
    """Let the agent come by a network that can be cut."""
    with network_to(hub.origin) as network, windows(browser, hub, agent_by=network.origin) as both:
        both.meet()
        yield both, network


def test_the_tourist_s_network_goes_away_while_both_write(browser: Browser, hub: HubProcess) -> None:
    with tourist_far_away(browser, hub) as (both, network):
        both.agent_says("您好！")
        network.down()
        for text in ("我在路上", "信号不好", "听得到吗？"):
            both.tourist.say(text)
        for text in ("听得到", "请说"):
            both.agent.say(text)
        expect(both.tourist.chat.locator("#bar")).to_have_text("连接已断开，正在重新连接…")
        expect(both.tourist.unsent).to_have_count(3)
        expect(both.transcript.last).to_have_text("请说")
        network.up()
        both.must_show("听得到", "请说", "我在路上", "信号不好", "听得到吗？")
        both.agree()
        both.tourist_says("现在好了")
        both.agent_says("好的")


def test_the_agent_s_network_goes_away_while_both_write(browser: Browser, hub: HubProcess) -> None:
    with agent_far_away(browser, hub) as (both, network):
        both.agent_says("您好！")
        network.down()
        for text in ("第一句", "第二句", "第三句"):
            both.agent.say(text)
        for text in ("在吗？", "喂？"):
            both.tourist.say(text)
        expect(both.tourist.unsent).to_have_count(0)
        # So long that the page has given up trying, and still goes on by itself.
        expect(both.agent.page.get_by_text("没有收到服务器的确认").first).to_be_visible()
        network.up()
        both.must_show("在吗？", "喂？", "第一句", "第二句", "第三句")
        both.agree()
        expect(both.agent.synced()).to_be_visible()
        both.tourist_says("好了")
        both.agent_says("抱歉，刚才断线了")


def test_a_line_that_is_cut_at_every_word_loses_and_doubles_nothing(browser: Browser, hub: HubProcess) -> None:
    with tourist_far_away(browser, hub) as (both, network):
        for number in range(6):
            both.tourist.say(f"游客 {number}")
            network.cut()
        both.must_show(*(f"游客 {number}" for number in range(6)))
        both.agree()
    with agent_far_away(browser, hub) as (both, network):
        for number in range(6):
            both.agent.say(f"坐席 {number}")
            network.cut()
        both.must_show(*(f"坐席 {number}" for number in range(6)))
        both.agree()


def test_a_reply_whose_confirmation_is_lost_is_said_once(browser: Browser, hub: HubProcess) -> None:
    with agent_far_away(browser, hub) as (both, network):
        lost = network.when(b"/replies", Fate.LOSE_ANSWER)
        both.agent_says("只说一次", "然后这一句")
        assert lost.reached.is_set()
