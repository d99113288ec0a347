"""One socket's life: what it hears goes through the protocol, what the thread has to say goes out, until it ends.

Rules: two tasks in one group, one hears and one speaks; the hearing one carries out each effect before it takes the
next frame, so a visitor's messages keep their order and a slow store slows its own visitor only; whoever reads too
slowly is hung up and comes back by its cursor. A socket that is to close first says what waits in its mailbox.
"""

import asyncio
from typing import Protocol

import structlog

from channels.webchat import protocol
from channels.webchat.desk import Desk, Guest, Page
from channels.webchat.limits import Limits
from channels.webchat.live import Seat
from channels.webchat.protocol import Admit, Confirm, Effect, Hang, Keep, Peer, Rewind, Show, Write
from channels.webchat.render import (
    RESET,
    Standing,
    ack_object,
    frame,
    message_object,
    nack_object,
    seen_object,
    state_object,
    welcome_object,
)
from channels.webchat.session import Stretch
from hub import crash, patience
from hub.errors import HubError, NotPermitted, NotSignedIn, RateLimited, Unavailable
from hub.receipts import Confirmation

log = structlog.get_logger(__name__)

PAGE = 100
"Messages read and sent at once."
SEND_S = 20.0
"Who has not taken a frame by then is too slow."
_CLOSE_S = 1.0
_RETRY_S = 1.0
"What a page is told to wait when the store is away."


class WireClosed(Exception):
    """The other side is gone."""


class Wire(Protocol):
    """A socket as the visit needs it."""

    async def receive(self) -> str | bytes:
        """Return the next frame; raises `WireClosed` when there will be none."""
        ...

    async def send(self, text: str) -> None:
        """Hand a frame to the network, waiting while that is full; raises `WireClosed`."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye."""
        ...


class SocketSeat(Seat):
    """A seat whose owner sleeps until woken."""

    def __init__(self, address: str) -> None:
        super().__init__("", address)
        self.woken = asyncio.Event()
        self.hang: Hang | None = None
        self.sending: patience.Timeout | None = None
        "While a frame waits for the network."

    def wake(self) -> None:
        """Wake the speaking task; nor does it wait on for a network that has let the mailbox run over."""
        self.woken.set()
        if self.overflowed and self.sending is not None:
            self.sending.reschedule(0)
            self.sending = None

    def evict(self) -> None:
        """Too many tabs: the oldest goes."""
        self.hang_up(Hang(protocol.TOO_MANY, "too many tabs"))

    def send_away(self) -> None:
        """His pass opens nothing any more: the page opens a session with its newest token."""
        self.hang_up(Hang(protocol.NOT_PROVEN, "another thread"))

    def hang_up(self, hang: Hang) -> None:
        """Let the speaking task close the socket once the mailbox is empty."""
        self.hang = self.hang or hang
        self.wake()


