"""One frame by a plain request, for pages whose network lets no socket through: the same frames, the same answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from channels.webchat.desk import Desk, Guest
from channels.webchat.frames import BadFrame, BadMessage, Frame, Say, Seen, Typing, of_body
from channels.webchat.render import ack_object, error_object, nack_object
from hub.errors import Unavailable
from hub.receipts import Confirmation

_RETRY_S = 1.0


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of the frame."""

    answer: Mapping[str, object] | None = None
    "The frame to answer with, None where a socket would stay silent."
    retry_s: float | None = None
    "When it is worth sending it again."

    @property
    def refused(self) -> bool:
        """Whether the frame was not taken."""
        return self.answer is not None and self.answer["t"] in {"nack", "error"}


async def post(desk: Desk, guest: Guest, body: bytes) -> Posted:
    """Take one frame of a guest's; a message is kept when this returns an `ack`.

    Raises:
        NotSignedIn, NotPermitted: the visitor is not known any more, or blocked.
    """
    try:
        came = of_body(body)
    except BadMessage as bad:
        return Posted(nack_object(bad.cid, bad.code))
    except BadFrame as bad:
        return Posted(error_object(bad.code))
    if isinstance(came, Say):
        return await _keep(desk, guest, came)
    return await _note(desk, guest, came)


async def _keep(desk: Desk, guest: Guest, say: Say) -> Posted:
    turnstile = desk.sites.turnstile(guest.site)
    now_s = desk.clock.monotonic_s()
    passage = turnstile.message(guest.identity_id, guest.address, say.text, now_s, urgent=say.is_urgent)
    if passage.refused:
        return Posted(nack_object(say.cid, "rate_limited", passage.wait_s), passage.wait_s)
    if passage.wait_s > 0:
        await desk.clock.sleep(passage.wait_s)
    await desk.arrive(guest)
    try:
        return Posted(ack_object(say.cid, await desk.keep(guest, say)))
    except Unavailable:
        return Posted(nack_object(say.cid, "unavailable", _RETRY_S), _RETRY_S)


async def _note(desk: Desk, guest: Guest, came: Frame) -> Posted:
    match came:
        case Seen(seq, read):
            desk.confirm(Confirmation(guest.identity_id, seq, seq if read else 0))
        case Typing(on):
            conversation_id, _ = await desk.standing(guest.identity_id)
            desk.show_typing(guest.identity_id, conversation_id, on)
        case _:
            return Posted(error_object("unknown_type"))
    return Posted()
