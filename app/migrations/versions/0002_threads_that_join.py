"""Where an anonymous visitor's thread has gone, and in which chain a visitor's token stands.

Rule: frozen once it has landed; runs in one transaction on both engines. A token from before has no chain of its own:
its messages are unique within its visitor.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_IDENTITIES = (
    "One address of a customer on one of our accounts; `pub_seq` is the last number given in the thread that the "
    "tourist sees, `delivered_seq` and `read_seq` how far the tourist has confirmed it; `site_user` is the id that a "
    "web site vouches for; whoever was `merged_into` another identity reads and writes in that one's thread."
)
_VISITOR_TOKENS = (
    "A visitor's rotating token of web chat; `id` is its SHA-256 in hex; the token it follows stays good until this "
    "one is first used (`used_ms`); all tokens of a `chain` are one browser's, whose own message ids are unique in it."
)


def upgrade() -> None:
    """Bring the tables from 0001 to 0002."""
    op.add_column("identities", sa.Column("merged_into", sa.Text(), nullable=True))
    op.add_column("visitor_tokens", sa.Column("chain", sa.Text(), nullable=True))
    if op.get_context().dialect.supports_comments:
        op.create_table_comment("identities", _IDENTITIES)
        op.create_table_comment("visitor_tokens", _VISITOR_TOKENS)
