"""The chat widget on bad networks: cut lines, reloads in the middle, no sockets at all, a hub that restarts."""

import pytest
from playwright.async_api import BrowserContext, expect

from tests.channels.webchat.house import House
from tests.chromium import Complaints
from tests.web.widget.site import CarryingSite

pytestmark = pytest.mark.journey

Profile = tuple[BrowserContext, Complaints]


async def test_what_is_written_without_a_line_is_sent_once_when_it_is_back(
    site: CarryingSite, profile: Profile
) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.say("before")
    await chat.sees("echo before")
    site.line.down()
    await chat.say("one")
    await chat.say("two")
    await expect(chat.frame.locator("#bar")).to_have_text("连接已断开，正在重新连接…")
    await expect(chat.frame.locator(".waiting .fine").first).to_have_text("发送中")
    site.line.up()
    await chat.sees("echo two")
    await expect(chat.frame.locator("#bar")).to_be_hidden()
    texts = await chat.texts()
    assert [text for text in texts if not text.startswith("echo")] == ["before", "one", "two"]
    assert sorted(texts) == sorted(["before", "echo before", "one", "two", "echo one", "echo two"])


async def test_a_line_that_swallows_everything_is_told_and_left(site: CarryingSite, profile: Profile) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.say("before")
    await chat.sees("echo before")
    site.line.flows.clear()
    await chat.say("into the void")
    await expect(chat.frame.locator("#bar")).to_have_text("连接已断开，正在重新连接…")
    await expect(chat.frame.locator(".waiting .fine")).to_have_text("发送中")
    site.line.flows.set()
    await chat.sees("echo into the void")
    await expect(chat.frame.locator("#bar")).to_be_hidden()
    assert (await chat.texts()).count("into the void") == 1


async def test_what_is_unsent_survives_a_reload(site: CarryingSite, profile: Profile) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.say("before")
    await chat.sees("echo before")
    site.line.down()
    await chat.say("written into the void")
    await expect(chat.frame.locator(".waiting")).to_be_visible()
    site.line.up()
    await chat.page.reload()
    await chat.open()
    await chat.sees("echo written into the void")
    assert (await chat.texts()).count("written into the void") == 1


async def test_a_line_that_is_cut_again_and_again_loses_and_doubles_nothing(
    site: CarryingSite, profile: Profile
) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.say("0")
    await chat.sees("echo 0")
    for number in range(1, 9):
        await chat.say(f"{number}")
        site.line.cut()
    await chat.say("end")
    await expect(chat.bubbles.get_by_text("echo end", exact=True)).to_be_visible(timeout=40_000)
    texts = await chat.texts()
    assert [text for text in texts if not text.startswith("echo")] == [*(f"{number}" for number in range(9)), "end"]
    assert len(texts) == len(set(texts)) == 20


async def test_what_the_hub_puts_off_is_not_overtaken(house: House, site: CarryingSite, profile: Profile) -> None:
    await house.configure(origins=[site.origin], limits={"messages": {"per_s": 1, "burst": 1}})
    chat = await (await site.visit(profile[0])).open()
    said = [f"{number}" for number in range(8)]
    for text in said:
        await chat.say(text)
        # Slower than a page asks again, and faster than one is let through: the next would pass before the last does.
        await chat.page.wait_for_timeout(400)
    await expect(chat.bubbles.get_by_text(f"echo {said[-1]}", exact=True)).to_be_visible(timeout=40_000)
    assert [text for text in await chat.texts() if not text.startswith("echo")] == said


async def test_where_no_socket_gets_through_the_chat_polls(house: House, site: CarryingSite, profile: Profile) -> None:
    site.line.sockets_pass = False
    chat = await (await site.visit(profile[0])).open()
    await chat.say("through the wall")
    await expect(chat.bubbles.get_by_text("echo through the wall", exact=True)).to_be_visible()
    await chat.say("and again")
    await expect(chat.bubbles.get_by_text("echo and again", exact=True)).to_be_visible()
    assert await chat.texts() == ["through the wall", "echo through the wall", "and again", "echo and again"]
    await expect(chat.frame.locator("#bar")).to_be_hidden()
    assert not house.webchat.desk.visits


async def test_a_pass_that_has_ended_is_renewed_without_a_word(
    house: House, site: CarryingSite, profile: Profile
) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.say("before")
    await chat.sees("echo before")
    house.clock.leapt_s += 3 * 3600
    site.line.cut()
    await chat.say("after")
    await expect(chat.bubbles.get_by_text("echo after", exact=True)).to_be_visible()
    assert await chat.texts() == ["before", "echo before", "after", "echo after"]


async def test_a_visitor_who_was_forgotten_begins_anew_and_loses_no_word(
    house: House, site: CarryingSite, profile: Profile
) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.say("before")
    await chat.sees("echo before")
    await house.database.write(lambda tx, _: tx.connection.exec_driver_sql("DELETE FROM visitor_tokens"), None)
    house.clock.leapt_s += 3 * 3600
    site.line.down()
    await chat.say("still here?")
    site.line.up()
    await expect(chat.bubbles.get_by_text("echo still here?", exact=True)).to_be_visible()
    assert await chat.texts() == ["still here?", "echo still here?"]
