"""Articles as files that people write: Markdown for those who write texts, CSV for those who work in tables.

Markdown holds any number of articles, each in any number of languages:

    # lost-passport
    written_on: 2026-11-01

    ## en What to do when your passport is lost
    keywords: lost passport, stolen passport

    Report it to the police nearest to you …

A line `field: words` directly below `#` holds for all languages of the article, below `##` for that one; after the
first empty line below `##` comes the body. A line of the body that begins with `#` or a backslash has a backslash
before it. CSV has a line of field names, then a row for each language of an article; fields left out are empty.

Rules: nothing is taken from a file with a fault; every fault names its line, and all are found at once. What is
written is read back as it was.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.article_fields import FIELDS, VENUE, article_of, faults_in, fields_of
from bot.knowledge import Article

MARKDOWN, CSV = "markdown", "csv"
MAX_ARTICLES = 1000
"In one file: what is read and written beside answers without holding them up."
_HEADER = tuple(name for name in FIELDS if name not in {"code", "lang", "title", "body"})
_VERSION = re.compile(r"##\s+(\S+)\s+(\S.*)")
_ARTICLE = re.compile(r"#\s+(\S+)\s*")
_FIELD = re.compile(r"([a-z_]+)\s*[:：]\s*(.*)")
_ESCAPED = re.compile(r"^\\(?=[#\\])")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"What a table program would take for a formula; it is written with an apostrophe before it, which is taken off again."


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that cannot be taken."""

    line: int
    "Counted from 1."
    field: str
    "Empty: the line as a whole."
    why: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds: articles, or what is wrong."""

    articles: tuple[Article, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Row:
    line: int
    fields: dict[str, str]
    body: list[str] = field(default_factory=list)
    in_body: bool = False


def parse(form: str, content: str, today: str) -> Parsed:
    """Read a file.

    Args:
        form: `markdown` or `csv`.
        content: the text of the file.
        today: the date of articles that say none, as an ISO date.
    """
    text = content.removeprefix("\ufeff")
    rows, faults = _csv_rows(text) if form == CSV else _markdown_rows(text)
    found = [*faults]
    seen: set[tuple[str, str]] = set()
    for row in rows:
        found += [Fault(row.line, name, why) for name, why in faults_in(row.fields).items()]
        key = row.fields.get("code", ""), row.fields.get("lang", "")
        if key in seen:
            found.append(Fault(row.line, "code", "twice"))
        seen.add(key)
    if not rows and not found:
        found.append(Fault(1, "", "empty"))
    if len(rows) > MAX_ARTICLES:
        found.append(Fault(rows[MAX_ARTICLES].line, "", "too_many"))
    if found:
        return Parsed(faults=tuple(sorted(found, key=lambda fault: fault.line)))
    return Parsed(tuple(article_of(row.fields, today) for row in rows))


def written(form: str, articles: Iterable[Article]) -> str:
    """Return articles as a file."""
    return _csv(articles) if form == CSV else _markdown(articles)


# --- CSV --------------------------------------------------------------------------------------------------------


def _csv_rows(text: str) -> tuple[Sequence[_Row], Sequence[Fault]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[_Row] = []
    line = 1
    try:
        names = [name.strip() for name in next(reader, [])]
        faults = [Fault(1, name or "?", "unknown") for name in names if name not in FIELDS]
        faults += [Fault(1, name, "twice") for name in dict.fromkeys(names) if names.count(name) > 1]
        faults += [Fault(1, name, "missing") for name in ("code", "lang", "title", "body") if name not in names]
        if faults:
            return (), faults
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(names):
                faults.append(Fault(line, "", "too_many"))
            elif any(cell.strip() for cell in cells):
                named = dict(zip(names, map(_without_guard, cells), strict=False))
                rows.append(_Row(line, {**named, "code": named["code"].strip()}))
            line = reader.line_num + 1
    except csv.Error:
        return (), [Fault(line, "", "invalid")]
    return rows, faults


def _csv(articles: Iterable[Article]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for article in articles:
        fields = fields_of(article)
        writer.writerow([_guarded(fields[name]) if name not in {"lat", "lon"} else fields[name] for name in FIELDS])
    return f"\ufeff{out.getvalue()}"


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


# --- Markdown ---------------------------------------------------------------------------------------------------


def _markdown_rows(text: str) -> tuple[Sequence[_Row], Sequence[Fault]]:
    reading = _Markdown()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        reading.take(number, line)
    for one in reading.rows:
        one.fields["body"] = "\n".join(one.body).strip()
    return reading.rows, reading.faults


class _Markdown:
    """Reads line after line."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self.faults: list[Fault] = []
        self._shared: dict[str, str] | None = None
        "The fields of the article at hand that hold for all its languages."
        self._row: _Row | None = None

    def take(self, number: int, line: str) -> None:
        """Read a line."""
        if version := _VERSION.fullmatch(line):
            fields = {**(self._shared or {"code": ""}), "lang": version[1], "title": version[2].strip()}
            self._row = _Row(number, fields)
            self.rows.append(self._row)
        elif article := _ARTICLE.fullmatch(line):
            self._shared, self._row = {"code": article[1]}, None
        elif line.startswith("#"):
            self.faults.append(Fault(number, "", "invalid"))
        elif self._row is not None and (self._row.in_body or not line.strip()):
            self._row.in_body = True
            self._row.body.append(_ESCAPED.sub("", line))
        elif line.strip():
            self._field(number, line)

    def _field(self, number: int, line: str) -> None:
        fields = self._row.fields if self._row is not None else self._shared
        named = _FIELD.fullmatch(line)
        if fields is None or named is None:
            self.faults.append(Fault(number, "", "invalid"))
        elif named[1] not in _HEADER:
            self.faults.append(Fault(number, named[1], "unknown"))
        else:
            fields[named[1]] = named[2].strip()


def _markdown(articles: Iterable[Article]) -> str:
    return "\n".join(_markdown_lines(articles))


def _markdown_lines(articles: Iterable[Article]) -> Iterator[str]:
    before = ""
    for article in sorted(articles, key=lambda one: one.code):
        fields = fields_of(article)
        if article.code != before:
            yield f"# {article.code}\n"
            before = article.code
        yield f"## {article.lang} {article.title}"
        yield from _header(fields)
        yield ""
        yield re.sub(r"^(?=[#\\])", r"\\", article.body, flags=re.MULTILINE)
        yield ""


def _header(fields: Mapping[str, str]) -> Iterator[str]:
    names = (name for name in _HEADER if fields[name] and (fields["kind"] or name not in VENUE))
    return (f"{name}: {fields[name]}" for name in names)
