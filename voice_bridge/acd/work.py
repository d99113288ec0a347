"""A work item on its way through the engine: what is known of it beyond what it arrived with.

Rule: only the engine changes it. Everything here but `terms` and `place` is kept in rows (`rows`); those two follow
from the item and the settings.
"""

from dataclasses import dataclass, field

from voice_bridge.acd.capacity import Demand
from voice_bridge.acd.nouns import ItemState, WorkItem
from voice_bridge.acd.settings import PriorityClass, Queue

Kin = tuple[str, int, str]
"""Queue, class and medium: those of one kin wait for the same places, and so at the same pace."""

Place = tuple[int, str]
"""Where an item stands in its bucket: the instant from which its adjusted wait counts, then its id. An item with a head
start stands as if it had been enqueued earlier, so the order within a bucket never changes."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings say of an item."""

    queue: Queue
    urgency: PriorityClass
    demand: Demand


@dataclass(slots=True, eq=False)
class Work:
    """One item as the engine sees it. Times are UTC milliseconds."""

    item: WorkItem
    terms: Terms
    place: Place
    entered_ms: int
    "When it came into the queue it is in now."
    state: ItemState = ItemState.WAITING
    ahead: int = 0
    "Its position among its kin when it entered the queue, 1 for the head; 0 once it has rung. For the estimate."
    ring: int = 0
    "The widest ring that was told of."
    epoch: int = 0
    "Rises with each round of offers."
    ringing: dict[str, int] = field(default_factory=dict)
    "At which agents it rings, and until when."
    holder: str | None = None
    "Who has it in hand."
    wrap_up_until_ms: int | None = None
    keeper: str | None = None
    "Whom it is kept for, until `kept_until_ms`."
    kept_until_ms: int = 0
    barred: dict[str, int] = field(default_factory=dict)
    "Agents who passed on it, and until when it is not offered there again; afterwards all others come first."
    hops: int = 0
    visited: tuple[str, ...] = ()
    "Queues it overflowed from: it never goes back there."
    resets_idle: bool = True
    "Whether its end makes the agent's idle time begin anew."

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id

    @property
    def kin(self) -> Kin:
        """Those with whom it waits for the same places."""
        return (self.item.queue_id, self.item.priority, self.item.medium)

    def bars(self, agent_id: str, now_ms: int) -> bool:
        """Tell whether it must not be offered to this agent now."""
        return agent_id in self.item.excluded or self.barred.get(agent_id, 0) > now_ms
