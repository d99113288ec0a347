#!/usr/bin/env bash
# Makes .venv with the first Python 3.11, 3.12 or 3.13 that can make one; says plainly what is missing otherwise.
# The system's own comes first: distributions build it with profile-guided optimisation, and one compiled by hand in
# between (pyenv) is a fifth slower. PYTHON=/path/to/python chooses another.
set -euo pipefail
cd "$(dirname "$0")/.."

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

without_venv=""
for python in ${PYTHON:-/usr/bin/python3 python3 python3.13 python3.12 python3.11}; do
  fits "$python" || continue
  if can_make_venv "$python"; then
    echo "Making .venv with $("$python" --version) ($(command -v "$python"))"
    # Built beside and moved in whole would break its scripts' first lines, so a half-made one is removed.
    trap 'rm -rf .venv' ERR INT TERM
    rm -rf .venv
    "$python" -m venv .venv
    exit 0
  fi
  without_venv="$python"
done

if [ -n "$without_venv" ]; then
  version="$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  echo "Python $version is here ($without_venv), but its venv module is not. On Debian:"
  echo
  echo "    apt install -y python3-venv        # or python$version-venv for another than Debian's own Python"
else
  echo "Hotline Hub needs Python 3.11, 3.12 or 3.13${PYTHON:+, and PYTHON=$PYTHON is none of them}. On Debian 12:"
  echo
  echo "    apt install -y python3 python3-venv"
  echo
  echo "If one is installed in an unusual place: make PYTHON=/path/to/python3.12 ..."
fi >&2
exit 1
