"""Addresses: what they are made of, and when two are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_bridge.sip.errors import Malformed
from voice_bridge.sip.uri import OtherUri, SipUri, parse_uri

pytestmark = pytest.mark.unit


def test_an_address_is_taken_apart_and_written_as_it_was() -> None:
    text = "sips:li%20na:tea@Hotline.Example:5071;transport=tcp;lr?Subject=huang%20shan"
    uri = parse_uri(text)
    assert isinstance(uri, SipUri)
    assert (uri.scheme, uri.user, uri.user_text, uri.password) == ("sips", "li%20na", "li na", "tea")
    assert (uri.host, uri.port, uri.is_loose_router) == ("Hotline.Example", 5071, True)
    assert uri.params.get("transport") == "tcp"
    assert uri.headers == "Subject=huang%20shan"
    assert str(uri) == text


def test_a_telephone_number_is_kept_whole() -> None:
    assert parse_uri("tel:+86-559-5561234;ext=2") == OtherUri("tel", "+86-559-5561234;ext=2")


@pytest.mark.parametrize("text", ["sip:[2001:db8::7]:5070", "sip:desk@[2001:db8::7:5070]", "sip:a@h?x=1", "sip:@h"])
def test_what_may_stand_in_an_address(text: str) -> None:
    if text == "sip:@h":
        with pytest.raises(Malformed):
            parse_uri(text)
    else:
        assert str(parse_uri(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hotline.example",
        "sip:",
        "sip:a@b@c",
        "sip:a b@c",
        "sip:a@c:70000",
        "sip:a@c:port",
        "sip:a@2001:db8::1",
        "sip:a%4@c",
        "sip:a@c;;lr",
        "sip:a@c;x=<y>",
        "sip: a@c",
        "sip:a@c ",
        "tel:+86 559",
        "<sip:a@c>",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(Malformed):
        parse_uri(text)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("sip:%61lice@Tea.Example;transport=TCP", "sip:alice@tea.example;Transport=tcp", True),
        ("sip:desk@tea.example", "sip:desk@tea.example;ringtone=bamboo", True),
        ("sip:desk@tea.example", "SIP:desk@tea.example", True),
        ("sip:desk@[2001:DB8::1]", "sip:desk@[2001:db8::1]", True),
        ("sip:desk@tea.example?a=1&b=2", "sip:desk@tea.example?b=2&a=1", True),
        ("sip:Desk@tea.example", "sip:desk@tea.example", False),
        ("sip:desk@tea.example", "sip:desk@tea.example:5060", False),
        ("sip:desk@tea.example", "sips:desk@tea.example", False),
        ("sip:desk@tea.example", "sip:desk@tea.example;transport=udp", False),
        ("sip:desk@tea.example;tone=a", "sip:desk@tea.example;tone=b", False),
        ("sip:desk@tea.example", "sip:desk@tea.example?Subject=x", False),
        ("sip:a%2Fb@tea.example", "sip:a%2fb@tea.example", True),
        ("sip:+8612301@tea.example", "tel:+8612301", False),
        ("tel:+8612301", "tel:+8612301", True),
    ],
)
def test_when_two_addresses_mean_the_same(one: str, other: str, alike: bool) -> None:
    assert parse_uri(one).same(parse_uri(other)) is alike
    assert parse_uri(other).same(parse_uri(one)) is alike


def test_the_address_of_record_is_only_who_and_where() -> None:
    uri = parse_uri("sip:desk7:secret@tea.example:5070;transport=tcp?x=1")
    assert isinstance(uri, SipUri)
    assert str(uri.bare()) == "sip:desk7@tea.example"


@given(st.text(alphabet='sip:@.;?=&%[]<>" a1+\u6c49', max_size=40))
def test_any_text_is_an_address_or_malformed(text: str) -> None:
    try:
        uri = parse_uri(text)
    except Malformed:
        return
    assert str(uri) == text
    assert uri.same(uri)
