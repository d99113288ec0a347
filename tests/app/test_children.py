"""What a child of the supervisor inherits, and how it speaks to one that is gone."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress

import pytest

from app.children import FDS, GENERATION, Inheritance

pytestmark = pytest.mark.unit


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Return a pipe's reading and writing end."""
    reading, writing = os.pipe()
    yield reading, writing
    for end in (reading, writing):
        with suppress(OSError):
            os.close(end)


def inheritance(ready: int) -> Inheritance:
    return Inheritance({FDS: json.dumps({"ready": ready}), GENERATION: "7"})


def test_a_child_speaks_to_its_supervisor_in_lines(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    child = inheritance(writing)
    child.say("hello")
    child.is_ready()
    assert child.generation == 7
    told = os.read(reading, 4096).splitlines()
    assert [json.loads(line) for line in told] == [{"say": "hello"}, {"ready": True}]


def test_a_child_whose_supervisor_died_while_it_started_speaks_to_nobody_and_does_not_fail(
    pipe: tuple[int, int],
) -> None:
    reading, writing = pipe
    child = inheritance(writing)
    os.close(reading)
    child.is_ready()
    child.say("a password that nobody hears")
