"""The life of a conversation as one table; a step that is not in it raises and changes nothing.

    bot ── escalated ──► queued ── accepted ──► assigned ── ended ──► wrap_up ── wrapped ──► closed
     ▲                     ▲                     │  ▲  ▲                │                      │
     │                     ├──── transferred ────┘  │  └──── wrote ─────┘                      │
     │                     │        on_hold ◄───────┘ held, resumed                            │
     └── reopened ─────────┴──────────────────────── reopened_queued ──────────────────────────┘

A supervisor may take a conversation over (`taken_over`) from the bot, the line or an agent: it is `assigned` then.

An offer does not leave `queued`: ringing is a matter of the work item. A tourist's message in `wrap_up` brings the
conversation back to the same agent; in `closed`, within the grace time, it opens a new segment.
Source: CONTRACTS "Codes and values".
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from hub.errors import IllegalTransition
from hub.model import OwnerKind, State


class Step(StrEnum):
    """What happened to a conversation."""

    ESCALATED = "escalated"
    ACCEPTED = "accepted"
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    TAKEN_OVER = "taken_over"
    RETURNED_TO_BOT = "returned_to_bot"
    ENDED = "ended"
    WRAPPED = "wrapped"
    WROTE = "wrote"
    REOPENED = "reopened"
    REOPENED_QUEUED = "reopened_queued"
    SNOOZED = "snoozed"
    WOKE = "woke"
    CALLBACK_REQUESTED = "callback_requested"
    CALL_STARTED = "call_started"
    CALL_ENDED = "call_ended"
    CALL_FAILED = "call_failed"
    EXPIRED = "expired"


_ROWS: dict[State, dict[Step, State]] = {
    State.BOT: {
        Step.WROTE: State.BOT,
        Step.ESCALATED: State.QUEUED,
        Step.TAKEN_OVER: State.ASSIGNED,
        Step.CALLBACK_REQUESTED: State.CALLBACK_PENDING,
        Step.EXPIRED: State.CLOSED,
    },
    State.QUEUED: {
        Step.WROTE: State.QUEUED,
        Step.ACCEPTED: State.ASSIGNED,
        Step.TAKEN_OVER: State.ASSIGNED,
        Step.TRANSFERRED: State.QUEUED,
        Step.RETURNED_TO_BOT: State.BOT,
        Step.CALLBACK_REQUESTED: State.CALLBACK_PENDING,
        Step.EXPIRED: State.CLOSED,
    },
    State.ASSIGNED: {
        Step.WROTE: State.ASSIGNED,
        Step.HELD: State.ON_HOLD,
        Step.TAKEN_OVER: State.ASSIGNED,
        Step.TRANSFERRED: State.QUEUED,
        Step.RETURNED_TO_BOT: State.BOT,
        Step.SNOOZED: State.SNOOZED,
        Step.CALLBACK_REQUESTED: State.CALLBACK_PENDING,
        Step.CALL_STARTED: State.IN_CALL,
        Step.ENDED: State.WRAP_UP,
    },
    State.ON_HOLD: {
        Step.WROTE: State.ON_HOLD,
        Step.RESUMED: State.ASSIGNED,
        Step.TAKEN_OVER: State.ASSIGNED,
        Step.TRANSFERRED: State.QUEUED,
        Step.ENDED: State.WRAP_UP,
    },
    State.WRAP_UP: {
        Step.WROTE: State.ASSIGNED,
        Step.WRAPPED: State.CLOSED,
    },
    State.CLOSED: {
        Step.REOPENED: State.BOT,
        Step.REOPENED_QUEUED: State.QUEUED,
    },
    State.SNOOZED: {
        Step.WROTE: State.QUEUED,
        Step.WOKE: State.QUEUED,
        Step.ENDED: State.WRAP_UP,
    },
    State.CALLBACK_PENDING: {
        Step.WROTE: State.CALLBACK_PENDING,
        Step.CALL_STARTED: State.IN_CALL,
        Step.CALL_FAILED: State.QUEUED,
        Step.EXPIRED: State.CLOSED,
    },
    State.IN_CALL: {
        Step.WROTE: State.IN_CALL,
        Step.CALL_ENDED: State.ASSIGNED,
        Step.TRANSFERRED: State.QUEUED,
        Step.ENDED: State.WRAP_UP,
    },
}

TRANSITIONS: Mapping[State, Mapping[Step, State]] = MappingProxyType(
    {state: MappingProxyType(row) for state, row in _ROWS.items()}
)

OWNER_OF: Mapping[State, OwnerKind] = MappingProxyType(
    {
        State.BOT: OwnerKind.BOT,
        State.QUEUED: OwnerKind.QUEUE,
        State.ASSIGNED: OwnerKind.AGENT,
        State.ON_HOLD: OwnerKind.AGENT,
        State.WRAP_UP: OwnerKind.AGENT,
        State.SNOOZED: OwnerKind.AGENT,
        State.IN_CALL: OwnerKind.AGENT,
        State.CALLBACK_PENDING: OwnerKind.QUEUE,
        State.CLOSED: OwnerKind.NONE,
    }
)
"Who owns a conversation in each state; a step that changes the owner raises `owner_epoch`."


def after(state: State, step: Step) -> State:
    """Return the state that `step` leads to.

    Raises:
        IllegalTransition: the table has no such step; nothing has changed.
    """
    try:
        return TRANSITIONS[state][step]
    except KeyError:
        raise IllegalTransition("illegal_transition", f"{step} is not possible while {state}") from None
