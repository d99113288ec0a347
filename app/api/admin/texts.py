"""What an organisation says in its own words, over HTTP: all texts that the hub, the bot and the web chat name."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel

from app.api.admin.shared import AdminParts, Body, Rev, Words, steward_of
from app.api.deps import Caller
from app.api.fields import ID_PATTERN, Id
from app.commands import Command
from bot import wording
from channels.webchat import sites
from hub import closed_words, text_guide
from hub.database import Tx
from hub.scope import Role
from hub.steering import steward, wordings
from hub.steering.steward import LANGS, Steward
from hub.steering.wordings import SetText, TextSheet
from hub.text_guide import SAMPLES, Catalogue, catalogue

Key = Annotated[str, Path(pattern="^[a-z][a-z0-9_.]{0,63}$")]
_A_DAY_MS = 86_400_000
_GUIDED = {key: words for key, words in wording.WORDS.items() if key in wording.GUIDES}
_UNWRITTEN: Mapping[str, Mapping[str, str]] = {key: {} for key in sites.GUIDES}
TEXTS: Catalogue = {
    **text_guide.HUB,
    **catalogue(_UNWRITTEN, sites.GUIDES),
    **catalogue(_GUIDED, wording.GUIDES),
}
"All texts that can be written, in the order in which the page shows them."


class TextBody(Body):
    """An organisation's words under a key, all languages together; empty ones are said as otherwise."""

    org_id: Id
    rev: Rev
    words: Words


class OtherwiseView(BaseModel):
    """What is said in a language where the organisation has written nothing."""

    words: str
    source: str
    "built_in, above (an organisation above), or other_language."


class SlotView(BaseModel):
    """What the hub fills in."""

    name: str
    samples: dict[str, str]
    "What may stand there, by language, for a preview."


class TextView(BaseModel):
    """A text as an organisation has it."""

    key: str
    title: dict[str, str]
    note: dict[str, str]
    "When it is said, and what to know."
    must_say: list[str]
    "Numbers without which the words are refused."
    slots: list[SlotView]
    own: dict[str, str]
    otherwise: dict[str, OtherwiseView]
    rev: int


class TextsView(BaseModel):
    """All texts of an organisation."""

    org_id: str
    langs: list[str]
    max_length: int
    texts: list[TextView]


def text_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of texts."""
    admins = [Depends(parts.guards.may(Role.ADMIN))]

    @router.get("/texts", dependencies=admins)
    async def read_texts(
        org_id: Annotated[str, Query(pattern=ID_PATTERN)],
        caller: Annotated[Caller, Depends(parts.guards.signed_in)],
    ) -> TextsView:
        return await parts.database.read(_all, (steward_of(caller.signed_in), org_id))

    @router.put("/texts/{key}", response_model=TextView, dependencies=admins)
    async def set_text(
        key: Key, body: TextBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = SetText(steward_of(command.signed_in), TEXTS, body.org_id, key, body.rev, body.words)
        return await parts.commands.run(command, _written, args, answer=_same)


def _all(tx: Tx, args: tuple[Steward, str]) -> TextsView:
    who, org_id = args
    tz = steward.org_of(tx, who.admin, org_id).tz
    found = wordings.sheets(tx, who, TEXTS, org_id)
    views = [_view(tx, tz, sheet) for sheet in found]
    return TextsView(org_id=org_id, langs=list(LANGS), max_length=steward.MAX_WORDS, texts=views)


def _written(tx: Tx, args: SetText) -> TextView:
    """Unit: write a text."""
    sheet = wordings.change(tx, args)
    return _view(tx, steward.org_of(tx, args.steward.admin, args.org_id).tz, sheet)


def _view(tx: Tx, tz: str, sheet: TextSheet) -> TextView:
    guide = sheet.text.guide
    return TextView(
        key=sheet.text.key,
        title=dict(guide.title),
        note=dict(guide.note),
        must_say=list(guide.must_say),
        slots=[SlotView(name=name, samples=_samples(name, tx.now_ms, tz)) for name in sheet.text.slots],
        own=dict(sheet.own),
        otherwise={lang: OtherwiseView(words=one.words, source=one.source) for lang, one in sheet.otherwise.items()},
        rev=sheet.rev,
    )


def _samples(slot: str, now_ms: int, tz: str) -> dict[str, str]:
    if slot == "opens":
        return {lang: closed_words.when(now_ms + _A_DAY_MS, now_ms, tz, lang) for lang in LANGS}
    return dict(SAMPLES.get(slot, {}))


def _same(view: TextView) -> TextView:
    return view
