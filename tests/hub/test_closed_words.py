"""When somebody serves again, as people say it; the built-in words name the emergency numbers in every language."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hub.closed_words import CLOSED, NO_OPENING, WORDS, when

pytestmark = pytest.mark.unit

SHANGHAI = "Asia/Shanghai"


def at(wall: str) -> int:
    return round(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(SHANGHAI)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("opens", "lang", "said"),
    [
        ("2026-11-23 23:59", "zh-CN", "今天 23:59"),
        ("2026-11-24 08:30", "zh-TW", "明天 08:30"),
        ("2026-11-25 08:30", "zh-CN", "11月25日（星期三）08:30"),
        ("2026-11-23 23:59", "en", "today at 23:59"),
        ("2026-12-01 08:30", "en-GB", "on Tuesday, 1 December, at 08:30"),
        ("2026-11-25 08:30", "ja", "11月25日（水）08:30"),
        ("2026-11-25 08:30", "ko", "11월 25일(수) 08:30"),
        ("2026-11-24 08:30", "fr", "tomorrow at 08:30"),
    ],
)
def test_a_moment_is_said_as_people_say_it(opens: str, lang: str, said: str) -> None:
    assert when(at(opens), at("2026-11-23 18:30"), SHANGHAI, lang) == said


@pytest.mark.parametrize("key", [CLOSED, NO_OPENING])
def test_every_language_tells_the_numbers_for_emergencies(key: str) -> None:
    assert set(WORDS[key]) == {"zh-CN", "zh-TW", "en", "ja", "ko"}
    for words in WORDS[key].values():
        assert all(number in words for number in ("110", "119", "120"))
        assert ("{opens}" in words) == (key == CLOSED)
