"""What must not be in a file of ours; the bad examples are put together so that this file passes too."""

from pathlib import Path

import pytest

from tools.check_leaks import leaks

pytestmark = pytest.mark.unit


def found(root: Path, content: str | bytes, name: str = "file.txt") -> list[str]:
    path = root / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [line.split(": ")[1] for line in leaks([path], root)]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("url = https://registry.npm" + "js.org/vue", "a registry's address"),
        ('"resolved": "' + 'http://127.0.0.1/vue.tgz"', "a lock file with addresses"),
        ("python = '" + "/wo" + "rk/main/.venv/bin/python'", "a path of a build machine"),
        ("PATH=" + "/op" + "t/hubvenv/bin:$PATH", "a path of a build machine"),
        ("see " + "/ho" + "me/someone/notes", "a path of a build machine"),
        ("# " + "TO" + "DO: the rest", "a promise in place of work"),
    ],
)
def test_a_leak_is_found(tmp_path: Path, line: str, what: str) -> None:
    assert found(tmp_path, f"first\n{line}\n") == [what]


@pytest.mark.parametrize(
    "line", ["GET /api/work/items", "/workers are fine", "make a to do list", '"resolved": false', "docs/work/plan.md"]
)
def test_harmless_text_passes(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, line) == []


def test_binary_files_are_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, b"\0\1" + b"TO" + b"DO") == []


def test_the_place_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x\n# FIX" + "ME\n")
    assert next(iter(leaks([path], tmp_path))).startswith("a.py:2: ")
