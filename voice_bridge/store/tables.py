"""Work items of every medium, who is offered what, and what state each agent is in.

Rule: queue and work item commit together; an agent is offered an item under an `offer_epoch`, and a claim or a
refusal with an older one changes nothing. Intervals and offers are written in their final form for reports.
"""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy import text as sql

from hub.store.columns import flag, key, millis, new_metadata, number, text

metadata = new_metadata()

_LIVE = sql("state IN ('waiting', 'offered')")

work_items = Table(
    "work_items",
    metadata,
    key(),
    text("org_id"),
    text("kind"),
    text("ref"),
    number("segment"),
    text("conversation_id", null=True),
    text("queue_id"),
    text("medium"),
    number("weight", default=1),
    number("priority", default=5),
    text("state", default="waiting"),
    text("agent_id", null=True),
    number("offer_epoch", default=0),
    text("excluded", default="[]"),
    millis("enqueued_ms"),
    millis("changed_ms"),
    text("outcome", null=True),
    UniqueConstraint("kind", "ref", "segment"),
    Index("ix_work_items_line", "state", "priority", "enqueued_ms", sqlite_where=_LIVE, postgresql_where=_LIVE),
    Index("ix_work_items_agent", "agent_id", "state"),
    Index("ix_work_items_conversation", "conversation_id"),
    comment="One piece of work waiting for or held by an agent: a chat, a callback, a call; once per "
    "(kind, ref, segment).",
)

reservations = Table(
    "reservations",
    metadata,
    text("work_item_id"),
    text("agent_id"),
    number("offer_epoch"),
    millis("until_ms"),
    PrimaryKeyConstraint("work_item_id"),
    Index("ix_reservations_agent", "agent_id"),
    comment="An offer that is ringing now: this item is kept for this agent until `until_ms`.",
)

agent_state = Table(
    "agent_state",
    metadata,
    text("user_id"),
    text("org_id"),
    text("state", default="offline"),
    text("reason", null=True),
    text("next_state", null=True),
    millis("since_ms"),
    millis("idle_since_ms", default=0),
    millis("presence_until_ms", default=0),
    number("load", default=0),
    flag("missed_offer"),
    number("rev", default=0),
    PrimaryKeyConstraint("user_id"),
    Index("ix_agent_state_state", "state"),
    comment="What an agent is doing now, how many places are taken, and until when the browser's heartbeat counts.",
)

state_intervals = Table(
    "state_intervals",
    metadata,
    key(),
    text("org_id"),
    text("user_id"),
    text("state"),
    text("reason", null=True),
    millis("from_ms"),
    millis("to_ms", null=True),
    Index("ix_state_intervals_user", "user_id", "from_ms"),
    comment="How long an agent was in a state; the open one has no end.",
)

offers = Table(
    "offers",
    metadata,
    text("work_item_id"),
    number("offer_epoch"),
    text("org_id"),
    text("agent_id"),
    millis("made_ms"),
    millis("ended_ms", null=True),
    text("outcome", null=True),
    PrimaryKeyConstraint("work_item_id", "offer_epoch"),
    comment="Each offer ever made and how it ended: accepted, declined, timed_out or withdrawn.",
)
