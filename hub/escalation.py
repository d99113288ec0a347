"""From the bot to people: the conversation and its work item enter the queue in one transaction."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from hub import conversations, mood, opening
from hub.conversations import Into
from hub.database import Tx
from hub.errors import Conflict
from hub.ids import ConversationId, OrgId, QueueId
from hub.lifecycle import Step
from hub.model import RESCUE, Actor, Direction, Escalate, WorkItemSpec
from hub.mood import Mood
from hub.ports import Router
from hub.store import messages, segments
from hub.store.conversations import Conversation
from hub.store.segments import Background

CHAT = "chat"
LANGUAGE_SKILLS: Mapping[str, str] = MappingProxyType(
    {
        "en": "english",
        "ja": "japanese",
        "ko": "korean",
        "ru": "russian",
        "fr": "french",
        "de": "german",
        "es": "spanish",
        "ar": "arabic",
        "th": "thai",
    }
)
"What the skill of a language is called."
_LINES = 20
"Lines of a talk that tell its mood, where the bot brings none."


def escalate(tx: Tx, router: Router, conversation: Conversation, action: Escalate, actor: Actor) -> Conversation:
    """Queue a conversation of the bot for people, with what they should know.

    Raises:
        IllegalTransition: the conversation is not with the bot any more.
    """
    handoff = json.dumps({**_packet(action), **mood.packed(_mood(tx, conversation, action))}, ensure_ascii=False)
    queued = conversations.take_step(
        tx, conversation, Step.ESCALATED, actor, action.reason, Into(queue_id=queue_of(conversation), handoff=handoff)
    )
    enqueue(tx, router, queued, urgent=action.reason == "rescue")
    if action.reason != "rescue":
        opening.tell_if_closed(tx, queued)
    return queued


def _packet(action: Escalate) -> dict[str, object]:
    """Return what the person who takes over should know; the labels are the page's, in its reader's language."""
    packet: dict[str, object] = {"reason": action.reason, "summary": action.summary}
    if action.topic:
        packet["topic"] = action.topic
    if action.recent:
        packet["recent"] = [{"who": who, "text": text} for who, text in action.recent]
    if action.known:
        packet["known"] = [
            {"topic": one.topic, "details": [{"label": label, "value": value} for label, value in one.details]}
            for one in action.known
        ]
    return packet


def _mood(tx: Tx, conversation: Conversation, action: Escalate) -> Mood:
    """Return what the talk tells of its business and its tourist; a failure of ours is no sign of discontent."""
    said = [text for who, text in action.recent if who == "tourist"]
    if not said:
        lines = messages.transcript_before(tx, conversation.id, conversation.seq + 1, _LINES)
        said = [line.text for line in lines if line.text and line.direction == Direction.IN]
    reason = mood.RESCUE if conversation.rescue else action.reason
    return mood.mood_of(said, reason, action.unsure)


def enqueue(
    tx: Tx, router: Router, conversation: Conversation, *, urgent: bool = False, for_agent: str | None = None
) -> None:
    """Put a queued conversation's present segment into the line, with what is known of the tourist."""
    known, felt = _known(tx, conversation), mood.unpacked(conversation.handoff)
    router.enqueue(
        tx,
        WorkItemSpec(
            org_id=OrgId(conversation.org_id),
            kind=CHAT,
            ref=conversation.id,
            segment=conversation.segment,
            queue_id=QueueId(queue_of(conversation)),
            medium=CHAT,
            conversation_id=ConversationId(conversation.id),
            priority=RESCUE if urgent or conversation.rescue else conversation.priority,
            for_agent=for_agent,
            preferred=skills_for(known.lang or conversation.lang),
            business=felt.business,
            dissatisfied=felt.dissatisfied(conversation.segment),
            vip=known.vip,
            last_agent=known.last_agent,
            department=known.department,
        ),
    )


def _known(tx: Tx, conversation: Conversation) -> Background:
    return segments.background(tx, conversation.id, conversation.customer_id, conversation.identity_id)


def skills_for(lang: str | None) -> tuple[str, ...]:
    """Return the skills that are good to have for somebody who writes in this language (BCP 47); none for Chinese.

    A house may call the skill by the language's English name or by its tag; whatever it does not know counts nothing.
    """
    tag = (lang or "zh").split("-")[0].lower()
    return (LANGUAGE_SKILLS[tag], tag) if tag in LANGUAGE_SKILLS else ()


def queue_of(conversation: Conversation) -> str:
    """Return the queue where people wait for this conversation.

    Raises:
        Conflict: its account has no queue, so nobody could ever be found.
    """
    if conversation.queue_id is None:
        raise Conflict("no_queue", f"account {conversation.account_id} has no queue")
    return conversation.queue_id
