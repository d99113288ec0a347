"""Queues as operator and supervisor set them: names, hours, members, and the rules of the router.

Rules: the router's own rules are judged by the router (`ports.Floor`); a queue that anybody could still reach or come
back to is not removed. A change acts with its commit: the queue opens or closes, its members are settled, and the
fact tells the router.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub import events, opening
from hub.audit import Subject
from hub.closed_words import CLOSED
from hub.database import Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.model import QueueRules
from hub.ports import Floor
from hub.steering import steward, wordings
from hub.steering.skills import Remove
from hub.steering.steward import Steward, Words
from hub.store import calendars, members, profiles, queues, schedule, skills
from hub.store import queue_sheets as rows
from hub.store.queue_sheets import QueueSheet
from hub.text_guide import HUB

QUEUE = "queue"
COMES_BACK_MS = 24 * 3_600_000
"So long after its end a conversation may still need its queue: the grace time and more."
MOST_SECONDS = 3600
_LIMITS = {"ring_timeout_s": (5, 300), "wrap_up_s": (0, MOST_SECONDS), "service_level_s": (1, MOST_SECONDS)}
_JUDGED_HERE = frozenset({"ring_ms", "wrap_up_ms"})
"Columns of ours of which the router would tell as well."
_ORGS = ("own", "parent", "any")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueForm:
    """What can be set of a queue."""

    names: Words
    closed: Words
    "What a tourist is told when it is closed; empty: the organisation's words."
    calendar_id: str | None
    ring_timeout_s: int
    wrap_up_s: int
    service_level_s: int
    settings: Mapping[str, Any]
    named: tuple[str, ...]
    "Members named one by one."


@dataclass(frozen=True, slots=True)
class MakeQueue:
    """A new queue."""

    steward: Steward
    floor: Floor
    org_id: str
    code: str
    form: QueueForm


@dataclass(frozen=True, slots=True)
class ChangeQueue:
    """A queue with other settings."""

    steward: Steward
    floor: Floor
    queue_id: str
    rev: int
    form: QueueForm


@dataclass(frozen=True, slots=True)
class RemoveQueue:
    """A queue shall be gone."""

    floor: Floor
    what: Remove


def make(tx: Tx, args: MakeQueue) -> QueueSheet:
    """Unit: make a queue.

    Raises:
        NotFound: no such organisation for this steward.
        Conflict: the organisation has a queue with this code.
        Unprocessable: something set is not acceptable; `fields` says what.
    """
    org = steward.org_of(tx, args.steward.floor, args.org_id)
    if queues.by_code(tx, org.id, args.code) is not None:
        raise Conflict("code_taken", "another queue has this code", {"field": "code"})
    made = queues.create(tx, org.id, args.code)
    sheet = _held(tx, args.steward, made.id)
    # What is refused takes the new row back with it.
    steward.together(lambda: steward.code(args.code), lambda: _write(tx, args.steward, args.floor, sheet, args.form))
    _tell(tx, args.steward, sheet, "queue.made", ("made",))
    return _held(tx, args.steward, made.id)


def change(tx: Tx, args: ChangeQueue) -> QueueSheet:
    """Unit: change a queue."""
    sheet = _held(tx, args.steward, args.queue_id)
    steward.require_rev(tx, Subject(QUEUE, sheet.id), args.rev, sheet.rev)
    fields = _write(tx, args.steward, args.floor, sheet, args.form)
    _tell(tx, args.steward, sheet, "queue.changed", fields)
    return _held(tx, args.steward, sheet.id)


def remove(tx: Tx, args: RemoveQueue) -> None:
    """Unit: remove a queue.

    Raises:
        Conflict: work waits in it (`queue_has_work`), accounts or other queues lead to it (`queue_in_use`), or a
            conversation may still come back to it (`queue_used_lately`).
    """
    who = args.what.steward
    sheet = _held(tx, who, args.what.id)
    steward.require_rev(tx, Subject(QUEUE, sheet.id), args.what.rev, sheet.rev)
    waiting = args.floor.in_queue(tx, sheet.id)
    if waiting:
        raise Conflict("queue_has_work", f"{waiting} pieces of work are in this queue", {"count": waiting})
    others = [one.code for one in rows.everything(tx) if one.id != sheet.id and rows.mentions(one.settings, sheet.id)]
    leading = [*rows.accounts(tx, sheet.id), *others]
    if leading:
        raise Conflict("queue_in_use", f"these lead to it: {', '.join(leading)}", {"users": leading})
    if rows.talked_since(tx, sheet.id, tx.now_ms - COMES_BACK_MS):
        raise Conflict("queue_used_lately", "a conversation of the last day may still come back to it")
    schedule.drop(tx, opening.QUEUE_HOURS, sheet.id)
    for key in (_name_key(sheet), _closed_key(sheet)):
        steward.drop_words(tx, sheet.org_id, key)
    rows.remove(tx, sheet.id)
    who.note(tx, "queue.removed", Subject(QUEUE, sheet.id), ("removed",), sheet.org_id)
    events.publish(tx, events.QueueRemoved(org_id=sheet.org_id, queue_id=sheet.id, actor=who.actor))


def names(tx: Tx, sheet: QueueSheet) -> dict[str, str]:
    """Return what the queue is called."""
    return steward.own_words(tx, sheet.org_id, _name_key(sheet))


def closed_words(tx: Tx, sheet: QueueSheet) -> dict[str, str]:
    """Return what the queue itself says when it is closed."""
    return steward.own_words(tx, sheet.org_id, _closed_key(sheet))


def _held(tx: Tx, who: Steward, queue_id: str) -> QueueSheet:
    sheet = rows.lock(tx, queue_id)
    if sheet is None or not who.floor.allows(sheet.org_path):
        raise NotFound("queue_not_found", queue_id)
    return sheet


def _write(tx: Tx, who: Steward, floor: Floor, before: QueueSheet, form: QueueForm) -> tuple[str, ...]:
    """Write what is set, and return the names of what is different now."""
    after = replace(
        before,
        calendar_id=form.calendar_id,
        ring_timeout_s=form.ring_timeout_s,
        wrap_up_s=form.wrap_up_s,
        service_level_s=form.service_level_s,
        settings=form.settings,
    )
    _judge(tx, who, floor, after, form)
    rows.write(tx, after)
    fields = [name for name in ("calendar_id", *_LIMITS, "settings") if getattr(before, name) != getattr(after, name)]
    if members.set_named(tx, after, form.named):
        fields.append("members")
    if steward.put_words(tx, after.org_id, _name_key(after), form.names, "names", needed=True):
        fields.append("names")
    if steward.put_words(tx, after.org_id, _closed_key(after), form.closed, "closed"):
        fields.append("closed")
    opening.settle(tx, after.id)
    return tuple(fields)


def _judge(tx: Tx, who: Steward, floor: Floor, sheet: QueueSheet, form: QueueForm) -> None:
    faults = {
        name: "out_of_range"
        for name, (least, most) in _LIMITS.items()
        if not least <= int(getattr(sheet, name)) <= most
    }
    calendar = calendars.find(tx, sheet.calendar_id) if sheet.calendar_id else None
    if sheet.calendar_id is not None and (calendar is None or not sheet.org_path.startswith(calendar.org_path)):
        faults["calendar_id"] = "unknown"
    present = set(members.members_of(tx, sheet.id))
    for number, user_id in enumerate(form.named):
        profile = profiles.find(tx, user_id)
        if profile is None or (user_id not in present and not who.floor.allows(profile.org_path)):
            faults[f"named/{number}"] = "unknown"
    faults.update(steward.word_faults(form.names, "names", needed=True))
    faults.update(wordings.faults_in(HUB[CLOSED], form.closed, "closed"))
    faults.update(_rule_faults(tx, sheet.settings.get("members")))
    rules = QueueRules(sheet.id, sheet.ring_timeout_s, sheet.wrap_up_s, sheet.settings)
    found = {place: code for place, code in floor.faults(tx, rules).items() if place not in _JUDGED_HERE}
    faults.update({f"settings/{place}" if place else "settings": code for place, code in found.items()})
    if faults:
        raise Unprocessable("queue_invalid", "some settings are not acceptable", faults)


def _rule_faults(tx: Tx, rule: object) -> dict[str, str]:
    """Return what is wrong with a rule of who serves a queue."""
    place = "settings/members"
    if rule is None:
        return {}
    if not isinstance(rule, Mapping) or rule.keys() - {"all_of", "any_of", "orgs"}:
        return {place: "invalid"}
    faults = {} if rule.get("orgs", "own") in _ORGS else {f"{place}/orgs": "unknown"}
    known = {skill.code for skill in skills.everything(tx)}
    for part in ("all_of", "any_of"):
        listed = rule.get(part, [])
        if not isinstance(listed, Sequence) or isinstance(listed, str):
            faults[f"{place}/{part}"] = "invalid"
            continue
        for number, wanted in enumerate(listed):
            fault = _wanted_fault(wanted, known)
            if fault is not None:
                faults[f"{place}/{part}/{number}"] = fault
    return faults


def _wanted_fault(wanted: object, known: set[str]) -> str | None:
    match wanted:
        case [str(code), int(level)] if not isinstance(level, bool):
            if code not in known:
                return "skill_unknown"
            return None if 1 <= level <= 10 else "level_out_of_range"
    return "invalid"


def _tell(tx: Tx, who: Steward, sheet: QueueSheet, action: str, fields: tuple[str, ...]) -> None:
    who.note(tx, action, Subject(QUEUE, sheet.id), fields, sheet.org_id)
    events.publish(
        tx, events.QueueChanged(org_id=sheet.org_id, queue_id=sheet.id, actor=who.actor, fields=tuple(sorted(fields)))
    )


def _name_key(sheet: QueueSheet) -> str:
    return f"queue.{sheet.code}"


def _closed_key(sheet: QueueSheet) -> str:
    return f"{CLOSED}.{sheet.code}"
