"""What the command line can ask about models: which there are, which answers, what it makes of a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.control_socket import Command
from bot import models as registry
from bot.model_files import ModelFiles
from bot.models import Use
from bot.store import models
from bot.store.models import StoredModel
from bot.understanding import Understanding
from hub.database import Database, Finding, Tx
from hub.errors import BadRequest
from hub.model import SYSTEM


def nlu_commands(database: Database, understanding: Understanding) -> Mapping[str, Command]:
    """Return the commands by their names."""

    async def listed(_: Mapping[str, Any]) -> Any:
        found, used_id = await database.read(_all, None)
        return [{**asdict(one), "in_use": one.id == used_id} for one in found]

    async def use(arguments: Mapping[str, Any]) -> Any:
        return asdict(await database.write(registry.use, Use(_text(arguments, "model"), SYSTEM)))

    async def parse(arguments: Mapping[str, Any]) -> Any:
        await understanding.look()  # where no hub runs, nobody else does
        lang = arguments.get("lang")
        parse = await understanding.parse(_text(arguments, "text"), lang=str(lang) if lang else None)
        return asdict(parse)

    return {"nlu.models": listed, "nlu.use": use, "nlu.parse": parse}


async def nlu_findings(database: Database, folder: ModelFiles) -> Sequence[Finding]:
    """Say whether the bot understands anything, for `hotline check`."""
    used = await database.read(_in_use, None)
    if used is None:
        told = "no model is in use, so the bot knows fixed words only; `hotline nlu models` lists what there is"
        return [Finding("warn", "nlu_model", told)]
    if not folder.path(used[1]).exists():
        told = f"the file of {used[0]} is not in this data folder, so the bot here knows fixed words only"
        return [Finding("error", "nlu_model", told)]
    return [Finding("ok", "nlu_model", used[0])]


def _in_use(tx: Tx, _: None) -> tuple[str, str] | None:
    used = models.in_use(tx)
    return None if used is None else (used.version, used.sha256)


def _all(tx: Tx, _: None) -> tuple[Sequence[StoredModel], str | None]:
    used = models.in_use(tx)
    return models.newest(tx), used.id if used else None


def _text(arguments: Mapping[str, Any], name: str) -> str:
    given = arguments.get(name)
    if not isinstance(given, str) or not given.strip():
        raise BadRequest("malformed_request", f"{name} is missing")
    return given
