"""After how long work comes before what arrives later: the figures that the page of the house's rules reckons.

The same table stands in `web/src/admin/house/rules.test.ts`.
"""

from dataclasses import replace

import pytest

from tests.voice_bridge.acd.floors import Hotline, agent, every, rules
from voice_bridge.acd.decisions import Offer
from voice_bridge.acd.inputs import AgentChanged, AgentReady
from voice_bridge.acd.settings import Advance, ten_classes

pytestmark = pytest.mark.unit
USUAL = ten_classes()
STEEP = {**USUAL, 5: replace(USUAL[5], slope=2.0)}


@pytest.mark.parametrize(
    ("classes", "waits", "comes", "head_s", "after_s"),
    [
        (USUAL, 5, 4, 0, 300),
        (USUAL, 5, 5, 600, 600),
        (USUAL, 5, 9, 60, 0),
        (STEEP, 5, 4, 0, 150),
        (STEEP, 4, 5, 100, 0),
        (STEEP, 5, 5, 100, 100),
    ],
)
def test_one_comes_first_from_that_second_on_and_not_a_second_before(
    classes: dict[int, object], waits: int, comes: int, head_s: int, after_s: int
) -> None:
    for wait_s, first in ((after_s - 1, "b-newcomer"), (after_s, "a-patient"), (after_s + 1, "a-patient")):
        if wait_s < 0:
            continue
        hotline = Hotline(rules(classes=classes, advance=Advance(vip_ms={1: head_s * 1000})))
        hotline.comes("a-patient", priority=waits)
        hotline.later(wait_s)
        hotline.comes("b-newcomer", priority=comes, vip=1)
        (offer,) = every(Offer, hotline.tell(AgentChanged(agent("anna")), AgentReady("anna")))
        assert offer.item_id == first, wait_s
