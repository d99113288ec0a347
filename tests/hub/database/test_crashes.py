"""A process killed at the commit: before it nothing is there, after it everything is, and it starts again."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hub import crash
from tests.hub.database import ledger

pytestmark = pytest.mark.store

ROOT = Path(__file__).parents[3]
BOOKS = """
import asyncio, os, sys
from hub import crash
from hub.clock import SystemClock
from hub.database import open_database
from hub.ids import IdSource
from tests.hub.database import ledger
from tests.stores import create_tables

async def book() -> None:
    clock = SystemClock()
    database = open_database(sys.argv[1], clock=clock, ids=IdSource(clock))
    await database.write(create_tables, ledger.ledger)
    await database.write(ledger.open_account, "a")
    for key in ("k1", "k2"):
        await database.write(ledger.book, ledger.Entry(key))
        print("booked", key, flush=True)
    await database.close()

crash.arm_from(os.environ)
asyncio.run(book())
"""


@pytest.mark.parametrize(
    ("point", "told", "booked"),
    [
        ("commit.before.ledger.book", 0, 0),
        ("commit.after.ledger.book", 0, 1),
        ("commit.before.ledger.book:2", 1, 1),
        ("commit.after:4", 1, 2),
        ("never", 2, 2),
    ],
)
async def test_what_was_acknowledged_is_there_and_what_was_not_is_whole_or_absent(
    store_url: str, tmp_path: Path, point: str, told: int, booked: int
) -> None:
    log = tmp_path / "points"
    done = subprocess.run(  # noqa: ASYNC221 - there is nothing else to do meanwhile
        [sys.executable, "-c", BOOKS, store_url],
        env={crash.AT: point, crash.LOG: str(log), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (0 if point == "never" else -signal.SIGKILL), done.stderr
    assert done.stdout.count("booked") == told
    assert ("kill " in log.read_text()) == (point != "never")
    async with ledger.another(store_url) as database:
        assert await database.read(ledger.entry_count, None) == booked
        assert await database.read(ledger.balance, "a") == booked
        for key in ("k1", "k2"):
            await database.write(ledger.book, ledger.Entry(key))
        assert await database.read(ledger.balance, "a") == 2
