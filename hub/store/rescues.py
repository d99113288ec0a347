"""Rescues: one row for each segment of a conversation in which somebody cried for help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import text

from hub.database import Statement, Tx


class RescueState(StrEnum):
    """Where a rescue stands."""

    WAITING = "waiting"
    "Nobody of ours has it."
    WITH_AGENT = "with_agent"
    LOWERED = "lowered"
    "Somebody of ours found that nobody is in danger."
    OVER = "over"
    "The conversation's segment has ended."


_COLUMNS = (
    "conversation_id, segment, org_id, state, cause, place, raised_ms, waiting_ms, unaccepted_ms, seen_by, seen_ms,"
    " accepted_by, accepted_ms, over_ms, lowered_by"
)
RAISE = Statement(
    text(
        "INSERT INTO rescues (conversation_id, segment, org_id, state, cause, raised_ms, waiting_ms)"
        " VALUES (:conversation_id, :segment, :org_id, 'waiting', :cause, :now_ms, :now_ms)"
        " ON CONFLICT (conversation_id, segment) DO NOTHING"
    )
)
AGAIN = Statement(
    text(
        "UPDATE rescues SET state = 'waiting', waiting_ms = :now_ms, unaccepted_ms = NULL, seen_by = NULL,"
        " seen_ms = NULL, over_ms = NULL, lowered_by = NULL"
        " WHERE conversation_id = :conversation_id AND segment = :segment AND state <> 'waiting'"
    )
)
FIND = Statement(
    text(
        f"SELECT {_COLUMNS} FROM rescues"  # noqa: S608 - our own constant
        " WHERE conversation_id = :conversation_id ORDER BY segment DESC LIMIT 1"
    )
)
ACCEPT = Statement(
    text(
        "UPDATE rescues SET state = 'with_agent', accepted_by = :agent_id,"
        " accepted_ms = coalesce(accepted_ms, :now_ms)"
        " WHERE conversation_id = :conversation_id AND segment = :segment AND state = 'waiting'"
    )
)
END = Statement(
    text(
        "UPDATE rescues SET state = :state, over_ms = :now_ms, lowered_by = :lowered_by"
        " WHERE conversation_id = :conversation_id AND segment = :segment AND state IN ('waiting', 'with_agent')"
    )
)
LOCATE = Statement(
    text("UPDATE rescues SET place = :place WHERE conversation_id = :conversation_id AND segment = :segment")
)
SOUND = Statement(
    text(
        "UPDATE rescues SET unaccepted_ms = :now_ms"
        " WHERE conversation_id = :conversation_id AND segment = :segment AND unaccepted_ms IS NULL"
    )
)
SEE = Statement(
    text(
        "UPDATE rescues SET seen_by = :user_id, seen_ms = :now_ms"
        " WHERE conversation_id = :conversation_id AND segment = :segment AND seen_by IS NULL"
    )
)
SOUNDING = Statement(
    text(
        "SELECT r.conversation_id, r.segment, r.raised_ms, r.unaccepted_ms, r.place, r.seen_ms,"
        " s.display_name AS seen_by,"
        " o.path AS org_path, o.name AS org_name, c.channel, c.customer_id, i.display_name AS tourist_name, c.lang,"
        " (SELECT m.text FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'in' AND m.text IS NOT NULL"
        " ORDER BY m.seq DESC LIMIT 1) AS tourist_text"
        " FROM rescues r JOIN conversations c ON c.id = r.conversation_id JOIN orgs o ON o.id = r.org_id"
        " JOIN identities i ON i.id = c.identity_id LEFT JOIN users s ON s.id = r.seen_by"
        " WHERE r.state = 'waiting' AND r.unaccepted_ms IS NOT NULL ORDER BY r.raised_ms, r.conversation_id LIMIT 200"
    )
)
COUNTS = Statement(
    text(
        "SELECT count(*), coalesce(sum(CASE WHEN unaccepted_ms IS NULL THEN 0 ELSE 1 END), 0),"
        " coalesce(sum(CASE WHEN state = 'lowered' THEN 1 ELSE 0 END), 0),"
        " coalesce(sum(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) FROM rescues"
    )
)


@dataclass(frozen=True, slots=True)
class Rescue:
    """A rescue as it stands; `place` is JSON text."""

    conversation_id: str
    segment: int
    org_id: str
    state: RescueState
    cause: str
    "What told us: words, sos, agent."
    place: str | None
    raised_ms: int
    waiting_ms: int
    "Since when nobody has it, or had it before it was accepted."
    unaccepted_ms: int | None
    "When the sirens began."
    seen_by: str | None
    seen_ms: int | None
    accepted_by: str | None
    accepted_ms: int | None
    over_ms: int | None
    lowered_by: str | None


@dataclass(frozen=True, slots=True)
class Sounding:
    """A rescue for which sirens sound, with all that they show."""

    conversation_id: str
    segment: int
    raised_ms: int
    unaccepted_ms: int
    place: str | None
    seen_ms: int | None
    seen_by: str | None
    "The name of whoever answered the siren."
    org_path: str
    org_name: str
    channel: str
    customer_id: str
    tourist_name: str | None
    lang: str | None
    tourist_text: str | None


def raise_new(tx: Tx, conversation_id: str, segment: int, org_id: str, cause: str) -> bool:
    """Write a rescue; False when this segment has one."""
    written = tx.run(
        RAISE, conversation_id=conversation_id, segment=segment, org_id=org_id, cause=cause, now_ms=tx.now_ms
    )
    return written == 1


def wait_again(tx: Tx, conversation_id: str, segment: int) -> bool:
    """Let a rescue wait for somebody again; False when it does."""
    return tx.run(AGAIN, conversation_id=conversation_id, segment=segment, now_ms=tx.now_ms) == 1


def find(tx: Tx, conversation_id: str) -> Rescue | None:
    """Return the latest rescue of a conversation."""
    row = tx.row(FIND, conversation_id=conversation_id)
    if row is None:
        return None
    values = list(row)
    values[3] = RescueState(str(values[3]))
    return Rescue(*values)


def accept(tx: Tx, conversation_id: str, segment: int, agent_id: str | None) -> bool:
    """Somebody has it; False when it did not wait."""
    return tx.run(ACCEPT, conversation_id=conversation_id, segment=segment, agent_id=agent_id, now_ms=tx.now_ms) == 1


def end(tx: Tx, conversation_id: str, segment: int, state: RescueState, lowered_by: str | None = None) -> bool:
    """End a rescue, as lowered or over; False when it had ended."""
    ended = tx.run(
        END,
        conversation_id=conversation_id,
        segment=segment,
        state=state.value,
        lowered_by=lowered_by,
        now_ms=tx.now_ms,
    )
    return ended == 1


def locate(tx: Tx, conversation_id: str, segment: int, place: str) -> bool:
    """Keep where somebody is; False when the segment has no rescue."""
    return tx.run(LOCATE, conversation_id=conversation_id, segment=segment, place=place) == 1


def sound(tx: Tx, conversation_id: str, segment: int) -> bool:
    """Begin the sirens; False when they sound."""
    return tx.run(SOUND, conversation_id=conversation_id, segment=segment, now_ms=tx.now_ms) == 1


def see(tx: Tx, conversation_id: str, segment: int, user_id: str) -> bool:
    """Somebody has answered the siren; False when somebody had before."""
    return tx.run(SEE, conversation_id=conversation_id, segment=segment, user_id=user_id, now_ms=tx.now_ms) == 1


def sounding(tx: Tx) -> Sequence[Sounding]:
    """Return the rescues for which sirens sound, the oldest first, over all organisations."""
    return [Sounding(*row) for row in tx.rows(SOUNDING)]


def counts(tx: Tx) -> Mapping[str, int]:
    """Return how many rescues there were and are: raised, unaccepted, lowered (all of time), waiting (now)."""
    row = tx.row(COUNTS)
    names = ("raised", "unaccepted", "lowered", "waiting")
    return dict(zip(names, (int(value) for value in row or (0, 0, 0, 0)), strict=True))
