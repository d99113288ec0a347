"""The model that new installations begin with is made when what it is made from has changed, and only then."""

from pathlib import Path

import pytest

from bot.nlu.embedded.model import load
from tools import make_model

pytestmark = pytest.mark.unit

TEXTS = """version: "3.1"
nlu:
- intent: greet
  examples: |
    - 你好
    - 您好
- intent: bye
  examples: |
    - 再见
    - 拜拜
"""


def _project(root: Path) -> Path:
    (root / "bot" / "training" / "held_out").mkdir(parents=True)
    (root / "bot" / "training" / "talk.yml").write_text(TEXTS, encoding="utf-8")
    return root


def test_it_is_made_once_and_again_after_a_change(tmp_path: Path) -> None:
    root, folder = _project(tmp_path), tmp_path / "ready"
    assert make_model.make(root, folder)
    first = (folder / "embedded.model").read_bytes()
    assert load(folder / "embedded.model").intents == ("bye", "greet")
    assert not make_model.make(root, folder)
    (root / "bot" / "training" / "held_out" / "a.yml").write_text(TEXTS, encoding="utf-8")
    assert not make_model.make(root, folder), "nothing is learned from what is held out"
    more = TEXTS.replace("- 拜拜", "- 拜拜\n    - 回头见")
    (root / "bot" / "training" / "talk.yml").write_text(more, encoding="utf-8")
    assert make_model.make(root, folder)
    (root / "bot" / "training" / "talk.yml").write_text(TEXTS, encoding="utf-8")
    assert make_model.make(root, folder)
    assert (folder / "embedded.model").read_bytes() == first, "equal texts make equal bytes"


def test_a_making_that_fails_is_begun_again_and_leaves_the_old_model(tmp_path: Path) -> None:
    root, folder = _project(tmp_path), tmp_path / "ready"
    make_model.make(root, folder)
    before = (folder / "embedded.model").read_bytes()
    (root / "bot" / "training" / "talk.yml").write_text("version: '2'", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Exception, match=r"talk\.yml"):
            make_model.make(root, folder)
    assert (folder / "embedded.model").read_bytes() == before
