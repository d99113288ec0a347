"""What people do in the inbox, each as one unit: accept, decline, reply, note, hold, end, wrap up, read.

Rules: the conversation is locked first and the life-cycle table asked; whoever replies must own it, or be told who
does and insist; a right covers an organisation and all below it, and what a person may not see does not exist for
them. Everything carries the key of its command, so a command that is repeated makes nothing twice. How a conversation
goes from hand to hand stands in `hub.passing`.
"""

from dataclasses import dataclass

from hub import choosing, conversations, events, outbox, telling
from hub.conversations import Into
from hub.database import Tx
from hub.errors import Conflict, NotFound, NotPermitted, Unprocessable
from hub.hearing import WRAP_UP
from hub.ids import ConversationId, OrgId, UserId, WorkItemId
from hub.lifecycle import Step
from hub.model import (
    SYSTEM,
    Actor,
    Author,
    Claimed,
    CreateTicket,
    Decline,
    Direction,
    Done,
    Kind,
    OwnerKind,
    Prolong,
    Reply,
    State,
    Status,
)
from hub.outbox import Speaker
from hub.ports import Router, Tickets
from hub.scope import Scope
from hub.script import writable
from hub.store import accounts, messages, orgs, schedule, users
from hub.store import conversations as rows
from hub.store.choices import Choice
from hub.store.conversations import Conversation
from hub.store.messages import Message

UNFINISHED_MS = 600_000
"A conversation whose wrap-up nobody finishes is closed after ten minutes, without a disposition."
MAX_TEXT = 4000
"Characters of one reply or note."


@dataclass(frozen=True, slots=True)
class Person:
    """The member of staff who acts, and what the person's rights cover."""

    user_id: str
    scope: Scope
    supervises: Scope
    "Where the person may act on the conversations of others."

    @property
    def actor(self) -> Actor:
        """Return who acts, for events and the audit."""
        return Actor("user", self.user_id)


@dataclass(frozen=True, slots=True)
class Accept:
    """Take an offer."""

    person: Person
    item: WorkItemId
    offer_epoch: int
    router: Router


def accept(tx: Tx, args: Accept) -> Conversation:
    """Unit: the offered conversation becomes the agent's, and what the bot still had queued is cancelled.

    Raises:
        Conflict: the offer is over.
    """
    claimed = args.router.claim(tx, args.item, args.person.user_id, args.offer_epoch)
    if not isinstance(claimed, Claimed) or claimed.conversation_id is None:
        why = "not a conversation" if isinstance(claimed, Claimed) else claimed.why
        raise Conflict("offer_over", why)
    conversation = rows.lock(tx, claimed.conversation_id)
    if conversation.state == State.ASSIGNED and conversation.owner_id == args.person.user_id:
        return conversation
    outbox.cancel_bot(tx, conversation)
    into = Into(agent_id=args.person.user_id)
    return conversations.take_step(tx, conversation, Step.ACCEPTED, args.person.actor, into=into)


def decline(tx: Tx, args: Accept) -> None:
    """Unit: the offer goes to somebody else."""
    args.router.finish(tx, args.item, Decline(args.person.user_id, args.offer_epoch))


@dataclass(frozen=True, slots=True)
class Write:
    """Say something to the tourist, or note something for staff."""

    person: Person
    conversation_id: str
    text: str
    key: str
    "The command's key: the same again makes nothing twice."
    owner_epoch: int | None = None
    "What the person believes; None sends anyway (supervisors and colleagues who insist)."


def reply(tx: Tx, args: Write) -> Message:
    """Unit: put a reply on its way.

    Raises:
        StaleOwner: somebody else owns the conversation; the error says who.
        Conflict: the conversation is closed, or is not with people.
    """
    text = words_of(args.text)
    conversation = lock_visible(tx, args.person, args.conversation_id)
    if conversation.owner_kind != OwnerKind.AGENT:
        raise Conflict("not_with_people", f"the conversation is {conversation.state}")
    name = accounts.public_name(tx, args.person.user_id)
    speaker = Speaker(Author.AGENT, args.owner_epoch, args.person.user_id, name)
    if args.owner_epoch is not None and conversation.owner_id != args.person.user_id:
        raise outbox.stale_owner(tx, conversation)
    return outbox.say(tx, conversation, speaker, Reply(text), _key(args, "reply"))


def note(tx: Tx, args: Write) -> Message:
    """Unit: write something that only staff sees; it can never be sent, being no outbox row."""
    text = words_of(args.text)
    conversation = lock_visible(tx, args.person, args.conversation_id)
    earlier = messages.by_key(tx, _key(args, "note"))
    return earlier or write_note(tx, conversation, args.person.user_id, text, _key(args, "note"))


