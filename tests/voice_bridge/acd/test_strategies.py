"""The well-known ways of choosing an agent, each as a setting of the one formula."""

import pytest

from tests.voice_bridge.acd.floors import Hotline, agent, rings, rules
from voice_bridge.acd.inputs import AgentPaused, AgentReady, TalkEnded, WorkTaken
from voice_bridge.acd.settings import Queue
from voice_bridge.acd.skills import Has
from voice_bridge.acd.strategies import STRATEGIES, with_strategy

pytestmark = pytest.mark.unit


def hotline_by(strategy: str) -> Hotline:
    """Return a hotline where anna is the most idle, then ben, then carl."""
    hotline = Hotline(rules(with_strategy(Queue(id="main"), strategy)))
    hotline.seat(
        agent("anna", skills={"english": 5}, satisfaction={"main": 0.5}),
        agent("ben", skills={"english": 9}, satisfaction={"main": 0.7}),
        agent("carl", skills={"english": 7}, satisfaction={"main": 0.9}),
    )
    return hotline


def served(hotline: Hotline, name: str, agent_id: str, seconds: float) -> None:
    """Let an agent be on the telephone for a while, without a change of idle time."""
    hotline.tell(WorkTaken(hotline.item(name), agent_id, resets_idle=False))
    hotline.later(seconds)
    hotline.tell(TalkEnded(name))


@pytest.mark.parametrize(
    ("strategy", "first"),
    [("idle_time", "anna"), ("skill_level", "ben"), ("satisfaction", "carl"), ("balanced", "ben")],
)
def test_a_strategy_names_the_first_to_ring(strategy: str, first: str) -> None:
    assert rings(hotline_by(strategy).comes("call", required=Has("english", 5))) == {"call": [first]}


@pytest.mark.parametrize(
    ("strategy", "calls"),
    [
        ("fewest_handled", [("anna", 1), ("ben", 100), ("anna", 1)]),
        ("working_time", [("anna", 100), ("ben", 1), ("ben", 1)]),
        ("occupancy", [("anna", 100), ("ben", 1)]),
    ],
)
def test_who_has_done_least_today_has_it(strategy: str, calls: list[tuple[str, float]]) -> None:
    hotline = hotline_by(strategy)
    hotline.tell(AgentPaused("carl"))
    for number, (agent_id, seconds) in enumerate(calls):
        served(hotline, f"call{number}", agent_id, seconds)
    assert rings(hotline.comes("call")) == {"call": ["ben"]}


def test_round_robin_goes_round_whoever_is_idle_longest() -> None:
    hotline = hotline_by("round_robin")
    turns = []
    for number in range(6):
        name = f"call{number}"
        (ringing,) = rings(hotline.comes(name))[name]
        turns.append(ringing)
        hotline.declines(name, ringing)
        hotline.later(1)
        for agent_id in [*hotline.engine.floor.works[name].ringing]:
            hotline.accepts(name, agent_id)
        hotline.tell(TalkEnded(name))
    assert len(set(turns)) == 3


def test_all_ring_at_once() -> None:
    assert rings(hotline_by("ring_all").comes("call")) == {"call": ["anna", "ben", "carl"]}


def test_free_places_count_instead_of_idle_time_where_an_agent_has_several() -> None:
    hotline = hotline_by("idle_time")
    got = [rings(hotline.comes(f"chat{n}", medium="chat"))[f"chat{n}"][0] for n in range(6)]
    assert got == ["anna", "ben", "carl", "anna", "ben", "carl"]


@pytest.mark.parametrize("strategy", sorted(STRATEGIES))
def test_with_equal_skills_the_one_idle_longest_has_it(strategy: str) -> None:
    hotline = Hotline(rules(with_strategy(Queue(id="main"), strategy)))
    hotline.seat(agent("zoe"), agent("anna"))
    hotline.tell(AgentPaused("zoe"), AgentReady("zoe"))
    hotline.later(5)
    assert rings(hotline.comes("call"))["call"][0] == "anna"
