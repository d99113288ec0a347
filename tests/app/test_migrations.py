"""The revisions themselves: what has landed is frozen, and they make what every room's store declares."""

import hashlib
import importlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, inspect

from app.migrations import chain
from tests.app.way import conftest as way
from tests.postgres import Cluster

ROOT = Path(chain.__file__).parents[2]
FROZEN: Mapping[str, str] = {
    "0001_first_tables.py": "d7d7fcc3163356cab6efffdd295d1ff877f91e3b5041e1e5b760f494c5e25640",
    "0002_threads_that_join.py": "54d61d79adab5cb76a54795b0086d356dbb51c50f113a3f224f995ec5c1ec8ad",
    "0003_fewer_index_entries.py": "fbfa6e122739156c5203450784da6c22152c081cb20057dccd89ceaf5c95656f",
    "0004_settings_of_the_floor.py": "24eac05975cbf9569edbdbd06bb7911930ae2a555493fbd5670e27d6a5cf99c8",
    "0005_what_the_board_counts.py": "b462c2d2eea7892d79b6c1444671d36262d958752b3ca3f443cb32eda7240911",
    "0006_acd.py": "2fba4043fbcb3d4a0644b1e1ee12e627e0042660462e28f8209ee29f71dffc4a",
    "0007_rescues.py": "63b49ff6bce9b20e256f0646b9249e3a2599d7bd4c330601a0407d76fd190b1c",
    "0008_waits_told.py": "f5ada266b9c47abf43b60d79db270e82f3fc244a7f55617f25f84e88ad0b4ed3",
    "0009_wishes_and_put_aside.py": "7ee179b09962f02e86767c4882f4558bbb5d11a79936ef57ecb1f26d2f601357",
    "0010_for_whom_a_wait_is_kept.py": "b9d64d9c444ed831f0a6c435ab97992cc14920885131db5d484d8ac9fd4488bf",
    "0011_models.py": "8bd1d7eda2ba1a1eb67b05cd1a710e28ace97ff423df0aa914ef01036a873aee",
    "0012_canned_replies.py": "ed063d843945ebd1cee811dde111c96dce07f5c02ffeed8f578397974a9b4eff",
    "0013_knowledge.py": "16f2bde301f22cac0323de2cacab48bef3fc0cdf91909479080f9d0a967ccff1",
    "0014_phones_and_ratings.py": "952a488eece31b5872e49b7c7422a3fe0d705d55561d70c69208cfc25bd763db",
    "0015_who_was_merged.py": "71eba72b919fe7e942d2f0c248186f52c633532db8aac459f0a8d9859e678422",
    "0016_search.py": "41134c347571655e9bff1bf60f10f4c9ecf75a3f93dee56e533d45ca8423551d",
}
"""What has landed runs on somebody's data and is never changed again: add a revision instead. SHA-256 of the text, set
when a revision first lands."""


@pytest.mark.unit
def test_a_revision_that_has_landed_is_frozen() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "app" / "migrations" / "versions").glob("[0-9]*.py")
    }
    assert found == FROZEN


@pytest.mark.unit
def test_every_room_that_owns_tables_exports_them_to_the_migrations() -> None:
    rooms = sorted(path.parent.parent.name for path in ROOT.glob("*/store/tables.py"))
    declared = [importlib.import_module(f"{room}.store.tables").metadata for room in rooms]
    assert all(isinstance(metadata, MetaData) for metadata in declared)
    environment = (ROOT / "app" / "migrations" / "env.py").read_text()
    assert [room for room in rooms if f"from {room}.store.tables import metadata" not in environment] == []
    names = [name for metadata in declared for name in metadata.tables]
    assert len(names) == len(set(names)), "two rooms declare one table"
    assert set(names) == set(way.all_tables().tables)


@pytest.mark.store
def test_on_sqlite_the_revisions_leave_the_very_shapes_that_the_rooms_would(tmp_path: Path) -> None:
    upgraded, declared = (f"sqlite://{tmp_path / name}.db" for name in ("upgraded", "declared"))
    chain.upgrade(upgraded)
    chain.in_transaction(declared, way.all_tables().create_all)
    assert chain.in_transaction(upgraded, _shape) == chain.in_transaction(declared, _shape)


@pytest.mark.store
def test_on_postgresql_the_revisions_leave_the_very_shapes_that_the_rooms_would(postgres: Cluster) -> None:
    names = [postgres.new_database(), postgres.new_database()]
    upgraded, declared = (postgres.url(name) for name in names)
    chain.upgrade(upgraded)
    chain.in_transaction(declared, way.all_tables().create_all)
    assert chain.in_transaction(upgraded, _shape) == chain.in_transaction(declared, _shape)
    for name in names:
        postgres.drop_database(name)


