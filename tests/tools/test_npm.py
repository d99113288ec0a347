"""npm from the Python package, for itself and for the scripts it runs."""

import subprocess
from pathlib import Path

import pytest

from tools.npm import programs

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("name", ["node", "npm"])
def test_node_and_npm_start_by_name(tmp_path: Path, name: str) -> None:
    folder = programs(tmp_path / "a folder")
    path = {"PATH": f"{folder}:/usr/bin:/bin"}
    said = subprocess.run([folder / name, "--version"], env=path, capture_output=True, check=True).stdout.decode()
    assert int(said.lstrip("v").split(".")[0]) >= 10
