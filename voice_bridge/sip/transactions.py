"""Whose message is this? Every message finds its transaction here, every transaction its time.

The door of the layer: `request` and `cancel` for what we want, `receive` for what comes in, `respond` for our answers,
`tick` at `due_s`. Each returns steps: which transaction, and what is to be done. Source: RFC 3261 §17.1.3, §17.2.3, §9.
"""

import heapq
from collections.abc import Callable
from typing import NamedTuple

from voice_bridge.sip.client import InviteClient, PlainClient, cancellation
from voice_bridge.sip.errors import Misuse
from voice_bridge.sip.machine import Act, Cancelled, Deliver, Send, State, Timers
from voice_bridge.sip.message import Message, Request, Response
from voice_bridge.sip.reply import reply
from voice_bridge.sip.server import InviteServer, PlainServer

Key = tuple[object, ...]
Transaction = InviteClient | PlainClient | InviteServer | PlainServer


class Step(NamedTuple):
    """What is to be done, and for which transaction."""

    key: Key
    act: Act


class Transactions:
    """All transactions of one process.

    Args:
        tags: makes a tag that nobody can guess, for answers that this layer gives itself.
        timers: the times, for trunks with unusual ones.
        most: how many transactions there may be; above, new requests are answered 503 and not remembered.
    """

    def __init__(self, tags: Callable[[], str], timers: Timers | None = None, most: int = 20_000) -> None:
        self._tags = tags
        self._timers = timers or Timers()
        self._most = most
        self._open: dict[Key, Transaction] = {}
        self._accepted: dict[Key, Key] = {}
        self._cancel_later: set[Key] = set()
        self._due: list[tuple[float, int, Key]] = []
        self._plans: dict[Key, float] = {}
        self._planned = 0

    def __len__(self) -> int:
        return len(self._open)

    @property
    def due_s(self) -> float | None:
        """When `tick` is to be called next, at the latest; None if nothing is planned."""
        return self._due[0][0] if self._due else None

    def request(self, request: Request, now_s: float, *, reliable: bool) -> list[Step]:
        """Send a request of ours; its top Via has a branch that nobody else has.

        An ACK has no transaction: it is sent as it is.

        Raises:
            Misuse: the branch is missing or taken.
        """
        key = _our_key(request)
        if request.via.branch is None or key in self._open:
            raise Misuse("a request needs a branch of its own")
        machine = InviteClient if request.method == "INVITE" else PlainClient
        self._open[key] = machine(request, self._timers, now_s, reliable=reliable)
        return self._told(key, [Send(request)])

    def cancel(self, key: Key, now_s: float) -> list[Step]:
        """Cancel an INVITE of ours: at once, or as soon as anything was answered (§9.1); too late, nothing happens."""
        invite = self._open.get(key)
        if not isinstance(invite, InviteClient):
            return []
        if invite.state is State.CALLING:
            self._cancel_later.add(key)
        if invite.state is not State.PROCEEDING:
            return []
        cancel = cancellation(invite.request)
        if _our_key(cancel) in self._open:
            return []
        invite.give_up_soon(now_s)
        return [*self._told(key, []), *self.request(cancel, now_s, reliable=invite.reliable)]

    def respond(self, key: Key, response: Response, now_s: float) -> list[Step]:
        """Answer a request that was delivered under this key; one that is over is no longer answered.

        Raises:
            Misuse: it has a final answer already.
        """
        machine = self._open.get(key)
        if not isinstance(machine, InviteServer | PlainServer):
            return []
        acts = machine.respond(response, now_s)
        if isinstance(machine, InviteServer) and response.is_success:
            self._accepted[_ack_key(response)] = key
        return self._told(key, acts)

    def receive(self, message: Message, now_s: float, *, reliable: bool) -> list[Step]:
        """Take a message from the wire."""
        if isinstance(message, Response):
            return self._answered(message, now_s)
        if message.method == "ACK":
            return self._acknowledged(message, now_s)
        key = _their_key(message, message.method)
        known = self._open.get(key)
        if isinstance(known, InviteServer | PlainServer):
            return self._told(key, known.receive_again())
        if len(self._open) >= self._most:
            return [Step(key, Send(reply(message, 503, ("Retry-After", "5"), to_tag=self._tags())))]
        if message.method == "INVITE":
            self._open[key] = InviteServer(message, self._timers, reliable=reliable)
            return [Step(key, Deliver(message))]
        self._open[key] = PlainServer(message, self._timers, reliable=reliable)
        return self._cancelled(key, message, now_s) if message.method == "CANCEL" else [Step(key, Deliver(message))]

    def transport_failed(self, key: Key) -> list[Step]:
        """Tell that a message of this transaction could not be put on the wire."""
        machine = self._open.get(key)
        return self._told(key, machine.transport_failed()) if machine else []

    def tick(self, now_s: float) -> list[Step]:
        """Do all that is due."""
        steps = []
        while self._due and self._due[0][0] <= now_s:
            due_s, _, key = heapq.heappop(self._due)
            machine = self._open.get(key)
            if machine is not None and machine.due_s == due_s:
                steps += self._told(key, machine.tick(now_s))
        return steps

    def _answered(self, response: Response, now_s: float) -> list[Step]:
        key = _our_key(response)
        machine = self._open.get(key)
        # More than one Via: it was meant for a proxy, and we are none (§8.1.3.3).
        if len(response.vias) != 1 or not isinstance(machine, InviteClient | PlainClient):
            return []
        steps = self._told(key, machine.receive(response, now_s))
        if key in self._cancel_later:
            self._cancel_later.discard(key)
            steps += self.cancel(key, now_s)
        return steps

    def _acknowledged(self, ack: Request, now_s: float) -> list[Step]:
        of_refusal = _their_key(ack, "INVITE")
        key = of_refusal if of_refusal in self._open else self._accepted.get(_ack_key(ack))
        invite = self._open.get(key) if key is not None else None
        if key is None or not isinstance(invite, InviteServer):
            return []
        is_for_us_above = invite.state is State.ACCEPTED
        first = invite.acknowledge(now_s)
        return self._told(key, [Deliver(ack)] if first and is_for_us_above else [])

    def _cancelled(self, key: Key, cancel: Request, now_s: float) -> list[Step]:
        invite_key = _their_key(cancel, "INVITE")
        invite = self._open.get(invite_key)
        if not isinstance(invite, InviteServer):
            return self.respond(key, reply(cancel, 481, to_tag=self._tags()), now_s)
        tag = (invite.last and invite.last.recipient.tag) or self._tags()
        steps = self.respond(key, reply(cancel, 200, to_tag=tag), now_s)
        if invite.state is State.PROCEEDING:
            steps.append(Step(invite_key, Cancelled()))
        return steps

    def _told(self, key: Key, acts: list[Act]) -> list[Step]:
        """Plan the transaction's next moment, or forget it, and address its acts."""
        machine = self._open[key]
        if machine.state is State.TERMINATED:
            del self._open[key]
            self._cancel_later.discard(key)
            self._plans.pop(key, None)
            if isinstance(machine, InviteServer) and machine.last is not None and machine.last.is_success:
                self._accepted.pop(_ack_key(machine.last), None)
        elif (due_s := machine.due_s) is not None and self._plans.get(key) != due_s:
            self._plans[key] = due_s
            self._planned += 1
            heapq.heappush(self._due, (due_s, self._planned, key))
        return [Step(key, act) for act in acts]


def _our_key(message: Message) -> Key:
    return ("ours", message.via.params.get("branch"), message.cseq.method)


def _their_key(request: Request, method: str) -> Key:
    """Return the key of somebody else's request; an ACK or a CANCEL finds the INVITE by naming its method."""
    if request.via.branch is not None:
        return ("theirs", request.via.branch, request.via.sent_by, method)
    return ("old", str(request.uri), request.sender.tag, request.call_id, request.cseq.number, str(request.via), method)


def _ack_key(message: Message) -> Key:
    return (message.call_id, message.sender.tag, message.recipient.tag, message.cseq.number)
