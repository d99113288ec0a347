"""No index over a column that every message changes, and room on the pages of the rows that it changes.

Rule: frozen once it has landed; runs in one transaction on both engines. Measured: a message the bot answers wrote
27 index entries more before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LANES = (
    "The one ordered lane in (journal) or out (outbox) of an identity; workers claim lanes, never messages; `wake` "
    "grows with each new row: it is the row's position, and a worker that leaves sees what came meanwhile; "
    "`waits_since_ms` is null unless the lane is ready and nobody has it."
)
_GONE = {
    "lanes": ("ix_lanes_ready",),
    "messages": ("ix_messages_account_ext",),
    "conversations": (
        "ix_conversations_identity_last",
        "ix_conversations_org_state",
        "ix_conversations_state",
        "ix_conversations_customer",
    ),
}


def upgrade() -> None:
    """Bring the tables from 0002 to 0003."""
    for table, indexes in _GONE.items():
        for index in indexes:
            op.drop_index(index, table)
    op.add_column("lanes", sa.Column("waits_since_ms", sa.BigInteger(), nullable=True))
    op.execute("UPDATE lanes SET waits_since_ms = ready_ms WHERE state = 'ready'")
    op.drop_column("lanes", "ready_ms")
    _index("ix_lanes_waiting", "lanes", ["kind", "priority", "waits_since_ms"], "waits_since_ms IS NOT NULL")
    _index("ix_messages_account_ext", "messages", ["account_id", "ext_id"], "direction = 'out' AND ext_id IS NOT NULL")
    _index("ix_conversations_identity", "conversations", ["identity_id", "is_open", "id"])
    _index("ix_conversations_org_state", "conversations", ["org_id", "state", "id"])
    _index("ix_conversations_state", "conversations", ["state", "id"], "is_open = 1")
    _index("ix_conversations_customer", "conversations", ["customer_id", "id"])
    if op.get_context().dialect.supports_comments:
        op.create_table_comment("lanes", _LANES)
    if op.get_context().dialect.name == "postgresql":
        for table in ("lanes", "identities", "conversations"):
            op.execute(f"ALTER TABLE {table} SET (fillfactor = 70)")


def _index(name: str, table: str, columns: list[str], where: str | None = None) -> None:
    condition = None if where is None else sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
