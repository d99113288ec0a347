"""Agents' states as they change: the rule asked, then row, interval, offers and event in the caller's unit.

Rule: what rings is locked before the agent's row, as in `work`, so that two units never wait for each other.
"""

from hub import events
from hub.database import Tx
from hub.errors import Conflict, NotFound
from hub.model import SYSTEM, Actor, AgentCommand
from hub.script import writable
from hub.store import agents
from voice_bridge import agent_rules, offers, wrap_up
from voice_bridge.agent_rules import PRESENCE_LOST, RETURN_WITHIN_MS, WORKING, AgentState, Desk, Load
from voice_bridge.store import agent_state, work_items
from voice_bridge.store.agent_state import DeskRow

PRESENCE_MS = 45_000
"How long a heartbeat counts; browsers beat every 10 s."


def command(tx: Tx, agent_id: str, given: AgentCommand) -> None:
    """Do what an agent asks for, or just note that the agent's browser is there.

    Raises:
        NotFound: this person is no agent.
        Unprocessable: nobody can ask for this state, or for this reason.
        Conflict: somebody else asks for it, and the agent is not here.
    """
    if given.state is None:
        heartbeat(tx, agent_id, given.presence_until_ms or tx.now_ms + PRESENCE_MS)
    else:
        _ask(tx, agent_id, given)


def heartbeat(tx: Tx, agent_id: str, until_ms: int) -> None:
    """Note that an agent's browser is there; who fell silent a moment ago is back in the former state."""
    if agent_state.heard(tx, agent_id, until_ms):
        return
    row = agent_state.lock(tx, agent_id)
    if row is None or row.desk.state is not AgentState.OFFLINE or row.desk.reason != PRESENCE_LOST:
        return
    if tx.now_ms - row.since_ms > RETURN_WITHIN_MS:
        return
    agent_state.present_until(tx, agent_id, until_ms)
    state, reason = agent_state.former(tx, agent_id)
    load = agent_state.load_of(tx, row)
    _write(tx, row, agent_rules.returned(row.desk, state, reason, load), load)


def work_changed(tx: Tx, agent_id: str) -> bool:
    """Follow a change of the work in an agent's hands, who was not idle until now; whether the row has changed."""
    row = agent_state.lock(tx, agent_id)
    if row is None:
        raise NotFound("agent_not_found", f"{agent_id} holds work and has no row")
    load = agent_state.load_of(tx, row)
    return _write(tx, row, agent_rules.settled(row.desk, load), load, idle_since_ms=tx.now_ms)


def recount(tx: Tx, agent_id: str) -> bool:
    """Bring an agent's load and state in line with the work that is really in hand; whether the row has changed."""
    row = agent_state.lock(tx, agent_id)
    if row is None:
        return False
    load = agent_state.load_of(tx, row)
    return _write(tx, row, agent_rules.settled(row.desk, load), load)


def miss(tx: Tx, agent_id: str) -> bool:
    """Send an agent who let an offer ring out on a break; what else rings there goes back into the line."""
    return _leave(tx, agent_id, lost=False)


def lose(tx: Tx, agent_id: str) -> None:
    """Set an agent offline whose browser fell silent, if that is still so; work in hand stays."""
    _leave(tx, agent_id, lost=True)


def _leave(tx: Tx, agent_id: str, *, lost: bool) -> bool:
    work_items.lock_ringing(tx, agent_id)
    row = agent_state.lock(tx, agent_id)
    if row is None or (lost and (row.presence_until_ms > tx.now_ms or row.desk.state is AgentState.OFFLINE)):
        return False
    desk = agent_rules.lost(row.desk) if lost else agent_rules.missed(row.desk)
    return _write(tx, row, desk, agent_state.load_of(tx, row))


def _ask(tx: Tx, agent_id: str, given: AgentCommand) -> None:
    work_items.lock_ringing(tx, agent_id)
    row = _lock_or_create(tx, agent_id)
    if given.by is not None and row.desk.state is AgentState.OFFLINE:
        raise Conflict("agent_away", "nobody can be set to anything who is not here")
    if given.state == AgentState.READY:
        _end_wrap_up(tx, agent_id)
    load = agent_state.load_of(tx, row)
    desk = agent_rules.asked(row.desk, str(given.state), writable(given.reason or "") or None, load)
    if given.presence_until_ms is not None:
        agent_state.present_until(tx, agent_id, given.presence_until_ms)
    elif row.presence_until_ms <= tx.now_ms:
        agent_state.present_until(tx, agent_id, tx.now_ms + PRESENCE_MS)
    begins = desk.state in WORKING and row.desk.state not in WORKING
    actor = given.by or Actor("user", agent_id)
    _write(tx, row, desk, load, idle_since_ms=tx.now_ms if begins else row.idle_since_ms, actor=actor)
    if given.by is not None:
        forced = events.AgentStateForced(
            org_id=row.org_id, agent_id=agent_id, actor=actor, asked_state=str(given.state), reason=given.reason
        )
        events.publish(tx, forced)


def seat(tx: Tx, agent_id: str) -> bool:
    """See that somebody who is given work has an agent's row; False for a person who is no agent."""
    if agent_state.find(tx, agent_id) is not None:
        return True
    profile = agents.find(tx, agent_id)
    if profile is not None:
        agent_state.create(tx, agent_id, profile.org_id)
    return profile is not None


def _lock_or_create(tx: Tx, agent_id: str) -> DeskRow:
    row = agent_state.lock(tx, agent_id)
    if row is None:
        agent_state.create(tx, agent_id, agents.get(tx, agent_id).org_id)
        row = agent_state.lock(tx, agent_id)
    if row is None:
        raise NotFound("agent_not_found", agent_id)
    return row


def _end_wrap_up(tx: Tx, agent_id: str) -> None:
    for item in work_items.lock_wrapping_up(tx, agent_id):
        wrap_up.let_go(tx, item)


def _write(
    tx: Tx, row: DeskRow, desk: Desk, load: Load, *, idle_since_ms: int | None = None, actor: Actor = SYSTEM
) -> bool:
    """Write the row if it changes; whoever may not be rung any more has nothing ringing, whoever left keeps no line."""
    idle_ms = row.idle_since_ms if idle_since_ms is None else idle_since_ms
    if desk == row.desk and load.total == row.load and idle_ms == row.idle_since_ms:
        return False
    agent_state.write(tx, row, desk, load=load.total, idle_since_ms=idle_ms)
    if desk.state not in WORKING or desk.next_state is not None:
        offers.withdraw_all(tx, row.user_id)
    elif desk.state is AgentState.WRAP_UP:
        offers.withdraw_all(tx, row.user_id, but_rescues=True)
    if desk.state is AgentState.OFFLINE:
        work_items.open_to_all(tx, row.user_id)
    if (desk.state, desk.reason) != (row.desk.state, row.desk.reason):
        events.publish(
            tx,
            events.AgentStateChanged(
                org_id=row.org_id,
                agent_id=row.user_id,
                actor=actor,
                from_state=row.desk.state,
                to_state=desk.state,
                since_ms=row.since_ms,
                reason=desk.reason,
            ),
        )
    elif desk.next_state != row.desk.next_state:
        events.publish(
            tx,
            events.NextStateChosen(
                org_id=row.org_id,
                agent_id=row.user_id,
                actor=actor,
                next_state=desk.next_state,
                reason=desk.next_reason,
            ),
        )
    return True
