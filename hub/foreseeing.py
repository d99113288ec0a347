"""What the bot's answer will meet, as it was when the tourist's message was taken in, if nobody comes between.

The bot answers within milliseconds, and hardly ever has anybody else spoken meanwhile. So a plain answer is written as
one statement on the condition that all is still as it was seen, without locking and reading it again: three round trips
less. If something has happened, nothing of it is written, and the answer takes the usual way.
"""

from dataclasses import dataclass, replace

from hub.database import Tx
from hub.delivery import LEASE_MS, Berth
from hub.errors import Conflict
from hub.model import BotTurn
from hub.store import conversations, identities, lanes
from hub.store.conversations import Conversation
from hub.store.identities import Identity
from hub.store.lanes import Idle


class Overtaken(Conflict):
    """Something has happened since; nothing was written."""

    def __init__(self) -> None:
        super().__init__("overtaken", "the conversation is not as it was seen any more")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A conversation of the bot's, its tourist, and the lane to him in which nothing waits."""

    conversation: Conversation
    identity: Identity
    lane: Idle


def foresee(conversation: Conversation, identity: Identity, lane: Idle | None, new: int) -> Foreseen | None:
    """Return what will be met after `new` messages of the tourist; None where it must be looked at again."""
    if lane is None or conversation.rescue or conversation.identity_id != identity.id:
        return None
    return Foreseen(replace(conversation, seq=conversation.seq + new), identity, lane)


def is_plain(turn: BotTurn) -> bool:
    """Tell whether a turn needs nothing but a conversation, a tourist and his lane."""
    return len(turn.replies) == 1 and not turn.actions


def take(tx: Tx, foreseen: Foreseen, owner: str, priority: int) -> Berth:
    """Take the places of one answer; the unit fails with `Overtaken` if anything has happened since."""
    conversations.take_number_seen(tx, foreseen.conversation, Overtaken())
    identity = identities.take_number_seen(tx, foreseen.identity, Overtaken())
    return Berth(lanes.take_seen(tx, foreseen.lane, owner, LEASE_MS, priority, Overtaken()), identity)
