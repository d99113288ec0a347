"""Agents as they come, go, pause and change; the work in their hands is never taken from them by that."""

from hub.errors import Conflict
from voice_bridge.acd import arrivals, offers
from voice_bridge.acd.bucket import Bucket
from voice_bridge.acd.floor import Floor
from voice_bridge.acd.nouns import Agent, Presence
from voice_bridge.acd.seat import Seat


def change(floor: Floor, agent: Agent) -> None:
    """Make an agent, or let one have other skills, queues or places from now on."""
    seat = floor.seats.get(agent.id)
    if seat is None:
        seat = floor.seats[agent.id] = Seat(agent, counted_to_ms=floor.now_ms)
    before = floor.lines.buckets_with(seat)
    seat.agent = agent
    seat.changed()
    floor.lines.admit(seat)
    floor.freed[seat.id] = seat
    _check(floor, before)


def remove(floor: Floor, seat: Seat) -> None:
    """Forget an agent.

    Raises:
        Conflict: `agent_has_work`; it must be transferred or ended first.
    """
    if any(seat.id not in work.ringing for work in seat.held.values()):
        raise Conflict("agent_has_work", seat.id, {"items": sorted(seat.held)})
    leave(floor, seat)
    before = floor.lines.buckets_with(seat)
    floor.lines.dismiss(seat)
    floor.freed.pop(seat.id, None)
    del floor.seats[seat.id]
    _check(floor, before)


def _check(floor: Floor, buckets: list[Bucket]) -> None:
    """See to it that nothing is stuck where an agent was perhaps the last; what goes on elsewhere is told of there."""
    standing = [bucket for bucket in buckets if bucket.line]
    arrivals.nobody_left(floor, standing)
    arrivals.nobody_at_all(floor, standing)


def ready(floor: Floor, seat: Seat) -> None:
    """Let an agent be offered work."""
    floor.set_presence(seat, Presence.READY)


def pause(floor: Floor, seat: Seat, reason: str) -> None:
    """Offer nothing more to an agent; what rings there rings elsewhere."""
    floor.set_presence(seat, Presence.NOT_READY, reason)
    offers.release_ringing(floor, seat)


def leave(floor: Floor, seat: Seat) -> None:
    """Let an agent be gone: as a pause, and nothing is kept for the agent any more."""
    floor.set_presence(seat, Presence.OFFLINE)
    offers.release_ringing(floor, seat)
    arrivals.agent_left(floor, seat)
