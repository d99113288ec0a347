"""The two windows while the hub is killed: both stay open, and both recover by themselves."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.windows import Windows, windows
from tests.processes import HubProcess, free_port, kill, run_hotline

pytestmark = pytest.mark.journey

ROUNDS = 6


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return where a hub keeps its data; in the end its audit must be whole."""
    yield tmp_path / "data"
    told = run_hotline(tmp_path / "data", "check", "--audit")
    assert "the chain is whole" in told.stdout, told.stdout + told.stderr


def settings() -> dict[str, str]:
    """Return what makes a hub come back where it was."""
    return {"HUB_DEMO": "1", "HUB_HTTP_PORT": str(free_port())}


def write_while(both: Windows, name: str, happens: Callable[[], None]) -> tuple[list[str], list[str]]:
    """Let both write by turns, without waiting for each other, and something happen in the middle of it."""
    mine, theirs = [], []
    for number in range(ROUNDS):
        if number == ROUNDS // 2:
            happens()
        mine.append(f"{name} 游客 {number}")
        both.tourist.say(mine[-1])
        theirs.append(f"{name} 坐席 {number}")
        both.agent.say(theirs[-1])
    return mine, theirs


def still_hers(both: Windows) -> None:
    """See that the agent still has the conversation, and that words go both ways as before."""
    expect(both.agent.synced()).to_be_visible()
    expect(both.agent.page.get_by_role("list", name="我的会话")).to_contain_text("服务中")
    expect(both.tourist.state).to_have_text("小林 正在为您服务")
    both.tourist_says("还在吗？")
    both.agent_says("还在。")


def test_a_killed_process_loses_doubles_and_disorders_nothing(browser: Browser, folder: Path) -> None:
    with HubProcess(folder, settings=settings()) as hub, windows(browser, hub) as both:
        both.meet()
        for generation in (1, 2):
            control = hub.child(generation=generation)
            both.agree_on(*write_while(both, f"第 {generation} 次", partial(kill, control)))
        hub.child(generation=3)
        still_hers(both)


def test_a_hub_that_was_killed_whole_comes_back_to_both_windows(browser: Browser, folder: Path) -> None:
    same = settings()
    with ExitStack() as next_life, HubProcess(folder, settings=same) as hub, windows(browser, hub) as both:
        both.meet()
        written = write_while(both, "断电", hub.kill_everything)
        expect(both.tourist.chat.locator("#bar")).to_have_text("连接已断开，正在重新连接…")
        expect(both.agent.page.get_by_test_id("sync").get_by_text("正在重连")).to_be_visible()
        again = next_life.enter_context(HubProcess(folder, settings=same))
        assert again.origin == both.agent.person.origin
        both.agree_on(*written)
        still_hers(both)
