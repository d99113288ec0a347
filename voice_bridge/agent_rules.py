"""What state an agent is in, decided from what the agent asked for and the work in hand; pure.

    offline ◄──► ready ◄──► busy ◄──► wrap_up        break, training: only when asked for, or after a missed offer

Rules: work moves an agent between ready, busy (at capacity) and wrap_up, never out of offline, break or training.
A break asked for with work in hand is kept as `next_state`: no new offers at once, the break itself when the work is
done. Whoever lets an offer ring out goes on a break (`missed_offer`) and is ready again only by saying so. Whoever's
browser falls silent is offline, keeps the work, and comes back to the former state with the next heartbeat if that
comes soon. Sources: reference/voice.md §6 (8, 9), CONTRACTS "Codes and values".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from hub.errors import Unprocessable


class AgentState(StrEnum):
    """What an agent is doing (坐席状态)."""

    OFFLINE = "offline"
    READY = "ready"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
    BREAK = "break"
    TRAINING = "training"


WORKING = frozenset({AgentState.READY, AgentState.BUSY, AgentState.WRAP_UP})
"States between which work moves an agent."
ASKABLE = frozenset({AgentState.READY, AgentState.BREAK, AgentState.TRAINING, AgentState.OFFLINE})
"States an agent can ask for; the others follow from the work."
MISSED_OFFER = "missed_offer"
PRESENCE_LOST = "presence_lost"
OUR_REASONS = frozenset({MISSED_OFFER, PRESENCE_LOST})
"Reasons nobody can give; the others are codes too, since reports count by them and facts hold no words."
_REASON = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
RETURN_WITHIN_MS = 5 * 60_000
"An agent who comes back later than this after the browser fell silent has to say ready again."


@dataclass(frozen=True, slots=True)
class Load:
    """The work in an agent's hands, and the places there are for it, by medium."""

    capacity: Mapping[str, int]
    taken: Mapping[str, int]
    wrapping_up: bool = False
    "Some of it is talked out and being written up."

    @property
    def total(self) -> int:
        """All places taken, of every medium."""
        return sum(self.taken.values())

    @property
    def full(self) -> bool:
        """Whether the places of any medium the agent works in are all taken: then nothing more is offered."""
        return is_full(self.capacity, self.taken)


@dataclass(frozen=True, slots=True)
class Desk:
    """An agent's state with what goes with it."""

    state: AgentState = AgentState.OFFLINE
    reason: str | None = None
    next_state: AgentState | None = None
    next_reason: str | None = None
    missed_offer: bool = False


def is_full(capacity: Mapping[str, int], taken: Mapping[str, int]) -> bool:
    """Tell whether all places of some medium are taken."""
    return any(0 < places <= taken.get(medium, 0) for medium, places in capacity.items())


def settled(desk: Desk, load: Load) -> Desk:
    """Return the state that follows from the work in hand after it changed."""
    if desk.state not in WORKING:
        return desk
    if desk.next_state is not None and not load.total:
        return replace(desk, state=desk.next_state, reason=desk.next_reason, next_state=None, next_reason=None)
    return replace(desk, state=_working(load, held_back=desk.next_state is not None), reason=None)


def asked(desk: Desk, state: str, reason: str | None, load: Load) -> Desk:
    """Return what becomes of an agent who asks for `state`.

    Raises:
        Unprocessable: no such state, or one that only follows from work; a reason that is no code, or is ours.
    """
    if state not in ASKABLE:
        raise Unprocessable("agent_state_unknown", "nobody can ask for this state", {"state": "unknown"})
    if reason is not None and (reason in OUR_REASONS or not _REASON.fullmatch(reason)):
        raise Unprocessable("agent_reason_invalid", "a reason is a code of its own", {"reason": "invalid"})
    wanted = AgentState(state)
    if wanted is AgentState.READY:
        return settled(Desk(AgentState.READY), load)
    if desk.state in WORKING and load.total:
        return settled(replace(desk, next_state=wanted, next_reason=reason), load)
    return Desk(wanted, reason)


def missed(desk: Desk) -> Desk:
    """Return what becomes of an agent who let an offer ring out: a break, at once."""
    if desk.state not in WORKING:
        return replace(desk, missed_offer=True)
    return Desk(AgentState.BREAK, MISSED_OFFER, missed_offer=True)


def lost(desk: Desk) -> Desk:
    """Return what becomes of an agent whose browser fell silent; what was asked for next is kept."""
    return replace(desk, state=AgentState.OFFLINE, reason=PRESENCE_LOST)


def returned(desk: Desk, former: AgentState, former_reason: str | None, load: Load) -> Desk:
    """Return what becomes of an agent whose browser is heard again soon after it fell silent."""
    if former in WORKING:
        return settled(replace(desk, state=AgentState.READY, reason=None), load)
    return replace(desk, state=former, reason=former_reason)


def _working(load: Load, *, held_back: bool) -> AgentState:
    if load.wrapping_up:
        return AgentState.WRAP_UP
    return AgentState.BUSY if load.full or held_back else AgentState.READY
