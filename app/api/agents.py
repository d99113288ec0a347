"""An agent's desk over HTTP: what state one is in, asking for another, and a supervisor's setting it.

The heartbeat that keeps one present comes over the stream (`app/api/stream.py`); asking for a state counts as one. A
supervisor sets only who is here; work in hand stays, and the agent is told who did it (AgentStateForced).
"""

import json
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import Caller, Guards
from app.api.fields import PathId
from app.commands import Command, Commands
from hub import audit, break_reasons
from hub.audit import Subject
from hub.database import Database, Tx
from hub.errors import NotFound, Unprocessable
from hub.ids import UserId
from hub.model import Actor, AgentCommand
from hub.ports import Router
from hub.scope import WORKERS, Role, Scope
from hub.store import agents, orgs, queues, users
from hub.store import audit as audit_rows
from hub.store.agents import Agent
from hub.store.audit import AuditRow
from voice_bridge.agent_rules import AgentState, Desk
from voice_bridge.desks import PRESENCE_MS
from voice_bridge.store import agent_state, work_items
from voice_bridge.store.agent_state import DeskRow


class StateBody(BaseModel):
    """The state asked for: ready, break (with a reason), training or offline."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
    state: Annotated[str, Field(max_length=16)]
    reason: Annotated[str, Field(max_length=64)] | None = None


class QueueView(BaseModel):
    """A queue that the agent serves."""

    id: str
    code: str


class BreakReasonView(BaseModel):
    """Why an agent may be away."""

    code: str
    names: dict[str, str]
    "By language."


class ForcedView(BaseModel):
    """A state that somebody else has set."""

    by: str | None
    "The name; null when that person is not there any more."
    state: str


class DeskView(BaseModel):
    """What an agent is doing."""

    is_agent: bool
    "False for somebody who only supervises: there is no state to set."
    public_name: str | None
    state: str
    reason: str | None
    next_state: str | None
    "What follows when the work in hand is done."
    next_reason: str | None
    since_ms: int
    wrap_up_until_ms: int | None
    "When the time for writing up is over."
    load: int
    "Places taken."
    queues: list[QueueView]
    forced: ForcedView | None
    "What somebody else has set, until the agent asks for a state; null when nobody has."
    break_reasons: list[BreakReasonView]
    "What a break can be asked for with; for a supervisor too, who may set another's state."


FORCED = "agent.state_forced"
ASKED = "agent.state_asked"
"Audited only where it ends what was forced."


@dataclass(frozen=True, slots=True)
class AgentParts:
    """What the routes work with."""

    guards: Guards
    commands: Commands
    database: Database
    router: Router


@dataclass(frozen=True, slots=True)
class Ask:
    """An agent asks for a state."""

    agent_id: str
    state: str
    reason: str | None
    router: Router


@dataclass(frozen=True, slots=True)
class Force:
    """A supervisor asks in an agent's place."""

    actor: Actor
    supervises: Scope
    ask: Ask