def write_note(tx: Tx, conversation: Conversation, user_id: str, text: str, made_key: str) -> Message:
    """Write a note into a conversation that is locked."""
    message = Message(
        id=tx.new_id(),
        org_id=conversation.org_id,
        conversation_id=conversation.id,
        seq=rows.take_numbers(tx, conversation.id, 1),
        identity_id=conversation.identity_id,
        direction=Direction.NOTE,
        kind=Kind.TEXT,
        author_kind=Author.AGENT,
        author_id=user_id,
        author_name=accounts.public_name(tx, user_id) or _own_name(tx, user_id),
        text=text,
        account_id=conversation.account_id,
        made_key=made_key,
        at_ms=tx.now_ms,
        status=Status.RECEIVED,
        status_rank=9,
    )
    messages.insert(tx, message)
    events.publish(
        tx,
        events.NoteWritten(
            org_id=message.org_id,
            conversation_id=message.conversation_id,
            queue_id=conversation.queue_id,
            actor=Actor("user", user_id),
            message_id=message.id,
            seq=message.seq,
            kind=message.kind,
        ),
    )
    return message


def _own_name(tx: Tx, user_id: str) -> str | None:
    user = users.find(tx, UserId(user_id))
    return user.display_name if user else None


@dataclass(frozen=True, slots=True)
class Change:
    """A plain step by the owner (or a supervisor): hold, resume, end."""

    person: Person
    conversation_id: str
    step: Step
    router: Router


def change(tx: Tx, args: Change) -> Conversation:
    """Unit: hold, resume or end; ended, it can be written up until `UNFINISHED_MS`, whatever time its queue gives."""
    conversation = lock_owned(tx, args.person, args.conversation_id)
    changed = conversations.take_step(tx, conversation, args.step, args.person.actor)
    if args.step == Step.HELD and changed.state != conversation.state:
        telling.tell(tx, changed, telling.HELD)
    if args.step == Step.ENDED:
        begin_wrap_up(tx, args.router, changed)
        schedule.put(tx, WRAP_UP, conversation.id, conversation.org_id, tx.now_ms + UNFINISHED_MS)
    return changed


def begin_wrap_up(tx: Tx, router: Router, ended: Conversation) -> None:
    """Tell the router that the talk is over; a supervisor who is no agent has no work item for it."""
    item = router.item_of(tx, ConversationId(ended.id))
    if item is not None:
        router.finish(tx, item, Done())


@dataclass(frozen=True, slots=True)
class MoreTime:
    """The agent needs longer to write it up."""

    person: Person
    conversation_id: str
    by_s: int
    router: Router


def prolong(tx: Tx, args: MoreTime) -> Conversation:
    """Unit: the time for writing up ends later; nothing new is offered until then.

    Raises:
        Conflict: there is nothing to write up any more, or it has its longest time already.
    """
    conversation = lock_owned(tx, args.person, args.conversation_id)
    item = args.router.item_of(tx, ConversationId(conversation.id))
    if conversation.state != State.WRAP_UP or item is None:
        raise Conflict("wrap_up_over", f"the conversation is {conversation.state}")
    args.router.finish(tx, item, Prolong(args.by_s))
    return conversation


@dataclass(frozen=True, slots=True)
class WrapUp:
    """How a conversation ended, and whether a ticket is to follow."""

    person: Person
    conversation_id: str
    disposition: str | None
    "Its code."
    ticket: CreateTicket | None
    key: str
    router: Router
    tickets: Tickets


@dataclass(frozen=True, slots=True)
class Wrapped:
    """What the wrap-up made."""

    conversation: Conversation
    ticket_no: str | None


def wrap_up(tx: Tx, args: WrapUp) -> Wrapped:
    """Unit: close the conversation (ending it first if need be) with its disposition and, if asked, a ticket.

    Raises:
        Unprocessable: there is no such disposition here, or the ticket cannot be opened.
    """
    conversation = lock_owned(tx, args.person, args.conversation_id)
    ending = choosing.disposition(tx, conversation, args.disposition)
    ticket_no = None
    if args.ticket is not None:
        made_key = f"wrap:{conversation.id}:{conversation.segment}:{args.key}"
        ticket_no = args.tickets.create(tx, args.ticket, ConversationId(conversation.id), made_key)
    if conversation.state != State.WRAP_UP:
        conversation = conversations.take_step(tx, conversation, Step.ENDED, args.person.actor)
        begin_wrap_up(tx, args.router, conversation)
    closed = close(tx, conversation, args.router, args.person.actor, ending)
    return Wrapped(closed, ticket_no)


