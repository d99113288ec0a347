"""Which pages may speak for a site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webchat.sites import origin_of, site_of
from hub import account_secrets
from hub.ids import AccountId, OrgId
from hub.keys import SealBroken
from hub.model import Account
from hub.store.visitors import SiteRow
from tests.people import key_ring

pytestmark = pytest.mark.unit


def row(settings: dict[str, object], secrets: bytes | None = None) -> SiteRow:
    return SiteRow(Account(AccountId("A"), OrgId("O"), "webchat", "site", None, settings), "site", secrets)


@pytest.mark.parametrize(
    ("given_origin", "origin"),
    [
        ("https://valley.example", "https://valley.example"),
        ("HTTPS://Valley.Example/", "https://valley.example"),
        ("https://valley.example:443", "https://valley.example"),
        ("http://valley.example:80", "http://valley.example"),
        ("http://valley.example:8080", "http://valley.example:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_origin_is_read_as_browsers_send_it(given_origin: str, origin: str) -> None:
    assert origin_of(given_origin) == origin


@pytest.mark.parametrize(
    "nonsense",
    [None, 5, "", "null", "*", "https://*.example", "valley.example", "https://a.b/path", "ftp://a.b", "https://a b"],
)
def test_what_is_no_origin_allows_nobody(nonsense: object) -> None:
    assert origin_of(nonsense) is None


@given(st.text())
def test_no_text_makes_an_origin_that_would_break_a_header(text: str) -> None:
    origin = origin_of(text)
    assert origin is None or (origin.isascii() and not set(origin) & set(" ;,'\"\r\n"))


def test_settings_of_a_wrong_form_count_as_absent() -> None:
    for origins in (None, "https://a.b", [5, None], {"a": 1}):
        assert site_of(row({"origins": origins}), {}, key_ring()).origins == frozenset()
    assert site_of(row({"anonymous": "no"}), {}, key_ring()).anonymous
    assert not site_of(row({"anonymous": False}), {}, key_ring()).anonymous
    assert site_of(row({"privacy_url": "javascript:alert(1)"}), {}, key_ring()).privacy_url is None


def test_the_secret_opens_with_its_own_ring_and_account_only() -> None:
    ring = key_ring()
    sealed = account_secrets.seal(ring, "A", {"identity_secret": "s3cret"})
    assert b"s3cret" not in sealed
    assert site_of(row({}, sealed), {}, ring).secret == b"s3cret"
    with pytest.raises(SealBroken):
        account_secrets.unseal(ring, "B", sealed)
    with pytest.raises(SealBroken):
        account_secrets.unseal(key_ring(), "A", sealed)
