"""Who is here now: the open sockets and polls of each visitor in this process, and what wakes them.

Rules: nothing that matters is kept here. The thread in the store is the only log; a seat has a cursor into it and is
merely woken to read on, so a lost wake-up costs a second and never a message. A message may be handed to a seat
directly only when it is the very next one. What has no number (typing, acknowledgements) waits in a bounded mailbox.
"""

import json
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from channels.webchat.render import ThreadMessage, frame, message_object
from hub.store.events import StoredEvent

MAILBOX = 256
"Frames that may wait for one socket; one more closes it."
_DIRECT = 32
"With more than so many waiting, messages are left to be read from the store."
_THREAD = frozenset({"MessageReceived", "MessageMoved"})
_STANDING = frozenset(
    {"ConversationOpened", "ConversationMoved", "ConversationEnded", "ReadMoved", "WaitTold", "RescueRaised"}
)


class Seat:
    """One place where a visitor's frames go: a socket, or a poll that waits."""

    def __init__(self, identity_id: str, address: str) -> None:
        self.identity_id = identity_id
        self.address = address
        self.cursor = 0
        "The last number of the thread that was put out here."
        self.conversation_id: str | None = None
        self.behind = True
        "There may be more in the thread."
        self.reading = False
        "The thread is being read and put out; nothing may slip in between."
        self.stale = True
        "How the conversation stands may have changed."
        self.overflowed = False
        self._mailbox: deque[str] = deque()
        self._rewind_to: int | None = None

    def wake(self) -> None:
        """Let whoever serves this seat look; overridden by what can sleep."""

    def evict(self) -> None:
        """Give the seat to a newer one of the same visitor; overridden by what can be closed."""

    def send_away(self) -> None:
        """Let the visitor come in again, because his thread is another; overridden by what can be closed."""

    def put(self, text: str) -> None:
        """Put one frame without a number into the mailbox."""
        if len(self._mailbox) >= MAILBOX:
            self.overflowed = True
        else:
            self._mailbox.append(text)
        self.wake()

    def take(self) -> str | None:
        """Return the next frame that waits, None when there is none."""
        return self._mailbox.popleft() if self._mailbox else None

    def offer(self, seq: int, text: str) -> None:
        """Hand over the message with this number, or leave it to be read from the store."""
        if seq <= self.cursor:
            return
        if seq == self.cursor + 1 and not self.behind and not self.reading and len(self._mailbox) < _DIRECT:
            self.cursor = seq
            self.put(text)
        else:
            self.fall_behind()

    def fall_behind(self) -> None:
        """There is more in the thread than was put out."""
        self.behind = True
        self.wake()

    def rewind(self, after: int) -> None:
        """Put the thread out again from behind this number."""
        self._rewind_to = after if self._rewind_to is None else min(after, self._rewind_to)
        self.fall_behind()

    @property
    def rewound(self) -> bool:
        """Whether a rewind waits to be obeyed."""
        return self._rewind_to is not None

    def begin_reading(self) -> None:
        """What is there now will be read; whatever comes from here on is news."""
        self.reading, self.behind = True, False
        if self._rewind_to is not None:
            self.cursor, self._rewind_to = min(self.cursor, self._rewind_to), None

    def stir(self) -> None:
        """Look again how the conversation stands."""
        self.stale = True
        self.wake()


@dataclass(frozen=True, slots=True)
class Presence:
    """How many are here, for the metrics."""

    visitors: int
    seats: int


class Live:
    """The seats of this process, by visitor."""

    def __init__(self) -> None:
        self._seats: defaultdict[str, list[Seat]] = defaultdict(list)
        self._addresses: defaultdict[str, int] = defaultdict(int)
        self._conversations: dict[str, str] = {}

    def join(self, seat: Seat, most: int) -> Seat | None:
        """Take a seat; returns the visitor's oldest one when there are now more than `most`."""
        seats = self._seats[seat.identity_id]
        seats.append(seat)
        self._addresses[seat.address] += 1
        return seats[0] if len(seats) > most else None

    def leave(self, seat: Seat) -> None:
        """Give a seat up; harmless when it was given up before."""
        seats = self._seats.get(seat.identity_id)
        if seats is None or seat not in seats:
            return
        seats.remove(seat)
        self._addresses[seat.address] -= 1
        if not self._addresses[seat.address]:
            del self._addresses[seat.address]
        if not seats:
            del self._seats[seat.identity_id]
        if seat.conversation_id is not None and not any(one.conversation_id == seat.conversation_id for one in seats):
            self._conversations.pop(seat.conversation_id, None)

    def talks_in(self, seat: Seat, conversation_id: str | None) -> None:
        """Remember in which conversation a seat's visitor is, so that its moves find him."""
        seat.conversation_id = conversation_id
        if conversation_id is not None:
            self._conversations[conversation_id] = seat.identity_id

    def seats_of(self, identity_id: str) -> Sequence[Seat]:
        """Return the visitor's seats, oldest first."""
        return tuple(self._seats.get(identity_id, ()))

    def at_address(self, address: str) -> int:
        """Return how many seats a network address has taken."""
        return self._addresses.get(address, 0)

    @property
    def presence(self) -> Presence:
        """How many are here now."""
        return Presence(len(self._seats), sum(len(seats) for seats in self._seats.values()))

    def all_seats(self) -> Sequence[Seat]:
        """Return every seat."""
        return tuple(seat for seats in self._seats.values() for seat in seats)

    def deliver(self, identity_id: str, message: ThreadMessage) -> None:
        """Hand a message that is in the store by now to all seats of its visitor."""
        seats = self._seats.get(identity_id)
        if seats:
            text = frame(message_object(message))
            for seat in tuple(seats):
                seat.offer(message.seq, text)

    def tell(self, identity_id: str, text: str) -> None:
        """Put a frame without a number to all seats of a visitor."""
        for seat in self.seats_of(identity_id):
            seat.put(text)

    def identity_in(self, conversation_id: str) -> str | None:
        """Return the visitor who talks in a conversation, if he is here."""
        return self._conversations.get(conversation_id)

    def notice(self, facts: Sequence[StoredEvent]) -> None:
        """Wake the seats that committed facts concern."""
        for fact in facts:
            if fact.type in _THREAD:
                self._notice_message(fact)
            elif fact.type in _STANDING:
                self._notice_standing(fact)

    def wake_all(self) -> None:
        """Let everybody look again: facts were missed."""
        for seat in self.all_seats():
            seat.stale = True
            seat.fall_behind()

    def _notice_message(self, fact: StoredEvent) -> None:
        if fact.type == "MessageReceived" and fact.actor_id not in self._seats:
            return
        told = json.loads(fact.data)
        pub_seq = told.get("pub_seq")
        for seat in self.seats_of(told["identity_id"]):
            if pub_seq is not None and pub_seq > seat.cursor:
                seat.fall_behind()
            if seat.conversation_id != fact.conversation_id:
                seat.stir()

    def _notice_standing(self, fact: StoredEvent) -> None:
        if fact.type == "ReadMoved" and fact.actor_kind == "tourist":
            return  # how far he has read himself changes nothing for him
        identity_id = self._conversations.get(fact.conversation_id or "")
        if identity_id is None and fact.type == "ConversationOpened":
            identity_id = fact.actor_id
        for seat in self.seats_of(identity_id or ""):
            seat.stir()
