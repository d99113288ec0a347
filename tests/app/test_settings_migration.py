"""The revision with the settings of the floor, on data of each earlier one."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app.migrations import chain
from tests.postgres import Cluster

pytestmark = pytest.mark.store

ROWS = (
    "INSERT INTO orgs (id, path, kind, code, name) VALUES ('O', '/cn/', 'nation', 'cn', 'China')",
    "INSERT INTO users (id, org_id, login, display_name, password_hash, created_ms, password_changed_ms)"
    " VALUES ('U', 'O', 'lin', 'Lin', 'x', 0, 0)",
    "INSERT INTO agents (user_id, org_id, public_name) VALUES ('U', 'O', 'Lin')",
    "INSERT INTO queues (id, org_id, code) VALUES ('Q', 'O', 'general')",
    "INSERT INTO queue_members (queue_id, user_id) VALUES ('Q', 'U')",
    "INSERT INTO calendars (id, org_id, code) VALUES ('C', 'O', 'office')",
    "INSERT INTO skills (id, org_id, code, name) VALUES ('S', 'O', 'en', 'English')",
    "INSERT INTO dispositions (id, org_id, code) VALUES ('D', 'O', 'solved')",
)
AFTERWARDS = {
    "SELECT peak, rev FROM agents": ("{}", 0),
    "SELECT is_open FROM queues": (1,),
    "SELECT by_rule FROM queue_members": (0,),
    "SELECT name, rules, rev FROM calendars": ("", "{}", 0),
    "SELECT rev FROM skills": (0,),
    "SELECT rev FROM dispositions": (0,),
}


def _fill(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(chain.__file__).removesuffix("/chain.py"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    for row in ROWS:
        connection.exec_driver_sql(row)


def _found(connection: Connection) -> dict[str, tuple[object, ...]]:
    return {query: tuple(connection.exec_driver_sql(query).one()) for query in AFTERWARDS}


@pytest.fixture(params=["0001", "0002"])
def earlier(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_queues_stay_open_and_members_stay_members_on_sqlite(sqlite_url: str, earlier: str) -> None:
    chain.in_transaction(sqlite_url, lambda connection: _fill(connection, earlier))
    chain.upgrade(sqlite_url)
    assert chain.in_transaction(sqlite_url, _found) == AFTERWARDS


def test_queues_stay_open_and_members_stay_members_on_postgresql(postgres: Cluster, earlier: str) -> None:
    name = postgres.new_database()
    chain.in_transaction(postgres.url(name), lambda connection: _fill(connection, earlier))
    chain.upgrade(postgres.url(name))
    assert chain.in_transaction(postgres.url(name), _found) == AFTERWARDS
    postgres.drop_database(name)
