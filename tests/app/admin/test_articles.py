"""Articles over the administration's API: written, found, kept in versions, and as files in and out."""

import asyncio
import json
from typing import Any

import pytest

from bot.store import articles as rows
from hub.database import Tx
from hub.ids import OrgId
from hub.scope import Role
from tests.app.admin.floor import ADMIN, Floor, faults
from tests.app.door import Browser

pytestmark = pytest.mark.store
ARTICLES = f"{ADMIN}/articles"
IMPORTS = f"{ARTICLES}/imports"
TEA = {"code": "tea", "lang": "zh-CN", "title": "哪里喝茶", "body": "在茶馆喝茶。", "keywords": "喝茶, 茶馆"}


def form(org_id: str, state: str = "live", **more: str) -> dict[str, Any]:
    """Return an article's form."""
    return {"org_id": org_id, "state": state, "fields": {**TEA, **more}}


async def made(browser: Browser, org_id: str, state: str = "live", **more: str) -> dict[str, Any]:
    answer = await browser.send("POST", ARTICLES, form(org_id, state, **more))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def listed(browser: Browser, **query: object) -> list[str]:
    """Return the codes of what is found, by the page's own query."""
    answer = await browser.http.get(ARTICLES, params={key: str(value) for key, value in query.items()})
    assert answer.status_code == 200, answer.text
    return [one["code"] for one in answer.json()["articles"]]


async def taken(browser: Browser, org_id: str, content: str, **more: Any) -> dict[str, Any]:
    body = {"org_id": org_id, "state": "live", "form": "markdown", "content": content, "apply": True, **more}
    answer = await browser.send("POST", IMPORTS, body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_an_article_is_written_changed_and_withdrawn_and_all_that_it_said_is_kept(floor: Floor) -> None:
    first = await made(floor.boss, floor.sz.id, "draft")
    assert (first["rev"], first["fields"]["written_on"], first["fields"]["kind"]) == (0, "2026-11-23", "")
    where = f"{ARTICLES}/{first['id']}"
    fields = {**TEA, "body": "在湖边喝茶。", "kind": "restaurant", "address": "湖边", "written_on": "2026-11-23"}
    body = {"rev": 0, "state": "live", "fields": fields}
    changed = await floor.admin.send("PATCH", where, body)
    assert (changed.status_code, changed.json()["rev"], changed.json()["state"]) == (200, 1, "live"), changed.text
    late = await floor.boss.send("PATCH", where, body)
    assert (late.status_code, late.json()["code"], late.json()["changed"]["by"]) == (409, "changed_meanwhile", "Root")
    same = await floor.boss.send("PATCH", where, {**body, "rev": 1})
    assert (same.status_code, same.json()["rev"]) == (200, 1), "nothing was changed: no version"
    await floor.boss.send("PATCH", where, {**body, "rev": 1, "state": "withdrawn"})
    found = (await floor.boss.get(where)).json()
    assert [(one["rev"], one["by"], one["state"], one["fields"]["body"]) for one in found["versions"]] == [
        (2, "Boss", "withdrawn", "在湖边喝茶。"),
        (1, "Root", "live", "在湖边喝茶。"),
        (0, "Boss", "draft", "在茶馆喝茶。"),
    ]
    noted = await floor.query("SELECT action, fields FROM audit WHERE subject_type = 'article' ORDER BY id")
    assert [(action, json.loads(fields)["fields"]) for action, fields in noted] == [
        ("article.made", ["body", "code", "keywords", "lang", "state", "title"]),
        ("article.changed", ["body", "state", "venue"]),
        ("article.changed", ["state"]),
    ]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"title": " ", "body": ""}, {"fields/title": "missing", "fields/body": "missing"}),
        ({"valid_from": "2026-02-30"}, {"fields/valid_from": "invalid"}),
        ({"kind": "castle"}, {"fields/kind": "unknown"}),
        ({"nonsense": "x"}, {"fields/nonsense": "unknown"}),
    ],
)
async def test_what_cannot_be_kept_is_refused_beside_its_field(
    floor: Floor, more: dict[str, str], found: dict[str, str]
) -> None:
    answer = await floor.admin.send("POST", ARTICLES, form(floor.sz.id, **more))
    assert (answer.status_code, faults(answer)) == (422, found), answer.text
    assert await listed(floor.admin) == []


async def test_a_code_and_language_stand_once_in_an_organisation_also_when_many_come_together(floor: Floor) -> None:
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(floor.admin.send("POST", ARTICLES, form(floor.sz.id))) for _ in range(4)]
    answers = [one.result() for one in asked]
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"code_taken"}
    await made(floor.admin, floor.gz.id)
    await made(floor.admin, floor.sz.id, lang="en", title="Tea", body="Tea.")


