"""The database's revisions: upgraded where that is safe, left alone where it is not, always with a copy before."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from app import migrate
from app.data_folder import DataFolder
from app.migrations import chain
from app.refusals import NotNow, StartRefused
from app.settings import Settings
from bot.store.tables import metadata as bot
from crm.store.tables import metadata as crm
from hub.clock import ManualClock, SystemClock
from hub.store.tables import metadata as hub
from tests.processes import free_port
from voice_bridge.store.tables import metadata as voice_bridge

pytestmark = pytest.mark.store


@pytest.fixture
def settings(store_url: str, tmp_path: Path) -> Settings:
    DataFolder(tmp_path).prepare(0)
    return Settings.model_validate({"data_dir": tmp_path, "database_url": store_url})


@pytest.fixture
def on_sqlite(sqlite_url: str, tmp_path: Path) -> Settings:
    DataFolder(tmp_path).prepare(0)
    return Settings.model_validate({"data_dir": tmp_path, "database_url": sqlite_url})


def test_the_chain_is_linear_and_its_head_is_known_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(chain.__file__).parent))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [chain.head()]
    assert {one.revision for one in script.walk_revisions()} == chain.known()


def test_an_empty_store_gets_exactly_the_tables_that_the_rooms_declare(settings: Settings) -> None:
    assert chain.current(settings.database) is None
    assert migrate.upgrade_database(settings, SystemClock()) == chain.head()
    assert chain.current(settings.database) == chain.head()
    assert chain.in_transaction(settings.database, _differences) == []
    assert migrate.upgrade_database(settings, SystemClock()) is None


def _differences(connection: Connection) -> list[object]:
    # How each engine finds words is no part of what SQLAlchemy declares: tests/app/test_migrations.py compares it.
    def declared(_: object, name: str | None, _kind: str, reflected: bool, _to: object) -> bool:
        return not (reflected and name and name.startswith(("search_index", "ix_search_words_words")))

    context = MigrationContext.configure(connection, opts={"include_object": declared})
    return list(compare_metadata(context, _all_tables()))


def _all_tables() -> MetaData:
    together = MetaData()
    for metadata in (hub, bot, crm, voice_bridge):
        for table in metadata.tables.values():
            table.to_metadata(together)
    return together


def test_an_upgrade_that_dies_leaves_the_store_as_it_was(settings: Settings) -> None:
    def upgrade_and_die(connection: Connection) -> None:
        chain.run_missing(connection)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        chain.in_transaction(settings.database, upgrade_and_die)
    assert chain.current(settings.database) is None


def test_sqlite_is_upgraded_at_start_and_postgresql_only_by_command(settings: Settings) -> None:
    if settings.database.startswith("sqlite"):
        migrate.prepare_database(settings, SystemClock())
        assert chain.current(settings.database) == chain.head()
    else:
        with pytest.raises(StartRefused, match="hotline upgrade"):
            migrate.prepare_database(settings, SystemClock())
        assert chain.current(settings.database) is None
        migrate.upgrade_database(settings, SystemClock())
    migrate.prepare_database(settings, SystemClock())


def test_a_database_of_a_newer_version_is_never_touched(settings: Settings) -> None:
    migrate.upgrade_database(settings, SystemClock())

    def from_the_future(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    chain.in_transaction(settings.database, from_the_future)
    for attempt in (migrate.prepare_database, migrate.upgrade_database):
        with pytest.raises(StartRefused, match=r"newer version .*its revision is 9999"):
            attempt(settings, SystemClock())
    assert chain.current(settings.database) == "9999"


def test_before_an_upgrade_a_whole_copy_is_made_and_three_are_kept(on_sqlite: Settings) -> None:
    migrate.upgrade_database(on_sqlite, SystemClock())
    with closing(sqlite3.connect(on_sqlite.data_dir / "hub.db")) as database:
        database.execute("INSERT INTO meta (name, value) VALUES ('kept', 'yes')")
        database.commit()
    for second in range(5):
        migrate.back_up(on_sqlite, ManualClock(1_700_000_000_000 + second * 1000))
    copies = sorted(DataFolder(on_sqlite.data_dir).backups.iterdir())
    assert [copy.suffix for copy in copies] == [".db"] * migrate.KEPT_BACKUPS
    for copy in copies:
        with closing(sqlite3.connect(copy)) as database:
            assert database.execute("SELECT value FROM meta WHERE name = 'kept'").fetchone() == ("yes",)
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_nothing_is_copied_when_there_is_nothing_to_copy(on_sqlite: Settings) -> None:
    migrate.upgrade_database(on_sqlite, SystemClock())
    migrate.prepare_database(on_sqlite, SystemClock())
    assert not list(DataFolder(on_sqlite.data_dir).backups.iterdir())


def test_a_server_that_is_away_is_named_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql://hotline:open-sesame-wide@127.0.0.1:{free_port()}/hotline"
    settings = Settings.model_validate({"data_dir": tmp_path, "database_url": url})
    with pytest.raises(NotNow, match="HUB_DATABASE_URL") as refused:
        migrate.prepare_database(settings, SystemClock())
    assert "sesame" not in str(refused.value)


def test_a_file_that_is_no_database_is_said(on_sqlite: Settings) -> None:
    (on_sqlite.data_dir / "hub.db").write_bytes(b"this is no database at all, whatever it is called" * 100)
    with pytest.raises(StartRefused, match="cannot be used"):
        migrate.prepare_database(on_sqlite, SystemClock())
