"""Proves that a table is written by its owner's store alone (CONTRACTS "Owners of tables").

Looked for are calls of SQLAlchemy's insert, update and delete (the dialects' too) on a known table, and the same in
SQL text. Migrations are exempt: they move data between releases.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.schema import Schema
from tools.tree import PACKAGES, ROOT, files, shown

EXEMPT = "app/migrations/"
_VERBS = ("insert", "update", "delete")
_SQL = re.compile(r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+\"?(\w+)")


def report(schema: Schema, root: Path = ROOT) -> int:
    """Print every writer that is not the owner's store; return how many there are."""
    found = [
        fault
        for path in files(".py", root=root)
        if (name := shown(path, root)).startswith(tuple(f"{package}/" for package in PACKAGES))
        and not name.startswith(EXEMPT)
        for fault in foreign_writes(name, path.read_text(encoding="utf-8"), schema)
    ]
    for fault in found:
        print(fault)
    return len(found)


def foreign_writes(name: str, source: str, schema: Schema) -> Iterator[str]:
    """Yield a line for each write in the file `name` to a table that its package's store does not own."""
    package, _, rest = name.partition("/")
    in_store = rest == "store.py" or rest.startswith("store/")
    for line, table in _writes(source, schema):
        owner = schema.owners[table]
        if not (in_store and owner == package):
            yield f"{name}:{line}: writes {table}, which only {owner}.store may"


def _writes(source: str, schema: Schema) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (table := schema.variables.get(_written(node))):
            yield node.lineno, table
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for match in _SQL.finditer(node.value):
                if match.group(1) in schema.tables:
                    yield node.lineno, match.group(1)


def _written(call: ast.Call) -> str:
    """Return the name of what `insert(x)` or `x.insert()` writes; dict.update(...) always has arguments."""
    verb = _last_name(call.func)
    if verb in _VERBS and not call.args and isinstance(call.func, ast.Attribute):
        return _last_name(call.func.value)
    if verb.split("_")[-1] in _VERBS and len(call.args) == 1:
        return _last_name(call.args[0])
    return ""


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
