"""What somebody who comes into a queue now would be told, kept for those who watch from other processes.

A row of `queue_statistics` under the class `COMERS`, which no work has, with the prospect as JSON where the other rows
have their paces. Rule: the router writes it again each minute at least, so an old one says that no router is at work.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from voice_bridge.acd.prospect import Meets, Prospect

COMERS = -1
"The class of these rows."
FRESH_MS = 180_000
"An older one is shown to nobody."
_PUT = Statement(
    text(
        "INSERT INTO queue_statistics (queue_id, priority, medium, paces_ms, changed_ms)"  # noqa: S608 - our own constant
        f" VALUES (:queue_id, {COMERS}, :medium, :prospect, :now_ms)"
        " ON CONFLICT (queue_id, priority, medium) DO UPDATE SET paces_ms = excluded.paces_ms,"
        " changed_ms = excluded.changed_ms"
    )
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What somebody who comes with a medium's work now would meet in a queue."""

    queue_id: str
    medium: str
    prospect: Prospect


def put(tx: Tx, outlooks: Iterable[Outlook]) -> None:
    """Write down what whoever comes now would be told."""
    for each in outlooks:
        written = json.dumps(asdict(each.prospect))
        tx.run(_PUT, queue_id=each.queue_id, medium=each.medium, prospect=written, now_ms=tx.now_ms)


def read(written: str) -> Prospect:
    """Return what a row says."""
    said = json.loads(written)
    return Prospect(Meets(said["meets"]), said["position"], said["p50_ms"], said["p90_ms"])
