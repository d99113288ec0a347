"""Finds all tables of the house and who owns them: the package whose `store` defines a table owns it."""

import importlib
import pkgutil
from collections.abc import Iterator
from importlib.util import find_spec
from types import ModuleType
from typing import NamedTuple

from sqlalchemy import MetaData, Table

from tools.tree import PACKAGES


class Schema(NamedTuple):
    """Every table by name, the owner of each, and the names under which stores' modules know them."""

    tables: dict[str, Table]
    owners: dict[str, str]
    variables: dict[str, str]


def load(packages: tuple[str, ...] = PACKAGES) -> Schema:
    """Import every store and collect its metadata; a table name that two packages define is refused."""
    schema = Schema({}, {}, {})
    for package in packages:
        for module in _store_modules(package):
            for name, value in vars(module).items():
                if isinstance(value, Table):
                    schema.variables[name] = value.name
                elif isinstance(value, MetaData):
                    _add(schema, package, value)
    return schema


def _add(schema: Schema, package: str, metadata: MetaData) -> None:
    for name, table in metadata.tables.items():
        if schema.tables.setdefault(name, table) is not table:
            msg = f"two tables are called {name}: in {schema.owners[name]} and in {package}"
            raise ValueError(msg)
        schema.owners.setdefault(name, package)


def _store_modules(package: str) -> Iterator[ModuleType]:
    if find_spec(package) is None or find_spec(f"{package}.store") is None:
        return
    store = importlib.import_module(f"{package}.store")
    yield store
    for found in pkgutil.walk_packages(getattr(store, "__path__", ()), f"{package}.store."):
        yield importlib.import_module(found.name)
