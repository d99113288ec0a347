"""What depends on the store's engine: the whole way, a dying socket, confirmations; on SQLite and PostgreSQL."""

import json

import pytest

from hub.database import Tx
from hub.store import identities, messages
from hub.store.events import after
from tests.channels.webchat.house import House, came_in, eventually

pytestmark = pytest.mark.journey


async def test_a_visitor_writes_and_reads_the_answer(house: House) -> None:
    page = house.page()
    answer = await page.begin()
    assert answer.status_code == 200, answer.text
    await page.connect()
    assert (await page.hear()) == {
        "t": "welcome",
        "session": answer.json()["session_id"],
        "from_seq": 1,
        "last_seq": 0,
        "hb": 25,
    }
    cid = await page.say("你好")
    ack = await page.until(t="ack", cid=cid)
    assert set(ack) == {"t", "cid", "id"}, "an ack has no number"
    own = await page.until(t="msg", cid=cid)
    assert (own["seq"], own["prev"], own["from"]["role"]) == (1, 0, "visitor")
    echoed = await page.until(t="msg", text="echo 你好")
    assert (echoed["seq"], echoed["prev"], echoed["from"]["role"]) == (2, 1, "bot")
    await page.leave()


@pytest.mark.parametrize("step", ["before_ack", "after_ack", "after_own", "after_answer"])
async def test_a_socket_that_dies_at_any_step_loses_and_doubles_nothing(house: House, step: str) -> None:
    page = await came_in(house)
    await page.until(t="welcome")
    cid = await page.say("fragile")
    if step == "after_ack":
        await page.until(t="ack")
    elif step == "after_own":
        await page.until(t="msg", cid=cid)
    elif step == "after_answer":
        await page.until(t="msg", text="echo fragile")
    assert page.socket is not None
    page.socket.transport.abort()
    again = house.page(visitor_token=page.visitor_token, resume_token=page.resume_token)
    again.thread, again.last_seq = page.thread, page.last_seq
    await again.connect()
    await again.say("fragile", cid)  # a page sends again whatever it has no ack for
    await again.until(t="ack", cid=cid)
    await again.until(t="msg", text="echo fragile")
    await again.say("end")
    await again.until(t="msg", text="echo end")
    assert again.texts() == ["fragile", "echo fragile", "end", "echo end"]
    await again.leave()


async def test_confirmations_reach_the_numbers_the_messages_and_the_staff(house: House) -> None:
    page = await came_in(house)
    await page.say("hello")
    answer = await page.until(t="msg", text="echo hello")
    await page.send({"t": "recv", "seq": answer["seq"]})
    await page.send({"t": "read", "seq": 999})
    identity_id = house.webchat.desk.live.all_seats()[0].identity_id

    def look(tx: Tx, _: None) -> tuple[int, int, str, list[str]]:
        identity = identities.get(tx, identity_id)
        status = messages.thread(tx, identity_id, 1, 1)[0].status
        facts = [json.loads(one.data) for one in after(tx, 0, "", 500) if one.type == "ReadMoved"]
        return identity.delivered_seq, identity.read_seq, status, [fact["by"] for fact in facts]

    async def confirmed() -> tuple[int, int, str, list[str]] | None:
        seen = await house.database.read(look, None)
        return seen if seen[1] else None

    assert await eventually(confirmed) == (2, 2, "read", ["tourist"]), "a page cannot confirm what is not there"
    await page.leave()
