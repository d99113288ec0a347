"""The newest seal of the audit, noted in a file outside the database.

A chain of digests shows every change but one: when its end is cut off, the rest is still whole. The note tells how
far the chain had come. Who can write both the database and this file can cut both; a copy of the file on another
machine is the remedy.
"""

import json
from pathlib import Path

from hub.private_files import replace_private
from hub.store.audit import Seal


class AuditHead:
    """How far the audit's chain had come when this machine last sealed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, newest: Seal) -> None:
        """Keep this seal as the newest, unless a newer one is known; blocks until it is on the disk."""
        known = self.read()
        if known is None or known[0] < newest.batch:
            content = json.dumps({"batch": newest.batch, "digest": newest.digest.hex()})
            replace_private(self._path, content.encode())

    def read(self) -> tuple[int, bytes] | None:
        """Return batch and digest of the newest seal known here, None if none was noted; (0, b'') if damaged."""
        try:
            note = json.loads(self._path.read_text("utf-8"))
            return int(note["batch"]), bytes.fromhex(note["digest"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            return 0, b""

    def forget(self) -> None:
        """Begin anew: for an operator who has put back an older database on purpose."""
        self._path.unlink(missing_ok=True)
