"""A rescue from the cry to the end: ticket, thirty seconds, sirens, whoever takes it.

    raised ──► waiting ── somebody takes it ──► with_agent ── closed ──► over
                 │  ▲                              │
                 │  └── back into the line ────────┘        lowered: from either, by whoever finds nobody in danger
                 └─ 30 s ──► RescueUnaccepted: wider rings, sirens ── each wired `Summons` in its time

Rules: called inside the units that change a conversation, so that cry, ticket and alarm commit together or not at
all; one rescue and one ticket for each segment; the alarm is a row of `schedule`, which outlives the process, and
each of its steps takes effect once. Source: ARCHITECTURE §8.
"""

import json
from collections.abc import Sequence

from hub import events, reassuring, texts
from hub.database import Tx
from hub.ids import ConversationId, OrgId
from hub.model import Actor, CreateTicket, InboundMessage, Kind, OwnerKind, State
from hub.places import Place, links, place_in
from hub.ports import Alarm, Summons, Tickets
from hub.rescue import SOS
from hub.scope import Role
from hub.store import conversations, orgs, rescues, roles, schedule
from hub.store.conversations import Conversation
from hub.store.rescues import RescueState
from hub.store.schedule import RESCUE, Due

REASON = "rescue"
"Why the bot hands over who is in danger (`hub.model.Escalate`)."
UNACCEPTED_MS = 30_000
"So long a rescue may wait for one of its own queue before everybody is called."
_AT_ONCE = 50
_TITLE = "rescue.ticket"
_WORDS = 80


def heard(tx: Tx, conversation: Conversation, messages: Sequence[InboundMessage], tickets: Tickets) -> None:
    """Take in what a tourist in danger wrote: the cry opens rescue and ticket, a location belongs to them.

    Args:
        tx: The unit's transaction.
        conversation: Locked, a rescue, its numbers up to date.
        messages: What was written just now.
        tickets: Opens the ticket.
    """
    sos = any(part.get("kind") == SOS for message in messages for part in message.parts)
    said = next((message.text for message in messages if message.text), None)
    raise_rescue(tx, conversation, SOS if sos else "words", tickets, said)
    for message in messages:
        place = place_in(message.parts) if message.kind == Kind.LOCATION else None
        if place is not None:
            _locate(tx, conversation, place, tickets)


def raise_rescue(
    tx: Tx,
    conversation: Conversation,
    cause: str,
    tickets: Tickets,
    said: str | None = None,
    actor: Actor | None = None,
) -> bool:
    """Begin the rescue of a conversation's present segment; False when there is one."""
    known = rescues.find(tx, conversation.id)
    if known is not None and known.segment == conversation.segment and known.over_ms is None:
        return False
    again = not rescues.raise_new(tx, conversation.id, conversation.segment, conversation.org_id, cause)
    if again:
        rescues.wait_again(tx, conversation.id, conversation.segment)
    events.publish(
        tx,
        events.RescueRaised(
            org_id=conversation.org_id,
            conversation_id=conversation.id,
            queue_id=conversation.queue_id,
            actor=actor or Actor("tourist", conversation.identity_id),
            segment=conversation.segment,
            cause=cause,
        ),
    )
    if conversation.owner_kind == OwnerKind.AGENT:
        _accepted(tx, conversation)
    else:
        _arm(tx, conversation)
    _open_ticket(tx, conversation, tickets, said)
    if again:
        tickets.mark(tx, _ticket_key(conversation), "raise", actor or Actor("tourist", conversation.identity_id))
    return True


def moved(tx: Tx, before: Conversation, after: Conversation) -> None:
    """Let a rescue follow its conversation, which has taken a step."""
    if after.state == State.CLOSED:
        if rescues.end(tx, after.id, before.segment, RescueState.OVER):
            schedule.drop(tx, RESCUE, after.id)
            _tell(tx, events.RescueClosed, after)
    elif after.owner_kind == OwnerKind.AGENT:
        _accepted(tx, after)
    elif before.owner_kind == OwnerKind.AGENT and rescues.wait_again(tx, after.id, after.segment):
        _arm(tx, after)


def lowered(tx: Tx, conversation: Conversation, actor: Actor, tickets: Tickets) -> None:
    """End a rescue in which nobody is in danger."""
    rescues.end(tx, conversation.id, conversation.segment, RescueState.LOWERED, actor.id)
    tickets.mark(tx, _ticket_key(conversation), "lower", actor)
    schedule.drop(tx, RESCUE, conversation.id)
    _tell(tx, events.RescueLowered, conversation, actor)


