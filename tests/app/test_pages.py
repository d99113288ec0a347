"""The built pages: what is served, what is not, and what browsers are told."""

import gzip
from pathlib import Path

import pytest

from app.api.browser_rules import DATA_POLICY, DEMO_POLICY, STAFF_POLICY
from app.api.pages import Pages
from tests.app.web_client import client_of

pytestmark = pytest.mark.unit

SCRIPT = "console.log('会话')"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Hub</title>", "utf-8")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / "app-1a2b.js").write_text(SCRIPT, "utf-8")
    (folder / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "assets" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / ".hidden").write_text("secret")
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / "index.html").write_text("<!doctype html><title>Demo</title>")
    return folder


def _pages(static: Path, *, demo: bool = True) -> Pages:
    return Pages(static, static.parent / "demo" if demo else None)


@pytest.mark.parametrize("path", ["/inbox", "/sign-in", "/admin/users/01H", "/supervisor", "/account", "/tickets/7"])
@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml;q=0.9", "*/*", None])
async def test_every_page_of_the_staff_application_is_the_same_file(
    static: Path, path: str, accept: str | None
) -> None:
    async with client_of(pages=_pages(static)) as client:
        if accept is None:
            del client.headers["accept"]
        answer = await client.get(path, headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200
    assert "<title>Hub</title>" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-security-policy"] == STAFF_POLICY


async def test_hashed_assets_are_cached_for_good_and_served_compressed(static: Path) -> None:
    async with client_of(pages=_pages(static)) as client:
        answer = await client.get("/assets/app-1a2b.js")
        plain = await client.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert answer.text == plain.text == SCRIPT
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    for one in (answer, plain):
        assert one.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert one.headers["content-type"] == "text/javascript; charset=utf-8"
        assert one.headers["vary"] == "Accept-Encoding"
    assert answer.headers["etag"] != plain.headers["etag"]


async def test_a_page_that_has_not_changed_is_not_sent_again(static: Path) -> None:
    async with client_of(pages=_pages(static)) as client:
        first = await client.get("/inbox")
        again = await client.get("/inbox", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/..%5c..%5csecret.txt",
        "/assets/link.txt",
        "/.hidden",
        "/assets/%00.js",
        "/assets/" + "x" * 300,
        "//etc/passwd.txt",
        "/demo/../secret.txt",
        "/demo/%2e%2e/secret.txt",
        "/assets/gone.js",
        "/assets",
    ],
)
async def test_no_path_leads_out_of_the_folder(static: Path, path: str) -> None:
    async with client_of(pages=_pages(static)) as client:
        answer = await client.request("GET", f"http://127.0.0.1{path}")
    assert "secret" not in answer.text
    assert answer.status_code == 404 or "<title>Hub</title>" in answer.text


@pytest.mark.parametrize("path", ["/api/nothing", "/webchat/v1/x", "/widget/x", "/webhooks/wechat/1", "/metrics/x"])
async def test_reserved_addresses_never_fall_back_to_the_page(static: Path, path: str) -> None:
    async with client_of(pages=_pages(static)) as client:
        answer = await client.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_program_that_asks_for_data_gets_no_page(static: Path) -> None:
    async with client_of(pages=_pages(static)) as client:
        assert (await client.get("/inbox", headers={"Accept": "application/json"})).status_code == 404
        assert (await client.get("/missing.png", headers={"Accept": "*/*"})).status_code == 404
        assert (await client.post("/inbox")).status_code == 404


async def test_the_root_leads_to_the_inbox_and_head_has_no_body(static: Path) -> None:
    async with client_of(pages=_pages(static)) as client:
        root = await client.get("/")
        head = await client.head("/inbox")
    assert (root.status_code, root.headers["location"]) == (302, "/inbox")
    assert (head.status_code, head.content) == (200, b"")


async def test_the_demo_site_has_a_policy_of_its_own_and_is_shown_only_where_wanted(static: Path) -> None:
    async with client_of(pages=_pages(static)) as client:
        assert (await client.get("/demo")).headers["location"] == "/demo/"
        demo = await client.get("/demo/")
        assert "<title>Demo</title>" in demo.text
        assert demo.headers["content-security-policy"] == DEMO_POLICY
        assert (await client.get("/demo/nothing.html")).status_code == 404
    async with client_of(pages=_pages(static, demo=False)) as client:
        assert (await client.get("/demo/", headers={"Accept": "text/html"})).status_code == 404


async def test_pages_that_have_not_been_built_say_how_to_build_them(tmp_path: Path) -> None:
    async with client_of(pages=Pages(tmp_path, None)) as client:
        answer = await client.get("/inbox")
    assert answer.status_code == 503
    assert "make run" in answer.text
    assert "页面尚未构建" in answer.text


async def test_every_answer_carries_the_browsers_rules(static: Path) -> None:
    async with client_of(pages=_pages(static), https=True) as client:
        for path in ("/inbox", "/assets/app-1a2b.js", "/api/nothing"):
            headers = (await client.get(path)).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert headers["strict-transport-security"] == "max-age=31536000"
            assert len(headers["x-correlation-id"]) == 26
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (await client.get("/api/nothing")).headers["content-security-policy"] == DATA_POLICY
    async with client_of(pages=_pages(static)) as client:
        assert "strict-transport-security" not in (await client.get("/inbox")).headers


def test_no_policy_lets_anything_inline_or_foreign_run() -> None:
    for policy in (STAFF_POLICY, DEMO_POLICY, DATA_POLICY):
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "*" not in policy
