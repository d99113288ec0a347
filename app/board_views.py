"""How the board looks to a supervisor: the shapes of the API and of the stream's frames alike."""

from pydantic import BaseModel

from hub.model import RESCUE
from hub.scope import Scope
from voice_bridge.acd.prospect import Meets
from voice_bridge.acd.waits import said_of
from voice_bridge.store.board import AgentNow, Ahead, MediumNow, QueueNow, Waits, Work
from voice_bridge.store.lacks import Lacking


class MediumView(BaseModel):
    """Work of one sort in a queue: chat, email, call, callback, ticket and so on."""

    medium: str
    waiting: int
    offered: int
    active: int
    wrap_up: int

    @classmethod
    def of(cls, medium: MediumNow) -> "MediumView":
        """Make the view of a medium."""
        return cls(
            medium=medium.medium,
            waiting=medium.waiting,
            offered=medium.offered,
            active=medium.active,
            wrap_up=medium.wrap_up,
        )


class AheadView(BaseModel):
    """What the router would tell somebody who comes with a medium's work now, in the figures people are told."""

    medium: str
    meets: Meets
    position: int
    "Where somebody would stand who has to wait; 0 for who has not."
    p50_s: int | None
    p90_s: int | None
    "Both null where no time is fit to be told: too few waits of lately, nobody there, or closed."
    at_ms: int
    "When the router said so last."

    @classmethod
    def of(cls, ahead: Ahead) -> "AheadView":
        """Make the view of what somebody would be told."""
        met = ahead.prospect
        said = said_of(met.position, met.p50_ms, met.p90_ms)
        return cls(
            medium=ahead.medium,
            meets=met.meets,
            position=said.position,
            p50_s=said.p50_s,
            p90_s=said.p90_s,
            at_ms=ahead.at_ms,
        )


class LackView(BaseModel):
    """A skill that a queue asks for and none of its agents has well enough."""

    code: str
    name: str
    level: int
    "What is asked for at least, in the widest ring."
    best: int
    "The best level of its agents; 0: nobody has it. As good as `level`: nobody has all the skills together."

    @classmethod
    def of(cls, lack: Lacking) -> "LackView":
        """Make the view of a skill that is lacking."""
        return cls(code=lack.code, name=lack.name, level=lack.level, best=lack.best)


class TileView(BaseModel):
    """A queue at this moment, and its day so far."""

    id: str
    org_id: str
    code: str
    service_level_s: int
    is_open: bool
    waiting: int
    oldest_ms: int | None
    "Since when the first of those who wait or ring has been waiting."
    rescues: int
    offered: int
    active: int
    wrap_up: int
    agents: dict[str, int]
    "How many of its agents are in each state."
    answered: int
    in_time: int
    "How many of the answered waited no longer than `service_level_s`."
    abandoned: int
    sent_out: int
    "How many a rule of the queue took out of the line: back to the bot, or with a ticket and a word."
    media: list[MediumView]
    "Those of which there is anything."
    ahead: list[AheadView]
    "By medium; empty where no router has been at work lately."
    lacks: list[LackView]
    "Skills for want of which nobody of its agents can take its work; empty where somebody can."

    @classmethod
    def of(cls, queue: QueueNow) -> "TileView":
        """Make the view of a queue."""
        return cls(
            id=queue.id,
            org_id=queue.org_id,
            code=queue.code,
            service_level_s=queue.service_level_s,
            is_open=queue.is_open,
            waiting=queue.waiting,
            oldest_ms=queue.oldest_ms,
            rescues=queue.rescues,
            offered=queue.offered,
            active=queue.active,
            wrap_up=queue.wrap_up,
            agents=dict(queue.agents),
            answered=queue.answered,
            in_time=queue.in_time,
            abandoned=queue.abandoned,
            sent_out=queue.sent_out,
            media=[MediumView.of(one) for one in queue.media],
            ahead=[AheadView.of(one) for one in queue.ahead],
            lacks=[LackView.of(one) for one in queue.lacks],
        )


