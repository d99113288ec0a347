"""The whole way of a visitor through the door, over real HTTP and WebSocket."""

import asyncio

import pytest

from hub import patience
from hub.database import Tx
from hub.store import identities, messages
from tests.channels.webchat.house import PATIENCE_S, House, came_in, eventually, new_cid

pytestmark = pytest.mark.journey


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """One engine is enough for what happens at the door."""
    return sqlite_url


async def test_a_repeated_id_gets_the_same_ack_and_stands_once_in_the_thread(house: House) -> None:
    page = await came_in(house)
    cid = new_cid()
    ids = set()
    for _ in range(5):
        await page.say("once", cid)
        while (frame := await page.hear()) is not None and frame["t"] != "ack":
            pass
        assert frame is not None
        ids.add(frame["id"])
    await page.until(t="msg", text="echo once")
    last = await page.say("after")
    await page.until(t="msg", cid=last)
    await page.until(t="msg", text="echo after")
    assert len(ids) == 1
    assert page.texts() == ["once", "echo once", "after", "echo after"]
    await page.leave()


async def test_messages_keep_their_order_however_fast_they_come(house: House) -> None:
    page = await came_in(house)
    texts = [f"m{number}" for number in range(60)]
    for text in texts:
        await page.say(text)
    await page.until(t="msg", text="echo m59")
    own = [line["text"] for line in page.thread if line["from"]["role"] == "visitor"]
    echoes = [line["text"] for line in page.thread if line["from"]["role"] == "bot"]
    assert own == texts
    assert echoes == [f"echo {text}" for text in texts]
    assert [line["seq"] for line in page.thread] == list(range(1, 121))
    await page.leave()


async def test_a_page_that_comes_back_gets_exactly_what_it_missed(house: House) -> None:
    page = await came_in(house)
    await page.say("first")
    await page.until(t="msg", text="echo first")
    await page.leave()
    other = house.page(visitor_token=page.visitor_token)
    await other.begin()
    await other.connect()
    await other.say("from another tab")
    await other.until(t="msg", text="echo from another tab")
    await other.leave()
    await page.connect()
    await page.until(t="msg", text="echo from another tab")
    assert page.texts() == ["first", "echo first", "from another tab", "echo from another tab"]
    await page.leave()


async def test_two_tabs_show_the_same_thread(house: House) -> None:
    one = await came_in(house)
    two = house.page(visitor_token=one.visitor_token)
    await two.begin()
    await two.connect()
    await two.until(t="welcome")
    await one.say("to both")
    for tab in (one, two):
        await tab.until(t="msg", text="echo to both")
    assert one.thread == two.thread
    await one.leave()
    await two.leave()


async def test_a_gap_is_filled_again_from_where_the_page_asks(house: House) -> None:
    page = await came_in(house)
    await page.say("a")
    await page.until(t="msg", text="echo a")
    await page.send({"t": "gap", "after": 0})
    repeated = [await page.hear(), await page.hear()]
    assert [frame and frame["seq"] for frame in repeated] == [1, 2]
    await page.leave()


async def test_typing_reaches_the_staff_and_the_visitor_and_is_kept_nowhere(house: House) -> None:
    page = await came_in(house)
    await page.say("hello")
    await page.until(t="state", phase="bot")
    await page.send({"t": "typing", "on": True})
    await page.send({"t": "ping"})
    await page.until(t="pong")
    ((identity_id, _, on),) = house.typing
    assert on
    house.webchat.desk.show_agent_typing(identity_id, "小李", on=True)
    assert await page.until(t="typing") == {"t": "typing", "on": True, "name": "小李"}
    await page.leave()


async def test_the_visitor_sees_who_has_the_conversation(house: House) -> None:
    page = await came_in(house)
    await page.say("人工")
    assert await page.until(t="state", phase="queued") == {
        "t": "state",
        "phase": "queued",
        "agent": None,
        "queue_pos": None,
        "eta_s": None,
        "eta_p90_s": None,
        "nobody": False,
        "rescue": False,
    }
    conversation = await house.small.accept()
    await page.until(t="state", phase="agent", agent="小李")
    await house.read_up_to(conversation.id, conversation.seq)
    assert (await page.until(t="seen"))["seq"] == 1
    await house.small.wrap_up(conversation.id)
    await page.until(t="state", phase="closed")
    await page.leave()


async def test_long_poll_and_post_carry_the_same_frames(house: House) -> None:
    page = house.page()
    await page.begin()
    cid = new_cid()
    posted = await page.ask("POST", "messages", json={"t": "msg", "cid": cid, "text": "no sockets here"})
    assert (posted.status_code, posted.json()["t"], posted.json()["cid"]) == (200, "ack", cid)
    again = await page.ask("POST", "messages", json={"t": "msg", "cid": cid, "text": "no sockets here"})
    assert again.json() == posted.json()
    frames: list[dict[str, object]] = []
    mark = ""
    async with patience.timeout(PATIENCE_S):
        while not any(frame.get("text") == "echo no sockets here" for frame in frames):
            last = max((int(str(frame["seq"])) for frame in frames if frame["t"] == "msg"), default=0)
            answer = await page.ask("GET", "poll", params={"after_seq": last, "mark": mark})
            assert answer.status_code == 200, answer.text
            frames += answer.json()["frames"]
            mark = answer.json()["mark"]
    thread = [(frame["seq"], frame["text"]) for frame in frames if frame["t"] == "msg"]
    assert thread == [(1, "no sockets here"), (2, "echo no sockets here")]
    assert [frame["phase"] for frame in frames if frame["t"] == "state"][-1] == "bot"
    assert (await page.ask("POST", "messages", json={"t": "read", "seq": 2})).status_code == 204


