"""Who may take from a bucket is looked for among few; whoever changes queues is found where one is now."""

import pytest

from tests.voice_bridge.acd.floors import Hotline, agent, rings, rules
from voice_bridge.acd.inputs import AgentChanged
from voice_bridge.acd.settings import Queue, Ring

pytestmark = pytest.mark.unit


def test_whoever_changes_queues_is_found_in_the_new_one_and_no_more_in_the_old_one() -> None:
    hotline = Hotline(rules(Queue(id="main"), Queue(id="other")))
    hotline.seat(agent("anna"))
    hotline.tell(AgentChanged(agent("anna", queues=frozenset({"other"}))))
    assert rings(hotline.comes("early")) == {}
    assert rings(hotline.comes("call", queue_id="other")) == {"call": ["anna"]}


def test_a_ring_that_borrows_from_other_queues_finds_their_members() -> None:
    borrows = Queue(id="main", rings=(Ring(), Ring(10_000, also_queues=frozenset({"other"}))))
    hotline = Hotline(rules(borrows, Queue(id="other")))
    hotline.seat(agent("anna", queues=frozenset({"other"})))
    assert rings(hotline.comes("call")) == {}
    assert rings(hotline.later(10)) == {"call": ["anna"]}
