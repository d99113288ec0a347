"""The glossary names every code that the core writes into a table."""

from enum import StrEnum

import pytest

from hub import lifecycle, model
from tools.tree import ROOT

pytestmark = pytest.mark.unit

ENUMS = [
    *(each for each in vars(model).values() if isinstance(each, type) and issubclass(each, StrEnum) and len(each) > 0),
    lifecycle.Step,
]
WORK_ITEM = ("waiting", "offered", "active", "wrap_up", "done", "abandoned")
AGENT = ("offline", "ready", "busy", "wrap_up", "break", "training")


@pytest.mark.parametrize("codes", ENUMS, ids=lambda codes: codes.__name__)
def test_every_code_of_the_core_is_explained(codes: type[StrEnum]) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert [code.value for code in codes if f"`{code.value}`" not in glossary] == []


@pytest.mark.parametrize("codes", [WORK_ITEM, AGENT])
def test_every_code_of_the_contracts_is_explained(codes: tuple[str, ...]) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert [code for code in codes if f"| `{code}` |" not in glossary] == []
