"""What the hub itself says to a tourist: short lines about what happens to the conversation.

Rules: the words are texts that an organisation may write itself; they are said in the tourist's language, in English to
somebody whose language we have no words in, and once for each change. Whoever is in danger hears of nothing but help.
Source: reference conversation §4 "Queue transparency".
"""

from hub import outbox, texts
from hub.database import Tx
from hub.errors import NotFound
from hub.ids import OrgId
from hub.lifecycle import Step
from hub.model import Author, Reply, State
from hub.outbox import Speaker
from hub.store import conversations, messages, segments
from hub.store.conversations import Conversation
from hub.store.opening import CLOSED_KEY
from hub.texts import Wording

HELD = "conversation.held"
"The agent has gone to find something out."
TRANSFERRED = "conversation.transferred"
"The conversation has left an agent's hands for a colleague's."
AGENT_GONE = "conversation.agent_gone"
"The agent's connection is lost, and somebody else will go on."
LONG_WAIT = "conversation.long_wait"
"Waiting takes long: one need not stay at the page, what one writes is kept."
NOBODY = "conversation.nobody_there"
"Nobody is signed in who could answer: one may write and go."
OPEN_AGAIN = "conversation.open_again"
"It was closed while one waited, and people are there now."
_SYSTEM = Speaker(Author.SYSTEM, owner_epoch=None)


def tell(tx: Tx, conversation: Conversation, key: str) -> None:
    """Tell the tourist of a change; `conversation` as it stands since, locked."""
    if not conversation.rescue:
        made_key = f"told:{key}:{conversation.id}:{conversation.seq}:{conversation.moved_ms}"
        say(tx, conversation, key, conversation.lang, made_key)


def offer_message(tx: Tx, conversation_id: str, *, nobody: bool = False) -> bool:
    """Offer somebody who will wait long to leave a message and go, once in each segment; False: not any more.

    Args:
        tx: The unit's transaction; the conversation is locked in it.
        conversation_id: Whose work waits in the line.
        nobody: Nobody is there at all, which is said then.
    """
    try:
        conversation = conversations.lock(tx, conversation_id)
    except NotFound:
        return False
    if conversation.state != State.QUEUED or conversation.rescue or _waits_unknowing(tx, conversation):
        return False
    key = NOBODY if nobody else LONG_WAIT
    say(tx, conversation, key, conversation.lang, f"told:{LONG_WAIT}:{conversation.id}:{conversation.segment}")
    return True


def welcome(tx: Tx, conversation_id: str, place: str) -> bool:
    """Tell somebody who was told that it is closed, and waits still, that people are there now; once in each segment.

    Args:
        tx: The unit's transaction; the conversation is locked in it.
        conversation_id: Whose work waits in the line.
        place: The place in the line, as it is said.

    Returns:
        Whether there was somebody to tell.
    """
    try:
        conversation = conversations.lock(tx, conversation_id)
    except NotFound:
        return False
    if conversation.state != State.QUEUED or conversation.rescue or _waits_unknowing(tx, conversation):
        return False
    segment = f"{conversation.id}:{conversation.segment}"
    if messages.by_key(tx, f"{CLOSED_KEY}{segment}") is None:
        return False
    key = f"told:{OPEN_AGAIN}:{segment}"
    if messages.by_key(tx, key) is not None:
        return False
    say(tx, conversation, OPEN_AGAIN, conversation.lang, key, place=place)
    return True


def _waits_unknowing(tx: Tx, conversation: Conversation) -> bool:
    """Tell whether it came back to the line by itself, put off before: the tourist has not asked and does not wait."""
    since = segments.latest(tx, conversation.id, 1)
    return bool(since) and since[-1].reason == Step.WOKE and conversation.seq == conversation.segment_seq


def say(tx: Tx, conversation: Conversation, key: str, lang: str | None, made_key: str, **slots: object) -> None:
    """Say the text `key` as the system, best in `lang`; the same `made_key` again says nothing twice."""
    if lang is not None and not Wording().speaks(lang):
        lang = "en"
    words = texts.say(tx, OrgId(conversation.org_id), key, lang, **slots)
    outbox.say(tx, conversation, _SYSTEM, Reply(words, lang=lang), made_key)
