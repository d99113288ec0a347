"""Who is here, and what reaches them: handed over only when it is the very next, read from the store otherwise."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webchat.live import MAILBOX, Live, Seat
from channels.webchat.render import ThreadMessage
from hub.store.events import StoredEvent

pytestmark = pytest.mark.unit


def seat(live: Live, identity: str = "I", cursor: int = 0) -> Seat:
    taken = Seat(identity, "127.0.0.1")
    taken.cursor, taken.behind = cursor, False
    live.join(taken, 8)
    return taken


def message(seq: int) -> ThreadMessage:
    return ThreadMessage(seq, f"M{seq}", "bot", "text", f"text {seq}", 0)


def fact(kind: str, *, conversation: str = "C", actor: str | None = None, **data: object) -> StoredEvent:
    return StoredEvent(1, "E", 0, "O", kind, 1, "x", "x", conversation, None, None, "tourist", actor, json.dumps(data))


def drained(taken: Seat) -> list[int]:
    seqs = []
    while (text := taken.take()) is not None:
        seqs.append(json.loads(text)["seq"])
    return seqs


def test_the_very_next_message_is_handed_over_and_a_repeat_is_not() -> None:
    live = Live()
    here = seat(live)
    for seq in (1, 2, 2, 1):
        live.deliver("I", message(seq))
    assert drained(here) == [1, 2]
    assert not here.behind


def test_a_message_that_is_not_the_next_is_left_to_be_read() -> None:
    live = Live()
    here = seat(live)
    live.deliver("I", message(3))
    assert drained(here) == []
    assert here.behind
    live.deliver("I", message(1))
    assert drained(here) == [], "what is behind reads everything from the store, in order"


def test_nothing_is_handed_over_while_the_thread_is_being_read() -> None:
    live = Live()
    here = seat(live)
    here.begin_reading()
    live.deliver("I", message(1))
    assert drained(here) == []
    assert here.behind


@given(st.lists(st.integers(1, 12), max_size=40), st.integers(0, 5))
def test_whatever_is_offered_in_whatever_order_the_page_sees_the_thread_once_and_in_order(
    offers: list[int], start: int
) -> None:
    live = Live()
    here = seat(live, cursor=start)
    seen: list[int] = []
    stored = start
    for seq in offers:
        stored = max(stored, seq)
        live.deliver("I", message(seq))
        seen += drained(here)
        if here.behind:
            here.begin_reading()
            seen += range(here.cursor + 1, stored + 1)
            here.cursor, here.reading = stored, False
    assert seen == list(range(start + 1, stored + 1))


def test_a_full_mailbox_is_noticed_and_does_not_grow() -> None:
    live = Live()
    here = seat(live)
    for _ in range(MAILBOX + 50):
        here.put("{}")
    assert here.overflowed
    waiting = 0
    while here.take() is not None:
        waiting += 1
    assert waiting == MAILBOX


def test_a_rewind_goes_back_and_never_forward() -> None:
    here = seat(Live(), cursor=10)
    here.rewind(20)
    here.begin_reading()
    assert here.cursor == 10
    here.rewind(7)
    here.rewind(3)
    here.rewind(5)
    here.begin_reading()
    assert here.cursor == 3
    assert not here.rewound


def test_facts_wake_only_those_they_concern() -> None:
    live = Live()
    here, other = seat(live, "I"), seat(live, "J")
    live.talks_in(here, "C")
    live.talks_in(other, "D")
    here.stale = other.stale = False
    live.notice([fact("MessageReceived", actor="I", identity_id="I", pub_seq=1)])
    assert (here.behind, other.behind) == (True, False)
    live.notice([fact("ConversationMoved")])
    assert (here.stale, other.stale) == (True, False)
    live.notice([fact("MessageMoved", conversation="D", identity_id="J", pub_seq=4)])
    assert other.behind


def test_a_message_that_was_put_out_already_wakes_nobody() -> None:
    live = Live()
    here = seat(live, cursor=5)
    live.talks_in(here, "C")
    live.notice([fact("MessageMoved", identity_id="I", pub_seq=5), fact("MessageMoved", identity_id="I", pub_seq=None)])
    assert not here.behind


def test_a_new_conversation_is_noticed_by_its_visitor() -> None:
    live = Live()
    here = seat(live)
    here.stale = False
    live.notice([fact("ConversationOpened", conversation="NEW", actor="I")])
    assert here.stale


def test_who_leaves_is_forgotten_entirely() -> None:
    live = Live()
    one, two = seat(live), seat(live)
    live.talks_in(one, "C")
    live.talks_in(two, "C")
    assert live.at_address("127.0.0.1") == 2
    live.leave(one)
    live.leave(one)
    assert live.identity_in("C") == "I"
    live.leave(two)
    assert (live.presence.visitors, live.presence.seats, live.at_address("127.0.0.1")) == (0, 0, 0)
    assert live.identity_in("C") is None
    live.tell("I", "{}")


def test_the_oldest_seat_is_named_when_there_are_too_many() -> None:
    live = Live()
    first = Seat("I", "a")
    assert live.join(first, 2) is None
    assert live.join(Seat("I", "a"), 2) is None
    assert live.join(Seat("I", "a"), 2) is first
