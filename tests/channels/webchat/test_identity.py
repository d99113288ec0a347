"""Whom a site vouches for, and every way of pretending it did."""

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webchat.identity import Claim, Vouched, check, hash_of, name_of
from hub.errors import NotSignedIn

pytestmark = pytest.mark.unit

SECRET = b"the site's own secret"
NOW = 1_800_000_000.0


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def token(payload: object, header: object = None, secret: bytes = SECRET) -> str:
    head = f"{part(header or {'alg': 'HS256', 'typ': 'JWT'})}.{part(payload)}"
    mac = hmac.new(secret, head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def good(**changes: object) -> dict[str, object]:
    return {"sub": "user-7", "iat": NOW - 10, "exp": NOW + 600, **changes}


def refused(claim: Claim, secret: bytes | None = SECRET) -> str:
    with pytest.raises(NotSignedIn) as refusal:
        check(claim, secret, NOW)
    return refusal.value.code


def test_the_hash_of_the_published_example_is_ours() -> None:
    # RFC 4231 §4.3, test case 2, computed by a second implementation.
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert hash_of(b"Jefe", "what do ya want for nothing?") == expected


def test_a_page_that_claims_nobody_is_anonymous() -> None:
    assert check(Claim(), SECRET, NOW) is None
    assert check(Claim(name="Li Hua"), None, NOW) is None


def test_a_right_hash_proves_the_visitor_in_either_case() -> None:
    right = hash_of(SECRET, "user-7")
    assert check(Claim(id="user-7", name="李华", hash=right), SECRET, NOW) == Vouched("user-7", "李华")
    assert check(Claim(id="user-7", hash=right.upper()), SECRET, NOW) == Vouched("user-7", None)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(id="user-7"),
        Claim(id="user-7", hash=""),
        Claim(id="user-7", hash="0" * 64),
        Claim(id="user-8", hash=hash_of(SECRET, "user-7")),
        Claim(id="user-7", hash=hash_of(b"another secret", "user-7")),
        Claim(id="user-7", hash=hash_of(SECRET, "user-7")[:63]),
        Claim(id="user-7", hash="é" * 64),
        Claim(hash=hash_of(SECRET, "user-7")),
        Claim(id="", hash=hash_of(SECRET, "")),
        Claim(id="a\nb", hash=hash_of(SECRET, "a\nb")),
        Claim(id="x" * 129, hash=hash_of(SECRET, "x" * 129)),
    ],
)
def test_a_wrong_hash_is_refused_and_never_anonymous(claim: Claim) -> None:
    assert refused(claim) == "bad_identity"


def test_a_site_without_a_secret_vouches_for_nobody() -> None:
    assert refused(Claim(id="user-7", hash=hash_of(b"", "user-7")), None) == "bad_identity"
    assert refused(Claim(jwt=token(good())), None) == "bad_identity"


def test_a_right_token_proves_the_visitor() -> None:
    assert check(Claim(jwt=token(good(name="Ann"))), SECRET, NOW) == Vouched("user-7", "Ann")
    assert check(Claim(id="user-7", jwt=token(good())), SECRET, NOW) == Vouched("user-7", None)


def test_the_token_of_the_standard_is_read() -> None:
    # RFC 7515 appendix A.1: the key, and a token whose signature holds; its time (2011) is over.
    key = base64.urlsafe_b64decode(
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow=="
    )
    rfc = (
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxl"
        "LmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    )
    assert refused(Claim(jwt=rfc), key) == "identity_expired"


def test_an_expired_token_says_so() -> None:
    assert refused(Claim(jwt=token(good(exp=NOW - 61, iat=NOW - 3000)))) == "identity_expired"
    assert check(Claim(jwt=token(good(exp=NOW - 30))), SECRET, NOW) is not None, "two clocks may differ by a minute"


@pytest.mark.parametrize(
    "payload",
    [
        good(exp=None),
        good(exp="tomorrow"),
        good(exp=True),
        good(exp=NOW + 7200),
        good(iat=NOW - 7200, exp=NOW + 10),
        good(iat=NOW + 600, exp=NOW + 1200),
        good(nbf=NOW + 600),
        good(sub=None),
        good(sub=7),
        good(sub=""),
        good(sub="someone\x00else"),
        [],
        "text",
    ],
)
def test_a_token_with_a_wrong_payload_is_refused(payload: object) -> None:
    assert refused(Claim(jwt=token(payload))) == "bad_identity"


def test_the_algorithm_is_not_the_tokens_to_choose() -> None:
    unsigned = f"{part({'alg': 'none'})}.{part(good())}."
    assert refused(Claim(jwt=unsigned)) == "bad_identity"
    assert refused(Claim(jwt=token(good(), header={"alg": "none"}))) == "bad_identity"
    assert refused(Claim(jwt=token(good(), header={"alg": "RS256"}))) == "bad_identity"


def test_a_token_for_somebody_else_is_refused() -> None:
    assert refused(Claim(id="user-8", jwt=token(good()))) == "bad_identity"


def test_every_changed_letter_of_a_token_is_noticed() -> None:
    right = token(good())
    for place, letter in enumerate(right):
        changed = right[:place] + ("A" if letter != "A" else "B") + right[place + 1 :]
        if place != len(right) - 1:  # the last letter of a signature carries two unused bits
            assert refused(Claim(jwt=changed)) == "bad_identity"


@given(st.text(max_size=300))
def test_no_text_is_a_token_by_chance(text: str) -> None:
    with pytest.raises(NotSignedIn):
        check(Claim(jwt=text), SECRET, NOW)


def test_names_are_shown_on_one_line_and_cannot_turn_it_round() -> None:
    assert name_of(" 李\n华\u202egnp.exe ") == "李 华gnp.exe"
    assert name_of("<script>alert(1)</script>") == "<script>alert(1)</script>"
    assert name_of("\u200b\u202e") is None
    assert name_of(5) is None
    assert len(name_of("x" * 500) or "") == 64
