"""The table of rescues; it belongs to `hub.store.tables`, which is long enough."""

from sqlalchemy import ForeignKeyConstraint, Index, MetaData, PrimaryKeyConstraint, Table

from hub.store.columns import millis, number, text


def rescue_table(metadata: MetaData) -> Table:
    """Return the table, as one of the hub's."""
    return Table(
        "rescues",
        metadata,
        text("conversation_id"),
        number("segment"),
        text("org_id"),
        text("state"),
        text("cause"),
        text("place", null=True),
        millis("raised_ms"),
        millis("waiting_ms"),
        millis("unaccepted_ms", null=True),
        text("seen_by", null=True),
        millis("seen_ms", null=True),
        text("accepted_by", null=True),
        millis("accepted_ms", null=True),
        millis("over_ms", null=True),
        text("lowered_by", null=True),
        PrimaryKeyConstraint("conversation_id", "segment"),
        ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        Index("ix_rescues_open", "state", "raised_ms"),
        comment="A cry for help in one segment of a conversation: `state` waiting, with_agent, lowered or over; "
        "`unaccepted_ms` is when the sirens began, `seen_by` who answered them, `place` JSON of where somebody is.",
    )
