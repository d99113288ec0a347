"""A page knows when its visitor has all that is due, and not before."""

from pathlib import Path

import pytest

from bench.torture.chance import chance
from bench.torture.diary import Diary
from bench.torture.page import TALK, Page

pytestmark = pytest.mark.unit


def test_a_text_that_reopens_a_conversation_is_waited_for_though_the_hub_has_not_said_so_yet(tmp_path: Path) -> None:
    diary = Diary(tmp_path, "v01")
    page = Page("v01", TALK, diary, chance(1))
    page.connected("socket")
    page.stands("closed")
    served = [page.served]
    cid = page.compose()
    page.answered({"t": "ack", "cid": cid, "id": "m1"})
    page.line({"seq": 1, "prev": 0, "id": "m1", "from": {"role": "visitor"}, "cid": cid, "text": "还有 v01n0001"})
    served.append(page.served)
    page.stands("queued")
    served.append(page.served)
    page.stands("closed")
    served.append(page.served)
    assert served == [True, False, False, True]
    diary.close()
