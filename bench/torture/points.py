"""The named crash points of a message's way, each of which must kill often and lose nothing.

Rule: before and after each commit that the way has, and after each thing that leaves the house. A point that has
no effect between it and its neighbour (`intake.journalled` after `commit.after.intake.enter`) is crossed all the same
and counted as crossed.
"""

from collections.abc import Sequence


def _round(*units: str) -> tuple[str, ...]:
    return tuple(f"commit.{side}.{unit}" for unit in units for side in ("before", "after"))


def _commands(*units: str) -> tuple[str, ...]:
    return tuple(f"command.{side}.{unit}" for unit in units for side in ("before", "after"))


WAY_IN = (
    *_round("session.open_session", "intake.enter"),
    "webchat.told",
    *_round("intake.claim", "hearing.take_in"),
    "intake.turned",
    *_round("answering.answer"),
)
WAY_OUT = (
    *_round("delivery.claim"),
    "delivery.sent",
    *_round("delivery.settle"),
    "webchat.read_on",
    "webchat.polled",
    *_round("receipts.confirm_all"),
)
PEOPLE = (
    *_round("turn.write"),
    *_commands("inbox.accept", "inbox.reply", "inbox.note", "passing.transfer", "inbox.change", "inbox.wrap_up"),
    "stream.told",
)
START = (*_round("core.begin", "dispatch.take_over"),)

POINTS: Sequence[str] = (*WAY_IN, *WAY_OUT, *PEOPLE, *START)
"""All of them."""

RANDOM = "random"
"The control process, at any moment of its life."
EVERYTHING = "everything"
"The supervisor and all it has started; then `hotline run` anew."
POSTGRES = "postgres"
"The database server; then the control process."
