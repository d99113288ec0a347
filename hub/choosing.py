"""What an agent chose for a conversation, judged: where it may be passed on to, and how it may end.

Rule: what the page offers (`hub.store.choices`) is what is accepted here, whatever is sent: a conversation that is
passed to a queue of strangers, or kept for somebody who does not serve there, would never be found again.
"""

from hub import escalation
from hub.database import Tx
from hub.errors import Unprocessable
from hub.store import choices
from hub.store.choices import Choice
from hub.store.conversations import Conversation


def queue(tx: Tx, conversation: Conversation, queue_id: str | None, agent_id: str | None) -> str:
    """Return the queue to pass a conversation on to: the chosen one, else the one it is in.

    Raises:
        Unprocessable: the queue does not serve the conversation's organisation, or the agent not the queue.
    """
    chosen = queue_id or escalation.queue_of(conversation)
    if queue_id is not None and not any(one.id == queue_id for one in choices.queues(tx, conversation.org_id)):
        raise Unprocessable("queue_unsuitable", "no queue of this conversation's", {"queue_id": "unsuitable"})
    if agent_id is not None and not choices.serves(tx, chosen, agent_id):
        raise Unprocessable("agent_unsuitable", "nobody who serves this queue", {"agent_id": "unsuitable"})
    return chosen


def disposition(tx: Tx, conversation: Conversation, code: str | None) -> Choice | None:
    """Return the disposition with this code, None for none.

    Raises:
        Unprocessable: conversations of this organisation do not end so.
    """
    if code is None:
        return None
    for one in choices.dispositions(tx, conversation.org_id):
        if one.code == code:
            return one
    raise Unprocessable("disposition_unknown", "conversations here do not end so", {"disposition": "unknown"})
