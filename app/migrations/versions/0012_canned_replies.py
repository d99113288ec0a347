"""Canned replies: what agents say often, of organisations and of their own.

Rule: frozen once it has landed; runs in one transaction on both engines.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_COMMENT = (
    "A reply written beforehand (常用语), called by its shortcut `code`; `words` is a JSON object of "
    "languages, with slots; `owner_id` is whose alone it is, empty in one for all of the organisation and below."
)


def upgrade() -> None:
    """Bring the tables from 0011 to 0012."""
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), server_default="", nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_canned_replies_org_id"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_replies"),
        sa.UniqueConstraint("org_id", "owner_id", "code", name="uq_canned_replies_org_id_owner_id_code"),
        comment=_COMMENT,
    )
    op.create_index("ix_canned_replies_owner", "canned_replies", ["owner_id"], unique=False)
