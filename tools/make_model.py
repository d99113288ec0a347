"""Makes the model that new installations begin with, from the project's own texts, into bot/ready.

Rules: it is made again only when the texts or the code that learns from them have changed, judged by a stamp over
both, in a moment; equal texts make equal bytes. A training that is stopped leaves the old model. Called by `make`.
"""

import fcntl
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = ".made-from"
_CODE = ("bot/nlu/*.py", "bot/nlu/embedded/*.py", "hub/rescue*.py", "hub/script.py", "hub/traditional.py")
_HELD_OUT = "held_out"


def fingerprint(root: Path) -> str:
    """Return a hash over the names and contents of everything the model is made from."""
    texts = [path for path in (root / "bot" / "training").rglob("*.yml") if _HELD_OUT not in path.parts]
    code = [path for pattern in _CODE for path in root.glob(pattern)]
    whole = hashlib.sha256()
    for file in sorted((*texts, *code)):
        whole.update(f"{file.relative_to(root).as_posix()}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def make(root: Path, folder: Path) -> bool:
    """Make what is not up to date; tell whether anything was made."""
    folder.mkdir(exist_ok=True)
    with _alone_in(folder):
        wanted = fingerprint(root)
        stamp, file = folder / STAMP, folder / "embedded.model"
        if file.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
            return False
        stamp.unlink(missing_ok=True)
        _train(root, file)
        stamp.write_text(wanted, encoding="ascii")
    return True


def _train(root: Path, file: Path) -> None:
    # They take longer to load than the stamp takes to be judged.
    from bot.nlu.embedded.model import save
    from bot.nlu.embedded.training import train
    from bot.nlu.training_file import read_folder

    print("Making the model that understands texts (half a minute, after changes of the texts only)", file=sys.stderr)
    save(train(read_folder(root / "bot" / "training"), trained_ms=0), file)
    file.chmod(0o644)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let a second one that starts meanwhile wait; it then finds the work done."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def main() -> int:
    """Make the model and say what was done."""
    began = time.perf_counter()
    made = make(ROOT, ROOT / "bot" / "ready")
    print(f"model: made in {time.perf_counter() - began:.0f} s" if made else "model: nothing to do", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
