"""The written rules: what is written comes back the same, what is at fault is named and stops nobody."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice_bridge.acd.draws import NEEDS, hotlines
from voice_bridge import rulebook
from voice_bridge.acd import checks
from voice_bridge.acd.settings import Exit, Medium, OverflowRule, PriorityClass, Queue, Ring, Settings, Weights, When
from voice_bridge.acd.skills import AllOf, AnyOf, Has
from voice_bridge.acd.strategies import STRATEGIES, with_strategy
from voice_bridge.rulebook import Book, QueueRow

pytestmark = pytest.mark.unit


def written(queue: Queue) -> QueueRow:
    document = json.loads(json.dumps(rulebook.document_of(queue)))
    return QueueRow(queue.id, queue.ring_ms // 1000, queue.wrap_up_ms // 1000, document)


def problems(document: Any, *, rules: Any = None) -> dict[str, str]:
    return rulebook.problems(Book((QueueRow("main", document=document),), frozenset({"english"}), rules or {}))


DEEP = AllOf((Has("a"), AnyOf((Has("b"), AllOf()))))


@given(settings=hotlines(), need=st.sampled_from([*NEEDS, DEEP]), strict_ms=st.sampled_from([30_000, 0, 9_000]))
def test_what_is_written_down_comes_back_the_same(settings: Settings, need: Any, strict_ms: int) -> None:
    for queue in settings.queues.values():
        given = replace(queue, need=need)
        assert rulebook.queue_of(written(given)) == given
    settings = replace(settings, strict_for_all_ms=strict_ms)
    house = json.loads(json.dumps(rulebook.document_of_rules(settings)))
    assert rulebook.rules_of(house) == replace(settings, queues={}, skills=frozenset())


@given(settings=hotlines())
def test_a_book_without_exits_is_read_whole(settings: Settings) -> None:
    queues = {name: replace(each, overflow=()) for name, each in settings.queues.items()}
    sound = replace(settings, queues=queues, skills=frozenset({"english", "japanese", "huangshan"}))
    book = Book(tuple(map(written, queues.values())), sound.skills, rulebook.document_of_rules(sound))
    assert rulebook.problems(book) == {}
    assert rulebook.read(book) == sound


@pytest.mark.parametrize("way_out", [Exit.BOT, Exit.MESSAGE])
def test_what_a_chat_can_do_without_a_telephone_is_a_way_out_of_the_line(way_out: Exit) -> None:
    document = {"overflow": [{"when": "wait", "to": way_out.value, "limit": 90_000}]}
    assert problems(document) == {}
    (rule,) = rulebook.queue_of(QueueRow("main", document=document)).overflow
    assert rule == OverflowRule(When.WAIT, way_out, 90_000)


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_a_strategy_is_written_by_its_name_and_its_weights_can_be_turned(name: str) -> None:
    queue = with_strategy(Queue(id="main"), name)
    assert rulebook.document_of(queue) == {"strategy": name}
    turned = rulebook.queue_of(QueueRow("main", document={"strategy": name, "weights": {"affinity": 9}, "at_once": 2}))
    weights = replace(queue.weights, affinity=9.0)
    assert turned == replace(queue, weights=weights, at_once=2, ring_ms=25_000, wrap_up_ms=15_000)


def test_nothing_written_is_the_usual_queue_with_the_times_of_its_columns() -> None:
    assert rulebook.queue_of(QueueRow("main", 20, 5)) == Queue(id="main", ring_ms=20_000, wrap_up_ms=5_000)
    assert rulebook.document_of(Queue(id="main")) == {}


@pytest.mark.parametrize("after_s", [None, 1, 120, 86_400])
def test_a_message_is_offered_after_so_many_seconds_or_never(after_s: int | None) -> None:
    assert rulebook.queue_of(QueueRow("main")).offer_after_s == 300
    queue = rulebook.queue_of(QueueRow("main", document={"offer_after_s": after_s}))
    assert queue.offer_after_s == after_s
    assert rulebook.document_of(queue) == {"offer_after_s": after_s}


@pytest.mark.parametrize(
    ("after_s", "code"),
    [(0, "out_of_range"), (-5, "out_of_range"), (86_401, "out_of_range"), (2.5, "not_a_whole_number")],
)
def test_an_offer_after_nonsense_is_refused_and_counts_as_not_written(after_s: float, code: str) -> None:
    document = {"offer_after_s": after_s}
    assert problems(document) == {"queues.main.offer_after_s": code}
    assert rulebook.read(Book((QueueRow("main", document=document),))).queues["main"].offer_after_s == 300


def test_every_setting_of_the_engine_can_be_written() -> None:
    columns = {"id", "ring_ms", "wrap_up_ms"}
    assert {each.name for each in fields(Queue)} == columns | (rulebook._QUEUE.codecs.keys() - {"strategy"})
    for kind, record in (
        (Ring, rulebook._RING),
        (Weights, rulebook._WEIGHTS),
        (OverflowRule, rulebook._OVERFLOW),
        (PriorityClass, rulebook._CLASS),
        (Medium, rulebook._MEDIUM),
    ):
        assert {each.name for each in fields(kind)} == set(record.codecs)
    assert {each.name for each in fields(Settings)} == {"queues", "skills", *rulebook._HOUSE.codecs}


def test_the_hub_s_own_keys_are_left_alone() -> None:
    assert problems({"members": {"all_of": [["english", 3]], "orgs": "own"}}) == {}


@pytest.mark.parametrize(
    ("document", "where", "code"),
    [
        ([], "", "not_an_object"),
        ({"color": "red"}, "color", "unknown_key"),
        ({"rings": {}}, "rings", "not_a_list"),
        ({"rings": [{"after": 3}]}, "rings.0.after", "unknown_key"),
        ({"rings": [{}, {"after_ms": "3"}]}, "rings.1.after_ms", "not_a_whole_number"),
        ({"rings": [{}, {"after_ms": 2**60}]}, "rings.1.after_ms", "out_of_range"),
        ({"rings": [{}, {"after_ms": 5}, {"after_ms": 5}]}, "rings.2", "rings_out_of_order"),
        ({"rings": [{"owner": "moon"}]}, "rings.0.owner", "unknown"),
        ({"rings": [{"waived": [3]}]}, "rings.0.waived.0", "not_a_text"),
        ({"rings": [{"peak": 1}]}, "rings.0.peak", "not_yes_or_no"),
        ({"strategy": "magic"}, "strategy", "unknown"),
        ({"strategy": ["magic"]}, "strategy", "unknown"),
        ({"weights": {"idle": True}}, "weights.idle", "not_a_number"),
        ({"weights": {"idle": 10**400}}, "weights.idle", "out_of_range"),
        ({"weights": {"charm": 1}}, "weights.charm", "unknown_key"),
        ({"at_once": 0}, "at_once", "not_positive"),
        ({"need": ["english"]}, "need", "not_a_need"),
        ({"need": {"all_of": [], "any_of": []}}, "need", "not_a_need"),
        ({"need": {"all_of": [["english", 3], ["english", True]]}}, "need.1", "not_a_need"),
        ({"need": ["klingon", 3]}, "need", "skill_unknown"),
        ({"need": ["english", 11]}, "need", "skill_level_out_of_range"),
        ({"overflow": [{"when": "wait"}]}, "overflow.0.to", "missing"),
        ({"overflow": [{"when": "wait", "to": 5}]}, "overflow.0.to", "not_a_text"),
        ({"overflow": [{"when": "wait", "to": "nowhere"}]}, "overflow.0.to", "queue_unknown"),
        ({"overflow": [{"when": "wait", "to": "main"}]}, "overflow.0.to", "overflows_to_itself"),
        ({"overflow": [{"when": "wait", "to": "callback"}]}, "overflow.0.to", "exit_not_there"),
        ({"overflow": [{"when": "closed", "to": "voicemail"}]}, "overflow.0.to", "exit_not_there"),
        ({"overflow": [{"when": "later", "to": "main"}]}, "overflow.0.when", "unknown"),
        ({"kept_ms": 86_400_001}, "kept_ms", "out_of_range"),
    ],
)
def test_what_is_at_fault_in_a_queue_is_named_and_counts_as_not_written(document: Any, where: str, code: str) -> None:
    assert problems(document) == {f"queues.main.{where}": code}
    other = QueueRow("other", document={"affinity_ms": 5})
    settings = rulebook.read(Book((QueueRow("main", 20, 5, document), other), frozenset({"english"})))
    assert settings.queues["main"] == Queue(id="main", ring_ms=20_000, wrap_up_ms=5_000)
    assert settings.queues["other"].affinity_ms == 5
    checks.check(settings)


def test_what_cannot_be_read_does_not_hide_what_contradicts_itself() -> None:
    document = {"colour": 1, "need": ["klingon", 3], "rings": [{"after_ms": 5}], "kept_ms": "soon"}
    assert problems(document) == {
        "queues.main.colour": "unknown_key",
        "queues.main.kept_ms": "not_a_whole_number",
        "queues.main.need": "skill_unknown",
        "queues.main.rings": "first_ring_not_at_once",
    }


@pytest.mark.parametrize(
    ("rules", "where", "code"),
    [
        ({"colour": 1}, "colour", "unknown_key"),
        ({"classes": {"x": {}}}, "classes.x", "not_a_whole_number"),
        ({"classes": {"05": {}}}, "classes.05", "not_a_whole_number"),
        ({"classes": {"5": {"slope": 0}}}, "classes.5.slope", "never_ages"),
        ({"classes": {"0": {"strict": False}}}, "classes.0.strict", "rescue_not_first"),
        ({"media": {"chat": {}}}, "media.chat.takes", "missing"),
        ({"media": {"chat": {"takes": {"voice": 1}}}}, "media.chat.takes", "own_place_missing"),
        ({"advance": {"vip_ms": {"one": 5}}}, "advance.vip_ms.one", "not_a_whole_number"),
        ({"business": {"rescue": ["klingon", 1]}}, "business.rescue", "skill_unknown"),
        ({"strict_for_all_ms": -1}, "strict_for_all_ms", "out_of_range"),
    ],
)
def test_what_is_at_fault_in_the_house_is_named_and_counts_as_not_written(rules: Any, where: str, code: str) -> None:
    assert problems({}, rules=rules) == {where: code}
    other = "advance" if "business" in rules else "business"
    sound = {"advance": {"dissatisfied_ms": 7}, "business": {"booking": ["english", 1]}}[other]
    settings = rulebook.read(Book((QueueRow("main"),), frozenset({"english"}), {other: sound, **rules}))
    checks.check(settings)
    assert settings.business or settings.advance.dissatisfied_ms


def test_a_need_that_is_too_deep_is_refused() -> None:
    need: Any = ["english", 1]
    for _ in range(500):
        need = {"all_of": [need]}
    (code,) = problems({"need": need}).values()
    assert code == "too_deep"


def test_columns_out_of_range_count_as_usual() -> None:
    row = QueueRow("main", 0, -5)
    assert rulebook.problems(Book((row,))).keys() == {"queues.main.ring_ms", "queues.main.wrap_up_ms"}
    assert rulebook.read(Book((row,))).queues["main"] == Queue(id="main", ring_ms=25_000, wrap_up_ms=0)


def test_a_rule_that_loses_its_queue_stops_nobody() -> None:
    one = QueueRow("one", document={"overflow": [{"when": When.WAIT, "to": "two", "limit": 5}]})
    book = Book((one, QueueRow("two")))
    assert rulebook.problems(book) == {}
    assert rulebook.read(book).queues["one"].overflow == (OverflowRule(When.WAIT, "two", 5),)
    alone = replace(book, queues=(one,))
    assert rulebook.problems(alone) == {"queues.one.overflow.0.to": "queue_unknown"}
    assert rulebook.read(alone).queues["one"].overflow == ()
    assert rulebook.problems(alone.with_queue(QueueRow("one"))) == {}
