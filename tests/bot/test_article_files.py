"""Articles as files: what is written is read back as it was, and each fault names its line."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article_fields import LANGS, article_of, faults_in
from bot.article_files import CSV, MARKDOWN, Fault, parse, written
from bot.knowledge import Article
from bot.venue import VenueKind

pytestmark = pytest.mark.unit

TODAY = "2026-11-24"
LINE = st.text(max_size=30).map(lambda text: " ".join(text.split()))
NUMBER = st.sampled_from(["", "1.5"])


@st.composite
def _articles(draw: st.DrawFn) -> Sequence[Article]:
    keys = draw(st.lists(st.tuples(st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True), st.sampled_from(LANGS))))
    made: list[Article] = []
    for code, lang in sorted(set(keys)):
        point = draw(NUMBER)
        fields = {
            "code": code,
            "lang": lang,
            "title": draw(LINE.filter(bool)),
            "body": draw(st.text(min_size=1, max_size=80)),
            "keywords": draw(LINE),
            "source": draw(LINE),
            "written_on": draw(st.sampled_from(["", "2026-01-31"])),
            "valid_until": draw(st.sampled_from(["", "2026-12-31"])),
            "demo": draw(st.sampled_from(["", "yes"])),
        }
        if draw(st.booleans()):
            kind = draw(st.sampled_from(VenueKind)).value
            fields |= {"kind": kind, "address": draw(LINE), "tags": draw(LINE), "lat": point, "lon": point}
        if not faults_in(fields):
            made.append(article_of(fields, TODAY))
    return made


@pytest.mark.parametrize("form", [MARKDOWN, CSV])
@given(articles=_articles())
def test_what_is_written_is_read_back_as_it_was(form: str, articles: Sequence[Article]) -> None:
    parsed = parse(form, written(form, articles), TODAY)
    if not articles:
        assert [fault.why for fault in parsed.faults] == ["empty"]
        return
    assert parsed.faults == ()
    assert list(parsed.articles) == list(articles)


@pytest.mark.parametrize("form", [MARKDOWN, CSV])
@given(text=st.text())
def test_any_text_is_read_or_refused_with_lines(form: str, text: str) -> None:
    parsed = parse(form, text, TODAY)
    assert bool(parsed.articles) != bool(parsed.faults)
    lines = 1 + text.count("\n") + text.count("\r")
    assert all(1 <= fault.line <= lines for fault in parsed.faults)


MARKDOWN_FILE = """\
# tea
written_on: 2026-01-31
kind: restaurant

## zh-CN 茶馆
keywords: 茶，龙井
address: 湖边

喝茶。
\\# 不是标题

再来。

## en Tea house
Source：somebody

Tea.
"""


def test_markdown_shares_what_stands_below_the_code() -> None:
    parsed = parse(MARKDOWN, MARKDOWN_FILE.replace("Source：", "source："), TODAY)
    assert parsed.faults == ()
    chinese, english = parsed.articles
    assert (chinese.body, chinese.keywords) == ("喝茶。\n# 不是标题\n\n再来。", ("茶", "龙井"))
    assert (english.code, english.written_on, english.source) == ("tea", "2026-01-31", "somebody")
    assert english.venue is not None
    assert (english.venue.kind, english.venue.address) == (VenueKind.RESTAURANT, "")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (("## zh-CN", "##zh-CN"), Fault(5, "", "invalid")),
        (("kind: restaurant", "kind: castle"), Fault(5, "kind", "unknown")),
        (("keywords: 茶", "colour: 茶"), Fault(6, "colour", "unknown")),
        (("# tea\n", "喝茶\n"), Fault(1, "", "invalid")),
        (("2026-01-31", "2026-01-32"), Fault(5, "written_on", "invalid")),
        (("## en", "## zh-CN"), Fault(14, "code", "twice")),
        (("Tea.\n", ""), Fault(14, "body", "missing")),
    ],
)
def test_a_fault_in_markdown_names_its_line_and_nothing_is_taken(changed: tuple[str, str], fault: Fault) -> None:
    parsed = parse(MARKDOWN, MARKDOWN_FILE.replace("Source：", "source：").replace(*changed), TODAY)
    assert parsed.articles == ()
    assert fault in parsed.faults


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", [Fault(1, "code", "missing"), Fault(1, "lang", "missing")]),
        ("code,lang,title,body,colour\n", [Fault(1, "colour", "unknown")]),
        ("code,lang,title,body,body\n", [Fault(1, "body", "twice")]),
        ('code,lang,title,body\ntea,zh-CN,茶,"一\n二"\nT,zh-CN,茶,三\n', [Fault(4, "code", "invalid")]),
        ("code,lang,title,body\ntea,zh-CN,茶,一,二\n", [Fault(2, "", "too_many")]),
        ('code,lang,title,body\ntea,zh-CN,茶,"一', [Fault(2, "", "invalid")]),
        ("code,lang,title,body\n,,,\n", [Fault(1, "", "empty")]),
        ("code,lang,title,body\ntea,zh-CN\n", [Fault(2, "title", "missing"), Fault(2, "body", "missing")]),
    ],
)
def test_a_fault_in_csv_names_the_line_on_which_its_row_begins(content: str, faults: list[Fault]) -> None:
    found = parse(CSV, content, TODAY)
    assert found.articles == ()
    assert set(faults) <= set(found.faults)


def test_csv_of_a_table_program_is_read_and_no_cell_is_a_formula_there() -> None:
    made = Article("tea", "zh-CN", "=1+1", "-喝茶。", TODAY, ("@茶", "'=x"))
    file = written(CSV, [made])
    assert file.startswith("\ufeffcode,lang,")
    assert "'=1+1" in file
    assert parse(CSV, file.replace("\r\n", "\n"), TODAY).articles == (made,)
