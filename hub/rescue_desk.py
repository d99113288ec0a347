"""What people do about rescues: answer a siren, take the rescue, lower a false alarm, raise one.

Rules: who owns the conversation, supervises its organisation or is its duty chief may; each deed is one unit, leaves
a fact and a row of the audit, and done again changes nothing. Raising and lowering stand in the transcript too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hub import audit, passing, rescuing, texts
from hub import events as facts
from hub.audit import Subject
from hub.database import Tx
from hub.errors import Conflict
from hub.ids import ConversationId, OrgId
from hub.inbox import Person, lock_owned, write_note
from hub.model import NORMAL, RESCUE, OwnerKind, State
from hub.passing import TakeOver
from hub.ports import Router, Tickets
from hub.scope import Scope
from hub.store import conversations as rows
from hub.store import orgs, rescues
from hub.store.conversations import Conversation
from hub.store.rescues import Sounding


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does something about which rescue."""

    person: Person
    conversation_id: str
    router: Router
    tickets: Tickets


def sirens(tx: Tx, scope: Scope) -> Sequence[Sounding]:
    """Query: return the rescues that nobody takes, in the organisations of `scope`, the oldest first."""
    return [one for one in rescues.sounding(tx) if scope.allows(one.org_path)]


def acknowledge(tx: Tx, deed: Deed) -> Conversation:
    """Unit: somebody answers the siren, so that all others see who sees to it; the first one stays.

    Raises:
        NotFound, NotPermitted: it is not this person's affair.
    """
    conversation = lock_owned(tx, deed.person, deed.conversation_id)
    if rescues.see(tx, conversation.id, conversation.segment, deed.person.user_id):
        facts.publish(
            tx,
            facts.RescueAcknowledged(
                org_id=conversation.org_id,
                conversation_id=conversation.id,
                queue_id=conversation.queue_id,
                actor=deed.person.actor,
                segment=conversation.segment,
            ),
        )
        _note(tx, deed, conversation, "rescue.acknowledged")
    return conversation


def take(tx: Tx, deed: Deed) -> Conversation:
    """Unit: the person takes a rescue that nobody has, without an offer and whatever else is in hand.

    Raises:
        NotFound, NotPermitted: it is not this person's affair.
        Conflict: somebody has it by now, or it is over.
    """
    conversation = lock_owned(tx, deed.person, deed.conversation_id)
    if conversation.owner_kind == OwnerKind.AGENT and conversation.owner_id == deed.person.user_id:
        return conversation
    if not conversation.rescue or conversation.state not in {State.BOT, State.QUEUED}:
        raise Conflict("rescue_taken", "somebody has it, or it is over")
    wanted = TakeOver(deed.person, conversation.id, conversation.owner_epoch, deed.router)
    taken = passing.take_over(tx, wanted)
    _note(tx, deed, taken, "rescue.taken")
    return taken


def lower(tx: Tx, deed: Deed) -> Conversation:
    """Unit: nobody is in danger: the conversation goes on as an everyday one.

    Raises:
        NotFound, NotPermitted: it is not this person's affair.
    """
    conversation = lock_owned(tx, deed.person, deed.conversation_id)
    if not conversation.rescue:
        return conversation
    calm = _set(tx, deed, conversation, rescue=False, priority=NORMAL)
    rescuing.lowered(tx, calm, deed.person.actor, deed.tickets)
    _note(tx, deed, calm, "rescue.lowered")
    return _write_down(tx, deed, calm, "rescue.lowered")


def raise_up(tx: Tx, deed: Deed) -> Conversation:
    """Unit: somebody of ours sees that the tourist is in danger.

    Raises:
        NotFound, NotPermitted: it is not this person's affair.
        Conflict: the conversation is closed.
    """
    conversation = lock_owned(tx, deed.person, deed.conversation_id)
    if conversation.rescue:
        return conversation
    if not conversation.is_open:
        raise Conflict("conversation_closed", "a closed conversation is no rescue")
    urgent = _set(tx, deed, conversation, rescue=True, priority=RESCUE)
    rescuing.raise_rescue(tx, urgent, "agent", deed.tickets, actor=deed.person.actor)
    _note(tx, deed, urgent, "rescue.raised")
    return _write_down(tx, deed, urgent, "rescue.raised")


def _set(tx: Tx, deed: Deed, conversation: Conversation, *, rescue: bool, priority: int) -> Conversation:
    rows.set_urgency(tx, conversation.id, rescue=rescue, priority=priority)
    item = deed.router.item_of(tx, ConversationId(conversation.id))
    if item is not None:
        deed.router.set_priority(tx, item, priority)
    return replace(conversation, rescue=int(rescue), priority=priority)


def _write_down(tx: Tx, deed: Deed, conversation: Conversation, key: str) -> Conversation:
    """Leave a line in the transcript under the person's name, which every agent reads and no tourist."""
    org = orgs.get(tx, OrgId(conversation.org_id))
    words = texts.say(tx, org.id, key, org.lang)
    note = write_note(tx, conversation, deed.person.user_id, words, f"{key}:{conversation.id}:{conversation.seq}")
    return replace(conversation, seq=note.seq)


def _note(tx: Tx, deed: Deed, conversation: Conversation, action: str) -> None:
    subject = Subject("conversation", conversation.id)
    audit.record(tx, deed.person.actor, action, subject, {"segment": conversation.segment}, org_id=conversation.org_id)
