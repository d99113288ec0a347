"""Passwords: the policy, and hashing that a flood cannot turn against us."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from app.passwords import HashCost, Passwords, generated, normal, require_strong, weakness
from hub.errors import RateLimited, Unprocessable

pytestmark = pytest.mark.unit

LIGHT = HashCost(memory_kib=64)
GOOD = "tourists-welcome-7"


def wide(text: str) -> str:
    """Return the full-width forms that a Chinese input method makes of ASCII."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    made = Passwords(LIGHT, threads=2, waiting=2)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "too_short"),
        ("十一个字的密码不够长吧", "too_short"),
        ("eleven-chars"[:11], "too_short"),
        ("x" * 60 + "ab-cdef" * 10, "too_long"),
        ("密码" * 22, "too_long"),
        ("wang.li@city", "is_login"),
        ("WANG.LI@city12", "is_login"),
        ("wang.li@citywang.li@city", "is_login"),
        ("passwordpassword", "too_common"),
        ("Qwertyuiop123", "too_common"),
        ("aaaaaaaaaaaa", "too_common"),
        ("abababababab", "too_common"),
        ("123456789012", "too_common"),
        ("210987654321", "too_common"),
        ("qwertyuiopas", "too_common"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, why: str) -> None:
    assert weakness(password, "wang.li@city") == why
    with pytest.raises(Unprocessable, match="password_weak") as refused:
        require_strong(password, "wang.li@city", "new_password")
    assert refused.value.fields == {"new_password": why}
    assert password not in str(refused.value)


@pytest.mark.parametrize("password", [GOOD, "我爱在桂林山水间慢慢散步", "correct horse battery", "wang.li@city-k7Q!x2"])
def test_a_password_of_some_length_is_accepted(password: str) -> None:
    assert weakness(password, "wang.li@city") is None


@given(password=st.text(max_size=200), login=st.from_regex(r"[a-z][a-z0-9]{0,10}", fullmatch=True))
def test_every_text_gets_a_verdict(password: str, login: str) -> None:
    assert weakness(password, login) in {None, "too_short", "too_long", "is_login", "too_common"}


@pytest.mark.parametrize(
    "password",
    ["admin12345678", "Admin-2026-2027", "12301admin12301!", "admin.qwertyui", "abcdef_admin_", "adminaaaaaaaa"],
)
def test_a_login_with_figures_signs_or_a_sequence_is_mainly_the_login(password: str) -> None:
    assert weakness(password, "admin") == "is_login"


def test_the_refusal_says_what_is_asked_for() -> None:
    details = set()
    for password in ("short", "密码" * 22, "admin12345678", "passwordpassword"):
        with pytest.raises(Unprocessable) as refused:
            require_strong(password, "admin", "new_password")
        details.add(refused.value.detail)
    assert len(details) == 4


def test_a_generated_password_is_acceptable_and_never_the_same() -> None:
    made = {generated() for _ in range(100)}
    assert len(made) == 100
    assert all(weakness(password, "admin") is None for password in made)
    assert not set("".join(made)) & set("ilo01")


async def test_the_right_password_is_right_and_a_wrong_one_wrong(passwords: Passwords) -> None:
    kept = await passwords.hash(GOOD)
    assert (await passwords.judge(kept, GOOD)).right
    assert not (await passwords.judge(kept, GOOD + " ")).right


async def test_a_password_typed_in_another_form_of_the_same_characters_is_right(passwords: Passwords) -> None:
    kept = await passwords.hash(wide("tourists-welcome-") + "é")
    assert (await passwords.judge(kept, normal("tourists-welcome-e\u0301"))).right


async def test_nobody_s_password_is_always_wrong(passwords: Passwords) -> None:
    assert not (await passwords.judge(None, GOOD)).right


async def test_a_damaged_hash_is_wrong_and_no_accident(passwords: Passwords) -> None:
    assert not (await passwords.judge("not a hash", GOOD)).right


async def test_a_hash_of_an_older_cost_is_made_anew(passwords: Passwords) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(GOOD)
    judged = await passwords.judge(old, GOOD)
    assert judged.right
    assert judged.rehashed is not None
    assert extract_parameters(judged.rehashed).time_cost == LIGHT.passes
    assert (await passwords.judge(judged.rehashed, GOOD)).rehashed is None


async def test_a_wrong_password_is_never_hashed_anew(passwords: Passwords) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(GOOD)
    assert (await passwords.judge(old, "another password")).rehashed is None


def test_more_than_the_places_there_are_is_refused_at_once(passwords: Passwords) -> None:
    with passwords.place(), passwords.place(), passwords.place(), passwords.place():
        with pytest.raises(RateLimited, match="busy") as refused, passwords.place():
            pytest.fail("there was a place too many")
        assert refused.value.retry_after_s > 0
    with passwords.place():
        pass


async def test_hashing_runs_beside_the_loop_and_in_no_more_threads_than_allowed(passwords: Passwords) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(passwords.hash(GOOD)) for _ in range(20)]
    assert len({task.result() for task in tasks}) == 20
    assert len([thread for thread in threading.enumerate() if thread.name.startswith("argon2")]) <= 2