def close_unfinished(tx: Tx, conversation_id: str, router: Router) -> None:
    """Close a conversation that was left in its wrap-up; harmless when it has gone on."""
    conversation = rows.lock(tx, conversation_id)
    if conversation.state == State.WRAP_UP:
        close(tx, conversation, router, SYSTEM, None)


def close(tx: Tx, conversation: Conversation, router: Router, actor: Actor, ending: Choice | None) -> Conversation:
    """Close a conversation that is in wrap-up, free the agent's place and tell it as a fact."""
    if conversation.state == State.CLOSED:
        return conversation
    closed = conversations.take_step(tx, conversation, Step.WRAPPED, actor, ending.code if ending else "")
    rows.write_end(tx, conversation.id, ending.id if ending else None, actor.id or actor.kind, "wrapped_up")
    schedule.drop(tx, WRAP_UP, conversation.id)
    item = router.item_of(tx, ConversationId(conversation.id))
    if item is not None:
        router.finish(tx, item, Done())
    publish_end(tx, closed, conversation.owner_id, actor, ending.code if ending else None)
    return closed


def publish_end(tx: Tx, closed: Conversation, agent_id: str | None, actor: Actor, disposition: str | None) -> None:
    """Tell that a segment of a conversation is over."""
    events.publish(
        tx,
        events.ConversationEnded(
            org_id=closed.org_id,
            conversation_id=closed.id,
            queue_id=closed.queue_id,
            agent_id=agent_id,
            actor=actor,
            segment=closed.segment,
            disposition=disposition,
            seq_from=closed.segment_seq + 1,
            seq_to=closed.seq,
        ),
    )


@dataclass(frozen=True, slots=True)
class Read:
    """How far the person has read."""

    person: Person
    conversation_id: str
    seq: int


def read(tx: Tx, args: Read) -> bool:
    """Unit: staff has read up to `seq`; only the owner's reading counts."""
    conversation = visible(tx, args.person, args.conversation_id)
    if conversation.owner_id != args.person.user_id or not rows.agent_read(tx, conversation.id, args.seq):
        return False
    events.publish(
        tx,
        events.ReadMoved(
            org_id=conversation.org_id,
            conversation_id=conversation.id,
            actor=args.person.actor,
            by="agent",
            identity_id=conversation.identity_id,
            read=args.seq,
        ),
    )
    return True


# --- who may ----------------------------------------------------------------------------------------------------


def visible(tx: Tx, person: Person, conversation_id: str) -> Conversation:
    """Return a conversation that the person's rights cover.

    Raises:
        NotFound: there is none, or it lies outside the person's organisations.
    """
    return _covered(tx, person, rows.get(tx, conversation_id))


def lock_visible(tx: Tx, person: Person, conversation_id: str) -> Conversation:
    """Like `visible`, and hold it for this unit."""
    return _covered(tx, person, rows.lock(tx, conversation_id))


def lock_owned(tx: Tx, person: Person, conversation_id: str) -> Conversation:
    """Return and hold a conversation that the person owns, or supervises.

    Raises:
        NotFound: it does not exist for this person.
        NotPermitted: somebody else owns it.
    """
    conversation = lock_visible(tx, person, conversation_id)
    if conversation.owner_id == person.user_id:
        return conversation
    if person.supervises.allows(orgs.get(tx, OrgId(conversation.org_id)).path):
        return conversation
    raise NotPermitted("not_yours", "the conversation belongs to somebody else")


def _covered(tx: Tx, person: Person, conversation: Conversation) -> Conversation:
    if not person.scope.allows(orgs.get(tx, OrgId(conversation.org_id)).path):
        raise NotFound("conversation_not_found", conversation.id)
    return conversation


def words_of(text: str) -> str:
    """Return what somebody wrote, without what nobody can see.

    Raises:
        Unprocessable: there are no words, or too many.
    """
    stripped = writable(text).strip()
    if not stripped:
        raise Unprocessable("text_missing", "there is nothing to send", {"text": "missing"})
    if len(stripped) > MAX_TEXT:
        raise Unprocessable("text_too_long", f"at most {MAX_TEXT} characters", {"text": "too_long"})
    return stripped


def _key(args: Write, kind: str) -> str:
    # A key counts for one address of the API, so the same one may come again for another conversation.
    return f"{kind}:{args.person.user_id}:{args.conversation_id}:{args.key}"
