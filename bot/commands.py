"""What a tourist wants, as commands to the dialogue machine: the one language between understanding and doing.

Rules: a command says what is wanted, never how it is done; a value stands as it was written and is read where its
slot is known. Whoever understands (a model, the fixed formats, a button) makes commands, and only these: nothing
else moves a flow. Sources: reference nlu §E (commands and flows), §F.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SlotValues = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StartFlow:
    """Begin something, with what is known of it already."""

    flow: str
    slots: SlotValues = field(default_factory=dict)
    "As written; what does not fit its slot is asked for again."


@dataclass(frozen=True, slots=True)
class SetSlot:
    """Give a detail."""

    slot: str | None
    "None: whatever was asked for."
    value: str


@dataclass(frozen=True, slots=True)
class CorrectSlot:
    """Change a detail that was given before (不对，是三个人)."""

    slot: str | None
    "None: whichever filled slot such a value fits."
    value: str


@dataclass(frozen=True, slots=True)
class Affirm:
    """Say yes."""


@dataclass(frozen=True, slots=True)
class Deny:
    """Say no."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Want to stop what is under way."""


@dataclass(frozen=True, slots=True)
class Clarify:
    """Not sure what is wanted: offer these."""

    choices: tuple[str, ...]
    "Intents, flows or articles, the likeliest first; the machine hands them through."


@dataclass(frozen=True, slots=True)
class Answer:
    """Want to know something: a question to the knowledge."""

    question: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """A person is to take over."""

    reason: str
    "As in `hub.model.Escalate`."


@dataclass(frozen=True, slots=True)
class ChitChat:
    """Say something that wants nothing: greetings, thanks, jokes."""

    about: str = ""
    "The intent's name."


@dataclass(frozen=True, slots=True)
class Repeat:
    """Want to hear the last question again."""


@dataclass(frozen=True, slots=True)
class ChangeLanguage:
    """Want to be spoken to in another language."""

    lang: str
    "BCP 47."


@dataclass(frozen=True, slots=True)
class Explain:
    """Came near a fixed format and missed it: tell how it is written."""

    format: str
    "One of `bot.formats.KEYWORDS`."


Command = (
    StartFlow
    | SetSlot
    | CorrectSlot
    | Affirm
    | Deny
    | Cancel
    | Clarify
    | Answer
    | Handoff
    | ChitChat
    | Repeat
    | ChangeLanguage
    | Explain
)


@dataclass(frozen=True, slots=True)
class ServiceReturned:
    """What a service said to a call of the machine."""

    call: int
    "The number of the call."
    result: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class ServiceFailed:
    """A service could not answer a call."""

    call: int


Input = Command | ServiceReturned | ServiceFailed
"All that moves the machine."
