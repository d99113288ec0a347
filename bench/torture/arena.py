"""One hub under torture with its clients: starts it, lets each life die as planned, drains it, closes the books.

Rules: what is killed is killed by its process id; a life that does not reach its point in time is killed anyway and
its point planned again; before the supervisor would begin to pause between deaths, everything is killed and started
anew, as after a power cut. An arena that comes to the end of its plan takes over half of what the slowest has left.
"""

import json
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from app.refusals import EXIT_REFUSED
from app.supervisor import FREE_DEATHS
from bench.torture import books, people
from bench.torture.chance import chance
from bench.torture.clients import DRAIN, OVER, Cast
from bench.torture.plan import SELDOM, PlanFile
from bench.torture.points import EVERYTHING, POSTGRES, RANDOM
from hub import crash
from tests.postgres import Cluster
from tests.processes import HubProcess, kill, run_hotline

START_S = 30.0
"How long a life may take until it serves, on a machine that others use too."
REACH_S = 8.0
"How long it may then take to reach its point."
REACH_SELDOM_S = 3 * REACH_S
"The same where a life comes by seldom."
RETRIES = 8
DRAIN_S = 100.0
_LAST_S = 90.0
_TICK_S = 0.02
_FEW = 2
"Lines from which on others are helped, so that no life begins without one."
_MANY = 5
"Lines that are not worth sharing."
_SERVES = "router.took_over"
"The last thing that a starting process does."
_MOMENTS = {RANDOM, EVERYTHING, POSTGRES}
_WORST = {"error", "critical"}


@dataclass(frozen=True, slots=True)
class Setup:
    """What an arena is to be."""

    name: str
    folder: Path
    seed: str
    plan: tuple[str, ...]
    until_s: float
    "On the monotonic clock: no kills are begun after this."
    cluster: Cluster | None = None
    talkers: int = 9
    askers: int = 4
    agents: int = 4


@dataclass
class Outcome:
    """What came of it."""

    name: str
    engine: str
    kills: Counter[str] = field(default_factory=Counter)
    "By point, and by `random`, `everything`, `postgres`."
    crossed: Counter[str] = field(default_factory=Counter)
    "Lives that passed each point."
    missed: list[str] = field(default_factory=list)
    "Points that were planned and never reached."
    repairs: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    "Events that the hub logged as errors."
    books: Mapping[str, int] = field(default_factory=dict)
    checked: str = ""
    "What `hotline check --audit` found, empty when all is well."
    drained: bool = False
    "The clients ended by themselves."
    diaries: Path = Path()


@dataclass
class _Life:
    pid: int
    spec: str
    kill_at_s: float