async def test_a_waiting_poll_is_answered_the_moment_something_comes(house: House) -> None:
    page = house.page()
    await page.begin()
    mark = (await page.ask("GET", "poll")).json()["mark"]
    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(page.ask("GET", "poll", params={"after_seq": 0, "mark": mark}))
        await eventually(house.seats)
        await page.ask("POST", "messages", json={"t": "msg", "cid": new_cid(), "text": "now"})
    assert any(frame["t"] in {"msg", "state"} for frame in waiting.result().json()["frames"])


async def test_the_history_is_read_backwards_in_pages(house: House) -> None:
    page = await came_in(house)
    for number in range(6):
        await page.say(f"m{number}")
    await page.until(t="msg", text="echo m5")
    newest = (await page.ask("GET", "history", params={"limit": 5})).json()
    assert ([line["seq"] for line in newest["messages"]], newest["more"]) == ([8, 9, 10, 11, 12], True)
    older = (await page.ask("GET", "history", params={"limit": 50, "before_seq": 8})).json()
    assert ([line["seq"] for line in older["messages"]], older["more"]) == ([1, 2, 3, 4, 5, 6, 7], False)
    assert newest["last_seq"] == 12
    await page.leave()


async def test_a_page_that_knows_more_than_the_log_is_told_to_read_afresh(house: House) -> None:
    page = await came_in(house)
    await page.say("a")
    await page.until(t="msg", text="echo a")
    await page.leave()
    lost = house.page(resume_token=page.resume_token, visitor_token=page.visitor_token)
    await lost.connect(last_seq=500)
    await lost.until(t="reset")
    await lost.leave()
    polled = await lost.ask("GET", "poll", params={"after_seq": 500})
    assert polled.json()["frames"] == [{"t": "reset"}]


async def test_ten_thousand_messages_are_caught_up_with_in_order(house: House) -> None:
    page = await came_in(house)
    await page.say("start")
    await page.until(t="msg", text="echo start")
    identity_id = house.webchat.desk.live.all_seats()[0].identity_id
    await page.leave()
    await house.database.write(_fill, (identity_id, 10_000))
    await page.connect()
    async with patience.timeout(60):
        while page.last_seq < 10_002:
            await page.hear()
    assert [line["seq"] for line in page.thread] == list(range(1, 10_003))
    await page.leave()


def _fill(tx: Tx, args: tuple[str, int]) -> None:
    identity_id, count = args
    model = messages.thread(tx, identity_id, 1, 1)[0]
    conversation = model.conversation_id
    for number in range(count):
        fields = {name: getattr(model, name) for name in messages._NAMES}
        fields |= {
            "id": tx.new_id(),
            "seq": 100 + number,
            "pub_seq": 3 + number,
            "made_key": f"filled:{number}",
            "text": f"line {number}",
            "conversation_id": conversation,
        }
        messages.insert(tx, messages.Message(**fields))
    identities.take_numbers(tx, identity_id, count)


async def test_a_line_is_the_same_whether_pushed_or_read_later(house: House) -> None:
    page = await came_in(house)
    await page.say("same")
    pushed = await page.until(t="msg", text="echo same")
    stored = (await page.ask("GET", "history")).json()["messages"][-1]
    assert pushed == stored
    await page.leave()


async def test_a_place_is_a_line_of_the_thread(house: House) -> None:
    page = await came_in(house)
    cid = new_cid()
    await page.send({"t": "msg", "cid": cid, "kind": "location", "lat": 31.2304, "lon": 121.4737, "accuracy_m": 8})
    line = await page.until(t="msg", cid=cid)
    assert (line["kind"], line["text"]) == ("location", None)
    assert {name: line["place"][name] for name in ("lat", "lon", "accuracy_m")} == {
        "lat": 31.2304,
        "lon": 121.4737,
        "accuracy_m": 8.0,
    }
    assert line["place"]["map"].startswith("https://uri.amap.com/marker?position=121.473700,31.230400&")
    await page.leave()


async def test_typing_by_request_reaches_the_staff_too(house: House) -> None:
    page = await came_in(house)
    await page.say("hello")
    await page.until(t="msg", text="echo hello")
    assert (await page.ask("POST", "messages", json={"t": "typing", "on": True})).status_code == 204
    assert [on for _, _, on in house.typing] == [True]
    assert (await page.ask("POST", "messages", json={"t": "gap", "after": 1})).status_code == 422
    await page.leave()
    await eventually(lambda: house.only(0))
    assert not house.webchat.desk.visits
    assert not house.webchat.desk.strangers
