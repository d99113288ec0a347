"""One visitor's socket as a state machine: text in, effects out; it does no I/O and knows no clock.

    new ── hello ──► asked ── admitted ──► open ── hang ──► hung
     └── 5 s without hello, wrong first frame, bad token ───► hung

Rules: the shell carries out the effects of a frame before it hands in the next one, so messages keep their order; an
`ack` is never made here, only the shell knows that the journal has committed. A message beyond the limits is refused
with the time to wait, a rescue only waits. Close codes: 4401 not proven, 4403 foreign origin, 4408 silent, 4409 too
many sockets, 4429 too much, 1003 binary, 1007 broken, 1009 too long, 1012 restart, 1013 too slow.
Source: `docs/channels.md`, web chat; CONTRACTS "Messages, numbers, outbox".
"""

from collections.abc import Callable
from dataclasses import dataclass

from channels.webchat.frames import BadFrame, BadMessage, Beat, Frame, Gap, Hello, Say, Seen, Typing, read
from channels.webchat.limits import Bucket, Passage, Rate
from channels.webchat.render import BEAT_S, PING, PONG, error_object, frame, nack_object

NOT_PROVEN = 4401
FOREIGN_ORIGIN = 4403
SILENT = 4408
TOO_MANY = 4409
TOO_MUCH = 4429
RESTART = 1012
TOO_SLOW = 1013

HELLO_S = 5.0
"A socket that has not said who it is by then is closed."
DEAD_S = 2 * BEAT_S + 10.0
"Two beats missed, and some."
TYPING_S = 3.0
"At most one change of typing in this time."
PATIENCE = 20
"So many refusals without an accepted message between them close the socket."
_BAD_FRAME_CODES = {"binary": 1003, "too_big": 1009}


@dataclass(frozen=True, slots=True)
class Write:
    """Send this text."""

    text: str


@dataclass(frozen=True, slots=True)
class Admit:
    """Check the token; then call `admitted`, or hang up."""

    token: str
    last_seq: int


@dataclass(frozen=True, slots=True)
class Keep:
    """Write the message into the journal, after so many seconds, and acknowledge it."""

    say: Say
    wait_s: float


@dataclass(frozen=True, slots=True)
class Confirm:
    """The visitor has received, and read, up to these numbers."""

    delivered: int
    read: int


@dataclass(frozen=True, slots=True)
class Show:
    """Let the agents see that the visitor is writing, or has stopped."""

    on: bool


@dataclass(frozen=True, slots=True)
class Rewind:
    """Send the thread again from after this number."""

    after: int


@dataclass(frozen=True, slots=True)
class Hang:
    """Close the socket with this code; nothing follows."""

    code: int
    reason: str


Effect = Write | Admit | Keep | Confirm | Show | Rewind | Hang
Pass = Callable[[Say, float], Passage]
"Asks the site's turnstile whether a message of this visitor may pass at this time."


class Peer:
    """A visitor's page at the other end of a socket."""

    def __init__(self, frames: Rate, now_s: float) -> None:
        self._frames = Bucket(frames, now_s)
        self._opened_s = now_s
        self._heard_s = now_s
        self._asked_beat = False
        self._typing_s = now_s - TYPING_S
        self._pass: Pass | None = None
        self._asked = False
        self._hung = False
        self._patience = PATIENCE
        self._delivered = 0
        self._read = 0

    @property
    def is_open(self) -> bool:
        """Tell whether the visitor is known and the socket not hung up."""
        return self._pass is not None and not self._hung

    def admitted(self, may_pass: Pass) -> None:
        """The token was good; from now on messages are taken, as far as `may_pass` lets them."""
        self._pass = may_pass

    def receive(self, data: str | bytes, now_s: float) -> tuple[Effect, ...]:
        """Take what came and return what to do, in order."""
        if self._hung:
            return ()
        self._heard_s = now_s
        self._asked_beat = False
        wait_s = self._frames.take(now_s)
        try:
            came = read(data)
        except BadMessage as bad:
            return self._refuse(nack_object(bad.cid, bad.code))
        except BadFrame as bad:
            return self._bad(bad.code)
        if self._pass is None:
            return self._first(came)
        if wait_s > 0 and not isinstance(came, Say):
            return self._refuse(error_object("rate_limited"))
        return self._next(came, self._pass, now_s)

    def tick(self, now_s: float) -> tuple[Effect, ...]:
        """Return what the passing of time asks for; to be called about once a second."""
        if self._hung:
            return ()
        if self._pass is None:
            return self._hang(NOT_PROVEN, "no hello") if now_s - self._opened_s >= HELLO_S else ()
        silent_s = now_s - self._heard_s
        if silent_s >= DEAD_S:
            return self._hang(SILENT, "silent")
        if silent_s >= BEAT_S and not self._asked_beat:
            self._asked_beat = True
            return (Write(frame(PING)),)
        return ()

    def hang(self, code: int, reason: str) -> tuple[Effect, ...]:
        """Close from our side, once."""
        return () if self._hung else self._hang(code, reason)

    def _first(self, came: Frame) -> tuple[Effect, ...]:
        if isinstance(came, Hello) and not self._asked:
            self._asked = True
            return (Admit(came.token, came.last_seq),)
        return self._hang(NOT_PROVEN, "hello first")

    def _next(self, came: Frame, may_pass: Pass, now_s: float) -> tuple[Effect, ...]:
        match came:
            case Say():
                return self._say(came, may_pass, now_s)
            case Seen():
                return self._seen(came)
            case Typing(on):
                return self._typing(on, now_s)
            case Gap(after):
                return (Rewind(after),)
            case Beat(question):
                return (Write(frame(PONG)),) if question else ()
            case Hello():
                return self._bad("hello_again")

    def _say(self, say: Say, may_pass: Pass, now_s: float) -> tuple[Effect, ...]:
        passage = may_pass(say, now_s)
        if passage.refused:
            return self._refuse(nack_object(say.cid, "rate_limited", passage.wait_s))
        self._patience = PATIENCE
        return (Keep(say, passage.wait_s),)

    def _seen(self, seen: Seen) -> tuple[Effect, ...]:
        delivered = max(self._delivered, seen.seq)
        read_up_to = max(self._read, seen.seq) if seen.read else self._read
        if (delivered, read_up_to) == (self._delivered, self._read):
            return ()
        self._delivered, self._read = delivered, read_up_to
        return (Confirm(delivered, read_up_to),)

    def _typing(self, on: bool, now_s: float) -> tuple[Effect, ...]:
        if on and now_s - self._typing_s < TYPING_S:
            return ()
        self._typing_s = now_s
        return (Show(on),)

    def _bad(self, code: str) -> tuple[Effect, ...]:
        if code in _BAD_FRAME_CODES:
            return self._hang(_BAD_FRAME_CODES[code], code)
        if self._pass is None:
            return self._hang(NOT_PROVEN, "hello first")
        return self._refuse(error_object(code))

    def _refuse(self, answer: dict[str, object]) -> tuple[Effect, ...]:
        self._patience -= 1
        if self._pass is None:
            return self._hang(NOT_PROVEN, "hello first")
        if self._patience <= 0:
            return (Write(frame(answer)), *self._hang(TOO_MUCH, "too much"))
        return (Write(frame(answer)),)

    def _hang(self, code: int, reason: str) -> tuple[Effect, ...]:
        self._hung = True
        return (Hang(code, reason),)
