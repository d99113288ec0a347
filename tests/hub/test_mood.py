"""Kind of business and dissatisfaction by a table: what people write, and what it is taken for."""

import json

import pytest

from hub.mood import Mood, later, mood_of, packed, repacked, unpacked

pytestmark = pytest.mark.unit

SAID: list[tuple[str, str | None, int]] = [
    # simplified Chinese
    ("我要投诉黄山的导游", "complaint", 30),
    ("导游强迫购物，不买就不让走", "complaint", 30),
    ("被司机宰了两百块", "complaint", 30),
    ("酒店不给退款", "complaint", 30),
    ("前台态度特别差", "complaint", 30),
    ("你们太过分了，我要投诉", "complaint", 90),
    ("气死我了", "inquiry", 60),
    ("再不处理我就找记者曝光", "inquiry", 60),
    ("到底有没有人管!!!", "inquiry", 60),
    ("故宫门票怎么预约", "booking", 0),
    ("我要退票", "booking", 0),
    ("景区电梯坏了好几天", "repair", 0),
    ("建议你们增加英文标牌", "suggestion", 0),
    ("几点关门", "inquiry", 0),
    ("我不是投诉，只想问一下几点关门", "inquiry", 0),
    ("别生气，我就问问", "inquiry", 0),
    ("怎么避免被宰", "inquiry", 0),
    ("", None, 0),
    # traditional Chinese
    ("我要投訴導遊強迫購物", "complaint", 30),
    ("太過分了", "inquiry", 60),
    ("想預約故宮門票", "booking", 0),
    # English
    ("I want to make a complaint about our guide", "complaint", 30),
    ("We were overcharged and the driver was rude", "complaint", 30),
    ("This is OUTRAGEOUS, we were scammed", "complaint", 90),
    ("Worst service ever", "inquiry", 60),
    ("How can I book tickets for the palace?", "booking", 0),
    ("The lift is broken at the north gate", "repair", 0),
    ("No complaints, everything was fine", "inquiry", 0),
    ("Which guidebook do you recommend?", "inquiry", 0),
    ("How do I avoid being scammed?", "inquiry", 0),
    # Japanese
    ("ガイドにだまされました。苦情を言いたいです", "complaint", 30),
    ("ふざけるな、最悪だ", "inquiry", 60),
    ("ホテルの態度がひどい", "complaint", 30),
    ("故宮を予約したいです", "booking", 0),
    ("苦情ではありません、質問です", "inquiry", 0),
    # Korean
    ("바가지 요금을 항의하고 싶어요", "complaint", 30),
    ("정말 화가 나요", "inquiry", 60),
    ("환불을 거부당했어요", "complaint", 30),
    ("호텔 예약하고 싶어요", "booking", 0),
    ("불만은 없어요", "inquiry", 0),
]


@pytest.mark.parametrize(("said", "business", "count"), SAID, ids=[said[:24] or "nothing" for said, *_ in SAID])
def test_what_is_written_tells_kind_and_discontent(said: str, business: str | None, count: int) -> None:
    assert mood_of([said]) == Mood(business, count)


@pytest.mark.parametrize(
    ("reason", "unsure", "expected"),
    [
        ("asked", 0, Mood("inquiry", 0)),
        ("asked", 1, Mood("inquiry", 10)),
        ("not_understood", 2, Mood("inquiry", 20)),
        ("not_understood", 9, Mood("inquiry", 30)),
        ("angry", 0, Mood("inquiry", 60)),
        ("rescue", 0, Mood("rescue", 0)),
    ],
)
def test_why_the_bot_handed_over_is_a_sign_too(reason: str, unsure: int, expected: Mood) -> None:
    assert mood_of(["几点关门"], reason, unsure) == expected


@pytest.mark.parametrize(("segment", "expected"), [(1, 30), (2, 50), (3, 70), (4, 70), (99, 70)])
def test_a_talk_that_is_taken_up_again_is_a_sign_of_discontent(segment: int, expected: int) -> None:
    assert Mood("complaint", 30).dissatisfied(segment) == expected


def test_it_never_counts_more_than_a_hundred() -> None:
    mood = mood_of(["投诉！太过分了"], "angry", 5)
    assert (mood.words_count, mood.dissatisfied(9)) == (100, 100)


def test_only_the_end_of_an_endless_text_counts() -> None:
    assert mood_of(["我要投诉", "好" * 5_000]) == Mood("inquiry", 0)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Mood("complaint", 90), Mood("inquiry", 0), Mood("complaint", 90)),
        (Mood("inquiry", 0), Mood("complaint", 30), Mood("complaint", 30)),
        (Mood("booking", 10), Mood(None, 20), Mood("booking", 20)),
        (Mood(), Mood("inquiry", 0), Mood("inquiry", 0)),
    ],
)
def test_a_talk_forgets_nothing(before: Mood, now: Mood, expected: Mood) -> None:
    assert later(before, now) == expected


@pytest.mark.parametrize("mood", [Mood(), Mood("complaint", 90), Mood("booking"), Mood(None, 20)])
def test_the_packet_keeps_it(mood: Mood) -> None:
    assert unpacked(json.dumps({"reason": "asked", **packed(mood)})) == mood


def test_what_is_written_later_is_added_to_the_packet() -> None:
    packet = json.dumps({"reason": "asked", "summary": "x", "business": "booking", "mood": 10})
    added = json.loads(repacked(packet, ["你们太过分了，我要投诉"]))
    assert added == {"reason": "asked", "summary": "x", "business": "complaint", "mood": 90}


@pytest.mark.parametrize("packet", [None, "", "{", "[]", '{"business": 5, "mood": "bad"}'])
def test_a_packet_that_says_nothing_is_no_error(packet: str | None) -> None:
    assert unpacked(packet) == Mood()
