"""Every shipped flow, led from its beginning to its end by the plainest answers, in every language."""

from collections.abc import Mapping

import pytest

from bot.commands import Affirm, SetSlot, StartFlow
from bot.flows.effects import Ask
from tests.bot.flow_talk import FlowTalk, book

pytestmark = pytest.mark.unit

ANSWERS = {
    "text": "昨天在东门发生的事",
    "people": "3",
    "past_date": "昨天",
    "future_date": "明天",
    "phone": "138-0000-0000",
    "money": "300元",
    "ticket": "HZ-20261101-0003",
    "last_four": "0000",
    "yes_no": "是",
    "rating": "4",
    "choice": "1",
}


@pytest.mark.parametrize("lang", ["zh-CN", "zh-TW", "en", "ja", "ko"])
@pytest.mark.parametrize("flow", sorted(book().flows))
def test_every_flow_comes_to_its_end_with_words_for_all(flow: str, lang: str) -> None:
    found: Mapping[str, str | int] = {"found": "yes", "state": "open", "changed_on": "2026-11-20"}
    talk = FlowTalk(lang, answering=lambda _: found)
    talk.hear(StartFlow(flow))
    for _ in range(20):
        asked = next((effect for effect in talk.effects if isinstance(effect, Ask)), None)
        words = talk.words()
        assert words
        assert "{" not in words.replace("{ticket_number}", "")
        if asked is None:
            break
        slot = book().flows[flow].slots[asked.slot] if asked.slot else None
        talk.hear(SetSlot(None, ANSWERS[slot.kind]) if slot else Affirm())
    assert talk.finished() == ["done"]
