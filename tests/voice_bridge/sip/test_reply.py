"""Answers repeat what the request said, letter by letter."""

import pytest

from tests.voice_bridge.sip.wording import INVITE, request, wire
from voice_bridge.sip.errors import Misuse
from voice_bridge.sip.parser import BadMessage, parse
from voice_bridge.sip.reply import refuse, reply

pytestmark = pytest.mark.unit

FORWARDED = """\
    INVITE sip:12301@hotline.example SIP/2.0
    v: SIP/2.0/UDP  proxy.example ;branch=z9hG4bK%66oo;odd="a;b"
    Record-Route:  <sip:two.example;lr>,<sip:one.example;lr>
    Via: SIP/2.0/UDP 203.0.113.9:5062;branch=z9hG4bKtea1
    f: Wang  Fang<sip:w@carrier.example>;tag=caller
    Record-Route: <sip:zero.example;lr>
    To:sip:12301@hotline.example
    i: tea-1@carrier.example
    CSeq: 0007  INVITE
    """


def test_an_answer_echoes_the_lines_byte_by_byte() -> None:
    answer = bytes(reply(request(FORWARDED), 180, ("Contact", "<sip:hub@198.51.100.1>"), to_tag="our"))
    assert answer == (
        b"SIP/2.0 180 Ringing\r\n"
        b'Via: SIP/2.0/UDP  proxy.example ;branch=z9hG4bK%66oo;odd="a;b"\r\n'
        b"Via: SIP/2.0/UDP 203.0.113.9:5062;branch=z9hG4bKtea1\r\n"
        b"From: Wang  Fang<sip:w@carrier.example>;tag=caller\r\n"
        b"To: sip:12301@hotline.example;tag=our\r\n"
        b"Call-ID: tea-1@carrier.example\r\n"
        b"CSeq: 0007  INVITE\r\n"
        b"Record-Route: <sip:two.example;lr>,<sip:one.example;lr>\r\n"
        b"Record-Route: <sip:zero.example;lr>\r\n"
        b"Contact: <sip:hub@198.51.100.1>\r\n"
        b"Content-Length: 0\r\n\r\n"
    )


def test_a_refusal_records_no_routes_and_trying_has_no_tag() -> None:
    call = request(FORWARDED)
    assert "Record-Route" not in reply(call, 486, to_tag="our").headers
    assert reply(call, 100).recipient.tag is None
    with pytest.raises(Misuse):
        reply(call, 200)


def test_a_tag_that_is_there_stays() -> None:
    inside = request(INVITE.replace("To: <sip:12301@hotline.example>", "To: <sip:12301@hotline.example>;tag=ours"))
    assert reply(inside, 200, to_tag="new").recipient.tag == "ours"


def test_what_was_seen_of_the_source_stands_in_the_first_via_only() -> None:
    seen = request(FORWARDED).arrived_from("192.0.2.99", 7)
    assert [str(via) for via in seen.vias] == [
        'SIP/2.0/UDP proxy.example;branch=z9hG4bK%66oo;odd="a;b";received=192.0.2.99',
        "SIP/2.0/UDP 203.0.113.9:5062;branch=z9hG4bKtea1",
    ]
    at_home = request(INVITE.replace(";rport", ""))
    assert at_home.arrived_from("203.0.113.9", 5062) is at_home


def _bad(text: str) -> BadMessage:
    with pytest.raises(BadMessage) as bad:
        parse(wire(text))
    return bad.value


def test_a_request_that_cannot_be_read_is_told_why() -> None:
    answer = refuse(_bad(INVITE.replace("CSeq: 7 INVITE", "CSeq: 7 BYE")), "our")
    assert answer is not None
    assert (answer.status, answer.reason) == (400, "the method in CSeq is another one")
    assert answer.recipient.tag == "our"
    assert answer.cseq.method == "BYE"


@pytest.mark.parametrize("line", ["Via", "From", "Call-ID"])
def test_nothing_is_said_where_nobody_could_know_it_again(line: str) -> None:
    lines = [have for have in INVITE.splitlines() if not have.strip().startswith(line)]
    assert refuse(_bad("\n".join(lines)), "our") is None


def test_an_ack_or_a_response_that_cannot_be_read_is_dropped() -> None:
    assert refuse(_bad(INVITE.replace("INVITE", "ACK").replace("CSeq: 7", "CSeq: x")), "our") is None
    assert refuse(_bad(INVITE.replace("INVITE sip:12301@hotline.example SIP/2.0", "SIP/2.0 999 Odd")), "our") is None