class Visit:
    """A socket from its handshake to its end."""

    def __init__(self, desk: Desk, wire: Wire, page: Page) -> None:
        self._desk = desk
        self._wire = wire
        self._page = page
        self._now_s = desk.clock.monotonic_s
        self._seat = SocketSeat(page.address)
        self._peer = Peer(Limits().frames, self._now_s())
        self._guest: Guest | None = None
        self._told: Standing | None = None
        self._hearing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Serve the socket until it ends; the wire is closed afterwards."""
        self._desk.visits.add(self)
        few = self._desk.meet(self._page.address)
        try:
            refused = await self._at_the_door(few)
            if refused is not None:
                await self._close(refused)
                return
            async with asyncio.TaskGroup() as tasks:
                self._hearing = tasks.create_task(self._hear(), name="webchat-hear")
                tasks.create_task(self._speak(), name="webchat-speak")
        finally:
            self._desk.visits.discard(self)
            self._desk.live.leave(self._seat)
            if self._guest is None:
                self._desk.know(self._page.address)

    async def _at_the_door(self, few: bool) -> Hang | None:
        """Return why the socket is closed before its first frame, None if it is not."""
        if self._desk.draining:
            return Hang(protocol.RESTART, "restart")
        if not few:
            self._desk.note_refusal(RateLimited("too_many_strangers", retry_after_s=10))
            return Hang(protocol.TOO_MUCH, "too many strangers")
        try:
            allowed = await self._desk.allows_anywhere(self._page)
        except Unavailable:
            return Hang(protocol.TOO_SLOW, "unavailable")
        if not allowed:
            self._desk.note_refusal(NotPermitted("foreign_origin"))
            return Hang(protocol.FOREIGN_ORIGIN, "foreign origin")
        return None

    def tick(self) -> None:
        """Let time pass; called about once a second."""
        for effect in self._peer.tick(self._now_s()):
            self._at_once(effect)

    def hang_up(self, code: int, reason: str) -> None:
        """Close the socket from our side, after what waits in the mailbox."""
        for effect in self._peer.hang(code, reason):
            self._at_once(effect)

    # --- hearing ----------------------------------------------------------------------------------------------

    async def _hear(self) -> None:
        try:
            while self._seat.hang is None:
                data = await self._wire.receive()
                for effect in self._peer.receive(data, self._now_s()):
                    await self._carry_out(effect)
        except WireClosed:
            self._seat.hang_up(Hang(0, "gone"))

    async def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Admit():
                await self._admit(effect)
            case Keep():
                await self._keep(effect)
            case _:
                self._at_once(effect)

    def _at_once(self, effect: Effect) -> None:
        match effect:
            case Write(text):
                self._seat.put(text)
            case Hang():
                self._seat.hang_up(effect)
            case Confirm(delivered, read) if self._guest is not None:
                self._desk.confirm(Confirmation(self._guest.identity_id, delivered, read))
            case Show(on) if self._guest is not None:
                self._desk.show_typing(self._guest.identity_id, self._seat.conversation_id, on)
            case Rewind(after):
                self._seat.rewind(after)
            case _:
                pass

    async def _admit(self, asked: Admit) -> None:
        try:
            guest = await self._desk.admit(asked.token, self._page)
            turnstile = self._desk.sites.turnstile(guest.site)
            if turnstile.connect(self._page.address, self._now_s()) > 0 or self._is_full(guest):
                raise RateLimited("too_many_sockets", retry_after_s=10)
            self._take_seat(guest)
            arrived = await self._desk.arrive(guest)
        except HubError as refusal:
            self._refuse(refusal)
            return
        address, visitor = self._page.address, guest.identity_id
        self._peer.admitted(
            lambda say, now_s: turnstile.message(visitor, address, say.text, now_s, urgent=say.is_urgent)
        )
        self._guest = guest
        self._desk.know(address)
        ahead = asked.last_seq > arrived.last_seq
        self._seat.cursor = arrived.last_seq if ahead else asked.last_seq
        self._seat.put(frame(welcome_object(guest.shown.session, self._seat.cursor + 1, arrived.last_seq)))
        if ahead:
            self._seat.put(frame(RESET))

    def _is_full(self, guest: Guest) -> bool:
        return self._desk.live.at_address(self._page.address) >= guest.site.limits.sockets_per_address

    def _take_seat(self, guest: Guest) -> None:
        """Sit down before the thread is looked at, so that nothing falls between."""
        self._seat.identity_id = guest.identity_id
        oldest = self._desk.live.join(self._seat, guest.site.limits.sockets_per_visitor)
        if oldest is not None:
            oldest.evict()

    def _refuse(self, refusal: HubError) -> None:
        self._desk.note_refusal(refusal)
        match refusal:
            case NotSignedIn():
                code = protocol.NOT_PROVEN
            case RateLimited():
                code = protocol.TOO_MUCH
            case Unavailable():
                code = protocol.TOO_SLOW
            case _:
                code = protocol.FOREIGN_ORIGIN
        self.hang_up(code, refusal.code)

    async def _keep(self, keep: Keep) -> None:
        if self._guest is None:
            return
        if keep.wait_s > 0:
            await self._desk.clock.sleep(keep.wait_s)
        try:
            journal_id = await self._desk.keep(self._guest, keep.say)
        except Unavailable:
            self._seat.put(frame(nack_object(keep.say.cid, "unavailable", _RETRY_S)))
        else:
            self._seat.put(frame(ack_object(keep.say.cid, journal_id)))

    # --- speaking ---------------------------------------------------------------------------------------------

    async def _speak(self) -> None:
        try:
            while True:
                await self._seat.woken.wait()
                self._seat.woken.clear()
                await self._empty_mailbox()
                if self._seat.hang is not None:
                    break
                if self._guest is not None:
                    await self._catch_up(self._guest)
        except WireClosed:
            self._seat.hang_up(Hang(0, "gone"))
        except TimeoutError:
            self._seat.hang_up(Hang(protocol.TOO_SLOW, "too slow"))
        await self._close(self._seat.hang or Hang(protocol.RESTART, "ended"))
        if self._hearing is not None:
            self._hearing.cancel()

    async def _empty_mailbox(self) -> None:
        while (text := self._seat.take()) is not None:
            await self._send(text)
            crash.point("webchat.told")
        if self._seat.overflowed:
            self._seat.hang_up(Hang(protocol.TOO_SLOW, "too slow"))

    async def _catch_up(self, guest: Guest) -> None:
        try:
            if self._seat.behind:
                await self._read_on(guest)
            if self._seat.stale:
                await self._tell_standing(guest)
        except Unavailable:
            # The store is away: look again in a moment, the visitor sees "connecting" only if it lasts.
            await self._desk.clock.sleep(_RETRY_S)
            self._seat.stir()
            self._seat.fall_behind()

    async def _read_on(self, guest: Guest) -> None:
        seat = self._seat
        seat.begin_reading()
        try:
            while seat.hang is None:
                page = await self._desk.thread(Stretch(guest.identity_id, PAGE, after=seat.cursor))
                if page and page[0].seq != seat.cursor + 1:
                    await self._send(frame(RESET))
                for message in page:
                    await self._send(frame(message_object(message)))
                    crash.point("webchat.read_on")
                    seat.cursor = message.seq
                if len(page) < PAGE or seat.rewound:
                    break
                await self._empty_mailbox()
        finally:
            seat.reading = False

    async def _tell_standing(self, guest: Guest) -> None:
        self._seat.stale = False
        conversation_id, standing = await self._desk.standing(guest.identity_id)
        self._desk.live.talks_in(self._seat, conversation_id)
        before, self._told = self._told, standing
        if before is None or state_object(standing) != state_object(before):
            await self._send(frame(state_object(standing)))
        if standing.seen > (before.seen if before else 0):
            await self._send(frame(seen_object(standing.seen)))

    async def _send(self, text: str) -> None:
        async with patience.timeout(SEND_S) as sending:
            self._seat.sending = sending
            try:
                await self._wire.send(text)
            finally:
                self._seat.sending = None

    async def _close(self, hang: Hang) -> None:
        if not hang.code:
            return
        try:
            async with patience.timeout(_CLOSE_S):
                await self._wire.close(hang.code, hang.reason)
        except (TimeoutError, WireClosed):
            log.debug("webchat.close_unheard", code=hang.code)
