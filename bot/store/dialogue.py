"""Where each dialogue stands, kept inside the core's transactions (`hub.ports.BotStates`)."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.memory import carried
from bot.store.tables import dialogue_state
from hub.database import Ask, Statement, Tx
from hub.ids import ConversationId, OrgId
from hub.model import BotState
from hub.store.tables import conversations

GET = Statement(select(dialogue_state.c.state).where(dialogue_state.c.conversation_id == bindparam("conversation_id")))
SEE = Statement(
    select(dialogue_state.c.state)
    .join(conversations, conversations.c.id == dialogue_state.c.conversation_id)
    .where(conversations.c.identity_id == bindparam("identity_id"), conversations.c.is_open == 1)
)
_NEW = insert(dialogue_state).values(
    conversation_id=bindparam("conversation_id"),
    org_id=bindparam("org_id"),
    state=bindparam("state"),
    changed_ms=bindparam("changed_ms"),
)
PUT = Statement(
    _NEW.on_conflict_do_update(
        index_elements=[dialogue_state.c.conversation_id],
        set_={"state": _NEW.excluded.state, "changed_ms": _NEW.excluded.changed_ms},
    )
)


class DialogueStates:
    """The bot's own table behind the core's port."""

    def get(self, tx: Tx, conversation_id: ConversationId) -> BotState:
        """Return the last state put, or an empty one."""
        state = tx.scalar(GET, conversation_id=conversation_id)
        return BotState() if state is None else BotState(state)

    def seeing(self, identity_id: str) -> Ask[BotState]:
        """Look at the last state put for the open conversation of an identity, or an empty one."""
        return Ask(SEE, {"identity_id": identity_id}, lambda row: BotState() if row is None else BotState(row[0]))

    def left(self, tx: Tx, conversation_id: ConversationId) -> BotState:
        """Return what a conversation that is over leaves to the tourist's next one: what was under way."""
        return carried(self.get(tx, conversation_id))

    def put(self, tx: Tx, conversation_id: ConversationId, org_id: OrgId, state: BotState) -> None:
        """Keep `state` as the conversation's last."""
        tx.later(PUT, conversation_id=conversation_id, org_id=org_id, state=state.json, changed_ms=tx.now_ms)
