"""SIP as tests write it: readable text in, bytes with the right line ends and length out."""

from voice_bridge.sip.message import Request, Response
from voice_bridge.sip.parser import parse

SDP = "v=0\r\no=- 1 1 IN IP4 203.0.113.9\r\ns=-\r\nc=IN IP4 203.0.113.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"

INVITE = """\
    INVITE sip:12301@hotline.example SIP/2.0
    Via: SIP/2.0/UDP 203.0.113.9:5062;rport;branch=z9hG4bKtea1
    Max-Forwards: 70
    From: "Wang Fang" <sip:+8613900001111@carrier.example>;tag=caller
    To: <sip:12301@hotline.example>
    Call-ID: tea-1@carrier.example
    CSeq: 7 INVITE
    Contact: <sip:+8613900001111@203.0.113.9:5062>
    """


def wire(text: str, body: str = "", *, length: bool = True) -> bytes:
    """Return the indented text as a message on the wire; lines are ended, the body's length is told."""
    head = [line.lstrip(" ") for line in text.split("\n") if line.strip()]
    content = body.encode("utf-8", "surrogateescape")
    if length:
        head.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*head, "", ""]).encode("utf-8", "surrogateescape") + content


def request(text: str, body: str = "") -> Request:
    """Return the text as the request that the parser makes of it."""
    message = parse(wire(text, body))
    assert isinstance(message, Request)
    return message


def response(text: str, body: str = "") -> Response:
    """Return the text as the response that the parser makes of it."""
    message = parse(wire(text, body))
    assert isinstance(message, Response)
    return message
