"""From bytes to messages: what is let through, what is refused and why, and that nothing else can happen."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.voice_bridge.sip.wording import INVITE, SDP, request, response, wire
from voice_bridge.sip.headers import Headers
from voice_bridge.sip.message import CSeq, Message, Request, Response
from voice_bridge.sip.parser import BadMessage, Limits, parse
from voice_bridge.sip.reply import refuse
from voice_bridge.sip.uri import SipUri

pytestmark = pytest.mark.unit


def test_an_invite_is_read() -> None:
    invite = request(INVITE, SDP)
    assert (invite.method, str(invite.uri), invite.call_id) == (
        "INVITE",
        "sip:12301@hotline.example",
        "tea-1@carrier.example",
    )
    assert (invite.sender.display, invite.sender.tag, invite.recipient.tag) == ("Wang Fang", "caller", None)
    assert invite.cseq == CSeq(7, "INVITE")
    assert invite.via.branch == "z9hG4bKtea1"
    assert [str(contact.uri) for contact in invite.contacts] == ["sip:+8613900001111@203.0.113.9:5062"]
    assert invite.body.decode() == SDP
    assert parse(bytes(invite)) == invite


def test_a_response_is_read() -> None:
    text = INVITE.replace("INVITE sip:12301@hotline.example SIP/2.0", "SIP/2.0 183 Session Progress")
    progress = response(text)
    assert (progress.status, progress.reason, progress.is_final, progress.is_success) == (
        183,
        "Session Progress",
        False,
        False,
    )
    assert parse(bytes(progress)) == progress


def test_short_names_folded_lines_and_lists_mean_what_the_long_ones_mean() -> None:
    folded = parse(
        b"\r\n\r\nOPTIONS sip:hub.example SIP/2.0\r\n"
        b"v:SIP/2.0/TLS a.example;branch=z9hG4bK1 ,\r\n  SIP/2.0/UDP b.example\r\n"
        b"V : SIP/2.0/WSS c.example\r\n"
        b"f\t:  <sip:a@b>\r\n\t;tag=1\r\nt: <sip:c@d>\r\nI: x\r\ncSEQ: 1\r\n OPTIONS\r\n"
        b"k: timer\r\nSupported: Replaces,\r\n path\r\n\r\n"
    )
    assert [via.host for via in folded.vias] == ["a.example", "b.example", "c.example"]
    assert folded.sender.tag == "1"
    assert folded.headers.tokens("supported") == {"timer", "replaces", "path"}
    assert folded.headers.get("Content-Length") is None


def test_what_stands_behind_the_body_of_a_datagram_is_ignored() -> None:
    assert parse(wire(INVITE, SDP) + b"more") == request(INVITE, SDP)


def test_a_body_may_be_anything() -> None:
    body = b"\x00\xff\r\n\r\n\x80"
    raw = wire(INVITE, length=False)[:-2] + b"l: 7\r\n\r\n" + body
    assert parse(raw).body == body


def test_letters_that_are_no_utf8_come_out_as_they_went_in() -> None:
    raw = wire(INVITE).replace(b"Wang Fang", b"\xcd\xf5 \xe6\xb1\x89 \x07")
    assert b'From: "\xcd\xf5 \xe6\xb1\x89 \x07" <sip' in bytes(parse(raw))


BROKEN = {
    "a request line in pieces": (INVITE.replace(" SIP/2.0\n", "  SIP/2.0\n", 1), "an unreadable request line"),
    "a space behind it": (INVITE.replace(" SIP/2.0\n", " SIP/2.0 \n", 1), "an unreadable request line"),
    "brackets round the target": (INVITE.replace("sip:12301@hotline.example SIP", "<sip:a@b> SIP"), "without a scheme"),
    "headers in the target": (INVITE.replace("hotline.example SIP", "hotline.example?Route=x SIP"), "headers in"),
    "two callers": (INVITE + "    f: <sip:b@c>;tag=2\n", "more than one From"),
    "two lengths": (INVITE + "    l: 0\n", "more than one Content-Length"),
    "a number for another method": (INVITE.replace("7 INVITE", "7 ACK"), "another one"),
    "a number beyond its range": (INVITE.replace("7 INVITE", "2147483648 INVITE"), "CSeq is too large"),
    "a number beyond all ranges": (INVITE.replace("7 INVITE", "9" * 5000 + " INVITE"), "CSeq is too large"),
    "a number of another script": (INVITE.replace("7 INVITE", "\u0667 INVITE"), "CSeq is not a number"),
    "too many hops": (INVITE.replace(": 70", ": 300"), "Max-Forwards is too large"),
    "an open quotation mark": (INVITE.replace('Fang"', "Fang"), "not closed"),
    "empty parameters": (INVITE.replace(";tag=caller", ";tag=caller;;"), "parameter"),
    "an open bracket in Contact": (INVITE.replace("9:5062>", "9:5062"), "not closed"),
    "an empty Call-ID": (INVITE.replace("tea-1@carrier.example", ""), "Call-ID"),
    "no Via": (INVITE.replace("Via:", "Wia:"), "no Via"),
    "a line without a colon": (INVITE + "    tea\n", "unreadable header line"),
    "a line without a name": (INVITE + "    : tea\n", "unreadable header line"),
    "a bare line end": (INVITE.replace("Wang", "Wa\rng"), "unreadable header line"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_request_is_refused_with_its_reason(name: str) -> None:
    text, why = BROKEN[name]
    with pytest.raises(BadMessage, match=why) as bad:
        parse(wire(text))
    assert bad.value.status == 400


def test_another_version_is_told_so() -> None:
    with pytest.raises(BadMessage) as bad:
        parse(wire(INVITE.replace("SIP/2.0\n", "SIP/7.0\n", 1)))
    assert (bad.value.status, bad.value.method) == (505, "INVITE")


@pytest.mark.parametrize("length", ["-999", "9999", "1x", "", "99999999999"])
def test_a_length_that_cannot_be(length: str) -> None:
    with pytest.raises(BadMessage, match="Content-Length"):
        parse(wire(INVITE + f"    Content-Length: {length}\n", SDP, length=False))


@pytest.mark.parametrize(
    "line", ["SIP/2.0 4294967301 Better", "SIP/2.0 99 Low", "SIP/2.0 OK", "SIP/2.0", "SIP/2.0 \uff12\uff10\uff10 OK"]
)
def test_a_status_that_is_none(line: str) -> None:
    with pytest.raises(BadMessage) as bad:
        parse(wire(INVITE.replace("INVITE sip:12301@hotline.example SIP/2.0", line)))
    assert bad.value.method == ""


@pytest.mark.parametrize("line", ["SIP/2.0 100 ", "SIP/2.0 100"])
def test_a_status_needs_no_words(line: str) -> None:
    assert response(INVITE.replace("INVITE sip:12301@hotline.example SIP/2.0", line)).status == 100


def test_a_stranger_does_not_choose_how_much_we_read() -> None:
    limits = Limits(message_bytes=2_000, head_bytes=1_000, lines=12)
    parse(wire(INVITE), limits)
    with pytest.raises(BadMessage, match="too large"):
        parse(wire(INVITE, "x" * 2_000), limits)
    with pytest.raises(BadMessage, match="too long"):
        parse(wire(INVITE + "    X: " + "x" * 1_000), limits)
    with pytest.raises(BadMessage, match="too many"):
        parse(wire(INVITE + "    X: y\n" * 12), limits)


@pytest.mark.timeout(3)
@pytest.mark.parametrize("filler", ['"', "<", ";", ",", "\\", '"\\', "<>", ";a", '""', " ", "%", "a@", ":"])
@pytest.mark.parametrize("place", ["Contact", "Via", "From", "Require"])
def test_text_that_repeats_itself_costs_no_more_than_other_text(place: str, filler: str) -> None:
    call = INVITE.replace("From:", "Old:") if place == "From" else INVITE
    raw = wire(call + f"    {place}: a{filler * (15_000 // len(filler))}a\n")
    with suppress(BadMessage):
        parse(raw)


WORDS = st.text("abzAZ09-.!%*_+`'~", min_size=1, max_size=8)
VALUES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12).map(str.strip)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    method = draw(WORDS)
    extra = draw(st.lists(st.tuples(WORDS.map(lambda word: f"X-{word}"), VALUES), max_size=4))
    lines = [
        ("Via", f"SIP/2.0/UDP {draw(st.sampled_from(['a.example', '[2001:db8::1]:5070']))};branch={draw(WORDS)}"),
        ("From", f"<sip:{draw(st.sampled_from(['a', '%61', 'a;b=c']))}@b.example>;tag={draw(WORDS)}"),
        ("To", "<tel:+8612301>"),
        ("Call-ID", draw(WORDS)),
        ("CSeq", f"{draw(st.integers(0, 2**31 - 1))} {method}"),
        *extra,
    ]
    body = draw(st.binary(max_size=30))
    headers = Headers.of([*lines, ("Content-Length", str(len(body)))])
    if draw(st.booleans()):
        return Request(
            method,
            SipUri("hub.example", draw(st.none() | WORDS.filter(lambda w: "%" not in w and "`" not in w))),
            headers,
            body,
        )
    return Response(draw(st.integers(100, 699)), draw(VALUES), headers, body)


@given(messages())
def test_what_we_write_we_read(message: Message) -> None:
    assert parse(bytes(message)) == message


@given(st.binary(max_size=200))
def test_noise_is_refused_and_nothing_worse(noise: bytes) -> None:
    with pytest.raises(BadMessage):
        parse(noise)


@given(st.data())
@example(None)
def test_a_damaged_message_is_read_or_refused_and_nothing_worse(data: st.DataObject | None) -> None:
    raw = bytearray(wire(INVITE, SDP))
    if data is not None:
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(raw) - 1))
            raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        message = parse(bytes(raw))
    except BadMessage as bad:
        answer = refuse(bad, "our")
        assert answer is None or b"\r\n\r\n" in bytes(answer)
    else:
        assert parse(bytes(message)).headers == message.headers.with_(("Content-Length", str(len(message.body))))