def agents_router(parts: AgentParts) -> APIRouter:
    """Return the routes of `/api/agents`."""
    router = APIRouter(prefix="/api/agents", tags=["agents"], dependencies=[Depends(parts.guards.may(*WORKERS))])

    @router.get("/me")
    async def read_desk(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> DeskView:
        return await parts.database.read(desk_of, caller.signed_in.user.id)

    @router.post("/me/state", response_model=DeskView)
    async def ask_state(body: StateBody, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        args = Ask(command.signed_in.user.id, body.state, body.reason, parts.router)
        return await parts.commands.run(command, ask, args, answer=lambda view: view)

    @router.post(
        "/{agent_id}/state", response_model=DeskView, dependencies=[Depends(parts.guards.may(Role.SUPERVISOR))]
    )
    async def force_state(
        agent_id: PathId, body: StateBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        scope = command.signed_in.scope(Role.SUPERVISOR)
        args = Force(command.actor, scope, Ask(agent_id, body.state, body.reason, parts.router))
        return await parts.commands.run(command, force, args, answer=lambda view: view)

    return router


def force(tx: Tx, args: Force) -> DeskView:
    """Unit: set another's state, or what follows when the work in hand is done.

    Raises:
        NotFound: no such agent where the supervisor's right counts.
        Conflict: the agent is not here.
    """
    asked = args.ask
    profile = agents.find(tx, asked.agent_id)
    if profile is None or not args.supervises.allows(orgs.get(tx, profile.org_id).path):
        raise NotFound("agent_not_found", "no such agent here")
    asked.router.set_agent(tx, asked.agent_id, AgentCommand(asked.state, asked.reason, by=args.actor))
    subject = Subject("agent", asked.agent_id)
    fields = {"state": asked.state, "reason": asked.reason}
    audit.record(tx, args.actor, FORCED, subject, fields, org_id=profile.org_id)
    return desk_of(tx, asked.agent_id)


def ask(tx: Tx, args: Ask) -> DeskView:
    """Unit: set an agent's state, or keep it as the next one while work is in hand."""
    present_until_ms = tx.now_ms + PRESENCE_MS
    args.router.set_agent(tx, args.agent_id, AgentCommand(args.state, args.reason, present_until_ms))
    org_id = agents.get(tx, args.agent_id).org_id
    if args.state == "break" and args.reason is not None and args.reason not in break_reasons.of_org(tx, org_id):
        raise Unprocessable("agent_reason_unknown", "choose one of the reasons there are", {"reason": "unknown"})
    if _last_forced(tx, args.agent_id) is not None:
        subject = Subject("agent", args.agent_id)
        audit.record(tx, Actor("user", args.agent_id), ASKED, subject, {"state": args.state}, org_id=org_id)
    return desk_of(tx, args.agent_id)


def _last_forced(tx: Tx, agent_id: str) -> AuditRow | None:
    """Return the deed by which somebody else set an agent's state, unless the agent has asked for one since."""
    found = audit_rows.last_of(tx, "agent", agent_id)
    return found if found is not None and found.action == FORCED else None


def _forced(tx: Tx, row: DeskRow | None, agent_id: str) -> ForcedView | None:
    """Return what the agent is to be told of it: not of what is long over, such as having been set ready once."""
    found = _last_forced(tx, agent_id)
    if found is None or row is None or row.desk.state is AgentState.OFFLINE:
        return None
    state = str(json.loads(found.fields)["state"])
    if state == AgentState.READY and row.since_ms > found.at_ms:
        return None
    by = users.find(tx, UserId(found.actor_id)) if found.actor_id else None
    return ForcedView(by=by.display_name if by else None, state=state)


def _reasons(tx: Tx, user_id: str, profile: Agent | None) -> list[BreakReasonView]:
    user = users.find(tx, UserId(user_id)) if profile is None else None
    org_id = profile.org_id if profile else user.org_id if user else None
    found = break_reasons.of_org(tx, org_id) if org_id else {}
    return [BreakReasonView(code=code, names=dict(names)) for code, names in found.items()]


def desk_of(tx: Tx, user_id: str) -> DeskView:
    """Query: what an agent is doing."""
    profile = agents.find(tx, user_id)
    row = agent_state.find(tx, user_id)
    desk = row.desk if row else Desk(AgentState.OFFLINE)
    return DeskView(
        is_agent=profile is not None,
        public_name=profile.public_name if profile else None,
        state=desk.state,
        reason=desk.reason,
        next_state=desk.next_state,
        next_reason=desk.next_reason,
        since_ms=row.since_ms if row else tx.now_ms,
        wrap_up_until_ms=work_items.wraps_up_until(tx, user_id),
        load=row.load if row else 0,
        queues=[QueueView(id=queue.id, code=queue.code) for queue in queues.of_agent(tx, user_id)],
        forced=_forced(tx, row, user_id),
        break_reasons=_reasons(tx, user_id, profile),
    )
