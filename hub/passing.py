"""How a conversation goes from hand to hand: passed on, taken over, ended in another's place, let go by a lost one.

Rules: whoever decides says which owner they saw (`owner_epoch`); if somebody else has it by now, nothing is changed and
the answer says who. What is done to the conversation of another stands in the audit. The tourist is told once when an
agent's hands let go, and the next owner reads why.
"""

import json
from dataclasses import dataclass

from hub import audit, choosing, conversations, escalation, inbox, mood, outbox, telling
from hub.audit import Subject
from hub.conversations import Into
from hub.database import Tx
from hub.errors import NotPermitted
from hub.ids import ConversationId, OrgId, QueueId, UserId
from hub.inbox import Person
from hub.lifecycle import Step
from hub.model import SYSTEM, Cancel, OwnerKind, State, Take, Transfer
from hub.ports import Router
from hub.store import orgs, users
from hub.store.conversations import Conversation

TRANSFERRED = "transferred"
"The reason that the next owner reads, and that the segment is kept under."
TAKEN_OVER = "taken_over"
AGENT_GONE = "agent_gone"
"The reason when nobody passed it on: the agent's browser was gone."
_UNSERVED = frozenset({State.BOT, State.QUEUED, State.CALLBACK_PENDING})
"States in which no person has it yet: there is nothing to write up."


@dataclass(frozen=True, slots=True)
class HandOver:
    """Pass the conversation on: to a queue, or to one colleague in it."""

    person: Person
    conversation_id: str
    queue_id: str | None
    for_agent: str | None
    reason: str
    key: str
    router: Router
    owner_epoch: int | None = None
    "What the person believes; None passes it on whoever has it."


def transfer(tx: Tx, args: HandOver) -> Conversation:
    """Unit: back into the line, with the reason as a note and for the next owner.

    Raises:
        StaleOwner: somebody else has it by now; the error says who.
        Unprocessable: the queue or the colleague does not serve here.
    """
    reason = inbox.words_of(args.reason)
    person = args.person
    conversation = _as_seen(tx, inbox.lock_owned(tx, person, args.conversation_id), args.owner_epoch)
    queue_id = choosing.queue(tx, conversation, args.queue_id, args.for_agent)
    into = Into(queue_id=queue_id, handoff=_handoff(tx, conversation, person, reason), for_agent=args.for_agent)
    moved = conversations.take_step(tx, conversation, Step.TRANSFERRED, person.actor, TRANSFERRED, into)
    inbox.write_note(tx, moved, person.user_id, reason, f"transfer:{person.user_id}:{moved.id}:{args.key}")
    item = args.router.item_of(tx, ConversationId(conversation.id))
    if item is None:
        escalation.enqueue(tx, args.router, moved, for_agent=args.for_agent)
    else:
        excluded = () if args.for_agent else (person.user_id,)
        args.router.finish(tx, item, Transfer(QueueId(queue_id), args.for_agent, excluded))
    if conversation.owner_kind == OwnerKind.AGENT:
        telling.tell(tx, moved, telling.TRANSFERRED)
    if conversation.owner_id != person.user_id:
        _record(tx, person, moved, "conversation.reassigned", {"queue": queue_id, "agent": args.for_agent})
    return moved


