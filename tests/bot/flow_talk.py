"""A dialogue with the machine as tests hold it: words in, words out, services played by the test."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache

from bot import adapter
from bot import commands as said
from bot.flows import loader
from bot.flows.definitions import Book
from bot.flows.effects import Ask, Effect, Finished, OpenTicket, Service, Transfer
from bot.flows.machine import Turn, turn
from bot.flows.speech import Speech
from bot.flows.state import State, fold, remembered, written
from bot.nlu.port import Entity, Parse, Scored
from hub.days import local_day
from hub.texts import Wording

NOW_MS = int(datetime(2026, 11, 23, 10, tzinfo=UTC).timestamp() * 1000)
TZ = "Asia/Shanghai"
DAY_MS = 24 * 3600 * 1000
Answering = Callable[[Service], Mapping[str, str | int] | None]


@cache
def book() -> Book:
    """Return the flows as they are shipped."""
    return loader.load()


@cache
def wording() -> Wording:
    """Return their words."""
    return Wording((), book().texts)


def understood(
    text: str,
    intents: Iterable[tuple[str, float]] = (),
    entities: Iterable[tuple[str, str]] = (),
    *,
    in_scope: float = 1.0,
) -> Parse:
    """Return what an engine makes of a sentence: intents, surest first, and (kind, value) of what it names."""
    named = (
        Entity(text.index(value), text.index(value) + len(value), kind, value, value, 1.0, "crf")
        for kind, value in entities
    )
    return Parse(text, text, None, tuple(Scored(*intent) for intent in intents), tuple(named), in_scope, "test")


def wanted(heard: Parse, state: State, today: date) -> said.Command:
    """Return the command that a sentence is, by its words or else by what it means."""
    plain = adapter.plain(heard.text, book(), state, today)
    return adapter.meant(heard, book(), state, today) if plain is None else plain


def nothing_found(_: Service) -> Mapping[str, str | int] | None:
    """Answer no service: it fails."""
    return None


class FlowTalk:
    """One talk; the state goes through its written form after every turn, as in the store."""

    def __init__(self, lang: str = "zh-CN", answering: Answering = nothing_found) -> None:
        self.state = State(lang=lang)
        self.now_ms = NOW_MS
        self.answering = answering
        self.effects: tuple[Effect, ...] = ()

    def hear(self, *inputs: said.Input) -> str:
        """Give commands, let services answer, and return what is said."""
        effects: list[Effect] = []
        waiting: tuple[said.Input, ...] = inputs
        while True:
            done = self._turn(waiting)
            effects += done.effects
            call = next((effect for effect in done.effects if isinstance(effect, Service)), None)
            if call is None:
                break
            result = self.answering(call)
            waiting = (said.ServiceFailed(call.call),) if result is None else (said.ServiceReturned(call.call, result),)
        self.effects = tuple(effects)
        return self.words()

    def _turn(self, inputs: tuple[said.Input, ...]) -> Turn:
        done = turn(book(), self.state, inputs, self.now_ms)
        assert fold(done.events, self.state) == done.state
        kept = remembered(written(done.state))
        assert isinstance(kept, State)
        assert kept == done.state
        self.state = kept
        return done

    def say(self, text: str, intent: str = "", *entities: tuple[str, str]) -> str:
        """Write a sentence that is surely understood as this intent, or as none."""
        heard = understood(text, [(intent, 0.95)] if intent else [], entities)
        return self.hear(wanted(heard, self.state, local_day(self.now_ms, TZ)))

    def words(self) -> str:
        """Return the last turn's words."""
        speech = Speech(book(), wording(), self.state.lang)
        return "\n".join(reply.text for reply in speech.replies(self.effects))

    def buttons(self) -> list[str]:
        """Return the last turn's buttons."""
        speech = Speech(book(), wording(), self.state.lang)
        return [button.label for reply in speech.replies(self.effects) for button in reply.buttons]

    def asked(self) -> str | None:
        """Return the key of the last question."""
        return next((effect.key for effect in reversed(self.effects) if isinstance(effect, Ask)), None)

    def ticket(self) -> OpenTicket | None:
        """Return the ticket that the last turn opens."""
        return next((effect for effect in self.effects if isinstance(effect, OpenTicket)), None)

    def handed_over(self) -> Transfer | None:
        """Return the handing over of the last turn."""
        return next((effect for effect in self.effects if isinstance(effect, Transfer)), None)

    def finished(self) -> list[str]:
        """Return how flows ended in the last turn."""
        return [effect.how for effect in self.effects if isinstance(effect, Finished)]

    @property
    def slots(self) -> dict[str, object]:
        """Return what the uppermost flow knows."""
        return dict(self.state.top.slots) if self.state.top else {}
