"""The engine understands what the lessons taught, marks it in what was written, and says when it is not asked."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.embedded.engine import EmbeddedEngine
from bot.nlu.embedded.gazetteer import Name
from bot.nlu.embedded.model import Model
from bot.nlu.port import OUT_OF_SCOPE, NLUEngine
from hub.clock import ManualClock
from tests.bot.nlu.conftest import MONDAY_MS

pytestmark = pytest.mark.unit


async def test_a_question_is_understood_behind_the_port(engine: EmbeddedEngine) -> None:
    port: NLUEngine = engine
    parse = await port.parse("请问云台寺明天几点开门")
    assert parse.intents[0].name == "opening_hours"
    assert [(one.value, one.entity) for one in parse.entities] == [("云台寺", "attraction"), ("明天", "date")]
    assert parse.lang == "zh-CN"
    assert parse.model == port.info().version
    assert list(parse.intents) == sorted(parse.intents, key=lambda one: -one.confidence)


def test_traditional_full_width_text_is_marked_where_it_was_written(engine: EmbeddedEngine) -> None:
    text = "㍿請問雲台寺幾點開門"
    parse = engine.understand(text)
    assert parse.intents[0].name == "opening_hours"
    (place,) = parse.entities
    assert (text[place.start : place.end], place.value, place.norm) == ("雲台寺", "雲台寺", "云台寺")


def test_a_synonym_says_what_is_meant(engine: EmbeddedEngine) -> None:
    assert [one.norm for one in engine.understand("云台禅寺几点开门").entities] == ["云台寺"]


def test_a_name_that_came_after_the_model_is_found(model: Model) -> None:
    engine = EmbeddedEngine(model, ManualClock(MONDAY_MS), names=[Name("hotel", "金杏叶大酒店")])
    assert [one.value for one in engine.understand("金杏叶大酒店有热水吗").entities] == ["金杏叶大酒店"]


def test_two_things_asked_at_once_are_two_parts(engine: EmbeddedEngine) -> None:
    text = "酒店房间很脏我要投诉！另外明天天气怎么样"
    parts = engine.understand(text).parts
    assert [part.intent.name for part in parts] == ["complaint_hotel", "weather_query"]
    assert text[parts[1].start : parts[1].end].endswith("明天天气怎么样")


def test_what_is_nobodys_business_here_is_told_apart(engine: EmbeddedEngine) -> None:
    ours, other = engine.understand("景区几点关门"), engine.understand("帮我写一首诗吧")
    assert ours.in_scope > 0.5 > other.in_scope
    assert OUT_OF_SCOPE not in {one.name for one in other.intents}


def test_a_cry_for_help_is_an_emergency_whatever_was_learned(engine: EmbeddedEngine) -> None:
    parse = engine.understand("救命，酒店着火了，房间很脏")
    assert parse.intents[0].name == "emergency_rescue"
    assert parse.in_scope == 1.0


def test_tomorrow_begins_at_the_tourists_midnight(model: Model) -> None:
    late_ms = MONDAY_MS + 9 * 3_600_000  # 17:00 in London, 01:00 of the next day in Shanghai
    there = EmbeddedEngine(model, ManualClock(late_ms), ZoneInfo("Asia/Shanghai"))
    here = EmbeddedEngine(model, ManualClock(late_ms), ZoneInfo("Europe/London"))
    assert [one.norm for one in there.understand("明天").entities] == ["2026-11-25"]
    assert [one.norm for one in here.understand("明天").entities] == ["2026-11-24"]


def test_nothing_written_means_nothing(engine: EmbeddedEngine) -> None:
    parse = engine.understand("  ")
    assert (parse.intents, parse.entities, parse.in_scope) == ((), (), 0.0)


def test_the_language_of_the_talk_decides_where_the_script_does_not(engine: EmbeddedEngine) -> None:
    assert engine.understand("東京駅", "ja").lang == "ja"


@given(text=st.text(max_size=60))
def test_any_text_is_answered_and_marked_within_itself(model: Model, text: str) -> None:
    parse = EmbeddedEngine(model, ManualClock(MONDAY_MS)).understand(text)
    assert 0.0 <= parse.in_scope <= 1.0
    places = [(one.start, one.end) for one in parse.entities]
    assert places == sorted(places)
    assert all(parse.text[one.start : one.end] == one.value != "" for one in parse.entities)
