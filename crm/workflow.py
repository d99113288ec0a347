"""The lives of tickets (工单流程), one table for each way of living; a step not in it raises and changes nothing.

    new ── start ──► open ── wait ──► waiting            a rescue never waits
     │                │ ▲ ◄─ resume ──┘ │
     │ (ordinary)     │ └── reopen ───┐ │ resolve
     └── resolve ─────┴── resolve ──► resolved ── close ──► closed (a complaint may be reopened)
    new, open, waiting ── cancel ──► cancelled

Rules: what is resolved or cancelled says how or why, in a note; closed and cancelled are ends.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from hub.errors import IllegalTransition, Unprocessable


class TicketKind(StrEnum):
    """What a ticket is about."""

    INQUIRY = "inquiry"
    COMPLAINT = "complaint"
    RESCUE = "rescue"
    BOOKING = "booking"
    REPAIR = "repair"
    SUGGESTION = "suggestion"


class TicketState(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    "For somebody outside: the tourist, an agency."
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class TicketStep(StrEnum):
    """What somebody does with a ticket."""

    START = "start"
    WAIT = "wait"
    RESUME = "resume"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    CLOSE = "close"
    CANCEL = "cancel"


class Severity(StrEnum):
    """How much depends on it."""

    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


Life = Mapping[TicketState, Mapping[TicketStep, TicketState]]


def _life(rows: dict[TicketState, dict[TicketStep, TicketState]]) -> Life:
    return MappingProxyType({state: MappingProxyType(rows.get(state, {})) for state in TicketState})


_ORDINARY = _life(
    {
        TicketState.NEW: {
            TicketStep.START: TicketState.OPEN,
            TicketStep.RESOLVE: TicketState.RESOLVED,
            TicketStep.CANCEL: TicketState.CANCELLED,
        },
        TicketState.OPEN: {
            TicketStep.WAIT: TicketState.WAITING,
            TicketStep.RESOLVE: TicketState.RESOLVED,
            TicketStep.CANCEL: TicketState.CANCELLED,
        },
        TicketState.WAITING: {
            TicketStep.RESUME: TicketState.OPEN,
            TicketStep.RESOLVE: TicketState.RESOLVED,
            TicketStep.CANCEL: TicketState.CANCELLED,
        },
        TicketState.RESOLVED: {TicketStep.REOPEN: TicketState.OPEN, TicketStep.CLOSE: TicketState.CLOSED},
    }
)
"Inquiries, bookings, repairs, suggestions: what was answered at once is resolved at once."

_COMPLAINT = _life(
    {
        TicketState.NEW: {TicketStep.START: TicketState.OPEN, TicketStep.CANCEL: TicketState.CANCELLED},
        TicketState.OPEN: dict(_ORDINARY[TicketState.OPEN]),
        TicketState.WAITING: dict(_ORDINARY[TicketState.WAITING]),
        TicketState.RESOLVED: dict(_ORDINARY[TicketState.RESOLVED]),
        TicketState.CLOSED: {TicketStep.REOPEN: TicketState.OPEN},
    }
)
"Somebody must have taken it up before it can be resolved, and the tourist may come back."

_RESCUE = _life(
    {
        TicketState.NEW: {TicketStep.START: TicketState.OPEN, TicketStep.CANCEL: TicketState.CANCELLED},
        TicketState.OPEN: {TicketStep.RESOLVE: TicketState.RESOLVED, TicketStep.CANCEL: TicketState.CANCELLED},
        TicketState.RESOLVED: dict(_ORDINARY[TicketState.RESOLVED]),
    }
)
"Never waits for anybody; a false alarm is cancelled."

LIVES: Mapping[TicketKind, Life] = MappingProxyType(
    {
        TicketKind.INQUIRY: _ORDINARY,
        TicketKind.BOOKING: _ORDINARY,
        TicketKind.REPAIR: _ORDINARY,
        TicketKind.SUGGESTION: _ORDINARY,
        TicketKind.COMPLAINT: _COMPLAINT,
        TicketKind.RESCUE: _RESCUE,
    }
)

IN_WORK = frozenset({TicketState.NEW, TicketState.OPEN, TicketState.WAITING})
"Somebody is to do, or does, something about it."
ENDS = frozenset({TicketState.CLOSED, TicketState.CANCELLED})
NEEDS_NOTE = frozenset({TicketStep.RESOLVE, TicketStep.CANCEL})


def after(kind: TicketKind, state: TicketState, step: TicketStep) -> TicketState:
    """Return the state that `step` leads to.

    Raises:
        IllegalTransition: this kind's table has no such step; nothing has changed.
    """
    try:
        return LIVES[kind][state][step]
    except KeyError:
        raise IllegalTransition("illegal_transition", f"a {kind} that is {state} cannot {step}") from None


def steps_from(kind: TicketKind, state: TicketState) -> tuple[TicketStep, ...]:
    """Return what can be done with a ticket now, in the order of the table."""
    return tuple(LIVES[kind][state])


def kind_of(code: str) -> TicketKind:
    """Return the kind with this code.

    Raises:
        Unprocessable: there is none.
    """
    try:
        return TicketKind(code)
    except ValueError:
        raise Unprocessable("ticket_kind_unknown", f"one of {', '.join(TicketKind)}", {"kind": "unknown"}) from None


def severity_of(kind: TicketKind) -> Severity:
    """Return how much depends on a ticket of this kind unless somebody says otherwise."""
    return Severity.CRITICAL if kind is TicketKind.RESCUE else Severity.NORMAL
