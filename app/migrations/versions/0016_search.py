"""What can be searched for, and how each engine finds words in it.

Rule: frozen once it has landed; runs in one transaction on both engines. What is there is taken in by the follower.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_COMMENT = (
    "What can be searched for: a message, or the tourist of a conversation (`kind`). `words` are overlapping "
    "pairs of characters and whole words in the folded form, with blanks between; filled by a follower of the events."
)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "search_words",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_search_words")),
        sa.UniqueConstraint("kind", "ref", name=op.f("uq_search_words_kind_ref")),
        comment=_COMMENT,
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5"
            "(words, content='search_words', content_rowid='n', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.execute("CREATE INDEX ix_search_words_words ON search_words USING gin (string_to_array(words, ' '))")
