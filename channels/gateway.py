"""The one way in for all channels: verify → parse → journal (a rescue first) → acknowledge.

Rules: the gateway knows no channel; when a call returns, everything it was given is durable and the door may
acknowledge; when it raises, nothing may be acknowledged, and a repeat is harmless because the journal keeps each
(account, external_id) once. Whether somebody is in danger is asked by the intake before the journal write.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from channels.base import Connector, RawArrival
from hub.errors import BadRequest, HubError, NotPermitted, NotSignedIn
from hub.model import Account, InboundMessage, Journalled, Receipt


class Intake(Protocol):
    """What the gateway asks of the core."""

    async def receive(self, account: Account, arrived: Sequence[InboundMessage]) -> list[Journalled]:
        """Write messages into the journal, a rescue before everything that waits."""
        ...

    async def receipts(self, account: Account, receipts: Sequence[Receipt]) -> None:
        """Write what a platform says about our messages."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """What one arrival brought, durable by now."""

    messages: Sequence[Journalled]
    receipts: int


Refusal = Callable[[str, str], None]
"Told of each arrival that a door refused: the channel and the error's code, for the metrics."


class Gateway:
    """Takes arrivals of every channel to the core."""

    def __init__(self, intake: Intake, refused: Refusal) -> None:
        self._intake = intake
        self._refused = refused

    async def receive(self, connector: Connector, account: Account, raw: RawArrival) -> Taken:
        """Take one arrival the whole way to the journal.

        Raises:
            NotSignedIn, NotPermitted, BadRequest: the sender's fault; nothing was taken.
            StoreUnavailable, OutcomeUnknown: ours; the sender shall repeat it.
        """
        try:
            proven = connector.verify(account, raw)
            parsed = connector.parse(account, proven, raw)
        except (NotSignedIn, NotPermitted, BadRequest) as error:
            self.note_refusal(connector.name, error)
            raise
        return await self.keep(account, parsed)

    async def keep(self, account: Account, parsed: Sequence[InboundMessage | Receipt]) -> Taken:
        """Take what a door has verified and parsed already; returns when it is durable."""
        messages = [one for one in parsed if isinstance(one, InboundMessage)]
        receipts = [one for one in parsed if isinstance(one, Receipt)]
        journalled = await self._intake.receive(account, messages) if messages else []
        if receipts:
            await self._intake.receipts(account, receipts)
        return Taken(journalled, len(receipts))

    def note_refusal(self, channel: str, error: HubError) -> None:
        """Count what a door refused before the gateway saw it."""
        self._refused(channel, error.code)
