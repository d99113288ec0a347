"""What somebody in danger reads at once where no bot says it: the conversation is with people, or the bot failed.

Rules: the words are those of the bot, said by the system, once in each segment of a conversation; who cries again
is heard by people, not answered by a machine a second time. Source: ARCHITECTURE §8.
"""

from collections.abc import Iterable, Sequence

from hub import telling
from hub.database import Tx
from hub.model import RESCUE, InboundMessage
from hub.rescue import REPLY
from hub.script import language_of
from hub.store.conversations import Conversation
from hub.store.journal import Entry


def is_cry(entries: Iterable[Entry]) -> bool:
    """Tell whether one of these rows was journalled as a cry for help."""
    return any(entry.priority == RESCUE for entry in entries)


def reassure(tx: Tx, conversation: Conversation, messages: Sequence[InboundMessage]) -> None:
    """Say the emergency numbers into the conversation's present segment, if that was not done yet.

    Args:
        tx: The unit's transaction.
        conversation: Locked, as it now stands.
        messages: What was cried, in whose language the answer is.
    """
    lang = language_of("\n".join(message.text for message in messages if message.text), conversation.lang)
    telling.say(tx, conversation, REPLY, lang, f"rescue:{conversation.id}:{conversation.segment}")
