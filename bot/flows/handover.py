"""What a person should know who takes over from the bot in the middle of something, as the staff reads it."""

from bot.flows.effects import Transfer
from bot.flows.speech import Speech
from hub.model import Known


def known(effect: Transfer, staff: Speech) -> tuple[Known, ...]:
    """Return what was under way, the last begun first.

    Args:
        effect: What the machine hands over.
        staff: Words in the staff's language (`bot.flows.speech.STAFF_LANG`).
    """
    return tuple(
        Known(
            staff.topic(flow),
            tuple((staff.label(flow, name), staff.value(flow, name, value)) for name, value in slots.items()),
        )
        for flow, slots in effect.open
    )
