"""What the bot remembers of a conversation from one turn to the next: small, bounded, and safe to lose.

Rule: anything unreadable counts as nothing remembered; a bot that forgets greets once more, it does not fail.
"""

import json
from dataclasses import dataclass, replace
from typing import Any

from hub.model import BotState
from hub.script import writable

LINES = 8
"How many of the last lines are kept for the summary."
LINE_LETTERS = 120

TOURIST, BOT = "t", "b"


@dataclass(frozen=True, slots=True)
class Memory:
    """Where the dialogue stands."""

    greeted: bool = False
    unsure: int = 0
    "How many times in a row the bot did not understand."
    lang: str | None = None
    about: str | None = None
    "The code of the last article that was given or guessed."
    lines: tuple[tuple[str, str], ...] = ()
    "(who, what) of the last lines, oldest first."
    dialogue: str = ""
    "What is under way, as `bot.flows.state` writes it; empty for nothing."
    ticket: str = ""
    "The tag of the last ticket that a dialogue has opened here."

    def with_lines(self, who: str, said: tuple[str, ...]) -> "Memory":
        """Return the memory with these lines added and the oldest dropped."""
        fresh = tuple((who, line) for line in map(_one_line, said) if line)
        return replace(self, lines=(*self.lines, *fresh)[-LINES:])

    def state(self) -> BotState:
        """Return the JSON that `remembered` reads."""
        value: dict[str, object] = {
            "greeted": self.greeted,
            "unsure": self.unsure,
            "lang": self.lang,
            "about": self.about,
            "lines": self.lines,
        }
        value |= {key: kept for key, kept in (("dialogue", self.dialogue), ("ticket", self.ticket)) if kept}
        return BotState(json.dumps(value, ensure_ascii=True, separators=(",", ":")))


def remembered(state: BotState) -> Memory:
    """Return what a state says, or nothing."""
    try:
        value = json.loads(state.json)
    except ValueError:
        return Memory()
    if not isinstance(value, dict):
        return Memory()
    unsure = value.get("unsure")
    return Memory(
        greeted=value.get("greeted") is True,
        unsure=unsure if isinstance(unsure, int) else 0,
        lang=_text(value.get("lang")),
        about=_text(value.get("about")),
        lines=tuple(_lines(value.get("lines"))),
        dialogue=_text(value.get("dialogue")) or "",
        ticket=_text(value.get("ticket")) or "",
    )


def carried(state: BotState) -> BotState:
    """Return what a talk that is over leaves to the tourist's next one: only what was under way."""
    memory = remembered(state)
    if not memory.dialogue:
        return BotState()
    return Memory(lang=memory.lang, dialogue=memory.dialogue, ticket=memory.ticket).state()


def _lines(value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, list):
        return []
    pairs = [pair for pair in value if isinstance(pair, list) and len(pair) == len((TOURIST, BOT))]
    return [(str(who), str(line)) for who, line in pairs][-LINES:]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _one_line(text: str) -> str:
    """Return the beginning of a text as one printable line; no lone surrogates, no control characters."""
    start = writable(text[: LINE_LETTERS * 2])
    line = " ".join(start.split())
    if not line.isprintable():
        line = " ".join("".join(letter if letter.isprintable() else " " for letter in line).split())
    return f"{line[:LINE_LETTERS]}…" if len(line) > LINE_LETTERS or len(text) > LINE_LETTERS * 2 else line
