"""Passwords: hashed with argon2id beside the event loop, a few at a time, and judged by one short policy.

Rules:
1. A password is brought to NFKC before anything else, so that the same keys typed under another input method are
   the same password; then 12 characters at least and 128 bytes at most.
2. No more than `threads` hashes run at once and no more than `waiting` wait: a flood of sign-ins gets 429, it does
   not get our memory (46 MiB a hash) or both our cores.
3. A login that nobody has costs the same time as one with a wrong password.
Source: OWASP Password Storage Cheat Sheet (argon2id, m = 47104 KiB, t = 1, p = 1; 50 ms here, measured 2026-11).
"""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from hub.errors import RateLimited, Unprocessable

MIN_CHARACTERS = 12
MAX_BYTES = 128
_FEWEST_DIFFERENT = 5
_BESIDE_LOGIN = 6
"A password that contains the login needs so many characters beside it, and not only figures, signs and sequences."
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"Without what looks alike: i, l, o, 0, 1."
_GROUPS = 4
_GROUP_LETTERS = 5
_COMMON = frozenset(
    {
        "1q2w3e4r5t6y",
        "abcd12345678",
        "admin1234567",
        "administrator",
        "changeme1234",
        "hotline12301",
        "iloveyou1234",
        "letmein12345",
        "password1234",
        "passwordpassword",
        "q1w2e3r4t5y6",
        "qazwsxedcrfv",
        "qwerty123456",
        "qwertyuiop123",
        "welcome12345",
        "woaini1314520",
        "zxcvbnm12345",
    }
)
_RUNS = ("0123456789" * 4, "abcdefghijklmnopqrstuvwxyz" * 2, "qwertyuiopasdfghjklzxcvbnm")
_TOLD = {
    "too_short": f"at least {MIN_CHARACTERS} characters",
    "too_long": f"at most {MAX_BYTES} bytes",
    "is_login": "more than the login with figures, signs or a sequence",
    "too_common": "not one that many people use, nor a mere sequence or repetition",
}
"What each code asks for."

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class HashCost:
    """What one hash costs."""

    memory_kib: int = 47104
    passes: int = 1
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a password was right."""

    right: bool
    rehashed: str | None = None
    "The same password under today's cost, when it was kept under another."


class Passwords:
    """Hashes and judges passwords in threads of its own."""

    def __init__(self, cost: HashCost, *, threads: int = 2, waiting: int = 32) -> None:
        self._hasher = PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes)
        self._nobody = self._hasher.hash(secrets.token_urlsafe(24))
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="argon2")
        self._most = threads + waiting
        self._at_work = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place among those who wait for a hash.

        Raises:
            RateLimited: code `busy`; too many wait already.
        """
        if self._at_work >= self._most:
            raise RateLimited("busy", "too many people are signing in at this moment", retry_after_s=2)
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1

    async def hash(self, password: str) -> str:
        """Return the hash to keep of a password."""
        return await self._beside(lambda: self._hasher.hash(normal(password)))

    async def judge(self, kept: str | None, password: str) -> Judgement:
        """Tell whether `password` is the one that was kept; None stands for a person who does not exist."""
        return await self._beside(lambda: self._judge(kept, normal(password)))

    def close(self) -> None:
        """Let the threads end; what waits is dropped."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _beside(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _judge(self, kept: str | None, password: str) -> Judgement:
        try:
            self._hasher.verify(kept or self._nobody, password)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return Judgement(right=False)
        if kept is None:
            return Judgement(right=False)
        stale = self._hasher.check_needs_rehash(kept)
        return Judgement(right=True, rehashed=self._hasher.hash(password) if stale else None)


def normal(password: str) -> str:
    """Return a password in the form that is hashed."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, login: str) -> str | None:
    """Return why a new password is not acceptable, as a code; None when it is.

    Codes: too_short, too_long, is_login, too_common.
    """
    given = normal(password)
    if len(given) < MIN_CHARACTERS:
        return "too_short"
    if len(given.encode()) > MAX_BYTES:
        return "too_long"
    plain = given.casefold()
    if login in plain and _adds_little(plain.replace(login, "")):
        return "is_login"
    if plain in _COMMON or len(set(plain)) < _FEWEST_DIFFERENT or _is_sequence(plain):
        return "too_common"
    return None


def require_strong(password: str, login: str, field: str) -> None:
    """Refuse a new password that the policy does not accept.

    Raises:
        Unprocessable: code `password_weak`; `fields` tells why under the field's name.
    """
    why = weakness(password, login)
    if why is not None:
        raise Unprocessable("password_weak", _TOLD[why], {field: why})


def _adds_little(beside: str) -> bool:
    """Tell whether what stands beside the login is short, or has no letter outside sequences (abcd, qwer, aaa)."""
    sequences = {
        place + offset
        for place in range(len(beside) - 2)
        if _is_sequence(beside[place : place + 3])
        for offset in range(3)
    }
    own = [letter for place, letter in enumerate(beside) if letter.isalpha() and place not in sequences]
    return len(beside) < _BESIDE_LOGIN or not own


def _is_sequence(part: str) -> bool:
    return len(set(part)) == 1 or any(part in run or part[::-1] in run for run in _RUNS)


def generated() -> str:
    """Return a random password that can be read out and typed: 'xxxxx-xxxxx-xxxxx-xxxxx', 99 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LETTERS)) for _ in range(_GROUPS))
    return "-".join(groups)
