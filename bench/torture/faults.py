"""The words in which the checker speaks: kinds of faults, a fault, a line of a thread."""

from dataclasses import dataclass

from bench.torture.words import marks

LOST, DUPLICATED, REORDERED = "lost", "duplicated", "reordered"
FOREIGN, GAP, STUCK = "foreign", "gap", "stuck"
KINDS = (LOST, DUPLICATED, REORDERED, FOREIGN, GAP, STUCK)
Found = tuple[str, str]
"A kind of fault and what it is."


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not be."""

    kind: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a thread."""

    seq: int
    prev: int
    id: str
    role: str
    text: str
    cid: str | None

    @property
    def mark(self) -> str | None:
        """Return the number of the text, if it is one of the clients'."""
        found = marks(self.text)
        return found[0] if found else None
