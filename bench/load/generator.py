"""The generator's process: reads what to do as JSON from standard input, does it, prints what it saw as JSON.

    open       agents sign in and are ready; visitors open their sessions and sockets
    hand over  a fifth of the visitors asks for a person; the agents accept
    warm up    the full rate, not measured: everybody writes for the first time
    measure    the full rate
    drain      until everything sent was seen by all who should see it

The processes' CPU is read before measuring and after draining: what is left to do then belongs to the price.

Rule: the load is open: a message is sent when it is due, however slow the answers are.
"""

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import httpx
import uvloop

from bench.box import percentile
from bench.load.agents import Agent
from bench.load.ledger import Ledger, Sent
from bench.load.processes import cpu_of_each, memory_mb
from bench.load.visitors import Visitor, open_all

MEASURING = "measuring"
DRAINING = "draining"
PATIENCE_S = 120.0
DRAIN_S = 30.0
_START_S = time.perf_counter()
ONE_IN = 5
"One visitor in so many talks with a person."


@dataclass(frozen=True, slots=True)
class Orders:
    """What to do."""

    origin: str
    site_key: str
    logins: list[str]
    password: str
    visitors: int
    rate: float
    warm_up_s: float
    seconds: float
    confirms: bool
    product: int
    "The supervisor's process id."
    server: int | None
    "PostgreSQL's."


@dataclass(slots=True)
class _Meter:
    """CPU at one end of the measured time."""

    at_s: float
    own_s: float
    product: Mapping[int, float]
    server: Mapping[int, float]

    @classmethod
    def read(cls, orders: Orders) -> "_Meter":
        server = {} if orders.server is None else cpu_of_each(orders.server)
        return cls(time.perf_counter(), time.process_time(), cpu_of_each(orders.product), server)


class Run:
    """One run against one hub."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._ledger = Ledger()
        self._visitors = [Visitor(number, self._ledger, confirms=orders.confirms) for number in range(orders.visitors)]
        self._with_agents = self._visitors[::ONE_IN] if orders.logins else []
        self._agents = [Agent(login, orders.password, self._ledger) for login in orders.logins]
        self._pages: list[Visitor | Agent] = [*self._visitors, *self._agents]

    async def __call__(self) -> Mapping[str, Any]:
        """Do it all and return what was seen."""
        orders = self._orders
        found: Mapping[str, Any] = {}
        async with (
            httpx.AsyncClient(base_url=orders.origin, headers={"Origin": orders.origin}, timeout=60) as web,
            asyncio.TaskGroup() as group,
        ):
            beside = [group.create_task(agent.serve(web)) for agent in self._agents]
            beside += [group.create_task(agent.beat()) for agent in self._agents]
            await self._open(web)
            await self._hand_over()
            found = await self._load()
            for task in beside:
                task.cancel()
        for page in self._pages:
            page.close()
        return found

    async def _open(self, web: httpx.AsyncClient) -> None:
        _say("agents sign in")
        for agent in self._agents:
            await agent.open(web, self._orders.origin)
        _say("visitors open their sockets")
        await open_all(self._visitors, self._orders.origin, self._orders.site_key)

    async def _hand_over(self) -> None:
        _say("visitors ask for people")
        for visitor in self._with_agents:
            visitor.ask_for_a_person()
            await asyncio.sleep(0.005)
        wanted = len(self._with_agents)
        await _until(lambda: sum(agent.accepted for agent in self._agents) >= wanted, PATIENCE_S, "people took over")
        for visitor in self._with_agents:
            visitor.to_agent = True

    async def _load(self) -> Mapping[str, Any]:
        gc.collect()
        gc.freeze()
        orders = self._orders
        _say("warm-up")
        first_s = min(orders.warm_up_s, len(self._visitors) / orders.rate)
        await self._write(0, first_s, measured=False)
        _say("everybody has written")
        await self._write(round(orders.rate * first_s), orders.warm_up_s - first_s, measured=False)
        _say(MEASURING)
        begin = _Meter.read(orders)
        await self._write(round(orders.rate * orders.warm_up_s), orders.seconds, measured=True)
        seconds = time.perf_counter() - begin.at_s
        _say(DRAINING)
        waited_s = await _passes(lambda: self._ledger.unsettled == 0, DRAIN_S)
        found = self._seen(begin, _Meter.read(orders))
        return {**found, "seconds": seconds, "drain_s": waited_s, "memory_mb": memory_mb(orders.product)}

    async def _write(self, first: int, seconds: float, *, measured: bool) -> None:
        rate = self._orders.rate
        start_s = time.perf_counter()
        for count in range(round(rate * seconds)):
            ahead_s = start_s + count / rate - time.perf_counter()
            if ahead_s > 0:
                await asyncio.sleep(ahead_s)
            self._visitors[(first + count) % len(self._visitors)].write(measured=measured)

    def _seen(self, begin: _Meter, end: _Meter) -> Mapping[str, Any]:
        ledger = self._ledger
        own = (end.own_s - begin.own_s) / (end.at_s - begin.at_s)
        visible = _times(ledger, lambda sent: sent.visible_s)
        return {
            **asdict(ledger.tally()),
            "refused": ledger.refused,
            "hung_up": sum(page.gone for page in self._pages),
            "died": len(begin.product.keys() - end.product.keys()),
            "inbound": ledger.measured(),
            "generator": own,
            "product_cpu_s": _used(begin.product, end.product),
            "server_cpu_s": _used(begin.server, end.server),
            "ack": _times(ledger, lambda sent: sent.acked_s),
            "visible_bot": _times(ledger, lambda sent: sent.visible_s, to_agent=False),
            "visible_agent": _times(ledger, lambda sent: sent.visible_s, to_agent=True),
            "visible": visible,
        }


def _times(
    ledger: Ledger, upto: Callable[[Sent], float | None], *, to_agent: bool | None = None
) -> Mapping[str, float]:
    taken = ledger.times_ms(upto, to_agent=to_agent)
    return {"p50": percentile(taken, 0.5), "p99": percentile(taken, 0.99), "count": len(taken)}


def _used(begin: Mapping[int, float], end: Mapping[int, float]) -> float:
    return sum(used - begin.get(pid, 0.0) for pid, used in end.items())


async def _until(done: Callable[[], bool], bound_s: float, what: str) -> None:
    waited_s = await _passes(done, bound_s)
    if not done():
        raise TimeoutError(f"not within {waited_s:.0f} s: {what}")


async def _passes(done: Callable[[], bool], bound_s: float) -> float:
    start_s = time.perf_counter()
    while not done() and time.perf_counter() - start_s < bound_s:  # noqa: ASYNC110 - it is the load's own log that is asked
        await asyncio.sleep(0.02)
    return time.perf_counter() - start_s


def _say(phase: str) -> None:
    print(json.dumps({"phase": phase, "at_s": round(time.perf_counter() - _START_S, 1)}), flush=True)


def main() -> None:
    """Run once."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    orders = Orders(**json.load(sys.stdin))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps({"found": runner.run(Run(orders)())}), flush=True)


if __name__ == "__main__":
    main()
