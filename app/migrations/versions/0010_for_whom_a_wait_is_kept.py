"""For whom a stretch of waiting is kept: the colleague a conversation was passed to by name.

Rule: frozen once it has landed; runs in one transaction on both engines. What is there stays as it was told then: by
its queue.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_COMMENT = (
    "Who had the conversation and in which state, from when to when: the final form that reports read. `for_agent` is "
    "whom a wait was kept for when it began, having been passed on by name."
)


def upgrade() -> None:
    """Bring the tables from 0009 to 0010."""
    op.add_column("owner_segments", sa.Column("for_agent", sa.Text(), nullable=True))
    if op.get_context().dialect.supports_comments:
        op.create_table_comment("owner_segments", _COMMENT)
