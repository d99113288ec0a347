"""What can go wrong while talking SIP, and whose fault it is: everything derives from `SipFault`.

    Malformed        the other side's text is wrong: `reason` says what, `status` how to answer
    └── BadMessage   (parser.py) the same, with what is needed to answer it
    Misuse           we asked for a step that cannot be taken; nothing was changed

No more kinds than a caller can act upon.
"""


class SipFault(Exception):
    """Base of everything that the SIP core raises."""


class Malformed(SipFault):
    """The text breaks the grammar or a limit. `reason` is for people and may stand in the answer's first line."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class Misuse(SipFault):
    """Our own side asked for a step that the protocol does not have here; nothing was changed."""
