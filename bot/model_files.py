"""Models kept by their content's hash: written whole or not at all, never changed, each content once.

Rule: they lie in a folder of their own, since what nobody's message names is swept from the folder of uploads; which
there are stands in the table `nlu_models`.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from hub.private_files import replace_private


class ModelFiles:
    """The folder of a hub's models."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        """Return where the file of this hash lies, if it does."""
        return self._root / sha256[:2] / sha256

    def keep(self, content: bytes) -> str:
        """Keep a content and return its hash."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_private(path, content)
        return sha256

    def keep_file(self, file: Path) -> tuple[str, bytes]:
        """Keep a file that nobody changes in place and return hash and content; on the same disk it takes no room."""
        content = file.read_bytes()
        path = self.path(hashlib.sha256(content).hexdigest())
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(OSError):  # another disk, or one that knows no links: it is copied
                path.hardlink_to(file)
        return self.keep(content), content
