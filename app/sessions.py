"""Signing in and out as the web edge does it: counting, hashing and the session's token in the right order.

Rule: an attempt first takes a place for the hash, then is counted, then judged; nothing tells a stranger whether a
login exists, is disabled, or has another password.
"""

import hmac
from dataclasses import dataclass, replace

from prometheus_client import CollectorRegistry, Counter

from app.passwords import Passwords, require_strong
from app.security import Subjects, new_token, session_id_of
from hub import sign_in
from hub.clock import Clock
from hub.database import Database
from hub.errors import HubError, NotSignedIn, RateLimited, Unavailable, Unprocessable
from hub.keys import KeyRing
from hub.people import SignedIn, UserState, is_login, normal_login
from hub.sign_in import Attempt, LockOut, Opening, PasswordChange, Refusal, SessionRules
from hub.store import users

_CSRF = "csrf"


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """What came with a sign-in."""

    login: str
    password: str
    address: str
    "The client's."
    earlier_session: str | None
    "The session that the browser had before."


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(
        self,
        database: Database,
        ring: KeyRing,
        passwords: Passwords,
        clock: Clock,
        registry: CollectorRegistry,
        *,
        rules: SessionRules | None = None,
        lock_out: LockOut | None = None,
    ) -> None:
        self.rules = rules or SessionRules()
        self._database = database
        self._ring = ring
        self._passwords = passwords
        self._clock = clock
        self._lock_out = lock_out or LockOut()
        self._subjects = Subjects(ring)
        self._outcomes = Counter("hub_sign_ins", "Sign-in attempts by how they ended.", ["outcome"], registry=registry)

    async def open(self, attempt: SignInAttempt) -> tuple[str, SignedIn]:
        """Judge a sign-in; return the token for the cookie and the session.

        Raises:
            NotSignedIn: code `bad_credentials`.
            RateLimited: code `locked_out` or `busy`.
        """
        try:
            with self._passwords.place():
                opened = await self._judged(attempt)
        except HubError as error:
            self._outcomes.labels(error.code).inc()
            raise
        self._outcomes.labels("opened").inc()
        return opened

    async def find(self, session_id: str) -> SignedIn | None:
        """Return a session that holds now, and note once a minute that its person is here."""
        found = await self._database.read(sign_in.find_session, (session_id, self.rules))
        if found is not None and self._clock.now_ms() - found.seen_ms >= self.rules.touch_every_s * 1000:
            await self._touch(session_id)
        return found

    async def was_reset(self, session_id: str) -> bool:
        """Tell whether a session is over because its person's password was reset."""
        return await self._database.read(sign_in.was_reset, session_id)

    async def close(self, signed_in: SignedIn) -> None:
        """Sign out."""
        await self._database.write(sign_in.close_session, signed_in)

    async def change(self, signed_in: SignedIn, current: str, new: str) -> PasswordChange:
        """Judge a change of one's own password; return what the unit `change_password` needs.

        Raises:
            Unprocessable: the current password is wrong, or the new one is not acceptable.
            RateLimited: code `locked_out` or `busy`.
        """
        require_strong(new, signed_in.user.login, "new_password")
        with self._passwords.place():
            kept = await self._database.write(sign_in.admit_change, (signed_in.user.id, self._lock_out))
            if not (await self._passwords.judge(kept.password_hash, current)).right:
                wrong = {"current_password": "wrong"}
                raise Unprocessable("current_password_wrong", "the current password is wrong", wrong)
            if (await self._passwords.judge(kept.password_hash, new)).right:
                raise Unprocessable("password_weak", "the new password is the old one", {"new_password": "unchanged"})
            return PasswordChange(signed_in, kept.password_hash, await self._passwords.hash(new))

    async def sweep(self) -> int:
        """Delete sessions that are over and failures that no longer count; return how many rows."""
        return await self._database.write(sign_in.sweep, (self.rules, self._lock_out))

    def expires_at_ms(self, signed_in: SignedIn) -> int:
        """Return when the session ends if nothing more is done in it."""
        return min(self._clock.now_ms() + self.rules.idle_s * 1000, signed_in.expires_ms)

    def csrf_token(self, session_id: str) -> str:
        """Return what our own pages must send along to change something."""
        return self._ring.mac(_CSRF, session_id.encode()).hex()

    def csrf_holds(self, session_id: str, given: str) -> bool:
        """Tell whether `given` is the session's token, also if the keys were rotated since it was told."""
        expected = [mac.hex().encode() for mac in self._ring.macs(_CSRF, session_id.encode())]
        return any(hmac.compare_digest(one, given.encode()) for one in expected)

    async def _judged(self, attempt: SignInAttempt) -> tuple[str, SignedIn]:
        login = normal_login(attempt.login)
        by_login, by_address = self._subjects.of_login(login), self._subjects.of_address(attempt.address)
        # What cannot be a login is judged like one that nobody has, but never reaches a query.
        known = login if is_login(login) else ""
        admitted = await self._database.write(sign_in.admit, Attempt(known, by_login, by_address, self._lock_out))
        kept = admitted.credentials
        judgement = await self._passwords.judge(kept.password_hash if kept else None, attempt.password)
        if kept is None or not judgement.right or kept.state is not UserState.ACTIVE:
            reason = "disabled" if kept and judgement.right else "bad_credentials"
            await self._database.write(sign_in.refuse, Refusal(kept.user_id if kept else None, reason, by_address))
            raise NotSignedIn("bad_credentials", "login or password is wrong")
        token = new_token()
        opening = Opening(
            credentials=kept,
            session_id=session_id_of(token),
            replaces=attempt.earlier_session,
            login_subject=by_login,
            address_subject=by_address,
            rules=self.rules,
            rehashed=judgement.rehashed,
        )
        try:
            return token, await self._database.write(sign_in.open_session, opening)
        except sign_in.Replaced:
            return token, await self._opened_by_another_hash(opening, attempt.password)

    async def _opened_by_another_hash(self, opening: Opening, password: str) -> SignedIn:
        """Judge once more: somebody with the same right password was faster, and it was hashed anew for him."""
        kept = await self._database.read(users.credentials_by_login, opening.credentials.login)
        judgement = await self._passwords.judge(kept.password_hash if kept else None, password)
        if kept is None or not judgement.right:
            user_id = opening.credentials.user_id
            await self._database.write(sign_in.refuse, Refusal(user_id, "bad_credentials", opening.address_subject))
            raise NotSignedIn("bad_credentials", "login or password is wrong")
        renewed = replace(opening, credentials=kept, rehashed=judgement.rehashed)
        return await self._database.write(sign_in.open_session, renewed)

    async def _touch(self, session_id: str) -> None:
        try:
            await self._database.write(sign_in.touch_session, session_id)
        except (Unavailable, RateLimited):
            return  # reading goes on while nothing can be written; the next request tries again
