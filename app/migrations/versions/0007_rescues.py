"""Rescues: who cried for help, since when nobody has them, who answered.

Rule: frozen once it has landed; runs in one transaction on both engines. Conversations that are rescues when this
runs get a row when they next move.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables from 0006 to 0007."""
    op.create_table(
        "rescues",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("raised_ms", sa.BigInteger(), nullable=False),
        sa.Column("waiting_ms", sa.BigInteger(), nullable=False),
        sa.Column("unaccepted_ms", sa.BigInteger(), nullable=True),
        sa.Column("seen_by", sa.Text(), nullable=True),
        sa.Column("seen_ms", sa.BigInteger(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("accepted_ms", sa.BigInteger(), nullable=True),
        sa.Column("over_ms", sa.BigInteger(), nullable=True),
        sa.Column("lowered_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_rescues_conversation_id")),
        sa.PrimaryKeyConstraint("conversation_id", "segment", name=op.f("pk_rescues")),
        comment="A cry for help in one segment of a conversation: `state` waiting, with_agent, lowered or over; "
        "`unaccepted_ms` is when the sirens began, `seen_by` who answered them, `place` JSON of where somebody is.",
    )
    op.create_index("ix_rescues_open", "rescues", ["state", "raised_ms"], unique=False)
