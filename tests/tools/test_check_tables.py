"""The page of tables, and the rule that only a table's owner writes it."""

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, Index, MetaData, Table, Text, UniqueConstraint, text

from tools.check_tables import page
from tools.check_writers import foreign_writes
from tools.schema import Schema

pytestmark = pytest.mark.unit

METADATA = MetaData()
ORGS = Table("orgs", METADATA, Column("id", Text, primary_key=True), comment="A node of the tree.")
USERS = Table(
    "users",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, nullable=False),
    Column("lang", Text, server_default="zh-CN"),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    UniqueConstraint("org_id", "lang"),
    Index("ix_users_lang", "lang", postgresql_where=text("lang <> ''")),
    comment="A person.",
)
SCHEMA = Schema({"orgs": ORGS, "users": USERS}, {"orgs": "hub", "users": "crm"}, {"orgs": "orgs", "users": "users"})


def test_the_page_says_whose_a_table_is_and_what_it_holds() -> None:
    crm, hub = page(SCHEMA).split("## crm\n")[1].split("## hub\n")
    assert "### orgs\n\nA node of the tree.\n\n- columns: `id` TEXT\n- key: id\n" in hub
    assert "- columns: `id` TEXT · `org_id` TEXT · `lang` TEXT? = zh-CN\n" in crm
    assert "- unique: org_id, lang\n- refers: org_id → orgs\n- index: lang where lang <> ''\n" in crm


@pytest.mark.parametrize(
    "source",
    [
        "insert(orgs)",
        "sa.update(tables.orgs).values(x=1)",
        "pg_insert(tables.orgs)",
        "orgs.delete()",
        "tables.orgs.update().values(x=1)",
        "execute('INSERT OR IGNORE INTO orgs VALUES (1)')",
        "execute('DELETE FROM orgs')",
        "execute(f'UPDATE orgs SET {x}')",
    ],
)
@pytest.mark.parametrize("name", ["crm/store.py", "hub/intake.py", "app/wiring.py"])
def test_a_foreign_writer_is_found(name: str, source: str) -> None:
    assert list(foreign_writes(name, source, SCHEMA)) == [f"{name}:1: writes orgs, which only hub.store may"]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("hub/store/people.py", "insert(orgs)"),
        ("crm/store.py", "update(users)"),
        ("hub/intake.py", "select(orgs)"),
        ("hub/intake.py", "orgs.update({'a': 1})"),
        ("hub/intake.py", "items.insert(0, orgs)"),
        ("hub/intake.py", "'We update orgs now and then.'"),
        ("hub/intake.py", "'UPDATE nothing_of_ours SET x = 1'"),
    ],
)
def test_the_owner_and_readers_are_not_accused(name: str, source: str) -> None:
    assert list(foreign_writes(name, source, SCHEMA)) == []