def let_go(tx: Tx, conversation: Conversation, router: Router) -> None:
    """Put a conversation back into its line, in its old place, because the browser of its agent is gone.

    Args:
        tx: The unit's transaction.
        conversation: Locked, with an agent, and of a queue.
        router: The line.
    """
    agent = users.find(tx, UserId(conversation.owner_id)) if conversation.owner_id else None
    into = Into(handoff=_packed(conversation, AGENT_GONE, agent.display_name if agent else None))
    moved = conversations.take_step(tx, conversation, Step.TRANSFERRED, SYSTEM, AGENT_GONE, into)
    item = router.item_of(tx, ConversationId(conversation.id))
    if item is None:
        escalation.enqueue(tx, router, moved)
    else:
        router.finish(tx, item, Transfer(QueueId(str(moved.queue_id))))
    telling.tell(tx, moved, telling.AGENT_GONE)


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A supervisor takes the conversation into their own hands."""

    person: Person
    conversation_id: str
    owner_epoch: int
    "The epoch of the conversation as the supervisor saw it."
    router: Router


def take_over(tx: Tx, args: TakeOver) -> Conversation:
    """Unit: the conversation is the supervisor's; whoever had it sees so, and the bot's queued words are cancelled.

    Raises:
        StaleOwner: somebody else has it by now; the error says who.
        NotPermitted: the person does not supervise the conversation's organisation.
        IllegalTransition: it is being written up, or is closed.
    """
    person = args.person
    conversation = _as_seen(tx, _lock_supervised(tx, person, args.conversation_id), args.owner_epoch)
    outbox.cancel_bot(tx, conversation)
    into = Into(
        agent_id=person.user_id, handoff=conversation.handoff or _handoff(tx, conversation, person, "", TAKEN_OVER)
    )
    taken = conversations.take_step(tx, conversation, Step.TAKEN_OVER, person.actor, TAKEN_OVER, into)
    if taken == conversation:
        return conversation
    item = args.router.item_of(tx, ConversationId(conversation.id))
    if item is None and taken.queue_id is not None:
        escalation.enqueue(tx, args.router, taken)
        item = args.router.item_of(tx, ConversationId(conversation.id))
    if item is not None:
        args.router.finish(tx, item, Take(person.user_id))
    _record(tx, person, taken, "conversation.taken_over", {"from": conversation.owner_id})
    return taken


@dataclass(frozen=True, slots=True)
class EndForAll:
    """A supervisor ends a conversation that got stuck, whoever has it."""

    person: Person
    conversation_id: str
    owner_epoch: int
    router: Router


def end_for_all(tx: Tx, args: EndForAll) -> Conversation:
    """Unit: the conversation is closed without a disposition, and its work is off all lists.

    Raises:
        StaleOwner: somebody else has it by now; the error says who.
        NotPermitted: the person does not supervise the conversation's organisation.
        IllegalTransition: it is closed already.
    """
    person = args.person
    conversation = _as_seen(tx, _lock_supervised(tx, person, args.conversation_id), args.owner_epoch)
    if conversation.state in _UNSERVED:
        closed = conversations.take_step(tx, conversation, Step.EXPIRED, person.actor, "ended_by_supervisor")
        item = args.router.item_of(tx, ConversationId(conversation.id))
        if item is not None:
            args.router.finish(tx, item, Cancel("ended_by_supervisor"))
        outbox.cancel_bot(tx, conversation)
        inbox.publish_end(tx, closed, None, person.actor, None)
    else:
        ended = conversation
        if conversation.state != State.WRAP_UP:
            ended = conversations.take_step(tx, conversation, Step.ENDED, person.actor)
            inbox.begin_wrap_up(tx, args.router, ended)
        closed = inbox.close(tx, ended, args.router, person.actor, None)
    _record(tx, person, closed, "conversation.ended", {"from": conversation.state})
    return closed


def _as_seen(tx: Tx, conversation: Conversation, owner_epoch: int | None) -> Conversation:
    if owner_epoch is not None and owner_epoch != conversation.owner_epoch:
        raise outbox.stale_owner(tx, conversation)
    return conversation


def _lock_supervised(tx: Tx, person: Person, conversation_id: str) -> Conversation:
    conversation = inbox.lock_visible(tx, person, conversation_id)
    if not person.supervises.allows(orgs.get(tx, OrgId(conversation.org_id)).path):
        raise NotPermitted("not_supervised", "this needs a supervisor of the conversation's organisation")
    return conversation


def _handoff(tx: Tx, conversation: Conversation, person: Person, words: str, reason: str = TRANSFERRED) -> str:
    user = users.find(tx, UserId(person.user_id))
    return _packed(conversation, reason, user.display_name if user else None, words)


def _packed(conversation: Conversation, reason: str, by: str | None, words: str = "") -> str:
    handoff = {"reason": reason, "summary": words, "by": by}
    return json.dumps({**handoff, **mood.packed(mood.unpacked(conversation.handoff))}, ensure_ascii=False)


def _record(tx: Tx, person: Person, conversation: Conversation, action: str, fields: dict[str, str | None]) -> None:
    subject = Subject("conversation", conversation.id)
    audit.record(tx, person.actor, action, subject, fields, org_id=conversation.org_id)
