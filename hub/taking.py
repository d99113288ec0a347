"""The worker of the lanes that come in: unit 1, the bot's turn, unit 2, and what happens when one of them fails."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from hub import answering, bus, crash, foreseeing, hearing, intake, patience, reassuring
from hub.answering import Answer, Answered
from hub.arrivals import unseal
from hub.bus import Bus
from hub.clock import Clock
from hub.database import Database
from hub.delivery import Ready
from hub.errors import OutcomeUnknown, Unavailable
from hub.foreseeing import Overtaken
from hub.hearing import BotsTurn, Reception, TakeIn, Taken
from hub.intake import ClaimLanes, HeldLane
from hub.keys import KeyRing
from hub.lanes import LaneWorkers
from hub.model import RESCUE, Account, BotTurn, Escalate, InboundMessage, Kind
from hub.ports import Bot, BotStates, Ratings, Router, Tickets
from hub.store import lanes
from hub.store.lanes import LaneLost
from hub.store.messages import Message

log = structlog.get_logger(__name__)

_TURN_S = 10.0
"How long the bot may think before people take over, in seconds."
_BACK_OFF_MS = 500
_CRASH_LOOP = 20
"A lane claimed so often without success kills its worker: its first message is poison."


@dataclass(frozen=True, slots=True)
class Rooms:
    """The ports that an incoming message meets."""

    bot: Bot
    bot_states: BotStates
    router: Router
    tickets: Tickets
    ratings: Ratings
    wants_person: Callable[[str], bool]
    "Whether words ask for a person, or are too angry for a machine."


class Taking:
    """Takes messages in, lane by lane."""

    def __init__(
        self,
        database: Database,
        keys: KeyRing,
        wakes: Bus,
        clock: Clock,
        rooms: Rooms,
        accounts: Callable[[str], Awaitable[Account]],
        owner: str,
        grace_s: float = 1800,
        *,
        outward: LaneWorkers[Ready] | None = None,
        show: Callable[[Message], None] | None = None,
    ) -> None:
        """Make the worker.

        Args:
            database: The store.
            keys: What opens the journal's rows.
            wakes: Whom to wake.
            clock: The clock.
            rooms: The ports.
            accounts: Finds an account by its id.
            owner: Under which name lanes are held.
            grace_s: So long after its end a conversation goes on when the tourist writes again.
            outward: Who sends an answer at once, without another claim.
            show: Told of each tourist's message that stands in its thread now.
        """
        self._database = database
        self._keys = keys
        self._bus = wakes
        self._clock = clock
        self._rooms = rooms
        self._account = accounts
        self._owner = owner
        self.reception = Reception(
            rooms.router, rooms.bot_states, rooms.tickets, rooms.wants_person, round(grace_s * 1000)
        )
        self._outward = outward
        self._show = show

    async def claim(self, limit: int, max_priority: int) -> Sequence[HeldLane]:
        """Take ready lanes and the rows that wait in them; before all that waits for the store: one may be a rescue."""
        args = ClaimLanes(self._owner, limit, max_priority)
        return await self._database.write(intake.claim, args, RESCUE)

    async def give_back(self) -> int:
        """Make the lanes ready again that stand under our name; while none is in hand."""
        return await self._database.write(lanes.free_own, (intake.IN, self._owner))

    async def work(self, held: HeldLane) -> bool:
        """Bring the held rows all the way through; a failure is counted and tried again later.

        Returns:
            Whether there may be more in the lane.

        Raises:
            StoreUnavailable, OutcomeUnknown: the lane may still be ours.
        """
        try:
            await self._through(held)
        except LaneLost:
            log.info("intake.lane_lost", identity=held.lane.identity_id)
        except Unavailable as problem:
            log.warning("intake.put_off", identity=held.lane.identity_id, code=problem.code)
            await self._put_off(held, "unavailable", counted=False)
        except Exception as problem:  # edge: the worker loop outlives any one message
            log.exception("intake.message_failed", journal=held.entries[0].id)
            await self._put_off(held, type(problem).__name__, counted=True)
        return hearing.may_hold_more(held.entries)

    async def _through(self, held: HeldLane) -> None:
        poison = self._poison_of(held)
        if poison is not None:
            held = HeldLane(held.lane, held.entries[:1])
            log.error("intake.message_poisoned", journal=held.entries[0].id, error=poison)
        arrived = held.messages
        if arrived is None:
            arrived = [self._read(entry.body, entry.id, lenient=poison is not None) for entry in held.entries]
        taken = held.taken or await self._take_in(held, arrived, poison)
        crash.point("intake.taken")
        if self._show is not None:
            for message in taken.messages:
                self._show(message)
        if taken.reassured:
            self._bus.wake(bus.LANES_OUT)
        if taken.todo is None:
            return
        turn = await self._turn(taken.todo)
        crash.point("intake.turned")
        await self._answer(held, taken.todo, turn)
        crash.point("intake.answered")

    async def _take_in(self, held: HeldLane, arrived: Sequence[InboundMessage], poison: str | None) -> Taken:
        args = TakeIn(
            held.lane,
            await self._account(held.entries[0].account_id),
            held.entries,
            arrived,
            self.reception,
            poison,
        )
        return await self._database.write(hearing.take_in, args, held.lane.priority)

    async def _turn(self, todo: BotsTurn) -> BotTurn:
        try:
            async with patience.timeout(_TURN_S):
                return await self._rooms.bot.turn(todo.given)
        except TimeoutError:
            log.exception("bot.turn_timed_out", conversation=todo.given.conversation_id)
            return BotTurn((), (Escalate("flow_failed"),), todo.given.state)

    async def _answer(self, held: HeldLane, todo: BotsTurn, turn: BotTurn) -> None:
        outward = await self._carrier(held) if turn.replies else None
        departing: Ready | None = None
        try:
            answered = await self._write_answer(held, todo, turn, self._owner if outward else None)
            departing = answered.departing
        except OutcomeUnknown:
            if outward is not None:
                outward.doubt()
            raise
        finally:
            if outward is not None and departing is None:
                outward.release()
        if outward is not None and departing is not None:
            crash.point("delivery.sending")
            outward.go_on(departing)
        elif turn.replies or reassuring.is_cry(held.entries):
            self._bus.wake(bus.LANES_OUT)
        if not answered.current:
            log.info("bot.turn_superseded", conversation=todo.given.conversation_id)

    async def _carrier(self, held: HeldLane) -> LaneWorkers[Ready] | None:
        """Return who has kept a place to send the first reply at once; the answer to a cry waits for none."""
        outward = self._outward
        if outward is None:
            return None
        has_place = outward.reserve() if held.lane.priority == RESCUE else await outward.place()
        return outward if has_place else None

    async def _write_answer(self, held: HeldLane, todo: BotsTurn, turn: BotTurn, carrier: str | None) -> Answered:
        args = Answer(
            held.lane,
            held.entries,
            todo.given.conversation_id,
            todo.owner_epoch,
            todo.identity_id,
            todo.priority,
            turn,
            self._rooms.bot_states,
            self._rooms.router,
            self._rooms.tickets,
            self._rooms.ratings,
            todo.given.messages,
            carrier,
            todo.foreseen if carrier and foreseeing.is_plain(turn) else None,
        )
        try:
            return await self._database.write(answering.answer, args, held.lane.priority)
        except Overtaken:
            return await self._database.write(answering.answer, replace(args, foreseen=None), held.lane.priority)

    def _poison_of(self, held: HeldLane) -> str | None:
        if held.entries[0].attempts >= intake.MAX_ATTEMPTS:
            return "too_many_failures"
        return "worker_killer" if held.lane.attempts > _CRASH_LOOP else None

    def _read(self, body: bytes, journal_id: str, *, lenient: bool) -> InboundMessage:
        try:
            return unseal(self._keys, body, journal_id)
        except Exception:  # edge: a row nobody can read belongs to the worker loop, which outlives it
            if not lenient:
                raise
            # Poison is shown to people whatever it is; what cannot even be opened is shown as an empty message.
            return InboundMessage("", journal_id, Kind.UNSUPPORTED)

    async def _put_off(self, held: HeldLane, error: str, *, counted: bool) -> None:
        until_ms = self._clock.now_ms() + _BACK_OFF_MS * 2 ** min(held.entries[0].attempts, 6)
        try:
            await self._database.write(intake.fail if counted else intake.put_off, (held, error, until_ms), 0)
        except LaneLost:
            log.info("intake.lane_lost", identity=held.lane.identity_id)
