"""Statements become the driver's SQL once, with their values in the right places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, MetaData, Table, Text, bindparam, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.schema import CreateTable

from hub.database import Statement

pytestmark = pytest.mark.unit

things = Table("things", MetaData(), Column("id", Text), Column("size", BigInteger), Column("made", BigInteger))
FIND = Statement(select(things.c.id).where(things.c.size == bindparam("size"), things.c.id == bindparam("id")))


def test_named_values_go_to_their_places_on_both_engines() -> None:
    sql, values = FIND.on_sqlite.prepare({"id": "a", "size": 3})
    assert sql.count("?") == 2
    assert tuple(values) == (3, "a")
    sql, values = FIND.on_postgresql.prepare({"id": "a", "size": 3})
    assert sql.endswith("size = $1::BIGINT AND things.id = $2::VARCHAR")
    assert tuple(values) == (3, "a")


def test_one_name_may_stand_in_two_places() -> None:
    statement = Statement(text("SELECT :a, :b, :a"))
    assert tuple(statement.on_sqlite.prepare({"a": 1, "b": 2})[1]) == (1, 2, 1)
    assert tuple(statement.on_postgresql.prepare({"a": 1, "b": 2})[1]) == (1, 2)


def test_a_single_value_and_no_value_at_all_are_sequences_too() -> None:
    assert Statement(text("SELECT :a")).on_sqlite.prepare({"a": "text"})[1] == ("text",)
    assert Statement(select(things)).on_postgresql.prepare({})[1] == ()


def test_values_written_into_the_statement_need_not_be_given() -> None:
    statement = Statement(select(things).where(things.c.size > 5, things.c.id == bindparam("id")).limit(2))
    assert tuple(statement.on_postgresql.prepare({"id": "x"})[1]) == (5, "x", 2)
    assert tuple(statement.on_sqlite.prepare({"id": "x"})[1]) == (5, "x", 2, 0)


@pytest.mark.parametrize("params", [{}, {"id": "a"}, {"id": "a", "size": 1, "more": 2}])
def test_values_missing_or_too_many_are_a_mistake_that_is_named(params: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"takes \['id', 'size'\]"):
        FIND.on_sqlite.prepare(params)


@given(st.lists(st.text(), max_size=5))
def test_a_list_becomes_as_many_places_as_it_has_values(names: list[str]) -> None:
    statement = Statement(
        select(things).where(things.c.id.in_(bindparam("names", expanding=True)), things.c.size == bindparam("size"))
    )
    for form in (statement.on_sqlite, statement.on_postgresql):
        sql, values = form.prepare({"names": names, "size": 7})
        assert sorted(map(str, values)) == sorted([*names, "7"])
        assert "POSTCOMPILE" not in sql
    with pytest.raises(TypeError, match="size"):
        statement.on_sqlite.prepare({"names": names})


def test_one_upsert_serves_both_engines() -> None:
    rows = upsert(things)
    statement = Statement(rows.on_conflict_do_update(index_elements=["id"], set_={"size": rows.excluded.size}))
    for form in (statement.on_sqlite, statement.on_postgresql):
        sql, values = form.prepare({"id": "a", "size": 1, "made": 2})
        assert "ON CONFLICT (id) DO UPDATE SET size = excluded.size" in sql
        assert tuple(values) == ("a", 1, 2)


def test_what_sqlite_has_not_got_is_left_out_there() -> None:
    claim = Statement(select(things).with_for_update(skip_locked=True))
    assert "SKIP LOCKED" not in claim.on_sqlite.prepare({})[0]
    assert "FOR UPDATE SKIP LOCKED" in claim.on_postgresql.prepare({})[0]


def test_each_engine_may_have_its_own_variant() -> None:
    statement = Statement(sqlite=text("SELECT 1"), postgresql=text("SELECT 2"))
    assert (statement.on_sqlite.prepare({})[0], statement.on_postgresql.prepare({})[0]) == ("SELECT 1", "SELECT 2")
    with pytest.raises(TypeError, match="no variant for postgresql"):
        _ = Statement(sqlite=text("SELECT 1")).on_postgresql


def test_only_a_select_is_no_change() -> None:
    assert not FIND.on_sqlite.changes
    assert Statement(insert(things)).on_sqlite.changes
    assert Statement(update(things).values(size=1)).on_postgresql.changes


def test_a_default_that_only_python_knows_is_refused_not_forgotten() -> None:
    table = Table("late", MetaData(), Column("id", Text), Column("made", BigInteger, default=lambda: 1))
    with pytest.raises(TypeError, match=r"late\.made"):
        _ = Statement(insert(table).values(id=bindparam("id"))).on_sqlite


def test_a_table_definition_is_no_statement() -> None:
    with pytest.raises(TypeError, match="queries and changes"):
        _ = Statement(CreateTable(things)).on_sqlite
