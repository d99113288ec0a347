"""What was talked about is carried on: a question that names nothing is about the place before."""

import pytest

from tests.bot.talk import Talk, outcome

pytestmark = pytest.mark.unit


def test_how_to_get_there_is_about_the_sight_that_was_told() -> None:
    talk = Talk()
    assert outcome(talk.say("介绍一下布达拉宫")) == "potala"
    assert outcome(talk.say("它怎么去")) == "potala"
    assert outcome(talk.say("兵马俑")) == "terracotta"
    assert outcome(talk.say("在哪里")) == "terracotta"


def test_without_anything_before_or_with_another_name_it_is_not_guessed() -> None:
    assert outcome(Talk().say("它怎么去")) == "unsure"
    talk = Talk()
    talk.say("布达拉宫")
    assert outcome(talk.say("火车站怎么去")) == "unsure"