async def test_an_article_is_found_by_its_words_in_either_script_and_by_what_it_is(floor: Floor) -> None:
    await made(floor.admin, floor.sz.id)
    await made(
        floor.admin, floor.sz.id, "draft", code="boat", title="坐船 100%", body="在码头坐船。", demo="yes", keywords=""
    )
    await made(floor.admin, floor.gz.id, code="far", lang="en", title="Far", body="Boats.", keywords="")
    assert await listed(floor.admin, words="喝茶 茶館") == ["tea"]
    assert sorted(await listed(floor.admin, words="BOAT")) == ["boat", "far"]
    assert await listed(floor.admin, words="100%") == ["boat"]
    assert await listed(floor.admin, words="%") == ["boat"]
    assert await listed(floor.admin, state="draft") == ["boat"]
    assert await listed(floor.admin, demo="true") == ["boat"]
    assert await listed(floor.admin, lang="en") == ["far"]
    assert sorted(await listed(floor.admin, org=floor.sz.id)) == ["boat", "tea"]
    page = (await floor.admin.get(f"{ARTICLES}?limit=2&skip=2")).json()
    assert (len(page["articles"]), page["total"]) == (1, 3)


async def test_articles_of_a_sibling_city_do_not_exist_and_plain_agents_set_none(floor: Floor) -> None:
    away = await made(floor.admin, floor.gz.id)
    assert await listed(floor.boss) == []
    where = f"{ARTICLES}/{away['id']}"
    file = {"org_id": floor.gz.id, "state": "live", "form": "csv", "content": "", "apply": False}
    for method, path, body in (
        ("GET", where, None),
        ("GET", f"{ARTICLES}/export?org={floor.gz.id}&form=csv", None),
        ("POST", ARTICLES, form(floor.gz.id)),
        ("POST", IMPORTS, file),
        ("PATCH", where, {"rev": 0, "state": "live", "fields": TEA}),
    ):
        assert (await floor.boss.send(method, path, body)).status_code == 404, path
    await floor.door.person(floor.sz, "plain", (Role.AGENT, floor.sz))
    plain = floor.door.client()
    await plain.sign_in("plain")
    assert (await plain.get(ARTICLES)).status_code == 403


FILE = """\
# tea
## zh-CN 哪里喝茶

在茶馆喝茶。

## en Where to drink tea

In a tea house.
"""


@pytest.mark.parametrize("ending", ["markdown", "csv"])
async def test_a_file_is_looked_at_first_then_taken_and_taken_again_without_a_trace(floor: Floor, ending: str) -> None:
    await taken(floor.admin, floor.gz.id, FILE)
    query = f"{ARTICLES}/export?org={floor.gz.id}&form={ending}"
    exported = await floor.admin.get(query)
    assert exported.headers["content-disposition"].startswith('attachment; filename="articles-2026-11-23.')
    content = exported.text
    own = await made(floor.boss, floor.sz.id)
    before = await taken(floor.boss, floor.sz.id, content, form=ending, apply=False)
    assert (before["applied"], before["new"], before["changed"], before["same"]) == (False, 1, 1, 0)
    assert {(one["lang"], one["fate"]) for one in before["articles"]} == {("zh-CN", "changed"), ("en", "new")}
    assert await listed(floor.boss) == ["tea"], "nothing was written"
    done = await taken(floor.boss, floor.sz.id, content, form=ending)
    assert (done["applied"], done["new"], done["changed"]) == (True, 1, 1)
    again = await taken(floor.boss, floor.sz.id, content, form=ending)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    found = (await floor.boss.get(f"{ARTICLES}/{own['id']}")).json()
    assert [(one["rev"], one["fields"]["keywords"]) for one in found["versions"]] == [(1, ""), (0, "喝茶, 茶馆")]
    assert (await floor.admin.get(f"{ARTICLES}/export?org={floor.sz.id}&form={ending}")).text == content


async def test_nothing_is_taken_from_a_file_with_a_fault_and_each_names_its_line(floor: Floor) -> None:
    faulty = FILE.replace("## en Where", "## fr Where") + "\n# Boat\n## zh-CN 船\n\n船。\n"
    told = await taken(floor.admin, floor.sz.id, faulty)
    assert (told["applied"], told["all_faults"]) == (False, 2)
    assert told["faults"][0] == {"line": 6, "field": "lang", "why": "unknown"}
    assert await listed(floor.admin) == []


async def test_an_import_repeated_with_its_key_is_one_import_and_the_bot_knows_it(floor: Floor) -> None:
    body = {"org_id": floor.sz.id, "state": "live", "form": "markdown", "content": FILE, "apply": True}
    answers = [await floor.admin.send("POST", IMPORTS, body, key="k1") for _ in range(2)]
    assert [one.json()["new"] for one in answers] == [2, 2]

    def seen(tx: Tx, org_id: OrgId) -> list[str]:
        return [one.title for one in rows.seen(tx, org_id, rows.stamp(tx, org_id).day)]

    assert await floor.door.database.read(seen, OrgId(floor.sz.id)) == ["Where to drink tea", "哪里喝茶"]
    assert len(await floor.query("SELECT 1 FROM article_versions")) == 2
