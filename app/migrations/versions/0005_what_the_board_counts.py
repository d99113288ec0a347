"""What a supervisor's board counts of the day: the waits that have ended in a queue, the offers that rang out.

Rule: frozen once it has landed; runs in one transaction on both engines.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WAITS = sa.text("owner_kind = 'queue'")
_RANG_OUT = sa.text("outcome = 'timed_out'")


def upgrade() -> None:
    """Bring the tables from 0004 to 0005."""
    op.create_index(
        "ix_owner_segments_waits",
        "owner_segments",
        ["queue_id", "to_ms"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.create_index(
        "ix_offers_missed", "offers", ["agent_id", "ended_ms"], sqlite_where=_RANG_OUT, postgresql_where=_RANG_OUT
    )
