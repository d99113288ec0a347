"""What a visitor's page may send, and everything else that may come instead."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webchat.frames import BadFrame, BadMessage, Beat, Gap, Hello, Say, Seen, Typing, clean, read
from channels.webchat.limits import MAX_FRAME_BYTES, MAX_TEXT
from hub.model import Kind

pytestmark = pytest.mark.unit

CID = "3f0c9a52-6a1e-4b5d-9f57-0a6b8d1c2e3f"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
frame_names = st.sampled_from(["hello", "msg", "recv", "read", "typing", "gap", "ping", "pong", "ack", ""])
field_names = st.sampled_from(["token", "last_seq", "cid", "kind", "text", "seq", "on", "after", "v", "lat", "lon"])


def msg(**fields: object) -> str:
    return json.dumps({"t": "msg", "cid": CID, **fields})


def test_every_kind_of_frame_is_read() -> None:
    assert read('{"t":"hello","v":1,"token":"abc","last_seq":41}') == Hello("abc", 41)
    assert read(msg(kind="text", text="你好")) == Say(CID, Kind.TEXT, "你好")
    assert read('{"t":"recv","seq":7}') == Seen(7, read=False)
    assert read('{"t":"read","seq":7}') == Seen(7, read=True)
    assert read('{"t":"typing","on":true}') == Typing(on=True)
    assert read('{"t":"gap","after":3}') == Gap(3)
    assert read('{"t":"ping"}') == Beat(question=True)
    assert read('{"t":"pong"}') == Beat(question=False)


def test_a_hello_without_a_number_begins_at_the_beginning() -> None:
    assert read('{"t":"hello","token":"abc"}') == Hello("abc", 0)


def test_a_place_is_a_message_too() -> None:
    said = read(msg(kind="location", lat=31.2, lon=121.5, accuracy_m=12))
    assert isinstance(said, Say)
    assert said.kind == Kind.LOCATION
    assert said.parts[0] == {
        "kind": "location",
        "lat": 31.2,
        "lon": 121.5,
        "datum": "wgs84",
        "source": "device",
        "wgs84": {"lat": 31.2, "lon": 121.5},
        "accuracy_m": 12.0,
    }


def test_a_place_may_come_in_the_datum_of_chinese_maps() -> None:
    said = read(msg(kind="location", lat=39.906903, lon=116.403843, datum="gcj02", label="天安门"))
    assert isinstance(said, Say)
    assert (said.parts[0]["datum"], said.parts[0]["label"]) == ("gcj02", "天安门")
    assert said.parts[0]["wgs84"] == {"lat": pytest.approx(39.9055, abs=1e-5), "lon": pytest.approx(116.3976, abs=1e-5)}


def test_the_sos_button_marks_what_it_sends() -> None:
    cry = read(msg(text="请马上联系我", sos=True))
    place = read(msg(kind="location", lat=1, lon=2, sos=True))
    calm = read(msg(text="请马上联系我", sos="yes"))
    assert isinstance(cry, Say)
    assert isinstance(place, Say)
    assert isinstance(calm, Say)
    assert (cry.is_urgent, cry.parts) == (True, ({"kind": "sos"},))
    assert [part["kind"] for part in place.parts] == ["location", "sos"]
    assert (calm.is_urgent, calm.parts) == (False, ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "bad_json"),
        ("nonsense", "bad_json"),
        ("[]", "bad_json"),
        ('"msg"', "bad_json"),
        ('{"t":"msg","cid":"12345678","text":NaN}', "bad_json"),
        ("[" * 60_000, "bad_json"),
        ('{"a":' * 12_000, "bad_json"),
        ("{}", "bad_type"),
        ('{"t":5}', "bad_type"),
        ('{"t":"drop_tables"}', "unknown_type"),
        ('{"t":"hello","token":5}', "bad_token"),
        ('{"t":"hello","token":"a","v":2}', "bad_version"),
        ('{"t":"hello","token":"a","last_seq":-1}', "bad_last_seq"),
        ('{"t":"hello","token":"a","last_seq":1.5}', "bad_last_seq"),
        ('{"t":"hello","token":"a","last_seq":true}', "bad_last_seq"),
        ('{"t":"hello","token":"a","last_seq":9007199254740992}', "bad_last_seq"),
        ('{"t":"recv","seq":"7"}', "bad_seq"),
        ('{"t":"typing","on":1}', "bad_on"),
        ('{"t":"gap","after":null}', "bad_after"),
        ('{"t":"msg","text":"x"}', "bad_cid"),
        ('{"t":"msg","cid":"short","text":"x"}', "bad_cid"),
        ('{"t":"msg","cid":"../../../etc/passwd","text":"x"}', "bad_cid"),
        ('{"t":"msg","cid":["a"],"text":"x"}', "bad_cid"),
    ],
)
def test_what_is_no_frame_is_named(data: str, code: str) -> None:
    with pytest.raises(BadFrame) as refused:
        read(data)
    assert refused.value.code == code


def test_bytes_are_no_frame() -> None:
    with pytest.raises(BadFrame, match="binary"):
        read(b'{"t":"ping"}')


@pytest.mark.parametrize("filling", ["x", "字"])
def test_a_frame_beyond_64_kilobytes_is_refused_whatever_its_letters(filling: str) -> None:
    room = (MAX_FRAME_BYTES - len(msg(text=""))) // len(filling.encode())
    with pytest.raises(BadMessage, match="too_long"):
        read(json.dumps({"t": "msg", "cid": CID, "text": filling * room}, ensure_ascii=False))
    with pytest.raises(BadFrame, match="too_big"):
        read(json.dumps({"t": "msg", "cid": CID, "text": filling * (room + 20)}, ensure_ascii=False))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": ""}, "empty"),
        ({"text": " \n\t "}, "empty"),
        ({"text": "\x00\x07"}, "empty"),
        ({"text": 5}, "bad_text"),
        ({"text": None}, "bad_text"),
        ({"text": {"a": 1}}, "bad_text"),
        ({"text": "x" * (MAX_TEXT + 1)}, "too_long"),
        ({"kind": "html", "text": "x"}, "bad_kind"),
        ({"kind": ["text"], "text": "x"}, "bad_kind"),
        ({"text": "x", "attachments": ["a"]}, "attachments_not_taken"),
        ({"kind": "location", "lat": 91, "lon": 0}, "bad_location"),
        ({"kind": "location", "lat": "31", "lon": 0}, "bad_location"),
        ({"kind": "location", "lat": True, "lon": 0}, "bad_location"),
        ({"kind": "location", "lat": 0}, "bad_location"),
        ({"kind": "location", "lat": 0, "lon": 0, "datum": "mars"}, "bad_location"),
    ],
)
def test_a_message_that_cannot_be_taken_is_refused_by_its_own_id(fields: dict[str, object], code: str) -> None:
    with pytest.raises(BadMessage) as refused:
        read(msg(**fields))
    assert (refused.value.cid, refused.value.code) == (CID, code)


def test_half_a_character_is_refused_because_no_store_could_keep_it() -> None:
    with pytest.raises(BadMessage, match="bad_text"):
        read(f'{{"t":"msg","cid":"{CID}","text":"\\ud83d"}}')


def test_rare_characters_and_script_are_kept_as_they_are() -> None:
    said = read(msg(text="𠮷野家 👨‍👩‍👧 <script>alert(1)</script> مرحبا"))
    assert isinstance(said, Say)
    assert said.text == "𠮷野家 👨‍👩‍👧 <script>alert(1)</script> مرحبا"


def test_the_longest_text_is_taken() -> None:
    said = read(msg(text="字" * MAX_TEXT))
    assert isinstance(said, Say)
    assert said.text == "字" * MAX_TEXT


@given(st.text())
def test_a_cleaned_text_has_no_controls_and_cleaning_it_again_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in cleaned)
    assert "\r" not in cleaned


@given(st.text() | st.binary())
def test_nothing_that_comes_breaks_the_reader(data: str | bytes) -> None:
    try:
        read(data)
    except (BadFrame, BadMessage):
        return


@given(frame_names, st.dictionaries(field_names, json_values))
def test_no_value_in_any_field_breaks_the_reader(name: str, fields: dict[str, object]) -> None:
    try:
        read(json.dumps({"t": name, **fields}))
    except (BadFrame, BadMessage):
        return
