"""Other people's requests: each is heard once, and whoever asks again gets the same answer again.

    INVITE   PROCEEDING ─2xx→ ACCEPTED (200 again until its ACK, 64 T1)
                  └─3xx…→ COMPLETED ─ACK→ CONFIRMED
    others   TRYING ─1xx→ PROCEEDING ─final→ COMPLETED (64 T1)

Source: RFC 3261 §17.2, §13.3.1.4; RFC 6026 §8.5. Deviation: the 200 is sent again here, in ACCEPTED, and not by the
layer above; so there is one place that repeats anything.
"""

from voice_bridge.sip.errors import Misuse
from voice_bridge.sip.machine import Act, Machine, Send, State, Timers
from voice_bridge.sip.message import Message, Request, Response


class InviteServer(Machine):
    """One INVITE of somebody else's."""

    def __init__(self, request: Request, timers: Timers, *, reliable: bool) -> None:
        super().__init__(State.PROCEEDING, timers, reliable=reliable)
        self.request = request
        self.last: Response | None = None
        self.is_acknowledged = False

    def receive_again(self) -> list[Act]:
        """Take a repetition of the INVITE."""
        answers = self.state in {State.PROCEEDING, State.COMPLETED} or not self.is_acknowledged
        return [Send(self.last)] if self.last is not None and answers and self.state is not State.CONFIRMED else []

    def respond(self, response: Response, now_s: float) -> list[Act]:
        """Answer.

        Raises:
            Misuse: there was a final answer already.
        """
        if self.state is not State.PROCEEDING:
            raise Misuse("the INVITE is answered already")
        self.last = response
        if response.is_success:
            # The 200 goes end to end: a reliable first hop says nothing about the last one (§13.3.1.4).
            self.enter(State.ACCEPTED, now_s, stay_s=self.timers.patience_s, repeat=True)
        elif response.is_final:
            self.enter(State.COMPLETED, now_s, stay_s=self.timers.patience_s, repeat=not self.reliable)
        return [Send(response)]

    def acknowledge(self, now_s: float) -> bool:
        """Take the ACK; tell whether it is the first one."""
        first = not self.is_acknowledged
        self.is_acknowledged = True
        if self.state is State.COMPLETED:
            self.enter(State.CONFIRMED, now_s, stay_s=0 if self.reliable else self.timers.t4_s)
        elif self.state is State.ACCEPTED:
            self._repeat_s = None
        return first

    def expiry(self) -> str:
        """A final answer that nobody acknowledged."""
        return "" if self.is_acknowledged else "no_ack"

    def repeated(self) -> list[Message]:
        """Send the final answer again."""
        return [self.last] if self.last is not None else []


class PlainServer(Machine):
    """One other request of somebody else's."""

    def __init__(self, request: Request, timers: Timers, *, reliable: bool) -> None:
        super().__init__(State.TRYING, timers, reliable=reliable)
        self.request = request
        self.last: Response | None = None

    def receive_again(self) -> list[Act]:
        """Take a repetition of the request."""
        return [Send(self.last)] if self.last is not None else []

    def respond(self, response: Response, now_s: float) -> list[Act]:
        """Answer.

        Raises:
            Misuse: there was a final answer already.
        """
        if self.state not in {State.TRYING, State.PROCEEDING}:
            raise Misuse("the request is answered already")
        self.last = response
        if response.is_final:
            self.enter(State.COMPLETED, now_s, stay_s=0 if self.reliable else self.timers.patience_s)
        else:
            self.state = State.PROCEEDING
        return [Send(response)]

    def expiry(self) -> str:
        """Being answered and forgotten is no failure."""
        return ""

    def repeated(self) -> list[Message]:
        """Nothing is sent again unasked."""
        return []
