"""The rules of the house as an operator sets them: the classes, media and head starts that hold for all queues.

Rules: they belong to the root organisation and only its administrators change them; a document is taken as a whole or
refused as a whole, with each place that is at fault; the fact tells the router, which goes by the new rules from its
next turn on. Everybody who waits keeps the place. What is as usual is not written down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub import events
from hub.audit import Subject
from hub.database import Tx
from hub.errors import NotFound, NotPermitted
from hub.people import Org
from hub.steering import steward
from hub.steering.steward import Steward
from hub.store import orgs
from voice_bridge import house_limits, rulebook
from voice_bridge.acd.settings import Settings
from voice_bridge.rulebook import Document
from voice_bridge.store import rules

RULES = "routing_rules"


@dataclass(frozen=True, slots=True)
class House:
    """The house's rules as they stand."""

    org: Org
    "The root organisation."
    settings: Settings
    "What holds; queues and skills aside."
    faults: Mapping[str, str]
    "What is written and counts as not written, by its place; an API lets nothing of this in."
    rev: int


@dataclass(frozen=True, slots=True)
class ChangeHouse:
    """Other rules, made on sight of revision `rev`."""

    steward: Steward
    rev: int
    document: Document


def seen(tx: Tx) -> House:
    """Return the rules of the house.

    Raises:
        NotFound: code `org_not_found`; the store is empty.
    """
    org = orgs.root(tx)
    if org is None:
        raise NotFound("org_not_found", "there is no organisation")
    book = rules.book(tx)
    return House(org, rulebook.read(book), house_limits.problems(book), rules.find(tx, org.id)[1])


def may_change(house: House, who: Steward) -> bool:
    """Tell whether somebody may set the rules."""
    return who.admin.allows(house.org.path)


def change(tx: Tx, args: ChangeHouse) -> House:
    """Unit: set the rules.

    Raises:
        NotPermitted: code `house_rules_not_yours`; an administrator of a part of the house.
        Conflict: code `changed_meanwhile`.
        Unprocessable: code `house_rules_invalid`; `fields` says what, by places such as `document/classes/5/slope`.
    """
    before = seen(tx)
    if not may_change(before, args.steward):
        raise NotPermitted("house_rules_not_yours", "these rules belong to the root organisation")
    subject = Subject(RULES, before.org.id)
    steward.require_rev(tx, subject, args.rev, before.rev)
    after = house_limits.judged(rules.book(tx), args.document)
    rev = rules.put(tx, before.org.id, rulebook.document_of_rules(after), before.rev)
    if rev is None:
        steward.require_rev(tx, subject, args.rev, rules.find(tx, before.org.id)[1])
    fields = _different(rulebook.whole_document(before.settings), rulebook.whole_document(after))
    args.steward.note(tx, "routing_rules.changed", subject, fields, before.org.id)
    events.publish(tx, events.RoutingRulesChanged(org_id=before.org.id, actor=args.steward.actor))
    return seen(tx)


def _different(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the places in which two whole documents differ, two steps deep: `classes.5`, `advance.vip_ms`."""
    found: list[str] = []
    for name in before.keys() | after.keys():
        one, other = before.get(name), after.get(name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found += [f"{name}.{key}" for key in other if one.get(key) != other[key]]
            found += [name] if one.keys() - other.keys() else []
        elif one != other:
            found.append(name)
    return found
