"""Names with addresses, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_bridge.sip.address import Address, parse_address
from voice_bridge.sip.errors import Malformed
from voice_bridge.sip.lexis import Params
from voice_bridge.sip.uri import SipUri
from voice_bridge.sip.via import parse_via

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "display", "uri", "tag"),
    [
        ('"Li \\"Na\\"" <sip:lina@tea.example>;tag=77', 'Li "Na"', "sip:lina@tea.example", "77"),
        ("sip:lina@tea.example;tag=77", "", "sip:lina@tea.example", "77"),
        ("<sip:lina@tea.example;lr>", "", "sip:lina@tea.example;lr", None),
        ("Li Na<sip:lina@tea.example> ; Tag = 77", "Li Na", "sip:lina@tea.example", "77"),
        ("李娜 <sip:lina@tea.example>;tag=77", "李娜", "sip:lina@tea.example", "77"),
        ("Li, Na <sip:lina@tea.example>", "Li, Na", "sip:lina@tea.example", None),
        ("<tel:+8612301>;tag=a", "", "tel:+8612301", "a"),
        ('"" < sip:lina@tea.example >', "", "sip:lina@tea.example", None),
    ],
)
def test_an_address_in_the_spellings_of_the_wire(text: str, display: str, uri: str, tag: str | None) -> None:
    address = parse_address(text)
    assert (address.display, str(address.uri), address.tag) == (display, uri, tag)


@pytest.mark.parametrize(
    "text",
    [
        '"Li Na <sip:a@b>',
        "<sip:a@b",
        "<sip:a@b> tag=1",
        "<sip:a@b>;tag=1;",
        "<sip:a@b>;;tag=1",
        "<sip:a@b>;tag=",
        "Li Na sip:a@b",
        "sip:a@b?Subject=x",
        '"Li Na" sip:a@b',
        "",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(Malformed):
        parse_address(text)


@given(st.text(max_size=12), st.sampled_from(["tag", "q", "expires"]), st.text("abc09.-", min_size=1, max_size=5))
def test_what_we_write_we_read(display: str, name: str, value: str) -> None:
    address = Address(SipUri("tea.example", "desk"), Params(((name, value),)), display)
    assert parse_address(str(address)) == address


def test_a_via_says_which_transaction_and_where_the_answer_goes() -> None:
    via = parse_via("SIP / 2.0 / TCP   tea.example : 5080 ; branch = z9hG4bKa ;rport")
    assert (via.transport, via.sent_by, via.branch) == ("TCP", ("tea.example", 5080), "z9hG4bKa")
    assert via.reply_to == ("tea.example", 5080)
    seen = via.arrived_from("203.0.113.4", 40_001)
    assert seen.reply_to == ("203.0.113.4", 40_001)
    assert str(seen) == "SIP/2.0/TCP tea.example:5080;branch=z9hG4bKa;rport=40001;received=203.0.113.4"


def test_received_is_written_only_when_it_tells_something_new() -> None:
    via = parse_via("SIP/2.0/UDP 203.0.113.4;branch=z9hG4bKa")
    assert via.arrived_from("203.0.113.4", 9) == via
    assert via.arrived_from("203.0.113.5", 9).reply_to == ("203.0.113.5", 5060)
    six = parse_via("SIP/2.0/UDP [2001:DB8::1];branch=z9hG4bKa")
    assert six.arrived_from("2001:db8::1", 9) == six
    assert six.reply_to == ("2001:DB8::1", 5060)


@pytest.mark.parametrize("branch", ["", ";branch=z9hG4bK", ";branch=old-style"])
def test_a_branch_of_the_old_rules_names_no_transaction(branch: str) -> None:
    assert parse_via(f"SIP/2.0/UDP tea.example{branch}").branch is None


@pytest.mark.parametrize("port", ["0", "70000", "x", "999999999999"])
def test_a_port_that_is_none_does_not_lead_the_answer_astray(port: str) -> None:
    assert parse_via(f"SIP/2.0/UDP tea.example;rport={port}").reply_to == ("tea.example", 5060)


def test_maddr_does_not_send_our_answers_to_strangers() -> None:
    assert parse_via("SIP/2.0/UDP tea.example;maddr=198.51.100.1").reply_to == ("tea.example", 5060)


@pytest.mark.parametrize(
    "text",
    ["", "SIP/2.0/UDP", "SIP/2.0 tea.example", "SIP/2.0/UDP tea.example;;", "SIP/2.0/UDP a:b", "SIP/2.0/UDP a b"],
)
def test_what_is_no_via(text: str) -> None:
    with pytest.raises(Malformed):
        parse_via(text)