class Arena:
    """Runs one setup to its end; blocks, so each arena has a thread of its own."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._rng = chance(setup.seed, setup.name)
        self._data = setup.folder / "data"
        self._diaries = setup.folder / "diaries"
        self._diaries.mkdir(parents=True)
        self.plan = PlanFile(setup.folder / "plan", setup.plan)
        self._others: Sequence[PlanFile] = ()
        self._points = setup.folder / "points"
        self._points.touch()
        self._read_to = 0
        self._port = _quiet_port(self._rng)
        self._database = setup.cluster.new_database() if setup.cluster else ""
        self._outcome = Outcome(setup.name, "postgresql" if setup.cluster else "sqlite", diaries=self._diaries)
        self._hub: HubProcess | None = None
        self._life: _Life | None = None
        self._deaths = 0
        self._tries: Counter[str] = Counter()
        self._again: list[str] = []
        "Lines whose lives ended before their time."

    def helps(self, others: Sequence[PlanFile]) -> None:
        """Name the plans whose lines it may take over."""
        self._others = others

    def run(self) -> Outcome:
        """Play it through; whatever happens, nothing is left running."""
        cast = self._prepare()
        with ExitStack() as stack:
            stack.callback(self._end_hub)
            self._start_hub()
            clients = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "bench.torture.clients", cast.argument()],
                    stdin=subprocess.PIPE,
                    cwd=Path(__file__).parents[2],
                )
            )
            stack.callback(clients.kill)
            self._torture(clients)
            self._drain(clients)
        self._close_books()
        return self._outcome

    def _prepare(self) -> Cast:
        settings = self._settings()
        if self._setup.cluster:
            run_hotline(self._data, "upgrade", settings=settings).check_returncode()
        run_hotline(self._data, "seed", settings=settings).check_returncode()
        url = settings.get("HUB_DATABASE_URL", people.sqlite_url(self._data))
        agents, reader = people.add_people(url, self._setup.agents)
        return Cast(
            origin=f"http://127.0.0.1:{self._port}",
            folder=str(self._diaries),
            seed=f"{self._setup.seed}:{self._setup.name}",
            talkers=self._setup.talkers,
            askers=self._setup.askers,
            agents=agents,
            reader=reader,
        )

    def _settings(self) -> dict[str, str]:
        settings = {"HUB_DEMO": "1", "HUB_HTTP_PORT": str(self._port)}
        settings |= {crash.AT: f"@{self.plan.path}", crash.LOG: str(self._points)}
        if self._setup.cluster:
            settings["HUB_DATABASE_URL"] = self._setup.cluster.url(self._database)
        return settings

    # --- the hub ----------------------------------------------------------------------------------------------

    def _start_hub(self) -> None:
        self._deaths = 0
        self._hub = HubProcess(self._data, settings=self._settings())

    def _end_hub(self) -> None:
        """Stop the hub and keep what its log says."""
        if self._hub is None:
            return
        with self._hub as hub:
            self._hub = None
        for event in hub.logs():
            if event["event"] == "router.repaired":
                self._outcome.repairs += 1
            elif event.get("level") in _WORST:
                self._outcome.errors[event["event"]] += 1
        with (self._setup.folder / "log").open("a", encoding="utf-8") as log:
            log.write(hub.told() + "\n")

    def _kill_everything(self) -> None:
        if self._hub is not None:
            self._hub.kill_everything()
        self._outcome.kills[EVERYTHING] += 1
        self._end_hub()
        self._start_hub()

    def _start_again_if_over(self) -> None:
        """Start a hub that has ended by itself again, as its operator would.

        One that finds no database at its first start says so and ends, and the database is killed here. Any other end
        is a fault.
        """
        if self._hub is None or not self._hub.has_ended():
            return
        code = self._hub.exit_code()
        if self._setup.cluster is None or code != EXIT_REFUSED:
            self._outcome.errors[f"hotline run ended with {code}"] += 1
        if self._life is not None:
            self._again.append(self._life.spec)
            self._life = None
        self._end_hub()
        self._start_hub()

    # --- the plan ---------------------------------------------------------------------------------------------

    def _torture(self, clients: "subprocess.Popen[bytes]") -> None:
        while clients.poll() is None and time.monotonic() < self._setup.until_s:
            self._look()
            if self.plan.left() < _FEW:
                self._take_over()
            if self._life is None and not self.plan.left():
                break
            if self._life is not None and time.monotonic() >= self._life.kill_at_s:
                self._strike(self._life)
            self._start_again_if_over()
            while self._again:
                self.plan.append(self._again.pop())
            time.sleep(_TICK_S)
        self.plan.clear()

    def _take_over(self) -> None:
        slowest = max(self._others, key=PlanFile.left, default=None)
        if slowest is not None and slowest.left() > _MANY:
            for line in slowest.give_half():
                self.plan.append(line)

    def _look(self) -> None:
        """Read on in the log of points: who lives under which line, who has died of it."""
        with self._points.open(encoding="utf-8") as file:
            file.seek(self._read_to)
            lines = file.readlines()
            self._read_to = file.tell()
        for line in lines:
            what, _, rest = line.strip().partition(" ")
            if what == "armed":
                pid, _, spec = rest.partition(" ")
                self._born(int(pid), spec)
            elif what == "seen":
                self._outcome.crossed[rest] += 1
                self._seen(rest)
            elif what == "kill":
                self._outcome.kills[rest] += 1
                self._died()

    def _born(self, pid: int, spec: str) -> None:
        limits = {RANDOM: self._rng.uniform(0.0, 2.5), EVERYTHING: self._rng.uniform(0.3, 3.0)}
        limits[POSTGRES] = self._rng.uniform(1.0, 3.0)
        if self._life is not None:  # it went down with everything else before it was seen to live
            self._again.append(self._life.spec)
        if not spec:
            self._life = None
            return
        self._life = _Life(pid, spec, time.monotonic() + limits.get(spec, START_S))

    def _seen(self, point: str) -> None:
        if point == _SERVES and self._life is not None and self._life.spec not in _MOMENTS:
            reach_s = REACH_SELDOM_S if self._life.spec.endswith(SELDOM) else REACH_S
            self._life.kill_at_s = min(self._life.kill_at_s, time.monotonic() + reach_s)

    def _died(self) -> None:
        self._life = None
        self._deaths += 1
        if self._deaths >= FREE_DEATHS - 1:
            self._kill_everything()

    def _strike(self, life: _Life) -> None:
        """Kill from outside: as planned, or because the point was not reached."""
        if life.spec == EVERYTHING:
            self._life = None
            self._kill_everything()
            return
        if life.spec == POSTGRES and self._setup.cluster:
            self._setup.cluster.kill()
            self._outcome.kills[POSTGRES] += 1
            self._setup.cluster.start()
            life.spec, life.kill_at_s = RANDOM, time.monotonic() + self._rng.uniform(0.5, 3.0)
            return
        if life.spec != RANDOM:
            self._plan_again(life.spec)
        kill(life.pid)
        self._outcome.kills[RANDOM] += 1
        self._died()

    def _plan_again(self, spec: str) -> None:
        point = spec.partition(":")[0]
        self._tries[point] += 1
        if self._tries[point] <= RETRIES:
            self.plan.append(point)
        else:
            self._outcome.missed.append(point)

    # --- the end ----------------------------------------------------------------------------------------------

    def _drain(self, clients: "subprocess.Popen[bytes]") -> None:
        """Let everything come to rest; what is not at rest by then is stuck."""
        if not self._tell(clients, DRAIN):
            return
        end_s = time.monotonic() + DRAIN_S
        while clients.poll() is None and time.monotonic() < end_s:
            self._look()
            self._start_again_if_over()
            time.sleep(_TICK_S)
        self._outcome.drained = clients.poll() == 0
        if not self._outcome.drained and self._tell(clients, OVER):
            try:
                clients.wait(_LAST_S)
            except subprocess.TimeoutExpired:
                clients.kill()

    def _tell(self, clients: "subprocess.Popen[bytes]", line: str) -> bool:
        if clients.poll() is not None or clients.stdin is None:
            return False
        clients.stdin.write(f"{line}\n".encode())
        clients.stdin.flush()
        return True

    def _close_books(self) -> None:
        """Look into the store, which nobody has open now."""
        checked = run_hotline(self._data, "check", "--audit", settings=self._settings())
        whole = any(line.split()[:2] == ["OK", "audit"] for line in checked.stdout.splitlines())
        self._outcome.checked = "" if whole else f"{checked.stdout}\n{checked.stderr}"
        if self._setup.cluster:
            cluster = self._setup.cluster
            self._outcome.books = books.look(lambda query: int(cluster.sql(query, self._database)))
        else:
            self._outcome.books = books.look_sqlite(self._data / "hub.db")
        summary = {"kills": self._outcome.kills, "crossed": self._outcome.crossed, "books": self._outcome.books}
        (self._setup.folder / "summary.json").write_text(json.dumps(summary, indent=1), encoding="utf-8")


def _quiet_port(rng: random.Random) -> int:
    """Return a port below those that the kernel gives to connections, so that nobody sits on it after a kill."""
    while True:
        port = rng.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
