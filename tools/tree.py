"""The project's files as git knows them, so that no check looks into a virtual environment or a build."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PACKAGES = ("hub", "channels", "bot", "voice_bridge", "crm", "broadcasts", "app", "fakes")
"""The packages of the house; a room that has no folder yet is simply absent."""


def files(*suffixes: str, root: Path = ROOT) -> list[Path]:
    """Return tracked and new files (ignored ones never), with one of `suffixes` if any are given."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = sorted(name for name in listed.split("\0") if name and (not suffixes or name.endswith(suffixes)))
    return [path for name in names if (path := root / name).is_file()]


def shown(path: Path, root: Path = ROOT) -> str:
    """Return the path as people write it: from the project's root."""
    return path.relative_to(root).as_posix()
