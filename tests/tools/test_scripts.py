"""What a stranger reads when something is missing, tried with stand-ins for the interpreter and the package tools."""

import os
import subprocess
from pathlib import Path

import pytest

from tools.tree import ROOT

pytestmark = pytest.mark.journey


def stand_in(folder: Path, name: str, body: str) -> Path:
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/bash\n{body}\n")
    program.chmod(0o755)
    return program


def run(script: str, *args: str, first: Path | None = None, **variables: str) -> tuple[int, str]:
    path = os.environ["PATH"] if first is None else f"{first}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [ROOT / "tools" / script, *args],
        env={**os.environ, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    return done.returncode, done.stdout + done.stderr


def test_an_interpreter_that_does_not_fit_is_named(tmp_path: Path) -> None:
    old = stand_in(tmp_path, "python3.9", "exit 1")
    code, said = run("make_venv.sh", PYTHON=str(old))
    assert code == 1
    assert f"needs Python 3.11, 3.12 or 3.13, and PYTHON={old} is none of them" in said
    assert "apt install -y python3 python3-venv" in said


def test_a_python_without_venv_is_told_the_apt_line(tmp_path: Path) -> None:
    bare = stand_in(tmp_path, "python3", 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.12;; esac')
    code, said = run("make_venv.sh", PYTHON=str(bare))
    assert code == 1
    assert "Python 3.12 is here" in said
    assert "apt install -y python3-venv " in said


def packages(folder: Path, installed: str, uid: int) -> Path:
    stand_in(folder, "dpkg-query", f'[[ " {installed} " == *" ${{@: -1}} "* ]] && printf installed')
    stand_in(folder, "id", f"echo {uid}")
    stand_in(
        folder, "apt-get", f'echo "$@" >> {folder}/asked; [[ "$*" != *broken* ]] || {{ echo no such thing; exit 100; }}'
    )
    return folder


def test_installed_packages_cost_nothing(tmp_path: Path) -> None:
    assert run("need_packages.sh", "a", "b", first=packages(tmp_path, "a b", 0)) == (0, "")


def test_without_root_the_exact_apt_line_is_said(tmp_path: Path) -> None:
    code, said = run("need_packages.sh", "a", "b", "c", first=packages(tmp_path, "b", 1000))
    assert code == 1
    assert "    apt install -y a c\n" in said


def test_root_installs_what_is_missing_after_an_update(tmp_path: Path) -> None:
    code, said = run("need_packages.sh", "a", "b", first=packages(tmp_path, "b", 0))
    assert (code, said) == (0, "Installing a\n")
    update, install = (tmp_path / "asked").read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install --no-install-recommends a")


def test_a_failed_installation_says_why(tmp_path: Path) -> None:
    code, said = run("need_packages.sh", "broken", first=packages(tmp_path, "", 0))
    assert code == 1
    assert "no such thing" in said
    assert "apt could not install broken" in said
