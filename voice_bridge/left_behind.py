"""What an agent leaves behind whose browser is gone goes back into the line by itself, and the tourist is told.

Rules: only where somebody waits for an answer, so that a short cut costs nobody anything; a rescue goes at once, others
after `GRACE_MS`, within which the agent may be back in the former state. Talks keep their place in the line. Whoever
says that they leave keeps theirs: that is seen on the board and is a supervisor's to decide.
Source: docs/acd.md "An agent who is gone".
"""

from collections.abc import Sequence

from hub import passing
from hub.database import Tx
from hub.model import State
from hub.ports import Router
from hub.store import conversations
from voice_bridge.agent_rules import PRESENCE_LOST, AgentState
from voice_bridge.store import agent_state, left_behind
from voice_bridge.store.left_behind import LeftBehind

GRACE_MS = 60_000
"From the loss of an agent until the talks go back, in milliseconds."
LIMIT = 50
"How many go back in one unit."


def look(tx: Tx, _: None) -> Sequence[LeftBehind]:
    """Query: see what was left behind."""
    return left_behind.find(tx, tx.now_ms - GRACE_MS, LIMIT)


def give_back(tx: Tx, args: tuple[Router, Sequence[LeftBehind]]) -> int:
    """Unit: put what was found back into the line, where it is still so; returns how many."""
    router, found = args
    return sum(_give_back(tx, router, one) for one in found)


def _give_back(tx: Tx, router: Router, one: LeftBehind) -> bool:
    conversation = conversations.lock(tx, one.conversation_id)
    if conversation.owner_id != one.agent_id or conversation.state not in (State.ASSIGNED, State.ON_HOLD):
        return False
    agent = agent_state.find(tx, one.agent_id)
    if agent is None or agent.desk.state is not AgentState.OFFLINE or agent.desk.reason != PRESENCE_LOST:
        return False
    passing.let_go(tx, conversation, router)
    return True
