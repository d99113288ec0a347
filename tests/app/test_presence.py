"""Who has a conversation open and who is answering, as the pages hear it, with the time in our hand."""

import json
from typing import Any

import pytest

from app.presence import LEASE_S, Doing, Presence
from app.stream import Follower
from hub.clock import ManualClock
from hub.scope import Scope

pytestmark = pytest.mark.unit

TALK = "01TALK"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def presence(clock: ManualClock) -> Presence:
    return Presence(clock)


def page_of(user_id: str) -> Follower:
    page = Follower(user_id, Scope(("/",)), (0, ""), set())
    page.caught_up()
    return page


def heard(page: Follower) -> list[dict[str, Any]]:
    frames = [json.loads(text) for text in page.mailbox]
    page.mailbox.clear()
    return frames


def both(presence: Presence) -> tuple[Follower, Follower]:
    """Two people have the conversation open, and have heard so."""
    lin, chen = page_of("lin"), page_of("chen")
    presence.come(lin, "林晓燕", TALK)
    presence.come(chen, "陈", TALK)
    for page in (lin, chen):
        heard(page)
    return lin, chen


def answering(page: Follower) -> str | None:
    last = heard(page)[-1]["answering"]
    return None if last is None else str(last["user_id"])


def test_who_is_alone_hears_nothing_and_two_hear_of_each_other(presence: Presence) -> None:
    lin, chen = page_of("lin"), page_of("chen")
    presence.come(lin, "林晓燕", TALK)
    presence.come(lin, "林晓燕", TALK)
    presence.come(page_of("lin"), "林晓燕", TALK)
    assert heard(lin) == []
    presence.come(chen, "陈", TALK)
    people = [{"user_id": "lin", "name": "林晓燕", "doing": None}, {"user_id": "chen", "name": "陈", "doing": None}]
    told = {"t": "company", "conversation_id": TALK, "people": people, "answering": None}
    assert heard(lin) == heard(chen) == [told]
    presence.leave(chen)
    assert [frame["people"] for frame in heard(lin)] == [people[:1]]
    assert heard(chen) == []


def test_whoever_begins_holds_the_word_and_the_second_does_not_take_it(presence: Presence, clock: ManualClock) -> None:
    lin, chen = both(presence)
    presence.write(lin, TALK, Doing.REPLY, words=True)
    presence.write(chen, TALK, Doing.REPLY, words=True)
    [_, frame] = heard(chen)
    assert frame["answering"] == {"user_id": "lin", "name": "林晓燕", "for_ms": 30_000}
    assert [one["doing"] for one in frame["people"]] == ["reply", "reply"]


async def test_the_word_is_held_while_words_stand_there_and_not_for_ever(
    presence: Presence, clock: ManualClock
) -> None:
    lin, chen = both(presence)
    presence.write(lin, TALK, Doing.REPLY, words=True)
    presence.write(lin, TALK, None, words=True)
    assert answering(chen) == "lin"
    await clock.advance(LEASE_S)
    presence.write(chen, TALK, Doing.REPLY, words=True)
    assert answering(lin) == "chen"


def test_sending_gives_the_word_back_and_so_does_going(presence: Presence) -> None:
    lin, chen = both(presence)
    presence.write(lin, TALK, Doing.REPLY, words=True)
    presence.write(lin, TALK, None, words=False)
    assert answering(chen) is None
    presence.write(lin, TALK, Doing.REPLY, words=True)
    presence.go(lin, TALK)
    assert answering(chen) is None


def test_the_word_stays_while_another_page_of_the_same_person_is_open(presence: Presence) -> None:
    lin, chen = both(presence)
    second = page_of("lin")
    presence.come(second, "林晓燕", TALK)
    presence.write(lin, TALK, Doing.REPLY, words=True)
    presence.leave(lin)
    assert answering(chen) == "lin"
    presence.leave(second)
    assert answering(chen) is None


def test_a_note_holds_nothing(presence: Presence) -> None:
    lin, chen = both(presence)
    presence.write(lin, TALK, Doing.NOTE, words=False)
    [frame] = heard(chen)
    assert (frame["people"][0]["doing"], frame["answering"]) == ("note", None)


async def test_who_repeats_itself_fast_is_not_told_on(presence: Presence, clock: ManualClock) -> None:
    lin, chen = both(presence)
    for _ in range(5):
        presence.write(lin, TALK, Doing.REPLY, words=True)
    assert len(heard(chen)) == 1
    await clock.advance(1.0)
    presence.write(lin, TALK, Doing.REPLY, words=True)
    assert len(heard(chen)) == 1


def test_who_does_not_show_it_says_nothing(presence: Presence) -> None:
    lin, _ = both(presence)
    presence.write(page_of("eve"), TALK, Doing.REPLY, words=True)
    presence.go(page_of("eve"), TALK)
    presence.leave(page_of("eve"))
    assert heard(lin) == []
