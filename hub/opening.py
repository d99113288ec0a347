"""Queues open and close by their calendars; whoever waits at a closed one is told what happens next.

Rules: each change is one fact, said by whichever process is first (the queue's row is locked and remembers what was
said), at the moment itself and again looked for each minute, so that a clock that jumps or a sleep of the machine
delays but never loses it. Closed, a tourist is told once in each segment; a rescue never is, nor whoever goes on to a
queue that is open, or back to the bot. Hours that cannot be read count as open: nobody is locked out by a mistake in a
table.
"""

from hub import closed_words, events, hours, hours_rules, outbox, texts
from hub.closed_words import CLOSED, NO_OPENING
from hub.database import Tx
from hub.errors import Unprocessable
from hub.hours import Closed, Open
from hub.ids import OrgId
from hub.model import Author, Reply, State
from hub.outbox import Speaker
from hub.store import conversations as rows
from hub.store import messages, opening, schedule
from hub.store import texts as text_rows
from hub.store.conversations import Conversation
from hub.store.opening import CLOSED_KEY, QueueHours
from hub.texts import Wording

QUEUE_HOURS = "queue_hours"
"The schedule's kind for the next opening or closing of a queue."
_TOLD_AT_ONCE = 50
_BOT = "bot"
"The way out of a line that leads back to the bot, as the router's rules write it."
_SYSTEM = Speaker(Author.SYSTEM, owner_epoch=None)


def state_of(tx: Tx, queue_id: str) -> Open | Closed:
    """Return whether a queue is open now, by its calendar; a queue that is not there is open to no question."""
    found = opening.of_queue(tx, queue_id)
    return Open(None) if found is None else _state(found, tx.now_ms)


def zone_of(tx: Tx, queue_id: str) -> str | None:
    """Return the time zone (IANA) of a queue's hours: that of its calendar's organisation, else of its own."""
    found = opening.of_queue(tx, queue_id)
    return None if found is None else found.tz


def settle(tx: Tx, queue_id: str) -> bool:
    """Say what has changed about a queue's opening, come back at its next change, and tell who waits.

    Returns:
        Whether somebody was told something, so that the lanes out have work.
    """
    found = opening.lock(tx, queue_id)
    if found is None:
        return False
    state = _state(found, tx.now_ms)
    is_open = isinstance(state, Open)
    if is_open != found.is_open:
        opening.set_open(tx, queue_id, is_open=is_open)
        fact = events.QueueOpened if is_open else events.QueueClosed
        events.publish(tx, fact(org_id=found.org_id, queue_id=queue_id, until_ms=state.until_ms))
    if state.until_ms is None:
        schedule.drop(tx, QUEUE_HOURS, queue_id)
    else:
        schedule.put(tx, QUEUE_HOURS, queue_id, found.org_id, state.until_ms)
    return isinstance(state, Closed) and _tell_all(tx, found, state)


def settle_all(tx: Tx, _: None) -> int:
    """Unit: settle every queue that has a calendar or was closed; returns at how many somebody was told something."""
    return sum(settle(tx, queue_id) for queue_id in opening.ids(tx))


def tell_if_closed(tx: Tx, conversation: Conversation) -> bool:
    """Tell a tourist who waits at a closed queue what happens next, once in this segment.

    Args:
        tx: The unit's transaction.
        conversation: Locked, with all its own messages of this unit written.

    Returns:
        Whether something new waits in the lane out.
    """
    if conversation.state != State.QUEUED or conversation.queue_id is None or conversation.rescue:
        return False
    found = opening.of_queue(tx, conversation.queue_id)
    if found is None or found.rules is None:
        return False
    state = _state(found, tx.now_ms)
    return isinstance(state, Closed) and _tell(tx, found, state, conversation)


def _tell_all(tx: Tx, found: QueueHours, state: Closed) -> bool:
    told = [
        _tell(tx, found, state, rows.lock(tx, conversation_id))
        for conversation_id in opening.untold(tx, found.id, _TOLD_AT_ONCE)
    ]
    return any(told)


def _tell(tx: Tx, found: QueueHours, state: Closed, conversation: Conversation) -> bool:
    if conversation.state != State.QUEUED or conversation.queue_id != found.id or conversation.rescue:
        return False
    if _goes_elsewhere(tx, found):
        return False
    made_key = f"{CLOSED_KEY}{conversation.id}:{conversation.segment}"
    if messages.by_key(tx, made_key) is not None:
        return False
    words, lang = _words(tx, found, state, conversation.lang)
    outbox.say(tx, conversation, _SYSTEM, Reply(words, lang=lang), made_key)
    return True


def _goes_elsewhere(tx: Tx, found: QueueHours) -> bool:
    """Tell whether a closed queue's work goes to one that is open, or back to the bot: then somebody serves."""
    if _BOT in found.ways_out:
        return True
    ways_out = (opening.of_queue(tx, queue_id) for queue_id in found.ways_out)
    return any(isinstance(_state(one, tx.now_ms), Open) for one in ways_out if one is not None)


def _words(tx: Tx, found: QueueHours, state: Closed, lang: str | None) -> tuple[str, str]:
    """Return what to say, and in which language."""
    key = NO_OPENING if state.until_ms is None else CLOSED
    org_id = OrgId(found.org_id)
    own = Wording(text_rows.by_key(tx, org_id, f"{CLOSED}.{found.code}"), built_in={})
    wording = Wording(text_rows.by_key(tx, org_id, key))
    spoken = lang if lang is not None and wording.speaks(lang) else ("zh-CN" if lang is None else "en")
    words = own.find(f"{CLOSED}.{found.code}", spoken) or wording.say(key, spoken)
    if state.until_ms is None:
        return words, spoken
    return texts.filled(words, {"opens": closed_words.when(state.until_ms, tx.now_ms, found.tz, spoken)}), spoken


def _state(found: QueueHours, now_ms: int) -> Open | Closed:
    if found.rules is None:
        return Open(None)
    try:
        calendar = hours_rules.read(found.rules)
    except Unprocessable:
        return Open(None)
    return hours.state_at(calendar, now_ms, found.tz)
