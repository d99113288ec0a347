"""From an understood sentence to commands, with and without something open."""

from datetime import date

import pytest

from bot.commands import (
    Affirm,
    Answer,
    Cancel,
    ChangeLanguage,
    ChitChat,
    Clarify,
    Command,
    CorrectSlot,
    Deny,
    Handoff,
    SetSlot,
    StartFlow,
)
from bot.flows.machine import turn
from bot.flows.state import State
from tests.bot.flow_talk import NOW_MS, book, understood, wanted

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 23)
ASKED_WHEN = turn(
    book(), State(), [StartFlow("booking", {"kind": "hotel", "what": "湖畔客栈", "people": "2"})], NOW_MS
).state
ASKED_KIND = turn(book(), State(), [StartFlow("booking")], NOW_MS).state


def _heard(text: str, *intents: tuple[str, float], state: State | None = None, scope: float = 1.0) -> Command:
    return wanted(understood(text, intents, in_scope=scope), state or State(), TODAY)


@pytest.mark.parametrize(
    ("text", "intents", "command"),
    [
        ("没错，提交", (), Affirm()),
        ("要改一项", (), Deny()),
        ("不办了", (), Cancel()),
        ("转人工", (), Handoff("asked")),
        ("投诉#导游强迫购物", (("greet", 0.9),), StartFlow("complaint", {"what": "导游强迫购物"})),
        ("对", (("affirm", 0.95),), Affirm()),
        ("算了", (("cancel_flow", 0.95),), Cancel()),
        ("hello", (("greet", 0.95),), ChitChat("greet")),
        ("speak English please", (("change_language", 0.9),), ChangeLanguage("en")),
        ("几点开门", (("opening_hours", 0.9),), Answer("几点开门")),
        ("订酒店", (("book_hotel", 0.9),), StartFlow("booking", {"kind": "hotel"})),
        ("给我回电", (("callback_request", 0.9),), StartFlow("callback", {})),
        ("不太清楚", (("refund_request", 0.5), ("book_hotel", 0.4)), Clarify(("refund_request", "book_hotel"))),
        ("订票还是退票", (("book_ticket", 0.85), ("refund_request", 0.8)), Clarify(("book_ticket", "refund_request"))),
        ("嗯哼", (("book_ticket", 0.2),), Answer("嗯哼")),
    ],
)
def test_with_nothing_open(text: str, intents: tuple[tuple[str, float], ...], command: Command) -> None:
    assert _heard(text, *intents) == command


@pytest.mark.parametrize(
    ("text", "intents", "command"),
    [
        ("明天", (("weather_query", 0.95),), SetSlot(None, "明天")),
        ("不对，是三个人", (("deny", 0.95),), CorrectSlot(None, "三个人")),
        ("sorry, I meant Lake Inn", (), CorrectSlot(None, "Lake Inn")),
        ("不是很清楚", (), SetSlot(None, "不是很清楚")),
        ("no thanks", (("deny", 0.95),), Deny()),
        ("人数改成三个人", (), CorrectSlot(None, "三个人")),
        ("几点开门", (("opening_hours", 0.95),), Answer("几点开门")),
        ("几点开门", (("opening_hours", 0.6),), SetSlot(None, "几点开门")),
        ("订酒店", (("book_hotel", 0.95),), SetSlot(None, "订酒店")),
        ("我要投诉", (("complaint_other", 0.95),), StartFlow("complaint", {})),
    ],
)
def test_with_a_day_asked_for(text: str, intents: tuple[tuple[str, float], ...], command: Command) -> None:
    assert _heard(text, *intents, state=ASKED_WHEN) == command


def test_a_button_of_the_choice_is_an_answer_whatever_it_sounds_like() -> None:
    assert _heard("酒店", ("find_hotel", 0.99), state=ASKED_KIND) == SetSlot(None, "酒店")


def test_what_is_out_of_scope_starts_nothing() -> None:
    assert _heard("帮我写代码", ("book_hotel", 0.99), scope=0.1) == Answer("帮我写代码")


def test_the_first_sentence_fills_what_it_tells() -> None:
    said = understood(
        "昨天假日山水旅行社的导游逼我们购物，交了300元",
        [("complaint_forced_shopping", 0.95)],
        [("agency", "假日山水旅行社")],
    )
    command = wanted(said, State(), TODAY)
    assert isinstance(command, StartFlow)
    assert set(command.slots) == {"kind", "company", "what", "when", "amount"}


@pytest.mark.parametrize(
    ("text", "intents", "command"),
    [
        ("讲得很好", (("greet", 0.95),), SetSlot(None, "讲得很好")),
        ("旅行社不退团费还骂人", (("complaint_price", 0.95),), SetSlot(None, "旅行社不退团费还骂人")),
        ("几点开门", (("opening_hours", 0.95),), Answer("几点开门")),
        ("我要订酒店", (("book_hotel", 0.95),), StartFlow("booking", {"kind": "hotel"})),
        ("算了不说了", (("cancel_flow", 0.95),), Cancel()),
        ("有人掉进冰窟窿了", (("emergency_rescue", 0.95),), Handoff("rescue")),
    ],
)
def test_with_words_asked_for(text: str, intents: tuple[tuple[str, float], ...], command: Command) -> None:
    slots = {"subject": "guide", "name": "王小明", "stars": "5"}
    asked = turn(book(), State(), [StartFlow("rating", slots)], NOW_MS).state
    assert _heard(text, *intents, state=asked) == command
