"""Checks a commit's message: `area: Imperative sentence.` in at most 72 characters, then a blank line, then why."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

SUMMARY_LIMIT = 72
_SUMMARY = re.compile(r"^[a-z][a-z0-9_/.\-]*: [A-Z].*[.!?]$")
_MADE_BY_GIT = ("Merge ", "Revert ", "fixup! ", "squash! ")


def faults(message: str) -> Iterator[str]:
    """Yield what is wrong with a message; git's own messages are left alone."""
    lines = [line for line in message.splitlines() if not line.startswith("#")]
    summary = lines[0] if lines else ""
    if summary.startswith(_MADE_BY_GIT):
        return
    if len(summary) > SUMMARY_LIMIT:
        yield f"the first line has {len(summary)} characters, {SUMMARY_LIMIT} are allowed"
    if not _SUMMARY.match(summary):
        yield "the first line must read 'area: Imperative sentence.'"
    if len(lines) > 1 and lines[1].strip():
        yield "the second line must be empty"


def main() -> int:
    """Check the file that git hands to its commit-msg hook."""
    found = list(faults(Path(sys.argv[1]).read_text(encoding="utf-8")))
    for fault in found:
        print(f"commit message: {fault}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
