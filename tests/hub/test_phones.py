"""Phone numbers: one written form, sealed, found by HMAC, shown masked."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import Unprocessable
from hub.keys import KeyRing, Ring, SealBroken, new_master_key
from hub.phones import (
    last4_lookups,
    masked,
    normal_phone,
    open_phone,
    phone_lookups,
    seal_phone,
)

pytestmark = pytest.mark.unit

OLD = new_master_key(1)
NEW = new_master_key(2)
RING = KeyRing(lambda: Ring(OLD.id, (OLD,)))
ROTATED = KeyRing(lambda: Ring(NEW.id, (OLD, NEW)))


def wide(text: str) -> str:
    """Return the full-width forms that a Chinese input method makes of ASCII."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


@pytest.mark.parametrize(
    ("written", "e164", "area"),
    [
        ("13800138000", "+8613800138000", "CN"),
        ("+86 138 0013 8000", "+8613800138000", "CN"),
        ("0086-138-0013-8000", "+8613800138000", "CN"),
        (wide("13800138000"), "+8613800138000", "CN"),
        ("0755-26001234", "+8675526001234", "CN-755"),
        ("(010) 6552 1234", "+861065521234", "CN-10"),
        ("400-812-3010", "+864008123010", "CN"),
        ("+44 20 7183 8750", "+442071838750", "GB-20"),
        ("+1 212 555 2368", "+12125552368", "US-212"),
        ("+852 2345 6789", "+85223456789", "HK"),
        ("13800138000 ext 5", "+8613800138000", "CN"),
    ],
)
def test_whatever_way_it_is_written_a_number_is_kept_in_one_form(written: str, e164: str, area: str) -> None:
    phone = normal_phone(written)
    assert (phone.e164, phone.area) == (e164, area)


@pytest.mark.parametrize("written", ["", "hello", "+", "1380013800", "138001380001", "+99912345", "1" * 500, "\ud800"])
def test_what_cannot_be_a_number_is_refused(written: str) -> None:
    with pytest.raises(Unprocessable, match="phone_invalid"):
        normal_phone(written)


@pytest.mark.parametrize("written", ["110", "12301", "95588"])
def test_short_numbers_belong_to_nobody(written: str) -> None:
    with pytest.raises(Unprocessable, match="phone_short"):
        normal_phone(written)


@given(written=st.text(max_size=60))
def test_no_input_raises_anything_but_a_refusal(written: str) -> None:
    with suppress(Unprocessable):
        assert normal_phone(written).e164.startswith("+")


def test_a_sealed_number_opens_in_its_own_row_only() -> None:
    sealed = seal_phone(RING, normal_phone("13800138000"), "row-1")
    assert open_phone(RING, sealed.ciphertext, "row-1") == "+8613800138000"
    assert b"13800138000" not in sealed.ciphertext
    with pytest.raises(SealBroken):
        open_phone(RING, sealed.ciphertext, "row-2")


def test_a_number_is_found_again_also_after_a_rotation() -> None:
    sealed = seal_phone(RING, normal_phone("13800138000"), "row-1")
    assert sealed.whole_mac in phone_lookups(ROTATED, normal_phone("+86 13800138000"))
    assert sealed.last4_mac in last4_lookups(ROTATED, "8000")
    assert sealed.whole_mac not in phone_lookups(ROTATED, normal_phone("13800138001"))
    assert sealed.last4_mac not in last4_lookups(ROTATED, "8001")


@pytest.mark.parametrize("digits", ["", "123", "12345", "12a4", wide("1234")])
def test_the_last_four_are_four_digits(digits: str) -> None:
    with pytest.raises(Unprocessable, match="phone_last4_invalid"):
        last4_lookups(RING, digits)


def test_without_the_right_only_the_last_four_digits_are_seen() -> None:
    assert masked("+8613800138000") == "+86*******8000"
    assert masked("+12125552368") == "+1******2368"
