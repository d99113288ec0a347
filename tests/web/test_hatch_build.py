"""The hook that builds the pages: when it builds, when it does not, and what it says when it cannot."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from hatch_build import STAMP, PagesFailed, build_pages, fingerprint, packages_are_there
from tests.processes import ROOT

LOCK = {
    "packages": {
        "": {"name": "pages"},
        "node_modules/vue": {"version": "3.5.0", "integrity": "sha512-vue"},
        "node_modules/vitest": {"version": "5.0.0", "integrity": "sha512-vitest", "dev": True},
        "node_modules/@rolldown/binding-darwin-arm64": {"integrity": "sha512-darwin", "optional": True},
    }
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with one page."""
    put(tmp_path / "web/index.html", "<!doctype html>")
    put(tmp_path / "web/src/main.ts", "export {};")
    put(tmp_path / "web/package.json", "{}")
    put(tmp_path / "web/package-lock.json", json.dumps(LOCK))
    return tmp_path


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def installed(web: Path, packages: Mapping[str, object]) -> None:
    put(web / "node_modules/.package-lock.json", json.dumps({"packages": packages}))


@pytest.mark.unit
@pytest.mark.parametrize("source", ["src/main.ts", "src/inbox/new.vue", "widget/frame.html", "package-lock.json"])
def test_a_changed_or_new_source_asks_for_a_build(root: Path, source: str) -> None:
    before = fingerprint(root / "web")
    put(root / "web" / source, "changed")
    assert fingerprint(root / "web") != before


@pytest.mark.unit
@pytest.mark.parametrize(
    "file", ["src/main.test.ts", "src/api/schema.d.ts", "openapi.json", "node_modules/vue/index.js", "dist/index.html"]
)
def test_what_the_pages_are_not_made_of_asks_for_nothing(root: Path, file: str) -> None:
    before = fingerprint(root / "web")
    put(root / "web" / file, "changed")
    assert fingerprint(root / "web") == before


@pytest.mark.unit
def test_a_renamed_source_asks_for_a_build(root: Path) -> None:
    before = fingerprint(root / "web")
    (root / "web/src/main.ts").rename(root / "web/src/start.ts")
    assert fingerprint(root / "web") != before


@pytest.mark.unit
def test_packages_for_building_are_enough_and_other_machines_ones_are_not_missed(root: Path) -> None:
    web = root / "web"
    assert not packages_are_there(web)
    installed(web, {"node_modules/vue": {"integrity": "sha512-vue"}})
    assert packages_are_there(web)


@pytest.mark.unit
def test_another_version_of_a_package_is_not_there(root: Path) -> None:
    installed(root / "web", {"node_modules/vue": {"integrity": "sha512-older"}})
    assert not packages_are_there(root / "web")


@pytest.mark.unit
def test_pages_that_are_up_to_date_are_not_built_again(root: Path) -> None:
    put(root / "app/static" / STAMP, fingerprint(root / "web"))
    assert build_pages(root, {}) is False


@pytest.mark.unit
def test_who_skips_the_pages_needs_nothing_to_build_them(tmp_path: Path) -> None:
    assert build_pages(tmp_path, {"HUB_SKIP_UI": "1"}) is False


@pytest.mark.journey
def test_without_a_registry_it_says_what_to_do_and_leaves_the_pages_alone(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    put(root / "app/static/index.html", "the old page")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        put(root / "web" / name, (ROOT / "web" / name).read_text(encoding="utf-8"))
    nowhere = {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_cache": str(root / "cache")}
    with pytest.raises(PagesFailed, match="Without a network, or behind a proxy"):
        build_pages(root, {**os.environ, **nowhere})
    assert "ECONNREFUSED" in capfd.readouterr().err
    assert (root / "app/static/index.html").read_text(encoding="utf-8") == "the old page"


@pytest.mark.journey
def test_without_any_node_on_the_path_the_pages_are_built_and_a_failed_build_changes_nothing(tmp_path: Path) -> None:
    web = tmp_path / "web"
    shutil.copytree(ROOT / "web", web, ignore=shutil.ignore_patterns("node_modules", "dist"))
    (web / "node_modules").symlink_to(ROOT / "web/node_modules")
    (tmp_path / "app").mkdir()
    environment = {"PATH": str(tmp_path / "empty"), "HOME": os.environ.get("HOME", str(tmp_path))}
    assert build_pages(tmp_path, environment) is True
    static = tmp_path / "app/static"
    assert "/assets/" in (static / "index.html").read_text(encoding="utf-8")
    assert list((static / "assets").glob("*.js.br"))
    assert build_pages(tmp_path, environment) is False
    before = sorted(file.name for file in (static / "assets").iterdir())
    put(web / "src/main.ts", "import './gone.ts';")
    with pytest.raises(PagesFailed, match="as they were"):
        build_pages(tmp_path, environment)
    assert sorted(file.name for file in (static / "assets").iterdir()) == before
