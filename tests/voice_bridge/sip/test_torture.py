"""The oddities of RFC 4475 and RFC 5118 in our own wording; the verdicts stand in docs/conformance/sip.md."""

import pytest

from bench.torture_sip import verdict, verdicts
from tests.voice_bridge.sip.wording import INVITE, SDP, request, wire
from voice_bridge.sip.parser import parse

pytestmark = pytest.mark.unit

OPTIONS = INVITE.replace("INVITE", "OPTIONS")
REGISTER = INVITE.replace("INVITE", "REGISTER")
TARGET = "sip:12301@hotline.example SIP/2.0"
SPACED = (
    b"INVITE sip:12301@hotline.example;odd SIP/2.0\r\n"
    b"TO :\r\n <sip:12301@hotline.example> ;\r\n\ttag\r\n =\r\n 19t\r\n"
    b'from  : "Wang \\\\\\"" <sip:wang@carrier.example>\r\n  ;\r\n  tag = 98\r\n'
    b"mAX-fORWARDS: 0068\r\ni: spaced@203.0.113.9\r\nl   : 0\r\ncseq: 0009\r\n  INVITE\r\n"
    b"Via  : SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=old\r\ns :\r\nOdd:  one\r\n  two\r\nOdder: ;;,,;;,;\r\n"
    b"Route:\r\n <sip:way.example;lr;odd=1;odder>\r\nv:  SIP  / 2.0  / TCP     far.example   ;\r\n"
    b"  branch  =   z9hG4bKfar  ,\r\n SIP  /    2.0   / UDP  192.0.2.111   ; branch=\r\n z9hG4bKfarther\r\n"
    b'm:"Quoted \\"\\"" <sip:wang@carrier.example> ; new =\r\n      thing ;\r\n  other ; q = 0.33\r\n\r\n'
)
LETTERS = "!odd-Verb0123456789_*+`.%else'~"

