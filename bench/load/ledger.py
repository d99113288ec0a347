"""What the clients sent and saw, and what follows from it: times, and whether anything was lost, doubled or moved.

Rules: nothing is asked of the server; a message counts as visible when its reader has the frame (an agent the message
itself, a visitor the bot's next words). Whatever was sent and is not acknowledged, not in the visitor's own thread
or not visible at the end is lost; a number, an id or a message seen twice is duplicated; a number that does not follow
the one before it is reordered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Sent:
    """One message of a visitor's."""

    cid: str
    visitor: int
    sent_s: float
    to_agent: bool
    measured: bool
    "Sent within the measured time."
    acked_s: float | None = None
    shown_s: float | None = None
    visible_s: float | None = None
    waits: bool = False
    "The bot has handed its conversation over: nobody answers it before an agent has room."

    @property
    def arrived(self) -> bool:
        """Whether all was seen that there is to see of it."""
        seen = self.acked_s is not None and self.shown_s is not None
        return seen and (self.visible_s is not None or self.waits)


@dataclass(slots=True)
class Thread:
    """A visitor's own view."""

    last_seq: int = 0
    unanswered: list[Sent] = field(default_factory=list)
    in_order: list[str] = field(default_factory=list)
    "The ids of what was sent and is not in the thread yet."
    asked: int = 0
    answers: int = 0
    handed_over: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of all messages."""

    sent: int
    lost: int
    duplicated: int
    reordered: int
    waiting: int = 0
    "In conversations that the bot has handed over against the run's plan: in their threads, answered by nobody yet."


class Ledger:
    """The clients' own log of one run."""

    def __init__(self) -> None:
        self._by_cid: dict[str, Sent] = {}
        self._by_text: dict[str, Sent] = {}
        self._threads: dict[int, Thread] = {}
        self._conversations: dict[str, int] = {}
        self._open = 0
        self.duplicated = 0
        self.reordered = 0
        self.refused = 0
        "Messages that the server said it would not take."

    @property
    def unsettled(self) -> int:
        """How many messages have not been seen by all who should see them."""
        return self._open

    def send(self, sent: Sent, text: str) -> None:
        """A visitor writes; `text` is written once in the whole run."""
        self._by_cid[sent.cid] = self._by_text[text] = sent
        thread = self._threads.setdefault(sent.visitor, Thread())
        thread.in_order.append(sent.cid)
        if not sent.to_agent:
            sent.waits = thread.handed_over
            thread.unanswered.append(sent)
            thread.asked += 1
        self._open += 1

    def acknowledge(self, cid: str, at_s: float) -> None:
        """The server promised to keep a message."""
        sent = self._by_cid[cid]
        if sent.acked_s is None:
            self._seen(sent, "acked_s", at_s)
        else:
            self.duplicated += 1

    def show(self, visitor: int, message: Mapping[str, Any], at_s: float) -> None:
        """A visitor's page got a line of its thread."""
        thread = self._threads.setdefault(visitor, Thread())
        if not self._follows(thread, message["seq"], message["prev"]):
            return
        if message["from"]["role"] == "visitor":
            self._show_own(thread, message["cid"], at_s)
        elif message["from"]["role"] == "bot":
            self._show_answer(thread, at_s)

    def hand_over(self, visitor: int) -> None:
        """The bot gave up a conversation that it should have kept: it took too many questions at once."""
        thread = self._threads.setdefault(visitor, Thread())
        thread.handed_over = True
        for sent in thread.unanswered:
            self._change(sent, "waits", value=True)

    def show_agent(self, conversation_id: str, seq: int, text: str | None, at_s: float) -> None:
        """An agent's page got a tourist's message."""
        sent = self._by_text.get(text or "")
        if seq <= self._conversations.get(conversation_id, 0):
            self.reordered += 1
        self._conversations[conversation_id] = max(seq, self._conversations.get(conversation_id, 0))
        if sent is None or not sent.to_agent:
            return
        if sent.visible_s is None:
            self._seen(sent, "visible_s", at_s)
        else:
            self.duplicated += 1

    def tally(self) -> Tally:
        """Return what became of everything."""
        lost = sum(not sent.arrived for sent in self._by_cid.values())
        waiting = sum(sent.waits and sent.visible_s is None for sent in self._by_cid.values())
        return Tally(len(self._by_cid), lost, self.duplicated, self.reordered, waiting)

    def times_ms(self, upto: Callable[[Sent], float | None], *, to_agent: bool | None = None) -> list[float]:
        """Return how long the measured messages took from being sent to `upto`, in milliseconds."""
        found = []
        for sent in self._by_cid.values():
            end_s = upto(sent)
            if sent.measured and end_s is not None and to_agent in {None, sent.to_agent}:
                found.append((end_s - sent.sent_s) * 1000)
        return found

    def measured(self) -> int:
        """Return how many messages were sent within the measured time."""
        return sum(sent.measured for sent in self._by_cid.values())

    def _follows(self, thread: Thread, seq: int, prev: int) -> bool:
        """Check a number; False for a line that was there already."""
        if seq <= thread.last_seq:
            self.duplicated += 1
            return False
        if prev != thread.last_seq:
            self.reordered += 1
        thread.last_seq = seq
        return True

    def _show_own(self, thread: Thread, cid: str, at_s: float) -> None:
        sent = self._by_cid.get(cid)
        if sent is None:
            return
        if sent.shown_s is not None:
            self.duplicated += 1
            return
        if thread.in_order[0] != cid:
            self.reordered += 1
        thread.in_order.remove(cid)
        self._seen(sent, "shown_s", at_s)

    def _show_answer(self, thread: Thread, at_s: float) -> None:
        """An answer of the bot's answers all that stands above it; the first brings a greeting, none beyond that."""
        thread.answers += 1
        if thread.answers > thread.asked + 1:
            self.duplicated += 1
        for sent in [one for one in thread.unanswered if one.shown_s is not None]:
            thread.unanswered.remove(sent)
            self._seen(sent, "visible_s", at_s)

    def _seen(self, sent: Sent, what: str, at_s: float) -> None:
        self._change(sent, what, value=at_s)

    def _change(self, sent: Sent, what: str, *, value: object) -> None:
        before = sent.arrived
        setattr(sent, what, value)
        self._open -= int(sent.arrived and not before)
