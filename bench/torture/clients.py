"""The process of the clients: many visitors, some agents, and one who reads everything in the end.

Rules: it lives on a core of its own and knows nothing of the hub but its address, a site's key and people's
passwords. It reads `drain` and `over` from standard input, and ends by itself once everybody is served.
"""

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.torture.agent import Agent
from bench.torture.chance import chance
from bench.torture.diary import Diary
from bench.torture.page import QUIZ, TALK, Page
from bench.torture.visitor import Phase, Visitor
from hub import patience

CORE = 1
DRAIN, OVER = "drain", "over"
_ARRIVING_S = 40.0
"For what is still on its way to visitors when everybody is served; a lane whose worker has died waits for its lease."
_LAST_S = 20.0
"For reading, after that."


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays."""

    origin: str
    folder: str
    "Where the diaries are written."
    seed: str
    talkers: int
    askers: int
    agents: tuple[tuple[str, str], ...]
    "Logins and passwords."
    reader: tuple[str, str]
    "Somebody who may see every conversation."

    def argument(self) -> str:
        """Return it as one argument of a command line."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, argument: str) -> "Cast":
        """Return the cast that `argument` made this of."""
        told: dict[str, Any] = json.loads(argument)
        told["agents"] = tuple((login, password) for login, password in told["agents"])
        told["reader"] = tuple(told["reader"])
        return cls(**told)


async def play(cast: Cast) -> None:
    """Run everybody until served, or until time is up; then read the transcripts, and then the threads."""
    phase = Phase()
    folder = Path(cast.folder)
    visitors = [_visitor(cast, folder, phase, number) for number in range(cast.talkers + cast.askers)]
    reader, writer_end = await _lines()
    try:
        async with asyncio.TaskGroup() as listening:
            listener = listening.create_task(_listen(reader, phase))
            async with asyncio.TaskGroup() as stage:
                for visitor in visitors:
                    stage.create_task(visitor.run())
                for number, (login, password) in enumerate(cast.agents):
                    name = f"a{number:02d}"
                    agent = Agent(name, Diary(folder, name), chance(cast.seed, name), cast.origin, phase)
                    stage.create_task(agent.run(login, password, len(visitors)))
            listener.cancel()
    finally:
        writer_end.close()
    last = Agent("s00", Diary(folder, "s00"), chance(cast.seed, "s00"), cast.origin, phase)
    with suppress(TimeoutError):
        async with patience.timeout(_ARRIVING_S + _LAST_S):
            await last.read_transcripts(*cast.reader, asyncio.get_running_loop().time() + _ARRIVING_S)
    with suppress(TimeoutError):
        async with patience.timeout(_LAST_S), asyncio.TaskGroup() as reading:
            for visitor in visitors:
                reading.create_task(visitor.read_all())


def _visitor(cast: Cast, folder: Path, phase: Phase, number: int) -> Visitor:
    name = f"v{number:02d}"
    kind = TALK if number < cast.talkers else QUIZ
    page = Page(name, kind, Diary(folder, name), chance(cast.seed, name))
    return Visitor(page, cast.origin, f"127.0.1.{number + 1}", phase)


async def _lines() -> tuple[asyncio.StreamReader, asyncio.BaseTransport]:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader, transport


async def _listen(reader: asyncio.StreamReader, phase: Phase) -> None:
    while line := await reader.readline():
        match line.decode().strip():
            case "drain":
                phase.draining = True
            case "over":
                phase.draining = phase.over = True
    phase.draining = phase.over = True


def main() -> None:
    """Play the cast that the argument names."""
    with suppress(OSError):  # a machine with one core
        os.sched_setaffinity(0, {CORE})
    asyncio.run(play(Cast.of(sys.argv[1])))


if __name__ == "__main__":
    main()
