"""The demo site: the pages of an invented scenic area, where a tourist would meet the hub.

Rule: everything in `pages/` is served as it is under /demo/; nothing there is true of a real place, and nothing ages.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "pages"
