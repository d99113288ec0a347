"""The generator of the bench `rescue`: a crowd writes ten times too much, and now and then somebody cries for help.

    open      agents sign in and are ready; the crowd and those who will cry open their sockets
    overload  everybody writes at the full rate, however slow the answers are; a cry goes out each so many seconds
    drain     the crowd is silent; until every cry was acknowledged, at the latest after a while

Who cries has a socket of their own, opened before, and writes once. What became of each cry is read from the store by
the bench itself; here only what was sent and acknowledged is kept.
"""

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvloop

from bench.box import percentile
from bench.load.agents import Agent
from bench.load.ledger import Ledger
from bench.load.processes import cpu_of_each
from bench.load.visitors import QUESTIONS, Visitor, open_all

CRY = "救命！有人落水了"
DRAIN_S = 60.0
_START_S = time.perf_counter()


@dataclass(frozen=True, slots=True)
class PanicOrders:
    """What to do."""

    origin: str
    site_key: str
    logins: list[str]
    password: str
    crowd: int
    rate: float
    "Messages a second that the crowd writes."
    cries: int
    seconds: float
    product: int
    "The supervisor's process id."


@dataclass
class Tally:
    """What the crowd was answered."""

    written: int = 0
    acked: int = 0
    refused: int = 0
    cried_s: dict[str, float] = field(default_factory=dict)
    heard_s: dict[str, float] = field(default_factory=dict)


class Soul(Visitor):
    """Somebody of the crowd, or somebody who cries; counts, and confirms nothing."""

    def __init__(self, number: int, tally: Tally) -> None:
        super().__init__(number, Ledger(), confirms=False)
        self._tally = tally
        self._said = 0

    def chat(self) -> None:
        """Write something everyday."""
        self._said += 1
        self._tally.written += 1
        text = f"{QUESTIONS[(self.number + self._said) % len(QUESTIONS)]}？（{self.number}-{self._said}）"
        self._say({"t": "msg", "cid": f"chat-{self.number:06}-{self._said:06}", "kind": "text", "text": text})

    def cry(self) -> None:
        """Cry for help."""
        cid = f"cry-{self.number:06}"
        self._tally.cried_s[cid] = time.perf_counter()
        self._say({"t": "msg", "cid": cid, "kind": "text", "text": f"{CRY}（{self.number}）"})

    def _hear(self, text: str) -> None:
        # The generator must not be the one that is overloaded: what it need not know is not even parsed.
        if text.startswith('{"t":"ack"'):
            self._tally.acked += 1
            if '"cid":"cry-' in text:
                self._tally.heard_s.setdefault(json.loads(text)["cid"], time.perf_counter())
        elif text.startswith('{"t":"nack"'):
            self._tally.refused += 1
        elif text.startswith('{"t":"ping"'):
            self._say({"t": "pong"})


class Rescuer(Agent):
    """An agent who takes what rings; an offer that was over before is no fault."""

    async def serve(self, web: httpx.AsyncClient) -> None:
        """Accept what rings, for ever."""
        while True:
            item, epoch = await self._offers.get()
            try:
                await self._post(web, f"/api/offers/{item}/accept", {"offer_epoch": epoch})
            except httpx.HTTPStatusError as refused:
                if refused.response.status_code != httpx.codes.CONFLICT:
                    raise
            else:
                self.accepted += 1

    def _hear(self, text: str) -> None:
        if '"type":"OfferMade"' not in text:
            return
        frame = json.loads(text)
        if frame.get("type") == "OfferMade":
            self._offers.put_nowait((frame["ids"]["work_item_id"], frame["data"]["offer_epoch"]))


async def run(orders: PanicOrders) -> Mapping[str, Any]:
    """Do it all and return what was seen."""
    tally = Tally()
    crowd = [Soul(number, tally) for number in range(orders.crowd)]
    victims = [Soul(orders.crowd + number, tally) for number in range(orders.cries)]
    agents = [Rescuer(login, orders.password, Ledger()) for login in orders.logins]
    found: Mapping[str, Any] = {}
    async with (
        httpx.AsyncClient(base_url=orders.origin, headers={"Origin": orders.origin}, timeout=120) as web,
        asyncio.TaskGroup() as group,
    ):
        beside = [group.create_task(agent.serve(web)) for agent in agents]
        beside += [group.create_task(agent.beat()) for agent in agents]
        _say("agents sign in")
        for agent in agents:
            await agent.open(web, orders.origin)
        _say("visitors open their sockets")
        await open_all([*crowd, *victims], orders.origin, orders.site_key)
        found = await _overload(orders, crowd, victims, tally)
        for task in beside:
            task.cancel()
    pages: list[Visitor | Agent] = [*crowd, *victims, *agents]
    hung_up = sum(page.gone for page in pages)
    for page in pages:
        page.close()
    return {**found, "hung_up": hung_up, "accepted": sum(agent.accepted for agent in agents)}


async def _overload(orders: PanicOrders, crowd: list[Soul], victims: list[Soul], tally: Tally) -> Mapping[str, Any]:
    gc.collect()
    gc.freeze()
    _say("overload")
    before = cpu_of_each(orders.product)
    began_s, own_s = time.perf_counter(), time.process_time()
    every = max(1, round(orders.rate * orders.seconds / max(1, len(victims))))
    waiting = iter(victims)
    for count in range(round(orders.rate * orders.seconds)):
        ahead_s = began_s + count / orders.rate - time.perf_counter()
        if ahead_s > 0:
            await asyncio.sleep(ahead_s)
        elif count % 50 == 0:
            await asyncio.sleep(0)  # let what came be heard
        crowd[count % len(crowd)].chat()
        if count % every == every // 2 and (victim := next(waiting, None)) is not None:
            victim.cry()
    seconds = time.perf_counter() - began_s
    own = (time.process_time() - own_s) / seconds
    acked = tally.acked
    _say("draining")
    await _passes(lambda: len(tally.heard_s) >= len(tally.cried_s), DRAIN_S)
    took_ms = sorted((tally.heard_s[cid] - at_s) * 1000 for cid, at_s in tally.cried_s.items() if cid in tally.heard_s)
    return {
        "seconds": seconds,
        "written": tally.written,
        "acked": acked,
        "refused": tally.refused,
        "cries": len(tally.cried_s),
        "cries_acked": len(tally.heard_s),
        "ack": {"p50": percentile(took_ms, 0.5), "p99": percentile(took_ms, 0.99)},
        "generator": own,
        "died": len(before.keys() - cpu_of_each(orders.product).keys()),
    }


async def _passes(done: Callable[[], bool], bound_s: float) -> None:
    start_s = time.perf_counter()
    while not done() and time.perf_counter() - start_s < bound_s:  # noqa: ASYNC110 - it is the load's own log that is asked
        await asyncio.sleep(0.05)


def _say(phase: str) -> None:
    print(json.dumps({"phase": phase, "at_s": round(time.perf_counter() - _START_S, 1)}), flush=True)


def main() -> None:
    """Run once."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    orders = PanicOrders(**json.load(sys.stdin))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps({"found": runner.run(run(orders))}), flush=True)


if __name__ == "__main__":
    main()
