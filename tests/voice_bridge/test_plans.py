"""What the router asks at each turn is answered from the indexes made for it, however long the line is."""

import pytest
from sqlalchemy import MetaData

from hub.clock import SystemClock
from hub.database import Statement, Tx, open_database
from hub.ids import IdSource
from tests.stores import create_tables
from voice_bridge import news
from voice_bridge.store import agent_state, offers, work_items

pytestmark = pytest.mark.store

HOT = {
    "silent": (agent_state.SILENT, "now_ms limit"),
    "silent_next": (agent_state.DUE, ""),
    "held": (agent_state.HELD, "user_id"),
    "promise": (agent_state.PROMISE, "user_id rev handled worked_ms idle_ms counted_to_ms offered_ms"),
    "find": (work_items.FIND, "id"),
    "offer": (work_items.OFFER, "id agent_id epoch lined_up now_ms"),
    "note": (work_items.NOTE, "id lined_up for_agent kept_until_ms excluded ring"),
    "ringing": (work_items.LOCK_RINGING, "agent_id"),
    "wrapping_up": (work_items.LOCK_WRAPPING_UP, "agent_id"),
    "live_of": (work_items.LIVE_OF, "conversation_id"),
    "kept": (work_items.OPEN_TO_ALL, "agent_id"),
    "rings_at": (offers.AT, "work_item_id"),
    "news": (news.NEWS, "xid id last_xid last_id limit"),
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
