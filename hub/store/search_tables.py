"""The table behind the search over what was said; the engines look into it each in their own way.

SQLite: the virtual table `search_index` (FTS5, its content is this table's) finds words; PostgreSQL: a GIN index over
the array of words does. Both are made with the table. Source: ARCHITECTURE §4 "Search".
"""

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, UniqueConstraint, event

from hub.store.columns import millis, text
from hub.store.house_tables import metadata

search_words = Table(
    "search_words",
    metadata,
    Column("n", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    text("org_id"),
    text("kind"),
    text("ref"),
    text("conversation_id"),
    millis("at_ms"),
    text("words"),
    UniqueConstraint("kind", "ref"),
    comment="What can be searched for: a message, or the tourist of a conversation (`kind`). `words` are overlapping "
    "pairs of characters and whole words in the folded form, with blanks between; filled by a follower of the events.",
)
INDEX_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5"
    "(words, content='search_words', content_rowid='n', detail=none, columnsize=0,"
    " tokenize='unicode61 remove_diacritics 0')"
)
INDEX_POSTGRESQL = "CREATE INDEX ix_search_words_words ON search_words USING gin (string_to_array(words, ' '))"


def _index(_: Table, connection: Connection, **__: object) -> None:
    connection.exec_driver_sql(INDEX_SQLITE if connection.dialect.name == "sqlite" else INDEX_POSTGRESQL)


event.listen(search_words, "after_create", _index, propagate=True)