def _shape(connection: Connection) -> dict[str, object]:
    """Return all that a database says of itself: also checks, partial indexes and comments, which Alembic skips."""
    looked = inspect(connection)
    return {
        table: [
            _plain(looked.get_columns(table)),
            _plain(looked.get_pk_constraint(table)),
            sorted(map(_plain, looked.get_foreign_keys(table))),
            sorted(map(_plain, looked.get_unique_constraints(table))),
            sorted(map(_plain, looked.get_check_constraints(table))),
            sorted(map(_plain, looked.get_indexes(table))),
            looked.get_table_comment(table) if connection.dialect.name == "postgresql" else None,
        ]
        for table in looked.get_table_names()
        if table != "alembic_version"
    }


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return str({name: _plain(one) for name, one in sorted(value.items())})
    if isinstance(value, list):
        return str([_plain(one) for one in value])
    return str(value)


BEFORE_0006 = (
    "INSERT INTO work_items (id, org_id, kind, ref, segment, queue_id, medium, state, for_agent, enqueued_ms,"
    " changed_ms) VALUES ('W1', 'O', 'chat', 'c1', 1, 'Q', 'chat', 'waiting', 'anna', 1000, 2000)",
    "INSERT INTO work_items (id, org_id, kind, ref, segment, queue_id, medium, state, agent_id, offer_epoch,"
    " enqueued_ms, changed_ms) VALUES ('W2', 'O', 'chat', 'c2', 1, 'Q', 'chat', 'offered', 'ben', 3, 1000, 3000)",
    "INSERT INTO reservations (work_item_id, agent_id, offer_epoch, until_ms) VALUES ('W2', 'ben', 3, 9000)",
    "INSERT INTO offers (work_item_id, offer_epoch, org_id, agent_id, made_ms) VALUES ('W2', 3, 'O', 'ben', 3000)",
    "INSERT INTO agent_state (user_id, org_id, state, since_ms) VALUES ('ben', 'O', 'ready', 1)",
)


@pytest.mark.store
@pytest.mark.parametrize("before", ["0001", "0002", "0005"])
def test_work_that_waits_and_rings_stays_so_when_the_engine_s_columns_come(before: str, store_url: str) -> None:
    def begin(connection: Connection) -> None:
        chain.run_missing(connection, before)
        for statement in BEFORE_0006:
            connection.exec_driver_sql(statement)

    def after(connection: Connection) -> list[tuple[Any, ...]]:
        asked = (
            "SELECT id, state, for_agent, named_agent, kept_until_ms, entered_ms, lined_up, visited FROM work_items"
            " ORDER BY id",
            "SELECT work_item_id, agent_id, offer_epoch, until_ms FROM reservations",
            "SELECT work_item_id, agent_id, offer_epoch, made_ms, outcome FROM offers",
            "SELECT user_id, state, handled, counted_to_ms FROM agent_state",
        )
        return [tuple(row) for one in asked for row in connection.exec_driver_sql(one)]

    chain.in_transaction(store_url, begin)
    chain.upgrade(store_url)
    assert chain.in_transaction(store_url, after) == [
        ("W1", "waiting", "anna", "anna", 122_000, 2000, 0, "[]"),
        ("W2", "offered", None, None, None, 3000, 0, "[]"),
        ("W2", "ben", 3, 9000),
        ("W2", "ben", 3, 3000, None),
        ("ben", "ready", 0, 0),
    ]


ARTICLE_BEFORE_0013 = (
    "INSERT INTO articles (id, org_id, code, lang, title, body, keywords, source, written_on, demo, state, changed_ms,"
    " rev) VALUES ('{0}', 'O', '{0}', 'zh-CN', '茶', '喝茶。', '[\"茶馆\"]', '', '2026-01-01', 1, '{1}', 5, 2)"
)


@pytest.mark.store
def test_articles_that_are_there_hold_without_end_and_begin_with_what_they_say_now(store_url: str) -> None:
    def begin(connection: Connection) -> None:
        chain.run_missing(connection, "0012")
        for state in ("live", "retired"):
            connection.exec_driver_sql(ARTICLE_BEFORE_0013.format(state, state))

    def after(connection: Connection) -> list[tuple[Any, ...]]:
        asked = "SELECT a.id, a.state, a.rev, a.valid_from, v.rev, v.at_ms, v.actor_id, v.content FROM articles a"
        rows = connection.exec_driver_sql(f"{asked} JOIN article_versions v ON v.article_id = a.id ORDER BY a.id")
        return [(*row[:7], json.loads(row[7])["state"], json.loads(row[7])["keywords"]) for row in rows]

    chain.in_transaction(store_url, begin)
    chain.upgrade(store_url)
    assert chain.in_transaction(store_url, after) == [
        ("live", "live", 2, None, 2, 5, None, "live", ["茶馆"]),
        ("retired", "withdrawn", 3, None, 3, 5, None, "withdrawn", ["茶馆"]),
    ]
