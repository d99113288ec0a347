"""Checks that the documents hold: every relative link leads somewhere, every Python block compiles.

Rule: an address on the web is never asked for; a link to a heading (`page.md#heading`) must find that heading.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.tree import ROOT, files, shown

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*$", re.MULTILINE)
_ELSEWHERE = ("http://", "https://", "mailto:")


def faults(page: Path, root: Path = ROOT) -> Iterator[str]:
    """Yield what does not hold in one page."""
    text = page.read_text(encoding="utf-8")
    for block in _FENCE.finditer(text):
        if block.group(1) == "python":
            yield from _python_faults(page, text.count("\n", 0, block.start()) + 1, block.group(2), root)
    prose = _CODE.sub("", _FENCE.sub("", text))
    for link in _LINK.finditer(prose):
        if not _leads_somewhere(page, link.group(1)):
            yield f"{shown(page, root)}: the link {link.group(1)} leads nowhere"


def _python_faults(page: Path, line: int, source: str, root: Path) -> Iterator[str]:
    try:
        compile(source, str(page), "exec")
    except SyntaxError as error:
        yield f"{shown(page, root)}:{line}: Python block: {error.msg}"


def _leads_somewhere(page: Path, target: str) -> bool:
    if target.startswith(_ELSEWHERE):
        return True
    name, _, heading = target.partition("#")
    goal = page.parent / name if name else page
    if not goal.exists():
        return False
    return not heading or goal.suffix != ".md" or heading in _anchors(goal)


def _anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def main() -> int:
    """Print every fault; return 1 when there is one."""
    found = [fault for page in files(".md") for fault in faults(page)]
    for fault in found:
        print(fault)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
