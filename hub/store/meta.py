"""Facts about this database itself, each written once.

The event log's epoch is the affair of `hub.store.events`.
"""

from sqlalchemy import text

from hub.database import Statement, Tx

KEEP = Statement(text("INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING"))
FIND = Statement(text("SELECT value FROM meta WHERE name = :name"))


def keep_first(tx: Tx, name: str, value: str) -> str:
    """Keep `value` under `name` if nothing stands there yet; return what stands there."""
    tx.run(KEEP, name=name, value=value)
    return str(tx.scalar(FIND, name=name))
