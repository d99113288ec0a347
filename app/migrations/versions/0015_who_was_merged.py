"""Who was found to be the same person is found from that person too.

Rule: frozen once it has landed; runs in one transaction on both engines.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_customers_merged", "customers", ["merged_into"], unique=False, sqlite_where=merged, postgresql_where=merged
    )
