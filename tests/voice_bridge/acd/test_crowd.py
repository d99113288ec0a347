"""Many at once: nobody starves, nobody is left out, and rules may change while ten thousand wait."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice_bridge.acd.floors import Hotline, agent, every, rings, rules
from voice_bridge.acd.bucket import signature_of
from voice_bridge.acd.decisions import Offer
from voice_bridge.acd.inputs import AgentChanged, AgentReady, SettingsChanged, TalkEnded, WorkArrived
from voice_bridge.acd.lines import Lines
from voice_bridge.acd.nouns import WorkItem
from voice_bridge.acd.settings import Advance, PriorityClass, Queue, Ring, Settings, ten_classes
from voice_bridge.acd.skills import AnyOf, Has

pytestmark = pytest.mark.unit


@settings(max_examples=25)
@given(
    base_s=st.integers(10, 600),
    slope=st.sampled_from([0.5, 1.0, 2.0]),
    talk_s=st.integers(5, 40),
    gap=st.integers(3, 9),
)
def test_nobody_starves_whatever_keeps_coming(base_s: int, slope: float, talk_s: int, gap: int) -> None:
    """6: who comes later than (P_max - P_k) / beta after a waiting item is never served before it (equal slopes)."""
    classes = {**ten_classes(), 1: PriorityClass(base_s, slope), 9: PriorityClass(0, slope)}
    hotline = Hotline(rules(classes=classes))
    hotline.seat(agent("anna"))
    bound_s = base_s / slope
    hotline.takes("first", "anna")
    hotline.comes("humble", priority=9)
    began_s, current, number = hotline.now_s, "first", 0
    arrived_s: dict[str, float] = {}
    while hotline.state_of("humble") is not None and number < 400:
        for _ in range(talk_s // gap + 1):
            number += 1
            arrived_s[f"vital{number:04}"] = hotline.now_s
            hotline.comes(f"vital{number:04}", priority=1)
            hotline.later(gap)
        (offer,) = every(Offer, hotline.tell(TalkEnded(current)))
        current = offer.item_id
        assert arrived_s.get(current, 0) <= began_s + bound_s, "somebody who came after the bound was served first"
        if current == "humble":
            break
        hotline.accepts(current, "anna")


def test_each_agent_of_many_gets_the_best_of_what_waits() -> None:
    """5, in bulk: everybody ready at once, and afterwards nobody waits whom somebody could take."""
    hotline = Hotline(rules(Queue(id="main", rings=(Ring(), Ring(60_000, levels_off=4)))))
    needs = [Has("english", 3), Has("japanese", 5), AnyOf((Has("english", 8), Has("huangshan"))), Has("complaints")]
    for number in range(400):
        hotline.comes(f"call{number:03}", required=needs[number % 4], priority=1 + number % 3)
    people = [
        agent(
            f"agent{number:03}", skills={"english": 1 + number % 10, "huangshan": 1} if number % 2 else {"japanese": 6}
        )
        for number in range(60)
    ]
    hotline.tell(*(AgentChanged(person) for person in people))
    got = rings([each for person in people for each in hotline.tell(AgentReady(person.id))])
    assert len(got) == 60
    served = [hotline.engine.floor.works[item_id].item.priority for item_id in got]
    assert served.count(1) >= 40


def test_settings_change_while_ten_thousand_wait() -> None:
    hotline = Hotline(rules(Queue(id="main", need=Has("japanese"))))
    for number in range(10_000):
        hotline.comes(f"call{number:05}", priority=1 + number % 5)
    hotline.seat(agent("anna"), agent("ben"))
    decided = hotline.tell(SettingsChanged(rules(Queue(id="main", rings=(Ring(), Ring(30_000))))))
    assert rings(decided) == {"call00000": ["anna"], "call00005": ["ben"]}
    assert hotline.engine.floor.lines.length("main") == 9_998


def test_the_house_s_rules_change_while_ten_thousand_wait_and_everybody_is_served_once_in_the_order_that_holds() -> (
    None
):
    usual = rules(advance=Advance(vip_ms={1: 600_000}))
    flat = {0: ten_classes()[0], **{code: PriorityClass(slope=2.0 if code == 9 else 1.0) for code in range(1, 10)}}
    fair = rules(classes=flat, advance=Advance(dissatisfied_ms=240_000))
    hotline = Hotline(usual)
    waiting: dict[str, WorkItem] = {}
    for number in range(10_000):
        priority = 0 if number % 1_000 == 999 else (5, 4, 5, 9)[number % 4]
        angry = 1.0 if number % 7 == 0 else 0.0
        item = hotline.item(f"call{number:05}", priority=priority, vip=int(number % 11 == 0), dissatisfaction=angry)
        waiting[item.id] = item
        hotline.now_s += 0.1
        hotline.tell(WorkArrived(item))
    hotline.tell(SettingsChanged(fair))
    assert hotline.engine.floor.lines.length("main") == 10_000, "a change of rules moves nobody out of the line"
    (offer,) = every(Offer, hotline.tell(AgentChanged(agent("anna")), AgentReady("anna")))
    for holding, share in ((fair, 3_000), (usual, 7_000)):
        if holding is usual:  # what rings already goes on ringing
            hotline.tell(SettingsChanged(usual))
        expected = sorted(waiting, key=lambda name: place(waiting[name], holding, hotline.now_ms))
        if holding is usual:
            expected = [offer.item_id, *(name for name in expected if name != offer.item_id)]
        for name in expected[:share]:
            assert offer.item_id == name
            del waiting[name]
            hotline.accepts(name, "anna")
            offers = every(Offer, hotline.tell(TalkEnded(name)))
            assert len(offers) == (1 if waiting else 0)
            offer = offers[0] if offers else offer
    assert waiting == {}
    assert hotline.engine.floor.works == {}


def place(item: WorkItem, settings: Settings, now_ms: int) -> tuple[bool, float, int]:
    """Return by what work is to be served: the strict first, then by points, among equals by waiting."""
    kind, advance = settings.classes[item.priority], settings.advance
    head_ms = advance.vip_ms.get(item.vip, 0) + advance.dissatisfied_ms * item.dissatisfaction
    wait_s = (now_ms - item.enqueued_ms + head_ms) / 1000
    points = round(kind.base_s + kind.slope * wait_s, 6)
    return (not kind.strict, -points, round(item.enqueued_ms - head_ms))


def test_empty_buckets_are_thrown_away_when_there_are_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_bridge.acd.lines.MANY_BUCKETS", 3)
    hotline = Hotline()
    hotline.seat(agent("anna", skills={"english": 10}))
    for level in range(1, 9):
        hotline.takes(f"call{level}", "anna", required=Has("english", level))
        hotline.tell(TalkEnded(f"call{level}"))
    hotline.comes("waits", required=Has("english", 2))
    assert hotline.state_of("waits") is not None


def test_work_that_is_alike_shares_a_bucket() -> None:
    hotline = Hotline()
    same = [hotline.item(name, last_agent=name, vip=number) for number, name in enumerate(("one", "two"))]
    assert signature_of(same[0]) == signature_of(same[1])
    lines = Lines(rules(), {})
    assert lines.terms_of(same[0]).demand is lines.terms_of(same[1]).demand
