"""Puts the machine's effects into words and buttons, in the tourist's language, with an organisation's own words first.

Rules: who reads a language in which a text does not stand is told it in English, who reads Chinese in Chinese; a
button sends what stands on it, so that whoever types it is understood alike. `{ticket_number}` is left standing:
whoever opens the ticket fills it in (`hub.texts.filled`).
"""

from collections.abc import Iterable, Mapping

from bot.flows.definitions import COMMON, Book, text_key
from bot.flows.effects import Amend, Ask, Choice, Effect, OpenTicket, Speak
from bot.flows.slots import Value, masked, shown
from bot.flows.state import Event, FlowStarted, SlotFilled
from hub.model import Button, CreateTicket, NoteTicket, Reply
from hub.phones import masked as hidden
from hub.texts import Wording, fallbacks, filled

STAFF_LANG = "zh-CN"
MAX_TITLE = 200
"Letters of a ticket's title (`crm.tickets`)."


class Speech:
    """Words for one organisation and one language."""

    def __init__(self, book: Book, wording: Wording, lang: str) -> None:
        self._book = book
        self._wording = wording
        self._lang = lang

    def replies(self, effects: Iterable[Effect]) -> tuple[Reply, ...]:
        """Return what is said and asked, in one reply: several would cost quota on some channels."""
        lines: list[str] = []
        buttons: tuple[Button, ...] = ()
        for effect in effects:
            if isinstance(effect, Speak):
                lines.append(self._words(effect.flow, effect.key, effect.slots, effect.about))
            elif isinstance(effect, Ask):
                lines.append(self._words(effect.flow, effect.key, effect.slots))
                buttons = tuple(self._button(choice, effect) for choice in effect.buttons)
        return (Reply("\n".join(lines), buttons, self._lang),) if lines else ()

    def ticket(self, effect: OpenTicket) -> CreateTicket:
        """Return the ticket that an effect asks for, in the staff's language."""
        staff = Speech(self._book, self._wording, STAFF_LANG)
        title = staff._words(effect.flow, "ticket_title", effect.slots)
        return CreateTicket(effect.kind, title[:MAX_TITLE], staff._words(effect.flow, "ticket_body", effect.slots))

    def note(self, effect: Amend, tag: str) -> NoteTicket:
        """Return what a late correction adds to the ticket of this tag; no number of a phone stands in a note."""
        staff = Speech(self._book, self._wording, STAFF_LANG)
        flow = self._book.flows.get(effect.flow)
        phone = str(effect.value) if flow and flow.slots[effect.slot].kind == "phone" else None
        value = staff.value(effect.flow, effect.slot, effect.value) if phone is None else hidden(phone)
        return NoteTicket(tag, f"{staff.label(effect.flow, effect.slot)}：{value}", phone)

    def label(self, flow: str, slot: str) -> str:
        """Return what a slot is called."""
        return self._find(flow, f"slot.{slot}") or slot

    def topic(self, flow: str) -> str:
        """Return what a flow is called; its code for one that is gone."""
        return self._find(flow, "topic") or flow

    def value(self, flow: str, slot: str, value: Value | None) -> str:
        """Return a slot's value as people read it."""
        known = self._book.flows.get(flow)
        spec = known.slots.get(slot) if known else None
        return str(value) if spec is None else shown(spec, value, self._lang)

    def _words(self, flow: str, key: str, slots: Mapping[str, Value | None], about: str | None = None) -> str:
        names = self._book.flows[flow].slots if flow in self._book.flows else {}
        put = {name: self.value(flow, name, slots.get(name)) for name in names}
        put["topic"] = self.topic(flow)
        if about is not None:
            put |= {"label": self.label(flow, about), "value": self.value(flow, about, slots.get(about))}
        return filled(self._find(flow, key) or "", put)

    def _find(self, flow: str, key: str) -> str | None:
        for full in (text_key(flow, key), text_key(COMMON, key)):
            if full in self._book.texts:
                return self._wording.find(full, self._spoken(full))
        return None

    def _spoken(self, full: str) -> str:
        if self._lang.startswith("zh") or any(lang in self._book.texts[full] for lang in fallbacks(self._lang)[:-2]):
            return self._lang
        return "en"

    def _button(self, choice: Choice, ask: Ask) -> Button:
        label = self._label_of(choice, ask)
        return Button(label, label)

    def _label_of(self, choice: Choice, ask: Ask) -> str:
        if choice.kind == "option" and ask.slot:
            return self.value(ask.flow, ask.slot, choice.name)
        if choice.kind == "slot":
            return self.label(ask.flow, choice.name)
        if choice.kind == "stars":
            return choice.name
        return self._find(COMMON, choice.name) or choice.name


def for_logs(book: Book, flow: str | None, event: Event) -> str:
    """Return an event as logs may hold it: texts and telephone numbers only by their length."""
    if isinstance(event, SlotFilled):
        known = book.flows.get(flow or "")
        slot = known.slots.get(event.slot) if known else None
        return f"slot_filled {event.slot}={masked(slot, event.value) if slot else '<unknown>'}"
    return "flow_started " + event.flow if isinstance(event, FlowStarted) else type(event).__name__
