"""Offers as they begin and end, and work as it lies in an agent's hands until it is over.

    make ─► accept ─► talk ─► wrap-up ─► over
      ├──► decline, ring out: back in the line at the old place, not to the same agent for a while
      └──► release: the tourist left, the work went elsewhere, the agent can take no more

Rules: an offer names its epoch, and only that epoch can be accepted. Whoever rings holds the place. An offer that comes
to nothing leaves the agent's idle time as it was. Nothing but the agent's own word takes a ringing rescue away for the
sake of everyday work: neither an everyday offer that was missed beside it, nor a wrap-up that begins. Nor does such a
miss cost anybody the state who is at a rescue.
"""

from collections.abc import Sequence

from voice_bridge.acd.capacity import Strain
from voice_bridge.acd.decisions import EndWrapUp, Interrupt, Offer, OpenToAll, Pause, Resume, Withdraw
from voice_bridge.acd.floor import Floor
from voice_bridge.acd.matching import Chosen
from voice_bridge.acd.nouns import ItemState, Outcome, Presence
from voice_bridge.acd.seat import Seat
from voice_bridge.acd.work import Work

MISSED_OFFER = "missed_offer"
"Why an agent is not ready after letting an offer ring out."
IN_HAND = frozenset({ItemState.ACTIVE, ItemState.INTERRUPTED, ItemState.WRAP_UP})


def make(floor: Floor, work: Work, chosen: Sequence[Chosen]) -> None:
    """Let waiting work ring at these agents."""
    floor.lines.remove(work)
    work.state = ItemState.OFFERED
    work.epoch += 1
    until_ms = floor.now_ms + work.terms.queue.ring_ms
    if work.ahead and floor.now_ms > work.entered_ms:
        floor.history(work.kin).served(floor.now_ms - work.entered_ms, work.ahead)
    work.ahead = 0
    for choice in chosen:
        seat = choice.member.seat
        work.ringing[seat.id] = until_ms
        floor.grip(seat, work)
        seat.offered_ms = floor.now_ms
        floor.tell(Offer(work.id, seat.id, work.epoch, until_ms, choice.score))
    floor.set_timer(work)


def accept(floor: Floor, work: Work, seat: Seat, epoch: int) -> None:
    """Give the work to the agent, if that very offer still stands; nobody else rings any more."""
    if work.epoch != epoch or seat.id not in work.ringing:
        if work.holder != seat.id or work.epoch != epoch:
            floor.ignore("offer_over", work.id)
        return
    for agent_id in [each for each in work.ringing if each != seat.id]:
        _stop_ringing(floor, work, floor.seats[agent_id], Outcome.ANSWERED_ELSEWHERE)
    hold(floor, work, seat)


def decline(floor: Floor, work: Work, seat: Seat, epoch: int) -> None:
    """Let somebody else have it."""
    if work.epoch != epoch or seat.id not in work.ringing:
        floor.ignore("offer_over", work.id)
        return
    _pass_on(floor, work, seat, Outcome.DECLINED)
    _back_if_silent(floor, work)


def lose(floor: Floor, work: Work, seat: Seat, epoch: int) -> None:
    """Let an offer be over that does not stand; the agent may be offered the work again."""
    if work.epoch != epoch or seat.id not in work.ringing:
        floor.ignore("offer_over", work.id)
        return
    _stop_ringing(floor, work, seat, Outcome.WITHDRAWN)
    _back_if_silent(floor, work)


def ring_out(floor: Floor, work: Work) -> None:
    """End the offers of an item that rang long enough; whoever let it ring is not ready, if the queue wants it so."""
    missed = [floor.seats[agent_id] for agent_id, until_ms in work.ringing.items() if until_ms <= floor.now_ms]
    for seat in missed:
        _pass_on(floor, work, seat, Outcome.TIMED_OUT)
        if work.terms.queue.misses_pause and (work.terms.urgency.strict or not _is_at_strict_work(seat)):
            floor.set_presence(seat, Presence.NOT_READY, MISSED_OFFER)
            floor.tell(Pause(seat.id, MISSED_OFFER))
            release_ringing(floor, seat)
    _back_if_silent(floor, work)


def release_ringing(floor: Floor, seat: Seat, *, but_strict: bool = False) -> None:
    """Stop what rings at an agent who can take no more just now; `but_strict` spares what nobody may be kept from."""
    ringing = [work for work in seat.held.values() if seat.id in work.ringing]
    if but_strict:
        ringing = [work for work in ringing if not work.terms.urgency.strict]
    for work in sorted(ringing, key=lambda each: each.place):
        _stop_ringing(floor, work, seat, Outcome.WITHDRAWN)
        _back_if_silent(floor, work)


