"""What is being worked on, and whether a queue's rules hold: what the hub asks before it sets things (`ports.Floor`).

Rule: rules are judged as the router will read them, together with all other queues and the rules of the house; only
faults of the queue in question are told.
"""

from collections.abc import Mapping

from hub.database import Tx
from hub.model import QueueRules
from voice_bridge import rulebook
from voice_bridge.rulebook import QueueRow
from voice_bridge.store import holdings
from voice_bridge.store import rules as rules_store


class Workplace:
    """The floor, as far as the hub asks about it."""

    def in_hand(self, tx: Tx, agent_id: str) -> int:
        """Return how many pieces of work ring at an agent or are in the agent's hands."""
        return holdings.in_hands(tx, agent_id)

    def in_queue(self, tx: Tx, queue_id: str) -> int:
        """Return how many pieces of work of a queue are not over."""
        return holdings.in_queue(tx, queue_id)

    def faults(self, tx: Tx, rules: QueueRules) -> Mapping[str, str]:
        """Return what is wrong with a queue's rules, by places such as `rings/1/after_ms`."""
        row = QueueRow(rules.queue_id, rules.ring_timeout_s, rules.wrap_up_s, rules.document)
        own = f"queues.{rules.queue_id}"
        found = rulebook.problems(rules_store.book(tx).with_queue(row))
        return {
            place.removeprefix(own).strip(".").replace(".", "/"): code
            for place, code in found.items()
            if place == own or place.startswith(own + ".")
        }
