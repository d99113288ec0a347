"""Finding where a message ends in a stream (TCP, TLS). A WebSocket frame is a whole message and needs none of this.

Rule: a stream that once made no sense is closed by its owner; there is no way to find the next beginning. What is kept
never exceeds the limits, and no byte is looked at more than a few times. Source: RFC 3261 §7.5, §18.3; RFC 5626 §3.5.1.
"""

import re
from collections.abc import Iterator

from voice_bridge.sip.errors import Malformed
from voice_bridge.sip.parser import USUAL, Limits

PING = b"\r\n\r\n"
"A keep-alive between two messages; it is answered with `PONG` (RFC 5626 §3.5.1)."
PONG = b"\r\n"

_END = b"\r\n\r\n"
_LENGTH = re.compile(
    rb"\r\n(?:Content-Length|l)[ \t]*:(?:[ \t]*\r\n[ \t])?[ \t]*(\d{1,9})[ \t]*(?=\r\n)", re.IGNORECASE
)


class StreamFramer:
    """Cuts one connection's bytes into messages."""

    def __init__(self, limits: Limits = USUAL) -> None:
        self._limits = limits
        self._held = bytearray()
        self._searched = 0
        self._needed: int | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a message has begun and not ended: its owner gives it only so long."""
        return bool(self._held.strip(b"\r\n"))

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take what has arrived; yield every whole message in it, and `PING` for each keep-alive.

        Raises:
            Malformed: a head or a message beyond the limits, or without one clear Content-Length; close the stream.
        """
        self._held += data
        while self._held:
            if self._needed is None:
                yield from self._keep_alives()
                self._needed = self._measure()
            if self._needed is None or len(self._held) < self._needed:
                return
            message = bytes(self._held[: self._needed])
            del self._held[: self._needed]
            self._needed, self._searched = None, 0
            yield message

    def _keep_alives(self) -> Iterator[bytes]:
        """Take away the empty lines before a message."""
        while self._held.startswith(b"\r\n"):
            if len(self._held) < len(PING) and PING.startswith(self._held):
                return
            is_ping = self._held.startswith(PING)
            del self._held[: len(PING) if is_ping else 2]
            if is_ping:
                yield PING

    def _measure(self) -> int | None:
        """Return how many bytes the first message has, head and body; None while its head is not all there."""
        if PING.startswith(self._held):
            return None
        end = self._held.find(_END, self._searched, self._limits.head_bytes)
        if end < 0:
            if len(self._held) >= self._limits.head_bytes:
                raise Malformed("the head has no end, or is too long")
            self._searched = max(0, len(self._held) - len(_END) + 1)
            return None
        lengths = {int(length) for length in _LENGTH.findall(self._held, 0, end + 2)}
        if len(lengths) != 1:
            raise Malformed("no clear Content-Length in a stream")
        needed = end + len(_END) + lengths.pop()
        if needed > self._limits.message_bytes:
            raise Malformed("the message is too large", 513)
        return needed
