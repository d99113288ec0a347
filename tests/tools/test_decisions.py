"""The decisions: numbered without holes, of one form, and all in the list."""

import re
from pathlib import Path

import pytest

from tools.tree import ROOT

pytestmark = pytest.mark.unit

FOLDER = ROOT / "docs" / "decisions"
PAGES = sorted(FOLDER.glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Consequences", "Alternatives", "References"]


def test_numbers_have_no_holes() -> None:
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_decision_has_the_five_parts_and_stands_in_the_list(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.name[:4]}: ")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == PARTS
    assert f"[{page.name[:4]}]({page.name})" in (FOLDER / "README.md").read_text(encoding="utf-8")
