"""The models that understand texts, as rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.store.tables import nlu_models
from hub.database import Statement, Tx
from hub.store.house_tables import orgs

_KEPT = 50


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A row of the registry."""

    id: str
    org_id: str
    engine: str
    version: str
    data_hash: str
    sha256: str
    metrics: Mapping[str, float]
    origin: str
    "Where it came from: `shipped` with the program."
    created_ms: int
    used_ms: int | None
    "When it was last put to use."


@dataclass(frozen=True, slots=True)
class InUse:
    """What must be known to answer with the model in use."""

    id: str
    sha256: str
    version: str
    tz: str
    "Of the organisation at the root: 明天 begins at its midnight."


_ROW = tuple(nlu_models.c)
FIND = Statement(select(*_ROW).where(nlu_models.c.id == bindparam("id")))
NEWEST = Statement(select(*_ROW).order_by(nlu_models.c.created_ms.desc(), nlu_models.c.id.desc()).limit(_KEPT))
OF_CONTENT = Statement(select(*_ROW).where(nlu_models.c.sha256 == bindparam("sha256")))
IN_USE = Statement(
    select(nlu_models.c.id, nlu_models.c.sha256, nlu_models.c.version, orgs.c.tz)
    .join(orgs, orgs.c.id == nlu_models.c.org_id)
    .where(nlu_models.c.used_ms.is_not(None))
    .order_by(nlu_models.c.used_ms.desc(), nlu_models.c.id.desc())
    .limit(1)
)
ADD = Statement(insert(nlu_models).values({column.name: bindparam(column.name) for column in nlu_models.c}))
USE = Statement(update(nlu_models).where(nlu_models.c.id == bindparam("of")).values(used_ms=bindparam("used_ms")))


def add(tx: Tx, model: StoredModel) -> None:
    """Write a new row."""
    values = {column.name: getattr(model, column.name) for column in nlu_models.c}
    tx.run(ADD, **{**values, "metrics": json.dumps(dict(model.metrics), sort_keys=True)})


def find(tx: Tx, model_id: str) -> StoredModel | None:
    """Return the model with this id."""
    row = tx.row(FIND, id=model_id)
    return None if row is None else _stored(row)


def newest(tx: Tx) -> Sequence[StoredModel]:
    """Return the latest fifty, newest first."""
    return [_stored(row) for row in tx.rows(NEWEST)]


def of_content(tx: Tx, sha256: str) -> StoredModel | None:
    """Return the model with these bytes."""
    row = tx.row(OF_CONTENT, sha256=sha256)
    return None if row is None else _stored(row)


def in_use(tx: Tx) -> InUse | None:
    """Return the model that answers, None where there is none."""
    row = tx.row(IN_USE)
    return None if row is None else InUse(*row)


def use(tx: Tx, model_id: str, used_ms: int) -> None:
    """Let this model answer from now on."""
    tx.run(USE, of=model_id, used_ms=used_ms)


def _stored(row: Sequence[Any]) -> StoredModel:
    values = dict(zip((column.name for column in nlu_models.c), row, strict=True))
    return StoredModel(**{**values, "metrics": json.loads(values["metrics"])})
