"""What the ACD engine keeps in rows: of work, of agents' days, of queues' pace, of its rules and its place in the log.

Rule: frozen once it has landed; runs in one transaction on both engines. Work that waits was entered when it was put
into the line; several agents may ring with one item, so offers and reservations are an agent's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COMMENTS = {
    "work_items": "One piece of work waiting for or held by an agent: a chat, a callback, a call; once per "
    "(kind, ref, segment). `for_agent` keeps it for one agent until `kept_until_ms`, `named_agent` was asked for; "
    "`excluded` is a JSON object of who passed on it and until when it is not offered there again (null: never); "
    "`needs` is JSON as in a queue's rules, `dissatisfied` 0 to 100; `lined_up` counts how often it was put in a line; "
    "`ring`, `hops` and `visited` (JSON) say how far the router has looked.",
    "agent_state": "What an agent is doing now, how many places are taken, and until when the browser's heartbeat "
    "counts; `rev` counts changes of state and work, not heartbeats. What was handled and worked today, up to "
    "`counted_to_ms`, is as of the last offer.",
    "offers": "Each offer ever made and how it ended: accepted, declined, timed_out, answered_elsewhere or withdrawn.",
}


def upgrade() -> None:
    """Bring the tables from 0005 to 0006."""
    _work_items()
    _agent_state()
    _offers()
    _new_tables()
    if op.get_context().dialect.supports_comments:
        for table, comment in _COMMENTS.items():
            op.create_table_comment(table, comment)


def _work_items() -> None:
    for column in (
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("business", sa.Text(), nullable=True),
        sa.Column("vip", sa.Integer(), server_default="0", nullable=False),
        sa.Column("dissatisfied", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_agent", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("named_agent", sa.Text(), nullable=True),
        sa.Column("kept_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("entered_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("lined_up", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ring", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hops", sa.Integer(), server_default="0", nullable=False),
        sa.Column("visited", sa.Text(), server_default="[]", nullable=False),
    ):
        op.add_column("work_items", column)
    op.execute("UPDATE work_items SET entered_ms = changed_ms, named_agent = for_agent")
    op.execute("UPDATE work_items SET kept_until_ms = changed_ms + 120000 WHERE for_agent IS NOT NULL")


def _agent_state() -> None:
    op.add_column("agent_state", sa.Column("handled", sa.Integer(), server_default="0", nullable=False))
    for name in ("worked_ms", "idle_ms", "counted_to_ms", "offered_ms"):
        op.add_column("agent_state", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))


def _offers() -> None:
    """Let the agent be part of both keys; SQLite needs the tables made anew for that."""
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("pk_reservations", "reservations")
        op.create_primary_key("pk_reservations", "reservations", ["work_item_id", "agent_id"])
        op.drop_constraint("pk_offers", "offers")
        op.create_primary_key("pk_offers", "offers", ["work_item_id", "offer_epoch", "agent_id"])
        return
    with op.batch_alter_table("reservations", recreate="always") as table:
        table.drop_constraint("pk_reservations", type_="primary")
        table.create_primary_key("pk_reservations", ["work_item_id", "agent_id"])
    op.drop_index("ix_offers_missed", "offers")
    with op.batch_alter_table("offers", recreate="always") as table:
        table.drop_constraint("pk_offers", type_="primary")
        table.create_primary_key("pk_offers", ["work_item_id", "offer_epoch", "agent_id"])
    op.create_index(
        "ix_offers_missed", "offers", ["agent_id", "ended_ms"], sqlite_where=sa.text("outcome = 'timed_out'")
    )


def _new_tables() -> None:
    op.create_table(
        "queue_statistics",
        sa.Column("queue_id", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("paces_ms", sa.Text(), server_default="[]", nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("queue_id", "priority", "medium", name=op.f("pk_queue_statistics")),
        comment="How fast a queue has answered a class and medium lately: milliseconds per place of those served last "
        "(JSON), for estimates.",
    )
    op.create_table(
        "routing_rules",
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), server_default="{}", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_routing_rules")),
        comment="Rules for all queues beneath an organisation, as JSON: classes, media, head starts, kinds of work.",
    )
    op.create_table(
        "router",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("xid", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("closed", sa.Text(), server_default="[]", nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_router")),
        comment="How far in the event log the router has decided, under which fence; the day its figures count, and "
        "the queues that are closed (JSON).",
    )