CASES: dict[str, bytes] = {
    "wsinv": SPACED,
    "intmeth": wire(
        INVITE.replace("INVITE", LETTERS)
        .replace("sip:12301@hotline.example SIP", "sip:1_odd~(user)&=it+$/,;?x:p=,w@h.example SIP")
        .replace('"Wang Fang"', "odd~` name2'+_ *!.-%")
        .replace(";tag=caller", ";odd''~+*_!.-%=\"\u6c49\";tag=_t~1'+`*%!-.")
    ),
    "esc01": wire(
        INVITE.replace("sip:12301@hotline.example SIP", "sip:sips%3Awang%40a.example@b.example;n%61me=%41 SIP")
    ),
    "escnull": wire(REGISTER.replace("sip:12301@hotline.example>", "sip:no-%00-one@hotline.example>")),
    "esc02": wire(INVITE.replace("INVITE", "RE%47IST%45R")),
    "lwsdisp": wire(OPTIONS.replace('"Wang Fang" <', "wang<")),
    "longreq": wire(
        INVITE + "    v: SIP/2.0/TCP hop.example\n" * 30 + "    Odd" + "-odd" * 50 + ": " + "x" * 900 + "\n"
    ),
    "dblreq": wire(REGISTER) + wire(INVITE),
    "semiuri": wire(OPTIONS.replace(TARGET, "sip:user;par=u%40a.example@b.example SIP/2.0")),
    "transports": wire(OPTIONS + "    Via: SIP/2.0/SCTP a.example\n    Via: SIP/2.0/PIGEON b.example\n"),
    "mpart01": wire(INVITE + "    Content-Type: multipart/mixed;boundary=b\n", "--b\r\n\r\n\x00\x01\r\n--b--\r\n"),
    "unreason": wire(INVITE.replace(f"INVITE {TARGET}", "SIP/2.0 200 = 2**3 * 5**2 \u4e24\u767e")),
    "noreason": wire(INVITE.replace(f"INVITE {TARGET}", "SIP/2.0 100 ")),
    "badinv01": wire(INVITE.replace(";branch=z9hG4bKtea1", ";;,;,,")),
    "clerr": wire(INVITE + "    Content-Length: 9999\n", SDP, length=False),
    "ncl": wire(INVITE + "    Content-Length: -999\n", SDP, length=False),
    "scalar02": wire(INVITE.replace("7 INVITE", f"{2**65} INVITE").replace(": 70", ": 300")),
    "scalarlg": wire(INVITE.replace(f"INVITE {TARGET}", "SIP/2.0 503 No").replace("7 INVITE", f"{2**33} INVITE")),
    "quotbal": wire(INVITE.replace("To: <", 'To: "Tea <')),
    "ltgtruri": wire(INVITE.replace(TARGET, "<sip:12301@hotline.example> SIP/2.0")),
    "lwsruri": wire(INVITE.replace(TARGET, "sip:12301@hotline.example; lr SIP/2.0")),
    "lwsstart": wire(INVITE.replace(f"INVITE {TARGET}", "INVITE  sip:12301@hotline.example  SIP/2.0")),
    "trws": wire(INVITE.replace(TARGET, TARGET + "  ")),
    "escruri": wire(INVITE.replace(TARGET, "sip:12301@hotline.example?Route=%3Csip:a.example%3E SIP/2.0")),
    "baddate": wire(INVITE + "    Date: Fri, 01 Jan 2027 16:00:00 CST\n"),
    "regbadct": wire(REGISTER.replace("<sip:+8613900001111@203.0.113.9:5062>", "sip:wang@a.example?Route=%3Csip:b%3E")),
    "badaspec": wire(OPTIONS.replace("<sip:12301@hotline.example>", "< sip:12301@hotline.example >")),
    "baddn": wire(OPTIONS.replace('"Wang Fang"', "Wang, Fang")),
    "badvers": wire(OPTIONS.replace("SIP/2.0\n", "SIP/7.0\n", 1)),
    "mismatch01": wire(OPTIONS.replace("7 OPTIONS", "7 INVITE")),
    "mismatch02": wire(OPTIONS.replace("OPTIONS sip", "YODEL sip")),
    "bigcode": wire(INVITE.replace(f"INVITE {TARGET}", "SIP/2.0 4294967301 better not")),
    "badbranch": wire(OPTIONS.replace("z9hG4bKtea1", "z9hG4bK")),
    "insuf": wire("INVITE sip:a@b.example SIP/2.0\nCSeq: 1 INVITE\nVia: SIP/2.0/UDP a.example;branch=z9hG4bKx\n"),
    "unkscm": wire(OPTIONS.replace(TARGET, "tea:green-or-black SIP/2.0")),
    "novelsc": wire(OPTIONS.replace(TARGET, "soap.beep://192.0.2.103:3002 SIP/2.0")),
    "unksm2": wire(REGISTER.replace("To: <sip:12301@hotline.example>", "To: isbn:2983792873")),
    "bext01": wire(OPTIONS + "    Require: teleport, gruu\n    Proxy-Require: wings\n"),
    "invut": wire(INVITE + "    Content-Type: application/tea-leaves\n", "green"),
    "regaut01": wire(REGISTER + "    Authorization: Handshake firmness=high\n"),
    "multi01": wire(INVITE + "    CSeq: 5 INVITE\n    To: <sip:b@c>\n    From: <sip:d@e>;tag=2\n    Max-Forwards: 5\n"),
    "mcl01": wire(OPTIONS + "    Content-Length: 13\n    Content-Length: 5\n", "There's no way", length=False),
    "bcast": wire(INVITE.replace(f"INVITE {TARGET}", "SIP/2.0 200 OK") + "    Via: SIP/2.0/UDP 255.255.255.255\n"),
    "zeromf": wire(OPTIONS.replace(": 70", ": 0")),
    "cparam01": wire(REGISTER.replace("5062>", "5062>;odd")),
    "cparam02": wire(REGISTER.replace("5062>", "5062;odd>")),
    "regescrt": wire(REGISTER.replace("5062>", "5062?Route=%3Csip:way.example%3E>")),
    "sdp01": wire(INVITE + "    Accept: text/tea\n    Content-Type: application/sdp\n", SDP),
    "inv2543": wire(
        f"INVITE {TARGET}\nVia: SIP/2.0/UDP a.example\nFrom: <sip:a@b.example>\nTo: <sip:c@d.example>\n"
        "Call-ID: old@b.example\nCSeq: 1 INVITE\n"
    ),
    "ipv6-good": wire(REGISTER.replace("203.0.113.9", "[2001:db8::9:1]")),
    "ipv6-bad": wire(REGISTER.replace(TARGET, "sip:2001:db8::10 SIP/2.0")),
    "port-ambiguous": wire(REGISTER.replace(TARGET, "sip:[2001:db8::10:5070] SIP/2.0")),
    "port-unambiguous": wire(REGISTER.replace(TARGET, "sip:[2001:db8::10]:5070 SIP/2.0")),
    "via-received-param-with-delim": wire(OPTIONS.replace("rport", "received=[2001:db8::9:255]")),
    "via-received-param-no-delim": wire(OPTIONS.replace("rport", "received=2001:db8::9:255")),
    "ipv6-in-sdp": wire(INVITE + "    c: application/sdp\n", SDP.replace("IP4 203.0.113.9", "IP6 2001:db8::20")),
    "mult-ip-in-header": wire(OPTIONS + "    Via: SIP/2.0/TCP [2001:db8::9:255];received=192.0.2.200\n"),
    "mult-ip-in-sdp": wire(
        INVITE + "    c: application/sdp\n", SDP + "m=audio 6 RTP/AVP 8\r\nc=IN IP6 2001:db8::1\r\n"
    ),
    "ipv4-mapped-ipv6": wire(INVITE.replace("203.0.113.9", "[::ffff:192.0.2.10]")),
    "ipv6-correct-abnf-2-colons": wire(OPTIONS.replace("203.0.113.9", "[2001:db8::192.0.2.1]")),
    "ipv6-bug-abnf-3-colons": wire(OPTIONS.replace("203.0.113.9", "[2001:db8:::192.0.2.1]")),
}


def test_every_case_of_the_page_has_a_message_and_every_message_a_case() -> None:
    assert CASES.keys() == verdicts().keys()


@pytest.mark.parametrize("name", CASES)
def test_rfc(name: str) -> None:
    assert verdict(CASES[name]) == verdicts()[name]


def test_rfc4475_wsinv_means_what_it_says() -> None:
    spaced = parse(SPACED)
    assert (spaced.recipient.tag, spaced.sender.tag, spaced.sender.display) == ("19t", "98", 'Wang \\"')
    assert spaced.cseq.number == 9
    assert [via.host for via in spaced.vias] == ["192.0.2.2", "far.example", "192.0.2.111"]
    assert spaced.contacts[0].params.get("new") == "thing"
    assert spaced.headers.get("Odd") == "one two"


def test_rfc5118_a_port_within_the_brackets_is_part_of_the_address() -> None:
    inside = request(REGISTER.replace(TARGET, "sip:[2001:db8::10:5070] SIP/2.0")).uri
    behind = request(REGISTER.replace(TARGET, "sip:[2001:db8::10]:5070 SIP/2.0")).uri
    assert (getattr(inside, "port", 0), getattr(behind, "port", 0)) == (None, 5070)
