"""What an error of PostgreSQL or of its driver means for a unit: run it again, give up, or it is the unit's own.

Source: PostgreSQL documentation, appendix A, "PostgreSQL Error Codes".
"""

# asyncpg ships no types; `postgres_link.Wire` states what we use of it.
import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.exc import DBAPIError, IntegrityError

from hub.errors import StoreUnavailable

DRIVER_ERRORS: tuple[type[Exception], ...] = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,  # TimeoutError is one
)
"What may come out of a call of the driver."

_CONFLICTS = {"40001", "40P01"}
_LOST = ("08", "57P", "25P03")
_REFUSED = ("28", "3D")
_READ_ONLY = "25006"
_UNAVAILABLE = {
    "53": "store_out_of_resources",
    "58": "store_system_error",
    "55P03": "store_busy",
    "57014": "store_slow",
    _READ_ONLY: "store_read_only",
    "XX": "store_corrupt",
}


def is_conflict(error: BaseException | None) -> bool:
    """Tell whether the transaction was chosen to give way to another, or its plan is older than the tables."""
    stale = (asyncpg.InvalidCachedStatementError, asyncpg.OutdatedSchemaCacheError)
    return _state(error) in _CONFLICTS or isinstance(_original(error), stale)


def is_lost(error: BaseException | None) -> bool:
    """Tell whether the connection ended under us, so that the server has undone what was not committed."""
    original = _original(error)
    return _state(error).startswith(_LOST) or (isinstance(original, OSError) and not isinstance(original, TimeoutError))


def is_division_by_zero(error: BaseException) -> bool:
    """Tell whether a requirement did not hold (see `hub.database.postgres_tx`)."""
    return _state(error) == "22012"


def is_hopeless(error: BaseException) -> bool:
    """Tell whether connecting again cannot help: wrong user, wrong password, no such database."""
    return _state(error).startswith(_REFUSED)


def is_certain(error: BaseException) -> bool:
    """Tell whether this answer to COMMIT means for certain that nothing was committed.

    An ERROR is raised before the commit is written; after that the server can only end the connection (FATAL),
    which it may also do while waiting for its standby, with the commit already on its own disk.
    """
    return isinstance(error, asyncpg.PostgresError) and getattr(error, "severity_en", None) == "ERROR"


def unavailable(error: BaseException, *, reading: bool = False) -> StoreUnavailable | None:
    """Return what callers shall hear when the store itself is the reason of `error`, else None.

    A refusal to write is the store's fault on a standby, but the query's own in a `reading` transaction.
    """
    state = _state(error)
    for prefix, code in _UNAVAILABLE.items():
        if state.startswith(prefix) and not (reading and prefix == _READ_ONLY):
            return StoreUnavailable(code, str(_original(error)))
    if isinstance(error, TimeoutError):
        return StoreUnavailable("store_slow", "no answer in time")
    return None


def translated(sql: str, error: BaseException) -> DBAPIError:
    """Return a driver's error as SQLAlchemy's, without the values that PostgreSQL and the driver quote in theirs."""
    if isinstance(error, asyncpg.PostgresError):
        error.detail = None
    if isinstance(error, asyncpg.DataError):
        error.args = (str(error).partition(":")[0],)
    kind = IntegrityError if isinstance(error, asyncpg.IntegrityConstraintViolationError) else DBAPIError
    return kind(sql, None, error, hide_parameters=True)


def _original(error: BaseException | None) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _state(error: BaseException | None) -> str:
    return getattr(_original(error), "sqlstate", None) or ""
