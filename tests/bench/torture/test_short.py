"""The torture in small: two hubs on both engines, twenty deaths, and the diaries must add up."""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.torture import checker
from bench.torture.arena import Outcome, Setup
from bench.torture.chance import chance
from bench.torture.plan import make_short
from bench.torture.points import POINTS
from bench.torture.run import play
from tests.postgres import Cluster

pytestmark = [pytest.mark.journey, pytest.mark.timeout(420)]

SEED = "HUB_TORTURE_SEED"
"Set it to repeat the plan of a run that failed."
MINUTES = 3.0
"Then it drains, however many kills are left; on a machine of its own it takes one."
POINTS_EACH = 8


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server of its own, since it will be killed."""
    own = Cluster()
    yield own
    own.remove()


def test_nothing_is_lost_doubled_or_disordered_in_twenty_deaths(tmp_path: Path, cluster: Cluster) -> None:
    seed = os.environ.get(SEED) or str(random.SystemRandom().randrange(10**9))
    until_s = time.monotonic() + MINUTES * 60
    setups = [
        setup(tmp_path, name, seed, until_s, server) for name, server in (("sqlite", None), ("postgres", cluster))
    ]
    outcomes = play(setups)
    told = f"{SEED}={seed}"
    for one in outcomes:
        verdict = checker.check(one.diaries)
        assert verdict.faults == [], told
        assert verdict.counts["acknowledged"] > 0, told
        assert_at_rest(one, told)
    assert sum(one.kills.total() for one in outcomes) >= 20, (told, [one.kills for one in outcomes])


def setup(folder: Path, name: str, seed: str, until_s: float, server: Cluster | None) -> Setup:
    """Return one hub's setup with a plan of its own."""
    own = folder / name
    own.mkdir()
    rng = chance(seed, name)
    plan = make_short(rng, rng.sample(POINTS, POINTS_EACH), postgres=server is not None)
    return Setup(name, own, seed, tuple(plan), until_s, server, talkers=8, askers=3, agents=3)


def assert_at_rest(one: Outcome, told: str) -> None:
    """Everybody was served, nothing is under way, nothing had to be mended."""
    assert one.drained, told
    assert one.repairs == 0, told
    assert {name: count for name, count in one.books.items() if count} == {}, told
    assert one.checked == "", told
    assert dict(one.errors) == {}, told
