"""Writes the table of settings into the README from the settings' own descriptions; `--check` only compares."""

import sys

from app.settings_help import markdown
from tools.tree import ROOT

PAGE = ROOT / "README.md"
BEGIN = "<!-- settings: made by `make docs` -->\n"
END = "<!-- end of settings -->"


def with_table(text: str, table: str) -> str:
    """Return the page with the table between its two marks."""
    before, found, rest = text.partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not (found and found_end):
        msg = "README.md has lost the marks between which the settings stand"
        raise ValueError(msg)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def main(args: list[str]) -> int:
    """Write the README's table, or with `--check` return 1 when it is stale."""
    old = PAGE.read_text(encoding="utf-8")
    new = with_table(old, markdown())
    if new == old:
        return 0
    if "--check" in args:
        print("the settings in README.md are stale: run `make docs` and commit it")
        return 1
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
