"""Failed sign-ins, kept so that a restart forgives nobody.

Rule: an attempt is counted before it is judged and forgiven when it was right; a thousand attempts at the same
moment therefore get no more guesses than a thousand in a row.
"""

from sqlalchemy import text

from hub.database import Statement, Tx

# While locked nothing is counted: hammering at a locked door must not keep its owner out for longer.
COUNT = Statement(
    text(
        "INSERT INTO sign_in_failures (subject, failures, last_ms, locked_until_ms) VALUES (:subject, 1, :now_ms, 0)"
        " ON CONFLICT (subject) DO UPDATE SET"
        " failures = CASE WHEN sign_in_failures.locked_until_ms > :now_ms THEN sign_in_failures.failures"
        " WHEN sign_in_failures.last_ms < :forget_before_ms THEN 1 ELSE sign_in_failures.failures + 1 END,"
        " last_ms = CASE WHEN sign_in_failures.locked_until_ms > :now_ms THEN sign_in_failures.last_ms"
        " ELSE :now_ms END"
        " RETURNING failures, locked_until_ms"
    )
)
LOCK = Statement(text("UPDATE sign_in_failures SET locked_until_ms = :until_ms WHERE subject = :subject"))
FORGET = Statement(text("DELETE FROM sign_in_failures WHERE subject = :subject"))
# The attempt that was right may have been the one that locked.
FORGIVE = Statement(
    text(
        "UPDATE sign_in_failures SET failures = failures - 1, locked_until_ms = 0"
        " WHERE subject = :subject AND failures > 0"
    )
)
SWEEP = Statement(text("DELETE FROM sign_in_failures WHERE last_ms < :before_ms AND locked_until_ms <= :now_ms"))


def count(tx: Tx, subject: str, forget_before_ms: int) -> tuple[int, int]:
    """Count one attempt, unless locked; return the failures so far and until when the subject is locked."""
    row = tx.row(COUNT, subject=subject, now_ms=tx.now_ms, forget_before_ms=forget_before_ms)
    if row is None:
        raise LookupError("an upsert returned no row")
    return row[0], row[1]


def lock(tx: Tx, subject: str, until_ms: int) -> None:
    """Admit no attempt of this subject until then."""
    tx.run(LOCK, subject=subject, until_ms=until_ms)


def forget(tx: Tx, subject: str) -> None:
    """Start again from nothing."""
    tx.run(FORGET, subject=subject)


def forgive(tx: Tx, subject: str) -> None:
    """Take one counted attempt back."""
    tx.run(FORGIVE, subject=subject)


def sweep(tx: Tx, before_ms: int) -> int:
    """Delete what is older and not locked; return how many."""
    return tx.run(SWEEP, before_ms=before_ms, now_ms=tx.now_ms)
