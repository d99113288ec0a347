"""The README's table of settings."""

import pytest

from app.settings_help import markdown
from tools.settings_table import BEGIN, END, PAGE, with_table

pytestmark = pytest.mark.unit


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    text = f"before\n{BEGIN}old\n{END}\nafter\n"
    assert with_table(text, "| new |\n") == f"before\n{BEGIN}\n| new |\n\n{END}\nafter\n"


def test_writing_twice_changes_nothing() -> None:
    once = with_table(f"{BEGIN}{END}", "| a |\n")
    assert with_table(once, "| a |\n") == once


@pytest.mark.parametrize("text", ["no marks", BEGIN, END])
def test_a_page_without_the_marks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="marks"):
        with_table(text, "")


def test_the_readme_tells_the_truth() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert with_table(text, markdown()) == text
