"""The ground itself: what must be said in several places is said in all of them."""

import tomllib
from typing import Any

import pytest

from tools.tree import PACKAGES, ROOT

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def houses() -> list[str]:
    return sorted(name for name in PACKAGES if (ROOT / name / "__init__.py").exists())


def test_every_package_is_shipped_and_under_the_laws(project: dict[str, Any]) -> None:
    assert sorted(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == houses()
    assert sorted(project["tool"]["importlinter"]["root_packages"]) == houses()
    assert sorted(project["tool"]["coverage"]["run"]["source"]) == houses()


def test_every_room_stands_between_app_and_hub(project: dict[str, Any]) -> None:
    layers = next(law["layers"] for law in project["tool"]["importlinter"]["contracts"] if law["type"] == "layers")
    rooms = sorted(layers[1].split(" | "))
    assert [layers[0], *rooms, layers[2]] == ["app", *(name for name in houses() if name not in {"app", "hub"}), "hub"]


def test_no_package_stands_outside_the_house() -> None:
    top = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert top - set(PACKAGES) <= {"tests", "tools", "bench"}
