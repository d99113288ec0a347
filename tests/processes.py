"""A real hub as a process of its own, for journeys: started, waited for, killed by process id, its output collected.

Rules: nothing sleeps; every wait is for a line, a log event or the end of a process, with a bound; what is killed is
killed by the id that this very hub has told; whatever is still alive at the end is ended here.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar

import httpx

T = TypeVar("T")
ROOT = Path(__file__).parent.parent
PATIENCE_S = 30.0
"Of every wait: long, because other tests share the two cores."


class HubProcess:
    """`hotline run` (or another long-lived command) in a data folder; to be used with `with`."""

    def __init__(
        self,
        data_dir: Path,
        *,
        command: Sequence[str] = ("run",),
        settings: Mapping[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> None:
        """Start it; `settings` are more HUB_… variables, `prefix` is a program to start it under."""
        self.data_dir = data_dir
        self.lines: list[str] = []
        "What it printed for the person who started it."
        self.errors: list[str] = []
        "What it wrote to standard error: log lines as JSON, refusals as text."
        self._news = threading.Condition()
        self._process = subprocess.Popen(
            [*prefix, *hotline(*command)],
            env=environment(data_dir, settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.pid = self._process.pid
        self._collectors = [
            threading.Thread(target=self._collect, args=(stream, into), daemon=True)
            for stream, into in ((self._process.stdout, self.lines), (self._process.stderr, self.errors))
        ]
        for collector in self._collectors:
            collector.start()

    def __enter__(self) -> "HubProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End whatever is left."""
        if self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE_S)
            self._process.kill()
        self._process.wait()
        for collector in self._collectors:
            collector.join(PATIENCE_S)
        for pid in self._children():
            kill(pid)
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def url(self, page: str) -> str:
        """Return the printed address that ends with `page` ('/inbox'), waiting until it is there."""
        return self.line(lambda line: line.startswith("http") and line.endswith(page))

    @property
    def origin(self) -> str:
        """Scheme, host and port under which it answers, once it is ready."""
        return self.url("/sign-in").removesuffix("/sign-in")

    def password(self, login: str) -> str:
        """Return the password that was told for `login`."""
        return self.line(lambda line: f" {login} " in line and "password" in line).split()[-1]

    def line(self, wanted: Callable[[str], bool]) -> str:
        """Return the first printed line that is wanted."""
        return self._wait(lambda: next((line for line in self.lines if wanted(line)), None), "line")

    def event(self, name: str, *, at_least: int = 1, **fields: object) -> Mapping[str, Any]:
        """Return the n-th log event of this name and these fields."""

        def nth() -> Mapping[str, Any] | None:
            found = [one for one in self.logs() if one["event"] == name and fields.items() <= one.items()]
            return found[at_least - 1] if len(found) >= at_least else None

        return self._wait(nth, f"event {name}")

    def logs(self) -> list[dict[str, Any]]:
        """Return all log events so far."""
        return [json.loads(line) for line in list(self.errors) if line.startswith("{")]

    def child(self, name: str = "control", *, generation: int = 1) -> int:
        """Return the process id of a child's n-th start in this run."""
        return int(self.event("child.started", at_least=generation, child=name)["pid"])

    def told(self) -> str:
        """Return all that it wrote to standard error."""
        return "\n".join(self.errors)

    def signal(self, number: signal.Signals) -> None:
        """Send the supervisor a signal."""
        self._process.send_signal(number)

    def kill_everything(self) -> None:
        """Kill the supervisor and all its children at once, as a power cut would."""
        everybody = [self.pid, *self._children()]
        for pid in everybody:
            kill(pid)
        self._process.wait(PATIENCE_S)
        for pid in everybody:
            wait_until_gone(pid)

    def has_ended(self) -> bool:
        """Tell whether the command is over, however it came to that."""
        return self._process.poll() is not None

    def exit_code(self) -> int:
        """Wait for the end and return the exit code; all output has been collected then."""
        code = self._process.wait(PATIENCE_S)
        for collector in self._collectors:
            collector.join(PATIENCE_S)
        return code

    def client(self) -> httpx.Client:
        """Return a client that speaks as a page of this hub would."""
        return httpx.Client(base_url=self.origin, headers={"Origin": self.origin}, timeout=PATIENCE_S)

    def _children(self) -> list[int]:
        """Return the children that are still there; an id that belongs to another process by now does not count."""
        told = [int(one["pid"]) for one in self.logs() if one["event"] == "child.started"]
        return [pid for pid in told if f"HUB_DATA_DIR={self.data_dir}".encode() in _environ_of(pid)]

    def _collect(self, stream: IO[str], into: list[str]) -> None:
        for line in stream:
            with self._news:
                into.append(line.rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def _wait(self, find: Callable[[], T | None], what: str) -> T:
        deadline = time.monotonic() + PATIENCE_S
        with self._news:
            while (found := find()) is None:
                left = deadline - time.monotonic()
                if left <= 0 or (self._process.poll() is not None and not self._news.wait(1)):
                    raise AssertionError(f"no {what}; it printed {self.lines} and wrote:\n{self.told()}")
                self._news.wait(left)
        return found


def hotline(*arguments: str) -> list[str]:
    """Return the command line of `hotline` in this tree."""
    return [sys.executable, "-P", "-m", "app.cli", *arguments]


def environment(data_dir: Path, settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a hub: none of the caller's settings, any free port, logs as JSON."""
    # A hub keeps its compiled modules, whatever the caller's Python does: compiling them costs a third of each start.
    ignored = ("HUB_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ignored)}
    ours = {"HUB_DATA_DIR": str(data_dir), "HUB_HTTP_PORT": "0", "HUB_LOG_FORMAT": "json", "PYTHONPATH": str(ROOT)}
    return {**kept, **ours, **(settings or {})}


def run_hotline(
    data_dir: Path, *arguments: str, settings: Mapping[str, str] | None = None, prefix: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a short command of `hotline` to its end."""
    return subprocess.run(
        [*prefix, *hotline(*arguments)],
        env=environment(data_dir, settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to exactly this process; one that is gone already is no error."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def wait_until_gone(pid: int) -> None:
    """Wait for the end of a process that need not be ours."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        ended, _, _ = select.select([process], [], [], PATIENCE_S)
        assert ended, f"process {pid} is still there after {PATIENCE_S} s"
    finally:
        os.close(process)


def _environ_of(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def sign_in(client: httpx.Client, login: str, password: str) -> httpx.Response:
    """Sign in over HTTP; the client keeps the cookie."""
    return client.post("/api/session", json={"login": login, "password": password})


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
