"""The hub's errors: each names a fact, says who can mend it, and carries a code for programs.

    HubError
    ├── BadRequest            the sender's form is wrong: do not repeat unchanged
    │   └── Unprocessable     well-formed, but a value is not acceptable (`fields` says which)
    ├── NotSignedIn           nobody is known
    ├── NotPermitted          known, but without the right
    ├── NotFound              no such thing, or none that this person may see
    ├── Conflict              somebody was first; look again and decide
    │   └── IllegalTransition the life-cycle table has no such step
    ├── RateLimited           try again after `retry_after_s`
    └── Unavailable           our fault: try again
        ├── StoreUnavailable  nothing was written
        └── OutcomeUnknown    the connection died in the commit: ask, or repeat with the same key

Status numbers of HTTP belong to the edge (`app/problems.py`), not here.
"""

from collections.abc import Mapping


class HubError(Exception):
    """Base of all errors that cross a room's door. `code` is stable snake_case, `detail` is for people."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class BadRequest(HubError):
    """The sender's form is wrong; repeating it unchanged is pointless."""


class Unprocessable(BadRequest):
    """The form is right, a value is not acceptable; `fields` maps a field's name to the reason's code."""

    def __init__(self, code: str, detail: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(code, detail)
        self.fields = dict(fields or {})


class NotSignedIn(HubError):
    """Nobody is signed in, or the session has ended."""


class NotPermitted(HubError):
    """The person is known but has no right to this."""


class NotFound(HubError):
    """There is no such thing, or none that this person may see."""


class Conflict(HubError):
    """Somebody else was first; `extra` says what one must know to decide, by name (JSON values, no secrets)."""

    def __init__(self, code: str, detail: str = "", extra: Mapping[str, object] | None = None) -> None:
        super().__init__(code, detail)
        self.extra = dict(extra or {})


class IllegalTransition(Conflict):
    """The life-cycle table has no such step; nothing was changed."""


class RateLimited(HubError):
    """Too many; `retry_after_s` says when it is worth trying again, in seconds."""

    def __init__(self, code: str, detail: str = "", *, retry_after_s: float) -> None:
        super().__init__(code, detail)
        self.retry_after_s = retry_after_s


class Unavailable(HubError):
    """Our side cannot serve now; the same request may succeed later."""


class StoreUnavailable(Unavailable):
    """The store could not be reached or is full; nothing was written."""


class OutcomeUnknown(Unavailable):
    """The connection died while committing: the unit may or may not have taken effect."""