def ring(tx: Tx, ways: Sequence[Summons]) -> int:
    """Unit: take the steps of the alarms that are due; returns how many were looked at.

    Args:
        tx: The unit's transaction.
        ways: What is used after the screen, by `after_s`.
    """
    due = schedule.take_due_of(tx, RESCUE, _AT_ONCE)
    for one in due:
        _step(tx, one, ways)
    return len(due)


def _step(tx: Tx, due: Due, ways: Sequence[Summons]) -> None:
    conversation = conversations.lock(tx, due.ref)
    rescue = rescues.find(tx, due.ref)
    if rescue is None or rescue.state is not RescueState.WAITING or not conversation.rescue:
        return
    number = int(json.loads(due.data).get("step", 0))
    waited_ms = tx.now_ms - rescue.waiting_ms
    if number == 0:
        if rescues.sound(tx, rescue.conversation_id, rescue.segment):
            _tell(tx, events.RescueUnaccepted, conversation, waited_ms=waited_ms)
            reassuring.admit(tx, conversation, rescue.waiting_ms)
    else:
        path = orgs.get(tx, OrgId(conversation.org_id)).path
        chiefs = tuple(roles.holders(tx, Role.DUTY_CHIEF, path))
        alarm = Alarm(ConversationId(conversation.id), OrgId(conversation.org_id), chiefs, waited_ms)
        ways[number - 1].summon(tx, alarm)
    if number < len(ways):
        at_ms = rescue.waiting_ms + round(ways[number].after_s * 1000)
        _schedule(tx, conversation, max(at_ms, tx.now_ms), number + 1)


def _arm(tx: Tx, conversation: Conversation) -> None:
    _schedule(tx, conversation, tx.now_ms + UNACCEPTED_MS, 0)


def _schedule(tx: Tx, conversation: Conversation, due_ms: int, step: int) -> None:
    schedule.put(tx, RESCUE, conversation.id, conversation.org_id, due_ms, json.dumps({"step": step}))


def _accepted(tx: Tx, conversation: Conversation) -> None:
    if not rescues.accept(tx, conversation.id, conversation.segment, conversation.owner_id):
        return
    schedule.drop(tx, RESCUE, conversation.id)
    rescue = rescues.find(tx, conversation.id)
    waited_ms = tx.now_ms - rescue.waiting_ms if rescue else 0
    _tell(tx, events.RescueAccepted, conversation, Actor("user", conversation.owner_id), waited_ms=waited_ms)


def _locate(tx: Tx, conversation: Conversation, place: Place, tickets: Tickets) -> None:
    part = json.dumps(dict(place.part()), ensure_ascii=False)
    if rescues.locate(tx, conversation.id, conversation.segment, part):
        tickets.note(tx, _ticket_key(conversation), _told(place))
        _tell(tx, events.RescueLocated, conversation, Actor("tourist", conversation.identity_id))


def _told(place: Place) -> str:
    lat, lon = place.wgs84
    near = "" if not place.accuracy_m else f" ±{max(1, round(place.accuracy_m))} m"
    called = f"{place.label}  " if place.label else ""
    return f"📍 {called}{lat:.6f}, {lon:.6f} (WGS-84){near}\n{links(place)['amap']}"


def _open_ticket(tx: Tx, conversation: Conversation, tickets: Tickets, said: str | None) -> None:
    org = orgs.get(tx, OrgId(conversation.org_id))
    words = " ".join((said or "…").split())[:_WORDS]
    title = texts.say(tx, org.id, _TITLE, org.lang, words=words)
    action = CreateTicket("rescue", title, said or "")
    tickets.create(tx, action, ConversationId(conversation.id), _ticket_key(conversation))


def _ticket_key(conversation: Conversation) -> str:
    return f"rescue-ticket:{conversation.id}:{conversation.segment}"


def _tell(
    tx: Tx, kind: type[events.Event], conversation: Conversation, actor: Actor | None = None, **fields: int
) -> None:
    events.publish(
        tx,
        kind(
            org_id=conversation.org_id,
            conversation_id=conversation.id,
            queue_id=conversation.queue_id,
            agent_id=conversation.owner_id if conversation.owner_kind == OwnerKind.AGENT else None,
            actor=actor or Actor("system"),
            segment=conversation.segment,
            **fields,  # type: ignore[call-arg]  # each kind of fact is given its own
        ),
    )
