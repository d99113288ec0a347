"""Runs arenas side by side."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.torture.arena import Arena, Outcome, Setup


def play(setups: Sequence[Setup]) -> list[Outcome]:
    """Run all arenas at the same time, each in a thread that waits for its processes."""
    with ThreadPoolExecutor(len(setups), thread_name_prefix="arena") as threads:
        return list(threads.map(lambda setup: Arena(setup).run(), setups))
