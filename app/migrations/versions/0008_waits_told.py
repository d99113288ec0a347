"""What those who wait were told of it.

Rule: frozen once it has landed; runs in one transaction on both engines. Whoever waits when this runs is told at the
router's next turns.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables from 0007 to 0008."""
    op.create_table(
        "waits_told",
        sa.Column("work_item_id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=True),
        sa.Column("queue_id", sa.Text(), nullable=False),
        sa.Column("lined_up", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("p50_ms", sa.BigInteger(), nullable=True),
        sa.Column("p90_ms", sa.BigInteger(), nullable=True),
        sa.Column("told_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_position", sa.Integer(), nullable=False),
        sa.Column("first_p50_ms", sa.BigInteger(), nullable=True),
        sa.Column("first_p90_ms", sa.BigInteger(), nullable=True),
        sa.Column("offered_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("work_item_id", name=op.f("pk_waits_told")),
        comment="What somebody who waits was told last: place and likely wait from `told_ms` on (null: the place "
        "alone), for the time in the line that `lined_up` names. `first_…` is the first promise, kept to be held "
        "against what comes; `offered_ms` is when a message was offered. Gone as soon as the wait is over.",
    )
    op.create_index("ix_waits_told_conversation", "waits_told", ["conversation_id"], unique=False)
