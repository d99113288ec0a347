"""A ticket's phone, sealed and found by its HMACs; questions for tickets that did not fit; ratings by tourists.

Rule: frozen once it has landed; runs in one transaction on both engines. What is there has no phone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TICKETS = (
    "A piece of work with a number: an inquiry, a complaint, a rescue, a booking or a repair. `phone` is "
    "sealed; the HMACs find it by the whole number or by its last four digits."
)


def upgrade() -> None:
    """Bring the tables to this revision."""
    for column in (
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_mac", sa.Text(), nullable=True),
        sa.Column("phone_last4_mac", sa.Text(), nullable=True),
        sa.Column("phone_area", sa.Text(), nullable=True),
    ):
        op.add_column("tickets", column)
    if op.get_context().dialect.supports_comments:
        op.create_table_comment("tickets", _TICKETS)
    op.create_table(
        "ticket_lookups",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_lookups")),
        comment="A question for a ticket's state whose number or phone did not fit; so many of them, and none is "
        "answered.",
    )
    op.create_index("ix_ticket_lookups_no", "ticket_lookups", ["no", "at_ms"])
    op.create_index("ix_ticket_lookups_conversation", "ticket_lookups", ["conversation_id", "at_ms"])
    op.create_table(
        "ratings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("made_key", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("made_key", name=op.f("uq_ratings_made_key")),
        comment="What a tourist thinks of a guide, an agency, a sight or the service: 1 to 5 stars, and words.",
    )
    op.create_index("ix_ratings_org_subject", "ratings", ["org_id", "subject", "at_ms"])
