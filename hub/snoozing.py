"""Putting a conversation off until a time (稍后处理): the agent's hands are free, and it comes back by itself.

Rules: it comes back at its time or when the tourist writes, whichever is first, as a new segment in its queue, and is
offered first to whoever put it off; the agent may take it back at any moment. Nobody in danger is put off. The tourist
is not told: nothing that was promised has changed. A time that is due for a conversation that has gone on is harmless,
so that nothing has to be called off where a message is taken in.
"""

from dataclasses import dataclass

from hub import conversations, escalation, inbox
from hub.conversations import Into
from hub.database import Tx
from hub.errors import Conflict, Unprocessable
from hub.ids import ConversationId
from hub.inbox import Person
from hub.lifecycle import Step
from hub.model import SYSTEM, Actor, Cancel, State, Take
from hub.ports import Router
from hub.store import conversations as rows
from hub.store import schedule
from hub.store.conversations import Conversation

SNOOZE = "snooze"
"The kind of what is due, and the outcome of the work that was put off."
SHORTEST_MS = 60_000
LONGEST_MS = 30 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class PutOff:
    """Put a conversation off, or put it off until another time."""

    person: Person
    conversation_id: str
    until_ms: int
    note: str
    "Why, for colleagues; empty says nothing."
    key: str
    router: Router


def put_off(tx: Tx, args: PutOff) -> Conversation:
    """Unit: nobody has to do anything with the conversation until its time, and its place at the agent is free.

    Raises:
        Unprocessable: the time is not between a minute and thirty days ahead.
        Conflict: somebody is in danger.
        IllegalTransition: nobody serves it now, or it is on hold.
    """
    if not tx.now_ms + SHORTEST_MS <= args.until_ms <= tx.now_ms + LONGEST_MS:
        raise Unprocessable("snooze_time", "between a minute and thirty days ahead", {"until_ms": "out_of_range"})
    conversation = inbox.lock_owned(tx, args.person, args.conversation_id)
    if conversation.rescue:
        raise Conflict("rescue_waits_for_nothing", "a rescue is not put off")
    escalation.queue_of(conversation)  # where it comes back to
    if conversation.state != State.SNOOZED:
        conversation = conversations.take_step(tx, conversation, Step.SNOOZED, args.person.actor)
        item = args.router.item_of(tx, ConversationId(conversation.id))
        if item is not None:
            args.router.finish(tx, item, Cancel(SNOOZE))
    rows.snooze(tx, conversation.id, args.until_ms)
    schedule.put(tx, SNOOZE, conversation.id, conversation.org_id, args.until_ms)
    if args.note.strip():
        words = inbox.words_of(args.note)
        inbox.write_note(
            tx, conversation, args.person.user_id, words, f"snooze:{args.person.user_id}:{conversation.id}:{args.key}"
        )
    return conversation


@dataclass(frozen=True, slots=True)
class Wake:
    """Go on with a conversation before its time."""

    person: Person
    conversation_id: str
    router: Router


def wake(tx: Tx, args: Wake) -> Conversation:
    """Unit: whoever put it off has it in hand at once; woken by a supervisor, it is offered to that person first.

    Raises:
        IllegalTransition: it is not put off.
    """
    conversation = inbox.lock_owned(tx, args.person, args.conversation_id)
    woken = _awaken(tx, conversation, args.router, args.person.actor)
    if conversation.owner_id != args.person.user_id:
        return woken
    into = Into(agent_id=args.person.user_id)
    taken = conversations.take_step(tx, woken, Step.TAKEN_OVER, args.person.actor, Step.WOKE, into)
    item = args.router.item_of(tx, ConversationId(conversation.id))
    if item is not None:
        args.router.finish(tx, item, Take(args.person.user_id))
    return taken


def wake_due(tx: Tx, conversation_id: str, router: Router) -> None:
    """Let a conversation come back whose time has come; harmless when it has gone on."""
    conversation = rows.lock(tx, conversation_id)
    if conversation.state == State.SNOOZED:
        _awaken(tx, conversation, router, SYSTEM)


def _awaken(tx: Tx, conversation: Conversation, router: Router, actor: Actor) -> Conversation:
    into = Into(new_segment=True, for_agent=conversation.owner_id)
    woken = conversations.take_step(tx, conversation, Step.WOKE, actor, into=into)
    escalation.enqueue(tx, router, woken, for_agent=conversation.owner_id)
    return woken
