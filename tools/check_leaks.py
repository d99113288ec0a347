"""Finds what must not be in a file of ours: build machines' paths, registries' addresses, promises for later.

Rule: a lock file names packages and digests, never where they were fetched from; a comment says why, and what is
still to be done stands in an issue. The words looked for are put together here so that this file is clean itself.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.tree import ROOT, files, shown

_REGISTRIES = (
    ("pypi", "org"),
    ("files", "pythonhosted", "org"),
    ("registry", "npmjs", "org"),
    ("registry", "npmmirror", "com"),
    ("registry", "yarnpkg", "com"),
    ("deb", "debian", "org"),
    ("proxy", "golang", "org"),
)
_MACHINE_FOLDERS = ("work/", "home/[a-z]", "tmp/b" + "rief", r"opt/\w*venv", r"root/\.")

RULES = {
    "a registry's address": re.compile("|".join(re.escape(".".join(parts)) for parts in _REGISTRIES)),
    "a lock file with addresses": re.compile('"resolved": *"' + "http"),
    "a path of a build machine": re.compile(r"(?<![\w.~\-)}*])/(?:" + "|".join(_MACHINE_FOLDERS) + ")"),
    "a promise in place of work": re.compile(r"\b(?:" + "TO" + "DO|FIX" + r"ME)\b"),
}
_NOT_OURS = ("LICENSE",)
_BINARY = b"\0"


def leaks(paths: list[Path], root: Path = ROOT) -> Iterator[str]:
    """Yield one line per finding: where, what, and the text."""
    for path in paths:
        raw = path.read_bytes()
        if _BINARY in raw[:8192] or path.name in _NOT_OURS:
            continue
        for number, line in enumerate(raw.decode("utf-8", errors="replace").splitlines(), start=1):
            for what, rule in RULES.items():
                if rule.search(line):
                    yield f"{shown(path, root)}:{number}: {what}: {line.strip()[:120]}"


def main() -> int:
    """Print every finding; return 1 when there is one."""
    found = list(leaks(files()))
    for line in found:
        print(line)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
