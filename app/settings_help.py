"""Explains the settings to people: the table for the README, what is wrong with a value, which names nobody knows.

Rule: no value given by the operator is ever repeated here, because it may be a secret in the wrong place.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from app.refusals import StartRefused
from app.settings import PREFIX, Settings

BETWEEN_PROCESSES = frozenset({"HUB_FDS", "HUB_GENERATION", "HUB_CRASH_AT", "HUB_CRASH_LOG"})
"Variables that our processes and tests hand to each other; no operator sets them."

_NEAR = 0.85
"How alike a name must be to be what was meant: all of them begin alike, and two letters exchanged still pass."


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as the table shows it."""

    name: str
    default: str
    description: str
    secret: bool


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        StartRefused: something is missing or wrong; every problem stands on a line of its own.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = "\n".join(f"  {line}" for line in sorted(problems_of(error)))
        raise StartRefused(f"These settings are wrong:\n{lines}") from None


def problems_of(error: ValidationError) -> Iterator[str]:
    """Yield what is wrong as 'NAME: reason', without the value."""
    for fault in error.errors(include_input=False, include_url=False):
        name = PREFIX + "_".join(str(part) for part in fault["loc"]).upper()
        reason = fault["msg"].removeprefix("Value error, ")
        yield reason if reason.startswith(PREFIX) else f"{name}: {reason}"


def unknown_names(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each variable that looks like a setting of ours and is none."""
    settable = [row.name for row in rows()]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in settable and name not in BETWEEN_PROCESSES:
            near = difflib.get_close_matches(name, settable, n=1, cutoff=_NEAR)
            meant = f" Did you mean {near[0]}?" if near else ""
            yield f"{name} is not a setting of this version and does nothing.{meant}"


def rows() -> list[Row]:
    """Return every setting in the order of the model."""
    return list(_rows(Settings, PREFIX))


def markdown() -> str:
    """Return the table of settings for the README."""
    lines = ["| Setting | Default | What it is |", "|---|---|---|"]
    lines += [f"| `{row.name}` | {row.default} | {row.description} |" for row in rows()]
    return "\n".join(lines) + "\n"


def plain() -> str:
    """Return the same table for a terminal."""
    return "\n".join(f"{row.name}\n    {row.description}\n    Default: {row.default}" for row in rows()) + "\n"


def _rows(model: type[BaseModel], prefix: str) -> Iterator[Row]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _rows(kind, f"{prefix}{name.upper()}_")
        else:
            yield Row(f"{prefix}{name.upper()}", _default(field), field.description or "", _is_secret(field))


def _is_secret(field: FieldInfo) -> bool:
    return SecretStr in (field.annotation, *get_args(field.annotation))


def _default(field: FieldInfo) -> str:
    default = field.default
    if field.default_factory is not None:
        return "this machine's name"
    if default is PydanticUndefined:
        return "needed"
    if default is None or default == ():
        return "none"
    if isinstance(default, bool):
        return "`1`" if default else "`0`"
    return f"`{default.as_posix() if isinstance(default, Path) else default}`"
