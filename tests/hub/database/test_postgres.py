"""PostgreSQL by itself: what happens when connections, commits, standbys and servers fail."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Column, ForeignKey, MetaData, Table, Text, bindparam, insert, text
from sqlalchemy.exc import IntegrityError

from hub import patience
from hub.clock import Clock, ManualClock, SystemClock
from hub.database import PoolSizes, Statement, Tx
from hub.database.postgres import ATTEMPTS, PostgresDatabase
from hub.errors import OutcomeUnknown, StoreUnavailable
from hub.ids import IdSource
from tests.hub.database import ledger
from tests.hub.database.ledger import Entry
from tests.postgres import Cluster
from tests.stores import create_tables
from tests.tcp_proxy import Fate, TcpProxy

pytestmark = pytest.mark.store

PATIENCE_S = 20
COMMIT = b"COMMIT\x00"
MY_PID = Statement(text("SELECT pg_backend_pid() AS pid"))
END_ME = Statement(text("SELECT pg_terminate_backend(pg_backend_pid())"))


def opened(url: str, clock: Clock | None = None, **settings: str) -> PostgresDatabase:
    clock = clock or SystemClock()
    return PostgresDatabase(url, clock=clock, ids=IdSource(clock), name="test", server_settings=settings)


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[PostgresDatabase]:
    database = opened(postgres_url)
    await database.write(create_tables, ledger.ledger)
    await database.write(ledger.open_account, "a")
    yield database
    await database.close()


@contextlib.asynccontextmanager
async def through_proxy(url: str) -> AsyncIterator[tuple[PostgresDatabase, TcpProxy]]:
    """Open the same store once more, with a network that fails when told to."""
    host, _, name = url.rpartition("@")[2].partition("/")
    proxy = TcpProxy("127.0.0.1", int(host.rpartition(":")[2]))
    async with proxy.running():
        database = opened(f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}")
        try:
            yield database, proxy
        finally:
            await database.close()


async def test_a_unit_whose_connection_is_killed_is_run_again_and_counts_once(database: PostgresDatabase) -> None:
    runs: list[int] = []

    def die_first(tx: Tx, entry: Entry) -> bool:
        runs.append(1)
        booked = ledger.book(tx, entry)
        if len(runs) == 1:
            tx.scalar(END_ME)
        return booked

    assert await database.write(die_first, Entry("k"))
    assert len(runs) == 2
    assert database.counters.retries == 1
    assert await database.read(ledger.balance, "a") == 1


async def test_a_read_whose_connection_is_killed_is_run_again(database: PostgresDatabase) -> None:
    runs: list[int] = []

    def die_first(tx: Tx, name: str) -> int | None:
        runs.append(1)
        if len(runs) == 1:
            tx.connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
        return ledger.balance(tx, name)

    assert await database.read(die_first, "a") == 0
    assert len(runs) == 2


async def test_a_unit_that_kills_its_connection_each_time_is_given_up(database: PostgresDatabase) -> None:
    with pytest.raises(StoreUnavailable, match="store_contended"):
        await database.write(lambda tx, _: tx.scalar(END_ME), None)
    assert database.counters.retries == ATTEMPTS - 1
    assert await database.write(ledger.book, Entry("k"))


@pytest.mark.parametrize(("fate", "effect"), [(Fate.LOSE, 0), (Fate.LOSE_ANSWER, 1)])
async def test_a_commit_whose_answer_is_lost_is_unknown_and_the_same_key_settles_it(
    database: PostgresDatabase, postgres_url: str, fate: Fate, effect: int
) -> None:
    async with through_proxy(postgres_url) as (broken, proxy):
        proxy.when(COMMIT, fate)
        with pytest.raises(OutcomeUnknown, match="connection_lost_in_commit"):
            await broken.write(ledger.book, Entry("k"))
        assert await database.read(ledger.balance, "a") == effect
        assert await broken.write(ledger.book, Entry("k")) == (effect == 0)
    assert await database.read(ledger.balance, "a") == await database.read(ledger.entry_count, None) == 1


async def test_a_server_process_killed_in_the_commit_is_unknown_too(
    database: PostgresDatabase, postgres_url: str
) -> None:
    async with through_proxy(postgres_url) as (broken, proxy):
        held = proxy.when(COMMIT, Fate.HOLD)
        pids: list[int] = []

        def book_and_tell(tx: Tx, entry: Entry) -> None:
            ledger.book(tx, entry)
            pids.append(tx.scalar(MY_PID))

        async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
            group.create_task(unknown(broken, book_and_tell, Entry("k")))
            await held.reached.wait()
            await database.write(lambda tx, pid: tx.scalar(_END, pid=pid), pids[0])
    assert await database.read(ledger.balance, "a") == 0


_END = Statement(text("SELECT pg_terminate_backend(CAST(:pid AS INTEGER))"))


async def unknown(database: PostgresDatabase, unit: object, entry: Entry) -> None:
    with pytest.raises(OutcomeUnknown, match=r"connection_lost_in_commit|not_replicated"):
        await database.write(unit, entry)  # type: ignore[arg-type]


async def test_a_delayed_commit_delays_only_its_own_caller(database: PostgresDatabase, postgres_url: str) -> None:
    await database.write(ledger.open_account, "b")
    async with through_proxy(postgres_url) as (slow, proxy):
        held = proxy.when(COMMIT, Fate.HOLD)
        async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
            late = group.create_task(slow.write(ledger.book, Entry("late")))
            await held.reached.wait()
            async with asyncio.TaskGroup() as others:
                for number in range(8):
                    others.create_task(slow.write(ledger.book, Entry(f"k{number}", name="b")))
            assert not late.done()
            assert await database.read(ledger.entry_count, None) == 8
            held.released.set()
    assert await database.read(ledger.entry_count, None) == 9


async def test_a_broken_network_in_the_middle_of_everything_doubles_and_loses_nothing(
    database: PostgresDatabase, postgres_url: str
) -> None:
    """Ten writers repeat each key until they hear yes, while all their connections are cut again and again."""
    async with through_proxy(postgres_url) as (broken, proxy):

        async def writer(number: int) -> None:
            for turn in range(10):
                entry = Entry(f"{number}-{turn}")
                while not await heard(broken, entry):
                    """Say it again with the same key."""

        async with patience.timeout(60), asyncio.TaskGroup() as group:
            writers = [group.create_task(writer(number)) for number in range(10)]
            for booked in range(10, 100, 10):
                while (await database.read(ledger.entry_count, None)) < booked:
                    """They go on writing."""
                proxy.cut()
        assert all(writer.done() for writer in writers)
    assert await database.read(ledger.balance, "a") == await database.read(ledger.entry_count, None) == 100


async def heard(database: PostgresDatabase, entry: Entry) -> bool:
    try:
        await database.write(ledger.book, entry)
    except (OutcomeUnknown, StoreUnavailable):
        return False
    return True


@pytest.fixture(scope="module")
def mortal() -> Iterator[Cluster]:
    """A server that may be killed, and waits in vain for a standby where a session asks it to."""
    cluster = Cluster(settings={"synchronous_standby_names": "'nobody'", "synchronous_commit": "local"})
    yield cluster
    cluster.remove()


async def test_a_killed_server_is_waited_for_and_its_commits_are_there(mortal: Cluster) -> None:
    database = opened(mortal.url(mortal.new_database()), synchronous_commit="local")
    await database.write(create_tables, ledger.ledger)
    await database.write(ledger.open_account, "a")
    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(database.write(ledger.book, Entry(f"k{number}")))
    watch = database.watch()
    mortal.kill()
    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        starting = group.create_task(asyncio.to_thread(mortal.start))
        while not await heard(database, Entry("after")):
            """The server is on its way back."""
        await starting
    assert await database.read(ledger.balance, "a") == await database.read(ledger.entry_count, None) == 21
    assert await watch.wait(PATIENCE_S)
    await database.close()


async def test_a_server_that_is_not_there_is_unavailable(mortal: Cluster) -> None:
    database = opened(f"postgresql://postgres@127.0.0.1:{mortal.port}/nosuchdatabase")
    with pytest.raises(StoreUnavailable, match="nosuchdatabase"):
        await database.write(ledger.open_account, "a")
    with pytest.raises(StoreUnavailable, match="store_unreachable"):
        await database.read(ledger.balance, "a")
    await database.close()


@pytest.fixture
async def forsaken(mortal: Cluster) -> AsyncIterator[tuple[PostgresDatabase, PostgresDatabase]]:
    """A store that waits for its standby in vain, and the same one not waiting."""
    url = mortal.url(mortal.new_database())
    waiting, local = opened(url), opened(url, synchronous_commit="local")
    await local.write(create_tables, ledger.ledger)
    await local.write(ledger.open_account, "a")
    yield waiting, local
    await waiting.close()
    await local.close()


async def test_a_commit_that_waits_too_long_for_its_standby_is_unknown(
    forsaken: tuple[PostgresDatabase, PostgresDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, _ = forsaken
    monkeypatch.setattr("hub.database.postgres.COMMIT_TIMEOUT_S", 0.1)
    with pytest.raises(OutcomeUnknown, match="connection_lost_in_commit"):
        await waiting.write(ledger.book, Entry("k"))
    assert waiting.counters.unknown == 1


async def test_a_commit_that_only_one_machine_has_is_not_acknowledged(
    forsaken: tuple[PostgresDatabase, PostgresDatabase],
) -> None:
    """An operator may end the wait for a dead standby: the server then says yes, with a warning."""
    waiting, local = forsaken
    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        group.create_task(unknown(waiting, ledger.book, Entry("k")))
        while not await local.read(end_wait, None):
            """Until the commit waits for its standby."""
    assert await waiting.write(ledger.balance, "a") == 1


def end_wait(tx: Tx, _: None) -> int:
    ended = tx.connection.exec_driver_sql(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event = 'SyncRep'"
    )
    return len(ended.all())


async def test_the_check_calls_a_server_without_standby_unsafe(mortal: Cluster, database: PostgresDatabase) -> None:
    alone = opened(mortal.url())
    for checked in (database, alone):
        findings = {finding.code: finding for finding in await checked.check()}
        assert findings["synchronous_standby"].level == "unsafe"
        assert findings["fsync"].level == "ok"
        assert findings["server_version"].level == "ok"
    await alone.close()


async def test_a_statement_that_takes_too_long_is_stopped(postgres_url: str) -> None:
    database = opened(postgres_url, statement_timeout="100")
    for call in (database.write, database.read):
        with pytest.raises(StoreUnavailable, match="store_slow"):
            await call(lambda tx, _: tx.connection.exec_driver_sql("SELECT pg_sleep(20)").all(), None)
    await database.close()


async def test_a_cold_statement_that_failed_and_was_hidden_commits_nothing(database: PostgresDatabase) -> None:
    def hide(tx: Tx, name: str) -> None:
        ledger.open_account(tx, name)
        with contextlib.suppress(Exception):
            tx.connection.exec_driver_sql("SELECT nonsense")

    with pytest.raises(RuntimeError, match="hid it"):
        await database.write(hide, "b")
    assert await database.read(ledger.balance, "b") is None


async def test_a_rule_that_is_broken_only_at_the_commit_is_the_unit_s_own_error(database: PostgresDatabase) -> None:
    schema = MetaData()
    parents = Table("parents", schema, Column("id", Text, primary_key=True))
    deferred = ForeignKey(parents.c.id, deferrable=True, initially="DEFERRED")
    children = Table("children", schema, Column("id", Text, primary_key=True), Column("parent", Text, deferred))
    adopt = Statement(insert(children).values(id=bindparam("id"), parent="nobody"))
    await database.write(create_tables, schema)
    with pytest.raises(IntegrityError):
        await database.write(lambda tx, key: tx.run(adopt, id=key), "c")
    assert await database.write(ledger.book, Entry("next"))


async def test_all_who_wait_for_a_server_that_is_not_there_are_told_together(unused_tcp_port: int) -> None:
    sizes = PoolSizes(writes=1, reserved=0)
    clock = SystemClock()
    url = f"postgresql://postgres@127.0.0.1:{unused_tcp_port}/nowhere"
    database = PostgresDatabase(url, clock=clock, ids=IdSource(clock), name="test", sizes=sizes)

    async def ask() -> str:
        with pytest.raises(StoreUnavailable) as caught:
            await database.write(ledger.open_account, "a")
        return caught.value.code

    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        asked = [group.create_task(ask()) for _ in range(50)]
    assert {task.result() for task in asked} == {"store_unreachable"}
    assert database.counters.refused == 50
    await database.close()


async def test_other_processes_are_told_of_commits(database: PostgresDatabase, postgres_url: str) -> None:
    other = opened(postgres_url)
    watch = other.watch()
    async with patience.timeout(PATIENCE_S):
        while await watch.wait(0.3):
            """It wakes once when it has begun to listen."""
        await database.write(ledger.book, Entry("k1"))
        assert await watch.wait(PATIENCE_S)
        await other.read(end_listeners, None)
        assert await watch.wait(PATIENCE_S), "it wakes when it listens again, for what it may have missed"
        while await watch.wait(0.3):
            """Both may have had to begin again."""
        await database.write(ledger.book, Entry("k2"))
        assert await watch.wait(PATIENCE_S)
    await other.close()


def end_listeners(tx: Tx, _: None) -> None:
    tx.connection.exec_driver_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query ~ '^(LISTEN|NOTIFY)' AND pid <> pg_backend_pid()"
    )


async def test_many_commits_are_told_once_in_a_while(postgres_url: str) -> None:
    clock = ManualClock()
    database = opened(postgres_url, clock)
    told = 0
    more = asyncio.Event()

    def count(*_: object) -> None:
        nonlocal told
        told += 1
        more.set()

    listener = await asyncpg.connect(postgres_url)
    await listener.add_listener("hub", count)
    await database.write(create_tables, ledger.ledger)
    await database.write(ledger.open_account, "a")
    async with patience.timeout(PATIENCE_S):
        await more.wait()
        for number in range(50):
            await database.write(ledger.book, Entry(f"k{number}"))
        await listener.fetchval("SELECT 1")
        assert told == 1
        more.clear()
        await clock.advance(0.02)
        await more.wait()
    await listener.fetchval("SELECT 1")
    assert told == 2
    await listener.close()
    await database.close()
