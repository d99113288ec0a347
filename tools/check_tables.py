"""Writes `docs/tables.md` from the schema; with `--check` it fails when the page no longer tells the truth.

Both runs also prove the rule that only a table's owner writes it (`tools.check_writers`).
"""

import sys
from collections.abc import Iterable, Iterator

from sqlalchemy import CheckConstraint, Column, Table, UniqueConstraint

from tools import check_writers
from tools.schema import Schema, load
from tools.tree import ROOT, shown

PAGE = ROOT / "docs" / "tables.md"
HEAD = """# Tables

Made by `make docs` from the schema; do not edit. Every table belongs to one package, and only that package's store
writes it. Ids and codes are TEXT, times are BIGINT milliseconds UTC, truth values are INTEGER 0 or 1, JSON is text
(BLOB is BYTEA on PostgreSQL). A question mark means that the column may be empty.
"""


def page(schema: Schema) -> str:
    """Return the whole page."""
    parts = [HEAD]
    for owner in sorted(set(schema.owners.values())):
        names = [name for name in schema.tables if schema.owners[name] == owner]
        parts.append(f"## {owner}\n")
        parts.extend("\n".join(_section(schema.tables[name])) + "\n" for name in names)
    return "\n".join(parts)


def _section(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n"
    yield f"{table.comment or '(no purpose given)'}\n"
    yield "- columns: " + " · ".join(_column(column) for column in table.columns)
    yield "- key: " + _names(table.primary_key.columns)
    for unique in sorted(_names(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)):
        yield f"- unique: {unique}"
    for foreign in sorted(f"{_names(f.columns)} → {f.referred_table.name}" for f in table.foreign_key_constraints):
        yield f"- refers: {foreign}"
    for check in sorted(str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint)):
        yield f"- always: {check}"
    for index in sorted(table.indexes, key=lambda each: str(each.name)):
        where = index.dialect_options["postgresql"]["where"]
        yield f"- {'unique index' if index.unique else 'index'}: {_names(index.expressions)}" + (
            f" where {where}" if where is not None else ""
        )


def _column(column: Column[object]) -> str:
    start = getattr(column.server_default, "arg", None)
    empty = "?" if column.nullable else ""
    return f"`{column.name}` {column.type}{empty}" + (f" = {start}" if start is not None else "")


def _names(columns: Iterable[object]) -> str:
    return ", ".join(str(getattr(column, "name", column)) for column in columns)


def main(args: list[str]) -> int:
    """Write the page, or with `--check` compare it; report every foreign writer."""
    schema = load()
    fresh = page(schema)
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != fresh
    if stale and "--check" in args:
        print(f"{shown(PAGE)} is stale: run `make docs` and commit it")
    elif stale:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(fresh, encoding="utf-8")
        stale = False
    missing = [name for name, table in schema.tables.items() if not table.comment]
    for name in missing:
        print(f"the table {name} has no comment: say what one row is")
    return int(bool(check_writers.report(schema) or missing or stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
