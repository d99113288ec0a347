"""Articles, written and changed by those who run an organisation: one at a time, or many from a file.

Rules: an article belongs to one organisation, under a code and a language that never change; it is never deleted but
withdrawn, so that its versions stay. Whoever sends an old revision is told who was quicker. A file is taken whole or
not at all; what it does not name stays as it is, and what it says in the same words makes no version.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.article_fields import article_of, faults_in
from bot.knowledge import Article
from bot.store import articles as rows
from bot.store.articles import Sheet, State
from hub.audit import Subject
from hub.database import Tx
from hub.days import local_day
from hub.errors import Conflict, NotFound, Unprocessable
from hub.ids import OrgId
from hub.people import Org
from hub.steering import steward
from hub.steering.steward import Steward
from hub.store import orgs

ARTICLE = "article"
MOST = 10_000
"Articles of one organisation, each language counted: what an index is made of in some seconds."


class Fate(StrEnum):
    """What a file does to an article."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class MakeArticle:
    """Another article, as `bot.article_fields` has it."""

    steward: Steward
    org_id: str
    state: State
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangeArticle:
    """An article that says something else, on sight of revision `rev`; code and language stay."""

    steward: Steward
    article_id: str
    rev: int
    state: State
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportArticles:
    """The articles of a file, for an organisation."""

    steward: Steward
    org_id: str
    state: State
    "Of those that are new; the others keep theirs."
    articles: Sequence[Article]


@dataclass(frozen=True, slots=True)
class Compared:
    """An article of a file beside what is there."""

    article: Article
    before: Sheet | None
    fate: Fate


def make(tx: Tx, args: MakeArticle) -> Sheet:
    """Unit: write a new article.

    Raises:
        NotFound: no such organisation for this steward.
        Conflict: code `code_taken` or `articles_full`.
        Unprocessable: with what is wrong, by field.
    """
    org = steward.org_of(tx, args.steward.floor, args.org_id)
    article = _judged(tx, org, args.fields)
    orgs.lock(tx, org.id)
    _require_room(tx, org, 1)
    made = rows.add(tx, org.id, article, args.state, args.steward.user_id)
    if made is None:
        raise Conflict("code_taken", "there is an article of this code and language", {"field": "fields/code"})
    changed = [name for name, said in args.fields.items() if said.strip()]
    args.steward.note(tx, "article.made", Subject(ARTICLE, made.id), (*changed, "state"), org.id)
    return made


def change(tx: Tx, args: ChangeArticle) -> Sheet:
    """Unit: let an article say something else.

    Raises:
        NotFound: no such article for this steward.
        Conflict: code `changed_meanwhile`.
        Unprocessable: with what is wrong, by field.
    """
    found = held(tx, args.steward, args.article_id)
    org = orgs.get(tx, found.org_id)
    orgs.lock(tx, org.id)
    found = held(tx, args.steward, args.article_id)
    subject = Subject(ARTICLE, found.id)
    steward.require_rev(tx, subject, args.rev, found.rev)
    article = _judged(tx, org, {**args.fields, "code": found.article.code, "lang": found.article.lang})
    changed = [name for name in Article.__slots__ if getattr(article, name) != getattr(found.article, name)]
    if args.state is not found.state:
        changed.append("state")
    if not changed:
        return found
    sheet = rows.change(tx, found, article, args.state, args.steward.user_id)
    args.steward.note(tx, "article.changed", subject, changed, org.id)
    return sheet


def compared(tx: Tx, args: ImportArticles) -> Sequence[Compared]:
    """Return what a file without faults would do.

    Raises:
        NotFound: no such organisation for this steward.
    """
    org = steward.org_of(tx, args.steward.floor, args.org_id)
    there = {(sheet.article.code, sheet.article.lang): sheet for sheet in rows.of_org(tx, org.id)}
    found: list[Compared] = []
    for article in args.articles:
        before = there.get((article.code, article.lang))
        fate = Fate.NEW if before is None else Fate.SAME if before.article == article else Fate.CHANGED
        found.append(Compared(article, before, fate))
    return found


def take_in(tx: Tx, args: ImportArticles) -> Counter[Fate]:
    """Unit: write the articles of a file without faults.

    Raises:
        NotFound: no such organisation for this steward.
        Conflict: code `articles_full`.
    """
    org = steward.org_of(tx, args.steward.floor, args.org_id)
    orgs.lock(tx, org.id)
    found = compared(tx, args)
    fates = Counter(one.fate for one in found)
    _require_room(tx, org, fates[Fate.NEW])
    new = [Sheet(tx.new_id(), org.id, one.article, args.state, tx.now_ms, 0) for one in found if one.fate is Fate.NEW]
    changed = [
        replace(one.before, article=one.article, changed_ms=tx.now_ms, rev=one.before.rev + 1)
        for one in found
        if one.before is not None and one.fate is Fate.CHANGED
    ]
    rows.write_many(tx, new, changed, args.steward.user_id)
    for sheet in (*new, *changed):
        fate = "made" if sheet.rev == 0 else "changed"
        args.steward.note(tx, f"article.{fate}", Subject(ARTICLE, sheet.id), ("imported",), org.id)
    return fates


def held(tx: Tx, who: Steward, article_id: str) -> Sheet:
    """Return an article of an organisation in a steward's charge.

    Raises:
        NotFound: there is none.
    """
    found = rows.find(tx, article_id)
    if found is None or not who.floor.allows(orgs.get(tx, found.org_id).path):
        raise NotFound("article_not_found", article_id)
    return found


def _judged(tx: Tx, org: Org, fields: Mapping[str, str]) -> Article:
    faults = faults_in(fields)
    if faults:
        pointed = {f"fields/{name}": why for name, why in faults.items()}
        raise Unprocessable("article_invalid", "some fields are not acceptable", pointed)
    return article_of(fields, local_day(tx.now_ms, org.tz).isoformat())


def _require_room(tx: Tx, org: Org, more: int) -> None:
    if more and rows.count(tx, OrgId(org.id)) + more > MOST:
        raise Conflict("articles_full", f"an organisation has at most {MOST} articles")
