"""Models that understand texts: which there are, and which answers.

Rule: frozen once it has landed; runs in one transaction on both engines.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables from 0010 to 0011."""
    op.create_table(
        "nlu_models",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("data_hash", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("metrics", sa.Text(), server_default="{}", nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nlu_models")),
        sa.UniqueConstraint("sha256", name=op.f("uq_nlu_models_sha256")),
        comment="A model that understands texts; its bytes lie in the data folder under `sha256`. That with the latest "
        "`used_ms` answers.",
    )
    op.create_index("ix_nlu_models_used", "nlu_models", ["used_ms"], unique=False)
