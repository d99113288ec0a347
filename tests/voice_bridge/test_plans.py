"""What the router asks at each look and step is answered from the indexes made for it, however long the line is."""

import pytest
from sqlalchemy import MetaData

from hub.clock import SystemClock
from hub.database import Statement, Tx, open_database
from hub.ids import IdSource
from tests.stores import create_tables
from voice_bridge.store import agent_state, offers, outlook, work_items

pytestmark = pytest.mark.store

PAGE = "line priority enqueued_ms id limit"
HOT = {
    "look": (outlook.LOOK, ""),
    "rescue": (outlook.RESCUE, ""),
    "candidates": (agent_state.CANDIDATES, "also"),
    "taken": (agent_state.TAKEN, "also"),
    "held": (agent_state.HELD, "user_id"),
    "silent": (agent_state.SILENT, "now_ms limit"),
    "queue_line": (work_items.QUEUE_LINE, PAGE),
    "own_line": (work_items.OWN_LINE, PAGE),
    "keepers": (work_items.KEEPERS, ""),
    "wrapped": (work_items.WRAPPED, "now_ms limit"),
    "ringing": (work_items.LOCK_RINGING, "agent_id"),
    "wrapping_up": (work_items.LOCK_WRAPPING_UP, "agent_id"),
    "live_of": (work_items.LIVE_OF, "conversation_id"),
    "kept": (work_items.OPEN_TO_ALL, "agent_id"),
    "kept_long": (work_items.OPEN_OLD_TO_ALL, "before_ms"),
    "rung_out": (offers.RUNG_OUT, "now_ms limit"),
}
"Each with the names of its parameters."


@pytest.mark.parametrize("name", sorted(HOT))
async def test_no_query_of_the_router_reads_the_whole_line(name: str, sqlite_url: str, schema: MetaData) -> None:
    clock = SystemClock()
    database = open_database(sqlite_url, clock=clock, ids=IdSource(clock))
    try:
        await database.write(create_tables, schema)
        plan = await database.write(explain, HOT[name])
    finally:
        await database.close()
    bare = [line for line in plan if line.startswith("SCAN") and " USING " not in line and "CONSTANT" not in line]
    assert bare == [], plan


def explain(tx: Tx, asked: tuple[Statement, str]) -> list[str]:
    """Return what SQLite would do, a line for each table."""
    statement, names = asked
    sql, values = statement.on_sqlite.prepare(dict.fromkeys(names.split(), 1))
    return [row[3] for row in tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple(values))]
