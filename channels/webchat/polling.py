"""The way for networks that let no socket through: ask, wait up to 25 seconds, get what there is.

Rule: the same frames in the same order as on a socket; the page says what it has (`after`, and the `mark` of the
standing it was told last), so an answer that is lost on the way is simply asked for again.
"""

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from channels.webchat.desk import Desk, Guest
from channels.webchat.live import Seat
from channels.webchat.render import RESET, Standing, frame, message_object, seen_object, state_object
from channels.webchat.session import Stretch
from hub import crash, patience
from hub.errors import RateLimited

WAIT_S = 25.0
PAGE = 200


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll brings."""

    frames: Sequence[str]
    mark: str
    "Of the standing told with it; to be sent with the next poll."


class PollSeat(Seat):
    """A seat for one waiting request."""

    def __init__(self, guest: Guest) -> None:
        super().__init__(guest.identity_id, guest.address)
        self.woken = asyncio.Event()
        self.evicted = False

    def wake(self) -> None:
        """End the waiting."""
        self.woken.set()

    def evict(self) -> None:
        """Too many at once, or we are about to stop: answer with what there is."""
        self.evicted = True
        self.wake()

    def send_away(self) -> None:
        """Answer with what there is; the next poll is refused."""
        self.evict()


async def poll(desk: Desk, guest: Guest, after: int, mark: str) -> Polled:
    """Return what is behind `after` as soon as there is something, or nothing after 25 s.

    Raises:
        RateLimited: too many from this address.
        Unavailable: the store is away.
    """
    wait_s = desk.sites.turnstile(guest.site).connect(guest.address, desk.clock.monotonic_s())
    if wait_s > 0 or desk.live.at_address(guest.address) >= guest.site.limits.sockets_per_address:
        raise RateLimited("too_many_sockets", retry_after_s=max(wait_s, 1.0))
    seat = PollSeat(guest)
    seat.cursor = after
    oldest = desk.live.join(seat, guest.site.limits.sockets_per_visitor)
    if oldest is not None:
        oldest.evict()
    try:
        return await _wait(desk, guest, seat, after, mark)
    finally:
        desk.live.leave(seat)


async def _wait(desk: Desk, guest: Guest, seat: PollSeat, after: int, mark: str) -> Polled:
    arrived = await desk.arrive(guest)
    if after > arrived.last_seq:
        return Polled([frame(RESET)], mark)
    until_s = desk.clock.monotonic_s() + WAIT_S
    while True:
        seat.woken.clear()
        polled = await _look(desk, guest, seat, after, mark)
        left_s = until_s - desk.clock.monotonic_s()
        if polled.frames or seat.evicted or desk.draining or left_s <= 0:
            crash.point("webchat.polled")
            return polled
        try:
            async with patience.timeout(left_s):
                await seat.woken.wait()
        except TimeoutError:
            return polled


async def _look(desk: Desk, guest: Guest, seat: PollSeat, after: int, mark: str) -> Polled:
    frames: list[str] = []
    messages = await desk.thread(Stretch(guest.identity_id, PAGE, after=after))
    if messages and messages[0].seq != after + 1:
        frames.append(frame(RESET))
    frames += [frame(message_object(message)) for message in messages]
    conversation_id, standing = await desk.standing(guest.identity_id)
    desk.live.talks_in(seat, conversation_id)
    now = mark_of(standing)
    if now != mark:
        frames += [frame(state_object(standing)), frame(seen_object(standing.seen))]
    while (text := seat.take()) is not None:
        frames.append(text)
    return Polled(frames, now)


def mark_of(standing: Standing) -> str:
    """Return a short name for exactly this standing."""
    return f"{zlib.crc32(repr(standing).encode()):08x}"
