"""Work items of every medium, who is offered what, and what state each agent is in.

Rule: queue and work item commit together; an agent is offered an item under an `offer_epoch`, and a claim or a
refusal with an older one changes nothing. Intervals and offers are written in their final form for reports.
Queries repeat the conditions of the partial indexes below word for word, or the engines do not use them.
"""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy import text as sql

from hub.store.columns import big, flag, key, millis, new_metadata, number, text

metadata = new_metadata()

LIVE = "state IN ('waiting', 'offered', 'active', 'wrap_up')"
"Work that is not over."
IN_HAND = "state IN ('offered', 'active', 'wrap_up')"
"Work at an agent: it rings there, or is in hand."
IN_LINE = "state = 'waiting' AND for_agent IS NULL"
"Work that waits for anybody in its queue."
KEPT = "state = 'waiting' AND for_agent IS NOT NULL"
"Work that waits for one agent."
RESCUES = "state = 'waiting' AND priority = 0"
WRAPPING_UP = "state = 'wrap_up' AND wrap_up_until_ms IS NOT NULL"
"Work whose agent is writing it up; without a time the agent is free again and the work waits to be closed."
RANG_OUT = "outcome = 'timed_out'"
PRESENT = "state <> 'offline'"


def _where(name: str, *columns: str, condition: str) -> Index:
    return Index(name, *columns, sqlite_where=sql(condition), postgresql_where=sql(condition))


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
    text("for_agent", null=True),
    text("excluded", default="{}"),
    millis("enqueued_ms"),
    millis("changed_ms"),
    millis("wrap_up_until_ms", null=True),
    text("outcome", null=True),
    text("needs", null=True),
    text("business", null=True),
    number("vip", default=0),
    number("dissatisfied", default=0),
    text("last_agent", null=True),
    text("department", null=True),
    text("named_agent", null=True),
    millis("kept_until_ms", null=True),
    millis("entered_ms", default=0),
    number("lined_up", default=0),
    number("ring", default=0),
    number("hops", default=0),
    text("visited", default="[]"),
    text("preferred", default="[]"),
    flag("interruptible"),
    millis("aside_ms", null=True),
    UniqueConstraint("kind", "ref", "segment"),
    _where("ix_work_items_line", "queue_id", "priority", "enqueued_ms", "id", condition=IN_LINE),
    _where("ix_work_items_kept", "for_agent", "priority", "enqueued_ms", "id", condition=KEPT),
    _where("ix_work_items_rescues", "enqueued_ms", condition=RESCUES),
    _where("ix_work_items_agent", "agent_id", condition=IN_HAND),
    _where("ix_work_items_wrap_up", "wrap_up_until_ms", condition=WRAPPING_UP),
    _where("ix_work_items_conversation", "conversation_id", condition=LIVE),
    comment="One piece of work waiting for or held by an agent: a chat, a callback, a call; once per "
    "(kind, ref, segment). `for_agent` keeps it for one agent until `kept_until_ms`, `named_agent` was asked for; "
    "`excluded` is a JSON object of who passed on it and until when it is not offered there again (null: never); "
    "`needs` is JSON as in a queue's rules, `preferred` a JSON list of skills that are good to have, `dissatisfied` "
    "0 to 100; `lined_up` counts how often it was put in a line; `ring`, `hops` and `visited` (JSON) say how far the "
    "router has looked. `interruptible` work in hand that was put aside for something urgent at `aside_ms` takes no "
    "place until it is resumed.",
)

reservations = Table(
    "reservations",
    metadata,
    text("work_item_id"),
    text("agent_id"),
    number("offer_epoch"),
    millis("until_ms"),
    PrimaryKeyConstraint("work_item_id", "agent_id"),
    Index("ix_reservations_agent", "agent_id"),
    Index("ix_reservations_until", "until_ms"),
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
    text("next_reason", null=True),
    millis("since_ms"),
    millis("idle_since_ms", default=0),
    millis("presence_until_ms", default=0),
    number("load", default=0),
    flag("missed_offer"),
    number("rev", default=0),
    number("handled", default=0),
    millis("worked_ms", default=0),
    millis("idle_ms", default=0),
    millis("counted_to_ms", default=0),
    millis("offered_ms", default=0),
    PrimaryKeyConstraint("user_id"),
    Index("ix_agent_state_state", "state"),
    _where("ix_agent_state_presence", "presence_until_ms", condition=PRESENT),
    comment="What an agent is doing now, how many places are taken, and until when the browser's heartbeat counts; "
    "`rev` counts changes of state and work, not heartbeats. What was handled and worked today, up to "
    "`counted_to_ms`, is as of the last offer.",
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
    PrimaryKeyConstraint("work_item_id", "offer_epoch", "agent_id"),
    _where("ix_offers_missed", "agent_id", "ended_ms", condition=RANG_OUT),
    comment="Each offer ever made and how it ended: accepted, declined, timed_out, answered_elsewhere or withdrawn.",
)

waits_told = Table(
    "waits_told",
    metadata,
    text("work_item_id"),
    text("org_id"),
    text("conversation_id", null=True),
    text("queue_id"),
    number("lined_up"),
    number("position"),
    millis("p50_ms", null=True),
    millis("p90_ms", null=True),
    millis("told_ms"),
    millis("first_ms"),
    number("first_position"),
    millis("first_p50_ms", null=True),
    millis("first_p90_ms", null=True),
    millis("offered_ms", null=True),
    PrimaryKeyConstraint("work_item_id"),
    Index("ix_waits_told_conversation", "conversation_id"),
    comment="What somebody who waits was told last: place and likely wait from `told_ms` on (null: the place alone), "
    "for the time in the line that `lined_up` names. `first_…` is the first promise, kept to be held against what "
    "comes; `offered_ms` is when a message was offered. Gone as soon as the wait is over.",
)

queue_statistics = Table(
    "queue_statistics",
    metadata,
    text("queue_id"),
    number("priority"),
    text("medium"),
    text("paces_ms", default="[]"),
    millis("changed_ms"),
    PrimaryKeyConstraint("queue_id", "priority", "medium"),
    comment="How fast a queue has answered a class and medium lately: milliseconds per place of those served last "
    "(JSON), for estimates.",
)

routing_rules = Table(
    "routing_rules",
    metadata,
    text("org_id"),
    text("document", default="{}"),
    number("rev", default=0),
    millis("changed_ms", default=0),
    PrimaryKeyConstraint("org_id"),
    comment="Rules for all queues beneath an organisation, as JSON: classes, media, head starts, kinds of work.",
)

router = Table(
    "router",
    metadata,
    text("name"),
    text("epoch"),
    big("xid"),
    text("event_id"),
    text("day"),
    text("closed", default="[]"),
    big("fence"),
    PrimaryKeyConstraint("name"),
    comment="How far in the event log the router has decided, under which fence; the day its figures count, and the "
    "queues that are closed (JSON).",
)
