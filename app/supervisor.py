"""Holds the sockets and the lock, starts the children, starts them again when they die; does no work of its own.

Rules: plain synchronous Python, so that nothing here can hang or die of what the hub does; sockets are bound before
any child lives and stay bound while children come and go. What is printed goes to standard output and is for the
person who started us; logs go to standard error. ARCHITECTURE §5, CONTRACTS "Processes".
"""

import json
import math
import os
import selectors
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from app.children import Child, handed_down
from app.data_folder import RunLock
from app.refusals import EXIT_CONFIGURATION, EXIT_NOT_NOW, EXIT_REFUSED
from hub.clock import Clock

FREE_DEATHS = 5
"Deaths within a minute after which a child rests before each start, or is given up if it never was ready."
_MINUTE_S = 60.0
_PAUSE_S = 5.0  # between deaths that come so often
_KILL_AFTER_DRAIN_S = 5.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
log = structlog.get_logger()


@dataclass(slots=True)
class Running:
    """A child as it is now."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    pipe: int | None = None
    ready: bool = False
    ever_ready: bool = False
    deaths_s: deque[float] = field(default_factory=lambda: deque(maxlen=FREE_DEATHS))
    start_s: float = 0.0  # when it is due


class Supervisor:
    """One run of the hub; `pages` are the addresses to print once everybody is ready."""

    def __init__(
        self,
        children: Sequence[Child],
        sockets: Mapping[str, socket.socket],
        lock: RunLock,
        pages: Sequence[str],
        *,
        clock: Clock,
        drain_s: float,
    ) -> None:
        self._running = [Running(child) for child in children]
        self._sockets = sockets
        self._lock = lock
        self._pages = list(pages)
        self._said: list[str] = []
        self._clock = clock
        self._kill_after_s = drain_s + _KILL_AFTER_DRAIN_S
        self._selector = selectors.DefaultSelector()
        self._lifeline, self._lifeline_ours = os.pipe()
        self._kill_at_s: float | None = None  # set once we are stopping
        self._exit_code = 0

    def run(self) -> int:
        """Run until told to stop; return the exit code."""
        told, tell = socket.socketpair()
        tell.setblocking(False)
        signal.set_wakeup_fd(tell.fileno(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` leaves it
                signal.signal(number, lambda *_: None)
        self._selector.register(told, selectors.EVENT_READ)
        while self._kill_at_s is None or any(one.process for one in self._running):
            self._start_due()
            for key, _ in self._selector.select(self._patience_s()):
                if key.data is None:
                    self._signalled(told.recv(64))
                else:
                    self._hear(key.data)
            self._reap()
            self._kill_if_overdue()
        self._say(self._said)
        return self._exit_code

    def _patience_s(self) -> float | None:
        dues = [one.start_s for one in self._running if one.process is None]
        due_s = min(dues, default=math.inf) if self._kill_at_s is None else self._kill_at_s
        return None if due_s == math.inf else max(0.0, due_s - self._clock.monotonic_s())

    def _start_due(self) -> None:
        for one in self._running:
            if self._kill_at_s is None and one.process is None and one.start_s <= self._clock.monotonic_s():
                self._start(one)

    def _start(self, one: Running) -> None:
        ours, theirs = os.pipe()
        fds = {name: self._sockets[name].fileno() for name in one.child.sockets}
        fds |= {"ready": theirs, "lifeline": self._lifeline, "lock": self._lock.fd}
        generation = self._lock.next_generation()
        try:
            one.process = subprocess.Popen(  # noqa: S603 - our own table of commands
                one.child.command,
                env={**os.environ, **handed_down(fds, generation)},
                pass_fds=tuple(fds.values()),
                stdin=subprocess.DEVNULL,
                process_group=0,  # a Ctrl-C in the terminal is for us alone; we tell the children in order
            )
        except OSError as error:
            log.warning("child.not_started", child=one.child.name, reason=error.strerror)
            os.close(ours)
            one.start_s = self._clock.monotonic_s() + 1
            return
        finally:
            os.close(theirs)
        one.pipe, one.ready = ours, False
        self._selector.register(one.pipe, selectors.EVENT_READ, one)
        log.info("child.started", child=one.child.name, pid=one.process.pid, generation=generation)

    def _hear(self, one: Running) -> None:
        """Take what a child says: `{"say": "…"}` is for the person at the terminal, `{"ready": true}` for us."""
        heard = os.read(one.pipe, 65536) if one.pipe is not None else b""
        if not heard and one.pipe is not None:
            self._selector.unregister(one.pipe)
            os.close(one.pipe)
            one.pipe = None
        for line in heard.splitlines():  # whole lines: the kernel writes up to PIPE_BUF bytes at once
            message = json.loads(line)
            if "say" in message:
                self._said.append(message["say"])
            if message.get("ready"):
                one.ready = one.ever_ready = True
                log.info("child.became_ready", child=one.child.name)
        if all(each.ready for each in self._running):
            self._say(self._pages)
            self._say(self._said)

    def _say(self, lines: list[str]) -> None:
        with suppress(OSError):  # nobody listens any more
            sys.stdout.write("".join(f"{line}\n" for line in lines))
            sys.stdout.flush()
        lines.clear()

    def _signalled(self, numbers: bytes) -> None:
        for number in set(numbers) - {signal.SIGCHLD}:
            if self._kill_at_s is None:
                log.info("stop.began", signal=signal.Signals(number).name)
                self._stop(0)
            else:
                self._kill_at_s = 0.0

    def _stop(self, exit_code: int) -> None:
        self._kill_at_s = self._clock.monotonic_s() + self._kill_after_s
        self._exit_code = exit_code
        self._signal_all(signal.SIGTERM)

    def _kill_if_overdue(self) -> None:
        if self._kill_at_s is not None and self._kill_at_s <= self._clock.monotonic_s():
            log.warning("children.killed")
            self._kill_at_s = math.inf
            self._signal_all(signal.SIGKILL)

    def _signal_all(self, number: signal.Signals) -> None:
        for one in self._running:
            if one.process is not None:
                one.process.send_signal(number)

    def _reap(self) -> None:
        for one in self._running:
            if one.process is not None and (code := one.process.poll()) is not None:
                log.info("child.exited", child=one.child.name, pid=one.process.pid, code=code)
                one.process = None
                while one.pipe is not None:
                    self._hear(one)
                self._decide(one, code)

    def _decide(self, one: Running, code: int) -> None:
        """Start a dead child again, or give up."""
        now_s = self._clock.monotonic_s()
        one.deaths_s.append(now_s)
        often = len(one.deaths_s) == FREE_DEATHS and now_s - one.deaths_s[0] < _MINUTE_S
        if self._kill_at_s is not None:
            self._exit_code = self._exit_code or int(code not in {0, -signal.SIGTERM})
        elif code == EXIT_CONFIGURATION or (code == EXIT_NOT_NOW and not one.ever_ready):
            self._stop(EXIT_REFUSED)  # it has said why
        elif often and not one.ever_ready:
            sys.stderr.write(f"The hub cannot start: {one.child.name} died {FREE_DEATHS} times; its log says why.\n")
            self._stop(1)
        else:
            one.start_s = now_s + (_PAUSE_S if often else 0.0)
