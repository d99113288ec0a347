"""Tickets (工单): the work that outlives a conversation.

Rule: a ticket is never a conversation; it points at ranges of them. Its number counts by organisation and local day.
"""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from hub.store.columns import big, blob, key, millis, new_metadata, number, text

metadata = new_metadata()

tickets = Table(
    "tickets",
    metadata,
    key(),
    text("org_id"),
    text("no"),
    text("kind"),
    text("state"),
    text("title"),
    text("description", default=""),
    text("severity", default="normal"),
    text("customer_id", null=True),
    text("owner_id", null=True),
    text("created_by"),
    text("made_key"),
    millis("created_ms"),
    millis("changed_ms"),
    millis("closed_ms", null=True),
    number("rev", default=0),
    blob("phone", null=True),
    text("phone_mac", null=True),
    text("phone_last4_mac", null=True),
    text("phone_area", null=True),
    UniqueConstraint("org_id", "no"),
    UniqueConstraint("made_key"),
    Index("ix_tickets_org_state", "org_id", "state", "created_ms"),
    Index("ix_tickets_customer", "customer_id"),
    comment="A piece of work with a number: an inquiry, a complaint, a rescue, a booking or a repair. `phone` is "
    "sealed; the HMACs find it by the whole number or by its last four digits.",
)

ticket_links = Table(
    "ticket_links",
    metadata,
    text("ticket_id"),
    text("conversation_id"),
    big("seq_from"),
    big("seq_to"),
    PrimaryKeyConstraint("ticket_id", "conversation_id", "seq_from"),
    Index("ix_ticket_links_conversation", "conversation_id"),
    comment="The part of a conversation that a ticket is about.",
)

ticket_changes = Table(
    "ticket_changes",
    metadata,
    key(),
    text("ticket_id"),
    text("org_id"),
    millis("at_ms"),
    text("actor_kind"),
    text("actor_id", null=True),
    text("action"),
    text("from_state", null=True),
    text("to_state", null=True),
    text("note", null=True),
    Index("ix_ticket_changes_ticket", "ticket_id", "at_ms"),
    comment="What happened to a ticket, in order.",
)

ticket_counters = Table(
    "ticket_counters",
    metadata,
    text("org_id"),
    text("day"),
    number("last"),
    PrimaryKeyConstraint("org_id", "day"),
    comment="The last ticket number given by an organisation on a local day (YYYYMMDD).",
)

ticket_lookups = Table(
    "ticket_lookups",
    metadata,
    key(),
    text("org_id"),
    text("no"),
    text("conversation_id"),
    millis("at_ms"),
    Index("ix_ticket_lookups_no", "no", "at_ms"),
    Index("ix_ticket_lookups_conversation", "conversation_id", "at_ms"),
    comment="A question for a ticket's state whose number or phone did not fit; so many of them, and none is answered.",
)

ratings = Table(
    "ratings",
    metadata,
    key(),
    text("org_id"),
    text("conversation_id"),
    text("customer_id", null=True),
    text("subject"),
    text("name", null=True),
    number("stars"),
    text("words", null=True),
    text("made_key"),
    millis("at_ms"),
    UniqueConstraint("made_key"),
    Index("ix_ratings_org_subject", "org_id", "subject", "at_ms"),
    comment="What a tourist thinks of a guide, an agency, a sight or the service: 1 to 5 stars, and words.",
)
