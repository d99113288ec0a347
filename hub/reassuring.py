"""What somebody in danger reads from us: at once where no bot says it, and again when nobody of ours has come.

Rules: the first words are those of the bot, said by the bot or else by the system, once in each segment of a
conversation; who cries again, or tells where, is heard by people, not answered by a machine a second time.
Source: ARCHITECTURE §8.
"""

from collections.abc import Iterable, Sequence

from hub import telling
from hub.database import Tx
from hub.model import RESCUE, Direction, InboundMessage, Status
from hub.rescue import REPLY, UNACCEPTED
from hub.script import is_traditional, language_of
from hub.store import messages
from hub.store.conversations import Conversation
from hub.store.journal import Entry

_LOOK_BACK = 20
"Lines of a talk that tell its language."


def is_cry(entries: Iterable[Entry]) -> bool:
    """Tell whether one of these rows was journalled as a cry for help."""
    return any(entry.priority == RESCUE for entry in entries)


def key_of(conversation: Conversation) -> str:
    """Return the key under which the numbers are said in the conversation's present segment, whoever says them."""
    return f"rescue:{conversation.id}:{conversation.segment}"


def is_said(tx: Tx, conversation: Conversation) -> bool:
    """Tell whether the numbers were said in the conversation's present segment."""
    return messages.by_key(tx, key_of(conversation)) is not None


def reassure(tx: Tx, conversation: Conversation, heard: Sequence[InboundMessage]) -> None:
    """Say the emergency numbers into the conversation's present segment, if the tourist was not told them yet.

    What the bot said and a person's coming has cancelled was told to nobody.

    Args:
        tx: The unit's transaction.
        conversation: Locked, as it now stands.
        heard: What was cried, in whose language the answer is.
    """
    said = "\n".join(message.text for message in heard if message.text)
    key = key_of(conversation)
    earlier = messages.by_key(tx, key)
    unread = earlier is not None and earlier.status == Status.CANCELLED
    _say(tx, conversation, REPLY, said, f"{key}:again" if unread else key)


def admit(tx: Tx, conversation: Conversation, waiting_ms: int) -> None:
    """Say that nobody has come yet, and whom to call, once for each time that a rescue waits.

    Args:
        tx: The unit's transaction.
        conversation: Locked, as it now stands.
        waiting_ms: Since when nobody has it.
    """
    lines = messages.transcript_before(tx, conversation.id, conversation.seq + 1, _LOOK_BACK)
    said = "\n".join(line.text for line in lines if line.text and line.direction == Direction.IN)
    _say(tx, conversation, UNACCEPTED, said, f"rescue-wait:{conversation.id}:{waiting_ms}")


def _say(tx: Tx, conversation: Conversation, key: str, said: str, made_key: str) -> None:
    lang = language_of(said, conversation.lang)
    if lang is not None and lang.startswith("zh") and is_traditional(said):
        lang = "zh-TW"
    telling.say(tx, conversation, key, lang, made_key)
