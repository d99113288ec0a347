"""Runs arenas side by side."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.torture.arena import Arena, Outcome, Setup


def play(setups: Sequence[Setup]) -> list[Outcome]:
    """Run all arenas at the same time, each in a thread that waits for its processes."""
    arenas = [Arena(setup) for setup in setups]
    for arena in arenas:
        arena.helps([other.plan for other in arenas if other is not arena])
    with ThreadPoolExecutor(len(arenas), thread_name_prefix="arena") as threads:
        return list(threads.map(Arena.run, arenas))
