"""The store's engine: units of work in, durable results out, on SQLite or PostgreSQL.

This is the only place that opens a database. Rooms see `Tx` and `Statement` in their stores, `Database` elsewhere.
"""

from hub.database.contract import Counters, Database, Finding, PoolSizes
from hub.database.open import open_database
from hub.database.statements import Row, Statement
from hub.database.tx import Ask, Tx
from hub.database.watch import Watch

__all__ = ["Ask", "Counters", "Database", "Finding", "PoolSizes", "Row", "Statement", "Tx", "Watch", "open_database"]
