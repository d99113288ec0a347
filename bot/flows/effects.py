"""What comes of a turn: things to say, to ask and to have done, as values without words of any language.

Rule: a text is named by its key with the slots it needs; the words are put in where they are sent
(`bot.flows.speech`), so that an organisation's own words count and the machine stays the same for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.flows.slots import Value


@dataclass(frozen=True, slots=True)
class Speak:
    """Tell something."""

    flow: str
    "Whose slots stand in it."
    key: str
    "Within the flow, else of all flows."
    slots: Mapping[str, Value | None] = field(default_factory=dict)
    about: str | None = None
    "The one slot it is about, if it names one."


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: a choice's option, a slot, or a word that all flows share."""

    kind: str
    "option, slot, stars or common."
    name: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask something; the tourist's next words are the answer."""

    flow: str
    key: str
    slot: str | None = None
    slots: Mapping[str, Value | None] = field(default_factory=dict)
    buttons: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Have a service answer now; its answer is the machine's next input."""

    call: int
    name: str
    given: Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Open a ticket with what the flow knows; its number goes into the words of this turn."""

    flow: str
    kind: str
    slots: Mapping[str, Value | None]
    phone: str | None = None
    "E.164: the last four digits are asked for when somebody wants to know about it."


@dataclass(frozen=True, slots=True)
class Amend:
    """Add to what a finished flow has left behind: a correction that came late."""

    flow: str
    slot: str
    value: Value


@dataclass(frozen=True, slots=True)
class RecordRating:
    """Keep a rating."""

    subject: str
    name: str | None
    stars: int
    words: str | None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hand over to a person, with all that is known."""

    reason: str
    open: tuple[tuple[str, Mapping[str, Value | None]], ...] = ()
    "What is under way (flow, slots), the uppermost first."
    lang: str = "zh-CN"


@dataclass(frozen=True, slots=True)
class LookUp:
    """A question to the knowledge, handed through."""

    question: str


@dataclass(frozen=True, slots=True)
class Chat:
    """Small talk, handed through."""

    about: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Offer what may be meant, handed through."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A flow is over."""

    flow: str
    how: str
    "As in `bot.flows.state.FlowEnded`."


Effect = Speak | Ask | Service | OpenTicket | Amend | RecordRating | Transfer | LookUp | Chat | Offer | Finished

SAYS_SOMETHING = (Ask, Service, Transfer, LookUp, Chat, Offer, Speak)
"Every turn has one of these: nobody is left without a word."
