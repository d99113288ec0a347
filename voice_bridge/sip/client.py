"""Our own requests: sent again until somebody answers, each answer passed on once.

    INVITE   CALLING ─1xx→ PROCEEDING ─2xx→ ACCEPTED (64 T1)
                └───────────────┴─3xx…→ COMPLETED (ACK, 32 s)
    others   TRYING ─1xx→ PROCEEDING ─final→ COMPLETED (T4)

Source: RFC 3261 §17.1, §9.1; RFC 6026 §8.4.
"""

from voice_bridge.sip.headers import Headers
from voice_bridge.sip.machine import Act, Deliver, Machine, Send, State, Timers
from voice_bridge.sip.message import Message, Request, Response


class InviteClient(Machine):
    """One INVITE of ours."""

    def __init__(self, request: Request, timers: Timers, now_s: float, *, reliable: bool) -> None:
        super().__init__(State.CALLING, timers, reliable=reliable)
        self.request = request
        self.enter(State.CALLING, now_s, stay_s=timers.patience_s, repeat=not reliable)

    def receive(self, response: Response, now_s: float) -> list[Act]:
        """Take an answer."""
        open_ = self.state in {State.CALLING, State.PROCEEDING}
        if response.status >= 300:
            return self._refused(response, now_s, first=open_)
        if open_ and response.is_success:
            self.enter(State.ACCEPTED, now_s, stay_s=self.timers.patience_s)
        elif self.state is State.CALLING:
            self.enter(State.PROCEEDING, now_s, stay_s=None)
        elif self.state is not State.PROCEEDING and not (self.state is State.ACCEPTED and response.is_success):
            return []
        return [Deliver(response)]

    def give_up_soon(self, now_s: float) -> None:
        """Wait no longer than 64 × T1 for the end of what was cancelled (§9.1)."""
        if self.state is State.PROCEEDING:
            self.enter(State.PROCEEDING, now_s, stay_s=self.timers.patience_s)

    def _refused(self, response: Response, now_s: float, *, first: bool) -> list[Act]:
        ack = Send(acknowledgement(self.request, response))
        if first:
            stay_s = 0 if self.reliable else self.timers.completed_invite_s
            self.enter(State.COMPLETED, now_s, stay_s=stay_s)
            return [ack, Deliver(response)]
        return [ack] if self.state is State.COMPLETED else []

    def expiry(self) -> str:
        """Nobody answered, or what was cancelled never ended."""
        return "timeout" if self.state in {State.CALLING, State.PROCEEDING} else ""

    def repeated(self) -> list[Message]:
        """Send the INVITE again."""
        return [self.request]

    def longest_pause_s(self) -> float:
        """An INVITE's pauses double to the end (timer A)."""
        return self.timers.patience_s


class PlainClient(Machine):
    """One other request of ours."""

    def __init__(self, request: Request, timers: Timers, now_s: float, *, reliable: bool) -> None:
        super().__init__(State.TRYING, timers, reliable=reliable)
        self.request = request
        self.enter(State.TRYING, now_s, stay_s=timers.patience_s, repeat=not reliable)

    def receive(self, response: Response, now_s: float) -> list[Act]:
        """Take an answer."""
        if self.state not in {State.TRYING, State.PROCEEDING}:
            return []
        if response.is_final:
            self.enter(State.COMPLETED, now_s, stay_s=0 if self.reliable else self.timers.t4_s)
        else:
            self.state = State.PROCEEDING
            self._pause_s = self.timers.t2_s
        return [Deliver(response)]

    def expiry(self) -> str:
        """Nobody answered for good."""
        return "" if self.state is State.COMPLETED else "timeout"

    def repeated(self) -> list[Message]:
        """Send the request again."""
        return [self.request]


def acknowledgement(invite: Request, response: Response) -> Request:
    """Return the ACK for a refusal of our INVITE: the same hop, the answer's To (§17.1.1.3)."""
    return _companion("ACK", invite, response.headers.get("To") or "")


def cancellation(invite: Request) -> Request:
    """Return the CANCEL of our INVITE (§9.1)."""
    return _companion("CANCEL", invite, invite.headers.get("To") or "")


def _companion(method: str, invite: Request, recipient: str) -> Request:
    headers = invite.headers
    lines = [
        ("Via", headers.values("Via")[0]),
        *(("Route", value) for value in headers.all("Route")),
        ("Max-Forwards", "70"),
        ("From", headers.get("From") or ""),
        ("To", recipient),
        ("Call-ID", invite.call_id),
        ("CSeq", f"{invite.cseq.number} {method}"),
    ]
    return Request(method, invite.uri, Headers(tuple(lines)))
