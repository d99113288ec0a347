"""The key ring: what it seals opens unchanged, for the same use and row only, and survives rotation."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.keys import KeyRing, MasterKey, Ring, SealBroken, fingerprint, new_master_key

pytestmark = pytest.mark.unit

OLD = new_master_key(1)
NEW = new_master_key(2, frozenset({OLD.id}))
RING = KeyRing(lambda: Ring(OLD.id, (OLD,)))

purposes = st.text(min_size=1, max_size=30)
texts = st.binary(max_size=500)
rows = st.binary(max_size=40)


@given(purpose=purposes, plaintext=texts, row=rows)
def test_what_was_sealed_opens_unchanged(purpose: str, plaintext: bytes, row: bytes) -> None:
    assert RING.open(purpose, RING.seal(purpose, plaintext, row), row) == plaintext


@given(plaintext=texts, row=rows, place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_single_changed_bit_anywhere_is_found(plaintext: bytes, row: bytes, place: int, bit: int) -> None:
    sealed = bytearray(RING.seal("p", plaintext, row))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(SealBroken):
        RING.open("p", bytes(sealed), row)


@given(plaintext=texts, row=rows, other=rows)
def test_a_text_moved_to_another_row_does_not_open(plaintext: bytes, row: bytes, other: bytes) -> None:
    sealed = RING.seal("p", plaintext, row)
    if row != other:
        with pytest.raises(SealBroken, match="seal_broken"):
            RING.open("p", sealed, other)


def test_a_text_of_another_use_does_not_open() -> None:
    with pytest.raises(SealBroken, match="seal_broken"):
        RING.open("journal", RING.seal("phone", b"x", b""), b"")


@given(junk=st.binary(max_size=80))
def test_junk_never_opens_and_never_raises_anything_else(junk: bytes) -> None:
    with pytest.raises(SealBroken):
        RING.open("p", junk, b"")


def test_the_same_text_is_never_sealed_twice_alike() -> None:
    assert RING.seal("p", b"same", b"row") != RING.seal("p", b"same", b"row")


def test_the_ciphertext_names_its_key() -> None:
    assert KeyRing.key_id_of(RING.seal("p", b"", b"")) == OLD.id


def test_after_a_rotation_the_old_still_opens_and_the_new_key_seals() -> None:
    before = RING.seal("p", b"old", b"row")
    rotated = KeyRing(lambda: Ring(NEW.id, (OLD, NEW)))
    assert rotated.open("p", before, b"row") == b"old"
    assert KeyRing.key_id_of(rotated.seal("p", b"new", b"row")) == NEW.id


def test_a_running_process_learns_of_a_rotation_from_the_first_text_sealed_since() -> None:
    lying_there = [Ring(OLD.id, (OLD,))]
    running = KeyRing(lambda: lying_there[-1])
    lying_there.append(Ring(NEW.id, (OLD, NEW)))
    sealed = KeyRing(lambda: lying_there[-1]).seal("p", b"since", b"row")
    assert running.open("p", sealed, b"row") == b"since"
    assert running.active_id == NEW.id


def test_a_text_of_a_key_that_is_lost_says_so() -> None:
    sealed = KeyRing(lambda: Ring(NEW.id, (NEW,))).seal("p", b"", b"")
    with pytest.raises(SealBroken, match="seal_key_missing"):
        RING.open("p", sealed, b"")


def test_another_content_under_the_same_key_id_does_not_open() -> None:
    impostor = replace(OLD, secret=NEW.secret)
    sealed = KeyRing(lambda: Ring(OLD.id, (impostor,))).seal("p", b"", b"")
    with pytest.raises(SealBroken, match="seal_broken"):
        RING.open("p", sealed, b"")


@given(data=texts)
def test_a_signature_holds_for_its_use_and_data_only(data: bytes) -> None:
    mac = RING.mac("a", data)
    assert RING.verify("a", data, mac)
    assert not RING.verify("b", data, mac)
    assert not RING.verify("a", data + b"x", mac)
    assert not RING.verify("a", data, mac[:-1])


def test_a_signature_of_before_a_rotation_still_holds_and_can_be_searched_for() -> None:
    mac = RING.mac("phone", b"+8613800138000")
    rotated = KeyRing(lambda: Ring(NEW.id, (OLD, NEW)))
    assert rotated.verify("phone", b"+8613800138000", mac)
    assert rotated.macs("phone", b"+8613800138000") == (rotated.mac("phone", b"+8613800138000"), mac)


def test_signing_with_a_key_that_is_not_there_says_so() -> None:
    with pytest.raises(SealBroken, match="seal_key_missing"):
        RING.mac("a", b"", "00000000")


def test_sealing_and_signing_never_share_a_key() -> None:
    assert RING.mac("x", b"") != RING.mac("seal:x", b"")


def test_a_key_never_shows_its_secret() -> None:
    shown = repr(OLD) + fingerprint(OLD)
    assert OLD.secret.hex() not in shown
    assert repr(OLD.secret) not in shown
    assert repr(Ring(OLD.id, (OLD,))).count(OLD.id) == 2


def test_a_new_key_never_takes_the_id_of_another() -> None:
    assert MasterKey.__slots__
    assert NEW.id != OLD.id
    assert len(NEW.secret) == 32
