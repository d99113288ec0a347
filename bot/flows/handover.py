"""What a person should know who takes over from the bot, as data: what was wanted, what is known, how it was said."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.flows.effects import Transfer
from bot.flows.slots import Value
from bot.flows.speech import Speech
from hub.model import Escalate

LAST_LINES = 8


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that was under way."""

    flow: str
    topic: str
    "In the staff's language."
    slots: tuple[tuple[str, str], ...]
    "(label, value) as the staff reads them, in the order they were told."
    values: Mapping[str, Value | None]
    "The same as the machine keeps them, to fill in a ticket."


@dataclass(frozen=True, slots=True)
class Handover:
    """The packet for whoever takes over."""

    reason: str
    intent: str
    "The topic of what was under way; else what the last words were probably about."
    lang: str
    known: tuple[Known, ...]
    "The uppermost first."
    recent: tuple[tuple[str, str], ...]
    "(tourist or bot, what was said), oldest first."
    mood: str | None = None
    unsure: int = 0

    def escalate(self, queue: str | None = None) -> Escalate:
        """Return it as the core's action, with a summary for where no page puts it together."""
        return Escalate(self.reason, self.summary(), queue, topic=self.intent, recent=self.recent, unsure=self.unsure)

    def summary(self) -> str:
        """Return it as one text in the staff's language."""
        lines = [f"事项：{self.intent or '还不清楚'}", f"语言：{self.lang}"]
        if self.mood:
            lines.append(f"情绪：{self.mood}")
        for known in self.known:
            lines.append(f"【{known.topic}】")
            lines += [f"{label}：{value}" for label, value in known.slots]
        return "\n".join(lines)


def handover(
    effect: Transfer,
    staff: Speech,
    recent: tuple[tuple[str, str], ...] = (),
    topic: str = "",
    mood: str | None = None,
    unsure: int = 0,
) -> Handover:
    """Return the packet of a transfer.

    Args:
        effect: What the machine hands over.
        staff: Words in the staff's language (`bot.flows.speech.STAFF_LANG`).
        recent: The last lines of the talk, oldest first.
        topic: What the last words were probably about, for where nothing was under way.
        mood: If somebody has judged it.
        unsure: How many answers in a row the bot could not give.
    """
    known = tuple(
        Known(
            flow,
            staff.topic(flow),
            tuple((staff.label(flow, name), staff.value(flow, name, value)) for name, value in slots.items()),
            slots,
        )
        for flow, slots in effect.open
    )
    intent = known[0].topic if known else topic
    return Handover(effect.reason, intent, effect.lang, known, recent[-LAST_LINES:], mood, unsure)
