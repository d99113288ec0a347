"""What a client has seen, one JSON object a line, appended as it happens; all that the checker knows comes from here.

Rule: a line is written before a thing is asked for and after its answer has come, and flushed at once, so that a
client that is cut off in between has told the truth.
"""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Entry = Mapping[str, Any]
"A line of a diary; `e` says what happened."


class Diary:
    """One client's diary."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = (folder / f"{name}.jsonl").open("a", encoding="utf-8")
        self._start_s = time.monotonic()

    def note(self, event: str, **fields: object) -> None:
        """Append what happened."""
        line = {"e": event, "s": round(time.monotonic() - self._start_s, 3), **fields}
        self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Write no more."""
        self._file.close()


def read(path: Path) -> Iterator[Entry]:
    """Yield the lines of a diary; a last line that was cut off is none."""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            entry: Entry = json.loads(line)
            yield entry
