"""Reading flows: the shipped ones hold, and each fault is told with its file, flow and step."""

import pytest

from bot.flows import loader
from bot.flows.conditions import BadCondition, condition
from bot.flows.loader import BadFlows, parse
from bot.flows.slots import Option, Slot
from tests.bot.flow_talk import book

pytestmark = pytest.mark.unit

COMMON = (loader.FOLDER / "common.yml").read_text("utf-8")
WORDS = "{zh-CN: 甲, zh-TW: 甲, en: a}"
HEAD = f"""
id: tea
starts: [tea]
slots: {{leaves: {{type: text}}, cups: {{type: people}}, found: {{type: result}}}}
texts: {{topic: {WORDS}, ask: {WORDS}, bye: {WORDS}, slot.leaves: {WORDS}, slot.cups: {WORDS}}}
steps:
"""
END = "  - {id: bye, end: bye}\n"


def _faults(steps: str, head: str = HEAD) -> tuple[str, ...]:
    with pytest.raises(BadFlows) as bad:
        parse({"common.yml": COMMON, "tea.yml": head + steps})
    return bad.value.faults


def test_the_shipped_flows_hold() -> None:
    assert set(book().flows) == {
        "booking",
        "callback",
        "complaint",
        "lost_property",
        "rating",
        "refund",
        "repair",
        "satisfaction",
        "ticket_status",
    }


def test_a_small_flow_is_read() -> None:
    steps = "  - {id: leaves, collect: leaves, ask: ask}\n" + END
    assert [step.id for step in parse({"common.yml": COMMON, "tea.yml": HEAD + steps}).flows["tea"].steps] == [
        "leaves",
        "bye",
    ]


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ("  - {id: x, dance: y}\n", "tea.yml: flow tea, step x: a step is exactly one of"),
        ("  - {id: x, say: bye, end: bye}\n", "tea.yml: flow tea, step x: a step is exactly one of"),
        ("  - {id: x, say: bye, louder: 1}\n", "tea.yml: flow tea, step x: unknown words louder"),
        ("  - {id: x, collect: leaves}\n", "tea.yml: flow tea, step x: `ask` is missing"),
        ("  - {id: x, collect: leaves, ask: ask, max_tries: 0}\n", "step x: `max_tries` is a whole number from 1"),
        ("  - {id: x, branch: [{if: leaves maybe, to: bye}]}\n", "step x: not a condition"),
        ("  - {id: x, branch: [{else: bye}, {if: leaves filled, to: bye}]}\n", "step x: a branch has cases"),
        ("  - {say: bye}\n", "tea.yml: flow tea, step 1: `id` is missing"),
        (" - [", "tea.yml: not YAML"),
        ("  - {id: x, say: bye, say: ask}\n", "tea.yml: line 7: say stands twice"),
        ("  []\n", "tea.yml: flow tea: there are no steps"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(steps: str, fault: str) -> None:
    assert fault in _faults(steps)[0]


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ("  - {id: x, say: nothing}\n" + END, "flow tea, step x: there is no text nothing"),
        ("  - {id: x, collect: milk, ask: ask}\n" + END, "flow tea, step x: unknown slot milk"),
        ("  - {id: x, call: cook}\n" + END, "flow tea, step x: unknown service cook"),
        ("  - {id: x, call: create_ticket, with: {kind: =booking}}\n" + END, "step x: service create_ticket takes"),
        ("  - {id: x, handoff: boredom}\n", "flow tea, step x: unknown reason boredom"),
        ("  - {id: x, say: bye}\n", "flow tea, step x: ends nowhere"),
        (END + "  - {id: x, end: bye}\n", "flow tea, step x: nobody reaches it"),
        ("  - {id: x, branch: [{else: y}]}\n" + END, "flow tea, step x: leads to y, which is no step"),
        ("  - {id: x, say: bye}\n  - {id: y, branch: [{else: x}]}\n", "flow tea, step x: a loop without a question"),
        (
            "  - {id: q, collect: cups, ask: ask}\n  - {id: y, branch: [{if: cups > 3, to: q}]}\n" + END,
            "flow tea, step y: a loop without a question",
        ),
        (END + END, "flow tea, step bye: there are several of this name"),
    ],
)
def test_what_cannot_work_is_told_with_its_place(steps: str, fault: str) -> None:
    assert any(fault in found for found in _faults(steps)), _faults(steps)


def test_a_loop_that_asks_again_is_none() -> None:
    steps = "  - {id: q, collect: cups, ask: ask}\n  - {id: y, branch: [{if: cups > 3, to: q, clear: [cups]}]}\n" + END
    assert "tea" in parse({"common.yml": COMMON, "tea.yml": HEAD + steps}).flows


def test_words_missing_in_a_language_are_told() -> None:
    head = HEAD.replace("bye: {zh-CN: 甲, zh-TW: 甲, en: a}", "bye: {zh-CN: 甲}")
    assert _faults(END, head) == (
        "text flow.tea.bye: there are no zh-TW words",
        "text flow.tea.bye: there are no en words",
    )


def test_words_that_name_another_slot_are_told() -> None:
    head = HEAD.replace("bye: {zh-CN: 甲, zh-TW: 甲, en: a}", 'bye: {zh-CN: "{cups}", zh-TW: "{cups}", en: "{mugs}"}')
    assert "flow tea, step bye: text bye names the unknown slot mugs" in _faults(END, head)


def test_an_intent_begins_one_flow() -> None:
    other = (HEAD + END).replace("id: tea", "id: coffee", 1)
    with pytest.raises(BadFlows, match="intent tea begins coffee too"):
        parse({"common.yml": COMMON, "coffee.yml": other, "tea.yml": HEAD + END})


SLOTS = {
    "stars": Slot("stars", "rating"),
    "kind": Slot("kind", "choice", options=(Option("a", {}), Option("b", {}))),
    "sure": Slot("sure", "yes_no"),
    "words": Slot("words", "text"),
}


@pytest.mark.parametrize(
    ("written", "filled", "holds"),
    [
        ("stars <= 2", {"stars": 2}, True),
        ("stars <= 2", {"stars": 3}, False),
        ("stars <= 2", {}, False),
        ("stars > 0 and kind == a", {"stars": 1, "kind": "a"}, True),
        ("stars > 4 or kind == a", {"stars": 1, "kind": "a"}, True),
        ("kind in [a, b]", {"kind": "b"}, True),
        ("kind != a", {}, True),
        ("words empty", {"words": None}, True),
        ("words filled", {"words": "x"}, True),
        ("sure == yes", {"sure": "no"}, False),
    ],
)
def test_conditions_hold_as_they_read(written: str, filled: dict[str, str | int | None], holds: bool) -> None:
    assert condition(written, SLOTS).holds(filled) is holds


@pytest.mark.parametrize(
    "written",
    [
        "",
        "stars",
        "__import__('os')",
        "stars <= two",
        "kind == c",
        "kind < a",
        "nobody filled",
        "sure == maybe",
        "stars > 1 and kind == a or kind == b",
    ],
)
def test_what_is_no_condition_is_refused(written: str) -> None:
    with pytest.raises(BadCondition):
        condition(written, SLOTS)
