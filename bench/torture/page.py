"""A visitor's page as the torture needs it: what it remembers, what it would say next, what it makes of what comes.

Rules: what is not acknowledged is sent again, in the order in which it was first sent; a repeat on another way is
only ever of the oldest text that is not acknowledged, or of one that is. So the order in which the texts were first
sent and acknowledged binds the hub, and the checker may hold it to it.
"""

import random
from collections.abc import Mapping
from typing import Any

from bench.torture.diary import Diary
from bench.torture.words import CALL, QUESTIONS, mark

QUIZ = "quiz"
"Asks the bot one thing after the other and waits for each answer."
TALK = "talk"
"Wants people."
AT_REST = frozenset({"none", "bot", "closed"})
UNANSWERED = 6
"A visitor who has written so much since anybody answered waits."
WINDOW = 3
"Texts under way at once."
Frame = Mapping[str, Any]


class Page:
    """What a visitor's page remembers, and what it does with what comes."""

    def __init__(self, name: str, kind: str, diary: Diary, rng: random.Random) -> None:
        self.name = name
        self.kind = kind
        self.diary = diary
        self.rng = rng
        self.connection = 0
        self.cursor = 0
        "The last number of the thread that has come, without a hole before it."
        self.waiting: dict[str, str] = {}
        "Texts by their `cid` that are not acknowledged yet, oldest first."
        self.acked: dict[str, str] = {}
        self.seen: set[str] = set()
        "The `cid`s that have come back."
        self.standing = "none"
        self.hold_s = 0.0
        "How long to wait before sending again, after a refusal."
        self._count = 0
        self._since_answer = 0
        self._asked: str | None = None
        "The `cid` of the question that waits for its answer."
        self._asked_seq: int | None = None
        self._title = ""

    @property
    def served(self) -> bool:
        """Tell whether everything that was promised has come, and nobody is waited for."""
        back = self.seen.issuperset(self.acked) and not self.waiting
        return back and self._asked is None and self.standing in AT_REST

    def connected(self, way: str) -> None:
        """Begin a new connection."""
        self.connection += 1
        self.hold_s = 0.0
        # What was forgotten may have been taken in meanwhile and be answered: nothing is at rest until the hub says so.
        self.standing = "unknown"
        self.diary.note("open", conn=self.connection, way=way, after=self.cursor)

    def reload(self) -> None:
        """Forget what a page forgets: how far it had read, and what was not acknowledged (but for the question)."""
        if self.kind == TALK:
            self.diary.note("forgot", cids=list(self.waiting))
            self.waiting.clear()
        self.cursor = 0

    def may_say(self) -> bool:
        """Tell whether it is time for a new text."""
        if self.hold_s or len(self.waiting) >= WINDOW or self._asked is not None:
            return False
        return self._since_answer < UNANSWERED

    def compose(self) -> str:
        """Think of a new text and return its `cid`; it is noted as said."""
        number = mark(self.name, self._count)
        cid = f"{number}-{self.rng.getrandbits(40):010x}"
        text = f"{self.rng.choice(('请问', '还有', '再说一句'))} {number}"
        if self.kind == QUIZ:
            question, self._title = self.rng.choice(QUESTIONS)
            self._asked, self._asked_seq = cid, None
            text = f"{question} {number}"
        elif not self._count:
            text = f"{CALL} {number}"
        self._count += 1
        self._since_answer += 1
        self.waiting[cid] = text
        self.diary.note("say", conn=self.connection, cid=cid, text=text, expects=self._title or None)
        return cid

    def answered(self, frame: Frame, *, aside: bool = False) -> None:
        """Take an `ack` or a `nack`."""
        cid = str(frame["cid"])
        conn = 0 if aside else self.connection
        if frame["t"] == "ack":
            self.diary.note("ack", conn=conn, cid=cid, id=frame["id"])
            text = self.waiting.pop(cid, None)
            if text is not None:
                self.acked[cid] = text
        else:
            self.diary.note("nack", conn=conn, cid=cid, code=frame["code"])
            if not aside:
                self.hold_s = max(self.hold_s, frame.get("retry_ms", 1000) / 1000)

    def line(self, frame: Frame) -> bool:
        """Take a line of the thread; False when something is missing before it."""
        seq: int = frame["seq"]
        role, cid, text = frame["from"]["role"], frame.get("cid"), frame["text"] or ""
        self.diary.note(
            "line", conn=self.connection, seq=seq, prev=frame["prev"], id=frame["id"], role=role, text=text, cid=cid
        )
        if role == "visitor":
            if str(cid) not in self.seen and (self.kind == TALK or self.standing == "closed"):
                self.standing = "unknown"  # it moves the conversation; how it stands then is told after the line
            self.seen.add(str(cid))
            if cid == self._asked:
                self._asked_seq = seq
        else:
            self._since_answer = 0
            if self._asked_seq is not None and seq > self._asked_seq and self._title in text:
                self._asked = self._asked_seq = None
        if seq == self.cursor + 1:
            self.cursor = seq
        return seq <= self.cursor

    def stands(self, phase: str) -> None:
        """Take how the conversation stands."""
        self.standing = phase
        self.diary.note("phase", phase=phase)

    def repeatable(self) -> tuple[str, str] | None:
        """Return a text that may be sent again on any way."""
        if self.waiting:
            return next(iter(self.waiting.items()))
        return self.rng.choice(list(self.acked.items())) if self.acked else None
