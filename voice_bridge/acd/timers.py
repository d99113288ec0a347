"""What is due when: one time per work item, earliest first."""

from heapq import heappop, heappush


class Timers:
    """Times by item; setting one again replaces it."""

    def __init__(self) -> None:
        self._due: dict[str, int] = {}
        self._heap: list[tuple[int, str]] = []

    def set(self, item_id: str, due_ms: int | None) -> None:
        """Let an item be due then, or not at all."""
        if due_ms is None:
            self._due.pop(item_id, None)
        elif self._due.get(item_id) != due_ms:
            self._due[item_id] = due_ms
            heappush(self._heap, (due_ms, item_id))

    def next_ms(self) -> int | None:
        """Return when the next item is due."""
        while self._heap:
            due_ms, item_id = self._heap[0]
            if self._due.get(item_id) == due_ms:
                return due_ms
            heappop(self._heap)
        return None

    def due(self, now_ms: int) -> list[str]:
        """Take out what is due by now, earliest first."""
        found = []
        while (due_ms := self.next_ms()) is not None and due_ms <= now_ms:
            _, item_id = heappop(self._heap)
            del self._due[item_id]
            found.append(item_id)
        return found
