"""Keeps files and functions small: a soft budget that is said aloud and a hard one that fails.

Budgets (ARCHITECTURE §2): file 400 lines, hard 600; function 40 lines, hard 60. A function's lines are counted from
`def` to its end, docstring included. Not counted are types that a program writes, and migrations: each records one
change in one place and is frozen afterwards, so there is nothing to keep small.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.tree import ROOT, files, shown

FILE_SOFT, FILE_HARD = 400, 600
FUNCTION_SOFT, FUNCTION_HARD = 40, 60
SUFFIXES = (".py", ".ts", ".vue", ".css", ".mjs")
NOT_COUNTED = ("web/src/api/schema.d.ts", "app/migrations/versions/")


class Oversize(NamedTuple):
    """Something longer than its soft budget."""

    where: str
    lines: int
    soft: int
    hard: int

    @property
    def fails(self) -> bool:
        """Tell whether the hard budget is broken too."""
        return self.lines > self.hard


def oversizes(paths: list[Path], root: Path = ROOT) -> Iterator[Oversize]:
    """Yield every file and function above its soft budget."""
    for path in paths:
        name = shown(path, root)
        if name.startswith(NOT_COUNTED):
            continue
        source = path.read_text(encoding="utf-8")
        lines = source.count("\n")
        if lines > FILE_SOFT:
            yield Oversize(name, lines, FILE_SOFT, FILE_HARD)
        if path.suffix == ".py":
            yield from _functions(name, source)


def _functions(name: str, source: str) -> Iterator[Oversize]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_SOFT:
                yield Oversize(f"{name}:{node.lineno} {node.name}()", lines, FUNCTION_SOFT, FUNCTION_HARD)


def main() -> int:
    """Print what is too long; return 1 when a hard budget is broken."""
    found = sorted(oversizes(files(*SUFFIXES)), key=lambda size: (not size.fails, size.where))
    for size in found:
        verdict = "TOO LONG" if size.fails else "long"
        print(f"{verdict:8} {size.where}: {size.lines} lines (budget {size.soft}, never above {size.hard})")
    return int(any(size.fails for size in found))


if __name__ == "__main__":
    sys.exit(main())
