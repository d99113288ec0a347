"""What the machine of twins draws: people, work and rules of a small hotline."""

from dataclasses import replace

from hypothesis import strategies as st

from tests.voice_bridge.acd.floors import SKILLS, agent, rules
from voice_bridge.acd.nouns import WorkItem
from voice_bridge.acd.settings import (
    Advance,
    Exit,
    Medium,
    OverflowRule,
    Owner,
    PriorityClass,
    Queue,
    Ring,
    Settings,
    When,
    ten_classes,
    usual_media,
)
from voice_bridge.acd.skills import ANYBODY, AnyOf, Has
from voice_bridge.acd.strategies import with_strategy

AGENTS = ("anna", "ben", "carl", "dora")
QUEUES = ("main", "second")
NEEDS = (ANYBODY, ANYBODY, Has("english", 4), AnyOf((Has("japanese", 2), Has("english", 7))), Has("huangshan"))

names = st.sampled_from(AGENTS)
queues = st.sampled_from(QUEUES)
skill_levels = st.dictionaries(st.sampled_from(["english", "japanese", "huangshan"]), st.integers(1, 10))
people = st.builds(
    agent,
    names,
    queues=st.sampled_from([frozenset({"main"}), frozenset({"second"}), frozenset(QUEUES)]),
    skills=st.one_of(st.just({"english": 8, "japanese": 5, "huangshan": 3}), skill_levels),
    org=st.sampled_from(["cn", "cn/ah", "cn/ah/hs", "cn/ah/hs", "cn/zj"]),
    department=st.sampled_from([None, "rail", "hotels"]),
    peak=st.sampled_from([{}, {"chat": 1}]),
)
ring_pairs = st.sampled_from(
    [
        (Ring(),),
        (Ring(), Ring(20_000, levels_off=3, peak=True), Ring(60_000, waived=frozenset({"english", "japanese"}))),
        (Ring(owner=Owner.OWN), Ring(15_000, owner=Owner.PARENT), Ring(40_000, also_queues=frozenset(QUEUES))),
        (Ring(same_department=True), Ring(10_000, peak=True)),
    ]
)
OVERFLOWS = st.sampled_from(
    [
        (),
        (OverflowRule(When.LENGTH, "other", 3), OverflowRule(When.WAIT, Exit.CALLBACK, 90_000)),
        (OverflowRule(When.NO_AGENT, "other"), OverflowRule(When.CLOSED, Exit.MESSAGE)),
        (OverflowRule(When.ESTIMATE, "other", 60_000), OverflowRule(When.WAIT, "other", 45_000)),
    ]
)


@st.composite
def hotlines(draw: st.DrawFn) -> Settings:
    """Draw settings for the two queues."""
    drawn = []
    for name, other in zip(QUEUES, reversed(QUEUES), strict=True):
        plain = Queue(
            id=name,
            rings=draw(ring_pairs),
            overflow=tuple(replace(each, to=other) if each.to == "other" else each for each in draw(OVERFLOWS)),
            wrap_up_ms=draw(st.sampled_from([0, 20_000])),
            affinity_ms=draw(st.sampled_from([0, 25_000])),
            misses_pause=draw(st.booleans()),
        )
        drawn.append(
            with_strategy(plain, draw(st.sampled_from(["idle_time", "skill_level", "round_robin", "ring_all"])))
        )
    classes = {**ten_classes(), 6: PriorityClass(base_s=100, slope=draw(st.sampled_from([0.5, 1.0, 3.0])))}
    advance = Advance({1: 30_000}, dissatisfied_ms=60_000, business_ms={"complaint": 10_000})
    writing = Medium({"email": 1, "voice": 1}) if draw(st.booleans()) else Medium({"email": 1})
    settings = rules(*drawn, classes=classes, advance=advance, media={**usual_media(), "email": writing})
    return replace(settings, skills=SKILLS - draw(st.sampled_from([frozenset(), frozenset({"huangshan"})])))


@st.composite
def arrivals_of(draw: st.DrawFn) -> WorkItem:
    """Draw a piece of work; its id and time are given when it comes."""
    medium = draw(st.sampled_from(["voice", "voice", "chat", "chat", "email"]))
    odd = [{}, {}, {"org": "cn/ah/hs"}, {"department": "rail"}, {"business": "complaint"}]
    return WorkItem(
        id="",
        enqueued_ms=0,
        medium=medium,
        queue_id=draw(queues),
        priority=draw(st.sampled_from([0, 1, 5, 5, 5, 6])),
        weight=2 if medium == "chat" and draw(st.integers(0, 3)) == 0 else 1,
        required=draw(st.sampled_from(NEEDS)),
        vip=draw(st.integers(0, 1)),
        dissatisfaction=draw(st.sampled_from([0.0, 0.0, 0.5])),
        last_agent=draw(st.sampled_from([None, None, *AGENTS])),
        for_agent=draw(st.sampled_from([None, None, None, *AGENTS])),
        interruptible=medium == "email",
        **draw(st.sampled_from(odd)),  # type: ignore[arg-type]
    )


arrivals = arrivals_of()
