"""Articles over HTTP: found, read with all their versions, written, and as files in and out."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from app.api.admin.shared import AdminParts, Body, Rev, steward_of
from app.api.deps import Caller
from app.api.fields import Id, PathId
from app.commands import Command
from bot import editing
from bot.article_fields import FIELDS, LANGS, fields_of
from bot.article_files import CSV, MARKDOWN, Parsed, parse, written
from bot.editing import ChangeArticle, Compared, Fate, ImportArticles, MakeArticle
from bot.store import articles as rows
from bot.store import sheets
from bot.store.articles import Sheet, State, Version
from bot.store.sheets import Sought
from bot.venue import VenueKind
from hub.database import Tx
from hub.days import local_day
from hub.ids import OrgId, UserId
from hub.people import Org
from hub.steering import steward
from hub.steering.steward import Steward
from hub.store import orgs, users

IMPORTS = "/api/admin/articles/imports"
IMPORT_LIMIT_BYTES = 4_000_000
"A body with a file in it: some thousand articles."
SHOWN = 200
"So many articles, or faults, of a file are told one by one."
_PAGE = 50
Form = Literal["markdown", "csv"]
StateName = Literal["draft", "live", "withdrawn"]
Fields = Annotated[dict[str, Annotated[str, Field(max_length=20_000)]], Field(max_length=len(FIELDS))]
_MEDIA = {MARKDOWN: ("text/markdown; charset=utf-8", "md"), CSV: ("text/csv; charset=utf-8", "csv")}


class MakeArticleBody(Body):
    """A new article."""

    org_id: Id
    state: StateName
    fields: Fields


class ChangeArticleBody(Body):
    """An article that says something else."""

    rev: Rev
    state: StateName
    fields: Fields


class ImportBody(Body):
    """A file with articles."""

    org_id: Id
    state: Literal["draft", "live"]
    "Of articles that are new; the others keep theirs."
    form: Form
    content: Annotated[str, Field(max_length=IMPORT_LIMIT_BYTES)]
    apply: bool
    "False: only tell what would happen."


class ArticleRowView(BaseModel):
    """An article in a list."""

    id: str
    org_id: str
    org_name: str
    code: str
    lang: str
    title: str
    state: StateName
    kind: str | None
    "Of a place: what kind it is."
    demo: bool
    valid_from: str | None
    valid_until: str | None
    today: str
    "The day that it is in its organisation."
    changed_ms: int

    @classmethod
    def of(cls, sheet: Sheet, org: Org, now_ms: int) -> "ArticleRowView":
        """Make the view of an article."""
        article = sheet.article
        return cls(
            id=sheet.id,
            org_id=org.id,
            org_name=org.name,
            code=article.code,
            lang=article.lang,
            title=article.title,
            state=sheet.state.value,
            kind=article.venue.kind.value if article.venue else None,
            demo=article.demo,
            valid_from=article.valid_from,
            valid_until=article.valid_until,
            today=local_day(now_ms, org.tz).isoformat(),
            changed_ms=sheet.changed_ms,
        )


class ArticlePageView(BaseModel):
    """A page of articles, those changed last first, and what fields can hold."""

    articles: list[ArticleRowView]
    total: int
    langs: list[str]
    kinds: list[str]


class ArticleView(BaseModel):
    """An article as it is written."""

    id: str
    org_id: str
    state: StateName
    fields: dict[str, str]
    changed_ms: int
    rev: int

    @classmethod
    def of(cls, sheet: Sheet) -> "ArticleView":
        """Make the view of an article."""
        return cls(
            id=sheet.id,
            org_id=sheet.org_id,
            state=sheet.state.value,
            fields=fields_of(sheet.article),
            changed_ms=sheet.changed_ms,
            rev=sheet.rev,
        )


class VersionView(BaseModel):
    """What an article said from a change on."""

    rev: int
    at_ms: int
    by: str | None
    "Null: it came with the hub, or with a file of the hub's."
    state: StateName
    fields: dict[str, str]


class ArticleWithVersionsView(BaseModel):
    """An article and all that it has said, the latest first."""

    article: ArticleView
    versions: list[VersionView]


class FaultView(BaseModel):
    """Something in a file that cannot be taken."""

    line: int
    field: str
    "Empty: the line as a whole."
    why: str


class TakenView(BaseModel):
    """What a file does to an article."""

    code: str
    lang: str
    title: str
    fate: Fate


class ImportView(BaseModel):
    """What a file does, or why nothing is taken from it."""

    applied: bool
    new: int
    changed: int
    same: int
    articles: list[TakenView]
    "The first of those that are new or changed; none after it was applied."
    faults: list[FaultView]
    "The first of them."
    all_faults: int


def article_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of articles."""
    _reading(router, parts)

    @router.post("/articles", response_model=ArticleView, status_code=201)
    async def make_article(
        body: MakeArticleBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = MakeArticle(steward_of(command.signed_in), body.org_id, State(body.state), body.fields)
        return await parts.commands.run(command, editing.make, args, answer=ArticleView.of, status=201)

    @router.patch("/articles/{article_id}", response_model=ArticleView)
    async def change_article(
        article_id: PathId, body: ChangeArticleBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        who = steward_of(command.signed_in)
        args = ChangeArticle(who, article_id, body.rev, State(body.state), body.fields)
        return await parts.commands.run(command, editing.change, args, answer=ArticleView.of)

    @router.post("/articles/imports", response_model=ImportView)
    async def import_articles(body: ImportBody, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        who = steward_of(command.signed_in)

        async def prepared() -> tuple[ImportArticles, Parsed]:
            _, today = await parts.database.read(_org, (who, body.org_id))
            parsed = await asyncio.to_thread(parse, body.form, body.content, today)
            return ImportArticles(who, body.org_id, State(body.state), parsed.articles), parsed

        unit = _taken if body.apply else _looked_at
        return await parts.commands.run_after(command, prepared, unit, answer=_same)


def _reading(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes that change nothing."""

    @router.get("/articles")
    async def read_articles(
        caller: Annotated[Caller, Depends(parts.guards.signed_in)],
        words: Annotated[str, Query(max_length=100)] = "",
        lang: Annotated[str | None, Query(max_length=10)] = None,
        state: StateName | None = None,
        org: Id | None = None,
        demo: bool | None = None,
        skip: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=100)] = _PAGE,
    ) -> ArticlePageView:
        sought = Sought(words.replace("\0", ""), lang, State(state) if state else None, org, demo)
        return await parts.database.read(_page, (steward_of(caller.signed_in), sought, skip, limit))

    @router.get("/articles/export")
    async def export_articles(
        org: Id, form: Form, caller: Annotated[Caller, Depends(parts.guards.signed_in)]
    ) -> Response:
        found, today = await parts.database.read(_exported, (steward_of(caller.signed_in), org))
        content = await asyncio.to_thread(written, form, [sheet.article for sheet in found])
        media, ending = _MEDIA[form]
        name = f'attachment; filename="articles-{today}.{ending}"'
        return Response(content, media_type=media, headers={"Content-Disposition": name})

    @router.get("/articles/{article_id}")
    async def read_article(
        article_id: PathId, caller: Annotated[Caller, Depends(parts.guards.signed_in)]
    ) -> ArticleWithVersionsView:
        return await parts.database.read(_one, (steward_of(caller.signed_in), article_id))


def _page(tx: Tx, args: tuple[Steward, Sought, int, int]) -> ArticlePageView:
    who, sought, skip, limit = args
    found = sheets.page(tx, who.floor, sought, skip, limit)
    homes = {org_id: orgs.get(tx, org_id) for org_id in {sheet.org_id for sheet in found.sheets}}
    return ArticlePageView(
        articles=[ArticleRowView.of(sheet, homes[sheet.org_id], tx.now_ms) for sheet in found.sheets],
        total=found.total,
        langs=list(LANGS),
        kinds=list(VenueKind),
    )


def _one(tx: Tx, args: tuple[Steward, str]) -> ArticleWithVersionsView:
    sheet = editing.held(tx, *args)
    versions = rows.versions(tx, sheet.id)
    found = [one for one in (users.find(tx, UserId(who)) for who in {v.actor_id for v in versions} if who) if one]
    names = {user.id: user.display_name for user in found}
    return ArticleWithVersionsView(
        article=ArticleView.of(sheet), versions=[_version(version, names) for version in versions]
    )


def _version(version: Version, names: dict[UserId, str]) -> VersionView:
    return VersionView(
        rev=version.rev,
        at_ms=version.at_ms,
        by=names.get(UserId(version.actor_id)) if version.actor_id else None,
        state=version.state.value,
        fields=fields_of(version.article),
    )


def _org(tx: Tx, args: tuple[Steward, str]) -> tuple[Org, str]:
    who, org_id = args
    org = steward.org_of(tx, who.floor, org_id)
    return org, local_day(tx.now_ms, org.tz).isoformat()


def _exported(tx: Tx, args: tuple[Steward, str]) -> tuple[Sequence[Sheet], str]:
    """Query: an organisation's own articles but those withdrawn, and the day that it is there."""
    org, today = _org(tx, args)
    return [sheet for sheet in rows.of_org(tx, OrgId(org.id)) if sheet.state is not State.WITHDRAWN], today


def _looked_at(tx: Tx, given: tuple[ImportArticles, Parsed]) -> ImportView:
    """Query: what a file would do."""
    args, parsed = given
    if parsed.faults:
        return _refused(parsed)
    found = editing.compared(tx, args)
    fates = [one.fate for one in found]
    return ImportView(
        applied=False,
        new=fates.count(Fate.NEW),
        changed=fates.count(Fate.CHANGED),
        same=fates.count(Fate.SAME),
        articles=[_taken_view(one) for one in found if one.fate is not Fate.SAME][:SHOWN],
        faults=[],
        all_faults=0,
    )


def _taken(tx: Tx, given: tuple[ImportArticles, Parsed]) -> ImportView:
    """Unit: take a file in."""
    args, parsed = given
    if parsed.faults:
        return _refused(parsed)
    fates = editing.take_in(tx, args)
    new, changed, same = (fates[fate] for fate in (Fate.NEW, Fate.CHANGED, Fate.SAME))
    return ImportView(applied=True, new=new, changed=changed, same=same, articles=[], faults=[], all_faults=0)


def _refused(parsed: Parsed) -> ImportView:
    faults = [FaultView(line=one.line, field=one.field, why=one.why) for one in parsed.faults]
    return ImportView(
        applied=False, new=0, changed=0, same=0, articles=[], faults=faults[:SHOWN], all_faults=len(faults)
    )


def _taken_view(one: Compared) -> TakenView:
    article = one.article
    return TakenView(code=article.code, lang=article.lang, title=article.title, fate=one.fate)


def _same(view: ImportView) -> ImportView:
    return view