class WorkView(BaseModel):
    """Something in an agent's hands, or ringing there; of foreign organisations no more than that it is there."""

    work_item_id: str
    conversation_id: str | None
    queue_id: str | None
    "Null: it is of a foreign organisation."
    medium: str
    state: str
    conversation_state: str | None
    since_ms: int
    rescue: bool
    tourist_name: str | None
    customer_id: str | None

    @classmethod
    def of(cls, work: Work, scope: Scope | None) -> "WorkView":
        """Make the view of work for whoever has this scope; None sees everything."""
        known = scope is None or scope.allows(work.org_path)
        return cls(
            work_item_id=work.id,
            conversation_id=work.conversation_id if known else None,
            queue_id=work.queue_id if known else None,
            medium=work.medium,
            state=work.state,
            conversation_state=work.conversation_state if known else None,
            since_ms=work.since_ms,
            rescue=work.priority == RESCUE,
            tourist_name=work.tourist_name if known else None,
            customer_id=work.customer_id if known else None,
        )


class BoardAgentView(BaseModel):
    """An agent at this moment."""

    id: str
    org_id: str
    name: str
    public_name: str
    capacity: dict[str, int]
    state: str
    reason: str | None
    next_state: str | None
    next_reason: str | None
    since_ms: int | None
    load: int
    missed: int
    "How many offers rang out here today."
    queue_ids: list[str]
    work: list[WorkView]

    @classmethod
    def of(cls, agent: AgentNow, scope: Scope | None = None) -> "BoardAgentView":
        """Make the view of an agent for whoever has this scope; None sees everything."""
        return cls(
            id=agent.id,
            org_id=agent.org_id,
            name=agent.name,
            public_name=agent.public_name,
            capacity=dict(agent.capacity),
            state=agent.state,
            reason=agent.reason,
            next_state=agent.next_state,
            next_reason=agent.next_reason,
            since_ms=agent.since_ms,
            load=agent.load,
            missed=agent.missed,
            queue_ids=list(agent.queue_ids),
            work=[WorkView.of(work, scope) for work in agent.work],
        )


class NameView(BaseModel):
    """What something is called in the reader's language."""

    id: str
    name: str


class BoardView(BaseModel):
    """Everything on the board, read at one moment."""

    now_ms: int
    "The hub's clock at that moment; a page forgets what is older than what it has."
    queues: list[TileView]
    agents: list[BoardAgentView]
    queue_names: list[NameView]
    org_names: list[NameView]


class WaitView(BaseModel):
    """One who waits in a queue; of a foreign organisation no more than that somebody is there."""

    work_item_id: str
    place: int
    "Counted from 1."
    foreign: bool
    "Of another organisation."
    conversation_id: str | None
    medium: str
    rescue: bool
    enqueued_ms: int
    for_agent: str | None
    for_agent_name: str | None
    ringing: bool
    channel: str | None
    lang: str | None
    owner_epoch: int | None
    tourist_name: str | None
    customer_id: str | None

    @classmethod
    def of(cls, waits: Waits, place: int, scope: Scope) -> "WaitView":
        """Make the view of one who waits for whoever has this scope."""
        known = scope.allows(waits.org_path)
        return cls(
            work_item_id=waits.id,
            place=place,
            foreign=not known,
            conversation_id=waits.conversation_id if known else None,
            medium=waits.medium,
            rescue=waits.priority == RESCUE,
            enqueued_ms=waits.enqueued_ms,
            for_agent=waits.for_agent,
            for_agent_name=waits.for_agent_name,
            ringing=waits.state == "offered",
            channel=waits.channel if known else None,
            lang=waits.lang if known else None,
            owner_epoch=waits.owner_epoch if known else None,
            tourist_name=waits.tourist_name if known else None,
            customer_id=waits.customer_id if known else None,
        )


class WaitingView(BaseModel):
    """Part of a queue's line, in its order."""

    now_ms: int
    waits: list[WaitView]