def release(floor: Floor, work: Work) -> None:
    """Take work out of the line, of all ringing, or of an agent's hands."""
    if work.state is ItemState.WAITING:
        floor.lines.remove(work)
    for agent_id in [*work.ringing]:
        _stop_ringing(floor, work, floor.seats[agent_id], Outcome.WITHDRAWN)
    if work.holder is not None:
        floor.let_go(floor.seats[work.holder], work, idle_anew=work.resets_idle)
        work.holder = None
        work.resets_idle = True


# --- in hand ----------------------------------------------------------------------------------------------------


def hold(floor: Floor, work: Work, seat: Seat) -> None:
    """Put work into an agent's hands; what is interruptible there makes room, if it must."""
    seat.changes(floor.now_ms)
    work.ringing.clear()
    work.barred.clear()
    work.state, work.holder, work.keeper = ItemState.ACTIVE, seat.id, None
    seat.handled += 1
    floor.grip(seat, work)
    floor.set_timer(work)
    if work.terms.demand.interrupts:
        _make_room(floor, seat, work)
    floor.freed[seat.id] = seat  # ringing work cannot be put aside, work in hand perhaps can


def _make_room(floor: Floor, seat: Seat, urgent: Work) -> None:
    movable = [
        work
        for work in seat.held.values()
        if work.item.interruptible and work.state is ItemState.ACTIVE and work is not urgent
    ]
    for work in sorted(movable, key=lambda each: each.place, reverse=True):
        over = seat.load.over(seat.agent)
        if any(kind in over for kind, _ in work.terms.demand.takes):
            work.state = ItemState.INTERRUPTED
            seat.changed()
            floor.tell(Interrupt(work.id, seat.id))


def resume(floor: Floor, seat: Seat) -> None:
    """Let an agent go on with what was put aside, as far as there is room."""
    aside = [work for work in seat.held.values() if work.state is ItemState.INTERRUPTED]
    for work in sorted(aside, key=lambda each: each.place):
        if seat.load.strain(seat.agent, work.terms.demand) is Strain.USUAL:
            work.state = ItemState.ACTIVE
            seat.changed()
            floor.tell(Resume(work.id, seat.id))


def end_talk(floor: Floor, work: Work, seat: Seat, until_ms: int | None = None) -> None:
    """Begin the wrap-up, or end the work where there is no time for one, or the agent is at something urgent."""
    wraps_up = until_ms is not None or work.terms.queue.wrap_up_ms
    if not wraps_up or (work.state is ItemState.INTERRUPTED and until_ms is None):
        finish(floor, work)
        return
    seat.changes(floor.now_ms)
    work.state = ItemState.WRAP_UP
    work.wrap_up_until_ms = floor.now_ms + work.terms.queue.wrap_up_ms if until_ms is None else until_ms
    seat.changed()
    floor.freed[seat.id] = seat
    floor.set_timer(work)
    release_ringing(floor, seat, but_strict=True)


def resume_talk(floor: Floor, work: Work, seat: Seat) -> None:
    """Go on talking: the wrap-up is broken off."""
    seat.changes(floor.now_ms)
    work.state, work.wrap_up_until_ms = ItemState.ACTIVE, None
    seat.changed()
    floor.freed[seat.id] = seat
    floor.set_timer(work)


def end_wrap_up(floor: Floor, work: Work) -> None:
    """End the work, because the time for writing it up is over."""
    floor.tell(EndWrapUp(work.id, work.holder or ""))
    finish(floor, work)


def finish(floor: Floor, work: Work) -> None:
    """End work that was served."""
    release(floor, work)
    floor.forget(work)


# --- back in the line -------------------------------------------------------------------------------------------


def _is_at_strict_work(seat: Seat) -> bool:
    """Tell whether it rings at an agent or is being talked about: then nobody can be asked to look at anything else."""
    return any(work.terms.urgency.strict and work.state is not ItemState.WRAP_UP for work in seat.held.values())


def _pass_on(floor: Floor, work: Work, seat: Seat, outcome: Outcome) -> None:
    work.barred[seat.id] = floor.now_ms + work.terms.queue.excluded_ms
    _stop_ringing(floor, work, seat, outcome)


def _stop_ringing(floor: Floor, work: Work, seat: Seat, outcome: Outcome) -> None:
    floor.let_go(seat, work)
    del work.ringing[seat.id]
    floor.tell(Withdraw(work.id, seat.id, work.epoch, outcome))


def _back_if_silent(floor: Floor, work: Work) -> None:
    """Put work back where it stood once it rings nowhere; whoever passed on it is not waited for."""
    if work.ringing:
        floor.set_timer(work)
        return
    if work.keeper is not None and work.keeper in work.barred:
        floor.tell(OpenToAll(work.id, work.keeper))
        work.keeper = None
    floor.line_up(work)
