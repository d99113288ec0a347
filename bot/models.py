"""The registry of models: which there are, which answers, and how the shipped one comes in.

Rules: a model never changes; another one is used by writing when, so that going back is one step, too. An operator's
own model stays in use when a newer program brings a newer shipped one, as long as that program can read it; a shipped
one gives way to its successor. The first model where none answers is used at once.
"""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import structlog

from bot.model_files import ModelFiles
from bot.nlu.embedded.model import CODE_VERSION, BadModel, read_info
from bot.nlu.embedded.training import ENGINE
from bot.nlu.port import ModelInfo
from bot.store import models
from bot.store.models import StoredModel
from hub import audit
from hub.audit import Subject
from hub.database import Database, Tx
from hub.errors import Conflict, NotFound
from hub.model import SYSTEM, Actor
from hub.store import orgs

SHIPPED_FILE: Final = Path(__file__).parent / "ready" / "embedded.model"
"Made by `make` before the hub runs; not there when somebody runs the bare sources."
SHIPPED: Final = "shipped"
_OURS = f"{ENGINE}-{CODE_VERSION}-"
"How versions begin that this program can read."
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Arrived:
    """A model whose bytes have been kept."""

    info: ModelInfo
    sha256: str


async def bring_shipped(database: Database, folder: ModelFiles, file: Path = SHIPPED_FILE) -> None:
    """Take the model that came with the program into the registry, if it is news; a broken one stops no start."""
    try:
        arrived = await asyncio.to_thread(_arrived, folder, file)
    except BadModel:
        log.exception("nlu_model.not_taken_in", file=file.name)
        return
    if arrived is None:
        return
    if not await database.read(_is_known, arrived):
        await database.write(take_shipped, arrived)


def _arrived(folder: ModelFiles, file: Path) -> Arrived | None:
    if not file.exists():
        return None
    sha256, content = folder.keep_file(file)
    return Arrived(read_info(content, file.name), sha256)


def take_shipped(tx: Tx, arrived: Arrived) -> None:
    """Register the model that came with the program, and use it in the place of none, an older one or a foreign one."""
    root = orgs.root(tx)
    if root is None or _is_known(tx, arrived):
        return
    made = models.of_content(tx, arrived.sha256)
    if made is None:
        made = new_row(tx, root.id, SHIPPED, arrived)
        models.add(tx, made)
    now = models.in_use(tx)
    before = models.find(tx, now.id) if now else None
    if before is None or before.origin == SHIPPED or not before.version.startswith(_OURS):
        put_to_use(tx, made, SYSTEM)


def _is_known(tx: Tx, arrived: Arrived) -> bool:
    """Tell whether the model is registered and the one in use can be read: then there is nothing to do."""
    now = models.in_use(tx)
    return now is not None and now.version.startswith(_OURS) and models.of_content(tx, arrived.sha256) is not None


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody's wish for another model."""

    name: str
    "Its version or its id."
    actor: Actor


def use(tx: Tx, wish: Use) -> StoredModel:
    """Let another model answer; of equal versions the newest.

    Raises:
        NotFound: there is none of that name.
        Conflict: it was made for another version of the program.
    """
    named = [one for one in models.newest(tx) if wish.name in {one.id, one.version}]
    if not named:
        raise NotFound("nlu_model_not_found", f"there is no model {wish.name}; `hotline nlu models` lists them")
    ready = named[0]
    if not ready.version.startswith(_OURS):
        raise Conflict("nlu_model_foreign", f"{ready.version} was made for another version of this program")
    put_to_use(tx, ready, wish.actor)
    return replace(ready, used_ms=tx.now_ms)


def put_to_use(tx: Tx, model: StoredModel, actor: Actor) -> None:
    """Let a ready model answer from now on, later than whatever was used before."""
    now = models.in_use(tx)
    before = models.find(tx, now.id) if now else None
    models.use(tx, model.id, max(tx.now_ms, (before.used_ms or 0) + 1 if before else 0))
    subject = Subject("nlu_model", model.id)
    audit.record(tx, actor, "nlu_model.used", subject, {"version": model.version}, org_id=model.org_id)


def new_row(tx: Tx, org_id: str, origin: str, arrived: Arrived) -> StoredModel:
    """Return the row of a model that is there and was never used."""
    info = arrived.info
    return StoredModel(
        id=tx.new_id(),
        org_id=org_id,
        engine=info.engine,
        version=info.version,
        data_hash=info.data_hash,
        sha256=arrived.sha256,
        metrics=dict(info.metrics),
        origin=origin,
        created_ms=tx.now_ms,
        used_ms=None,
    )
