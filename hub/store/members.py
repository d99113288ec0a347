"""Who serves which queue: named one by one, or because the queue's rule says so.

Rule: what a queue's rule says is written into `queue_members` (`by_rule`) whenever a rule, a profile or a level
changes, so that everybody who asks reads one table. Whoever is named stays named, whatever the rule says.

    settings.members = {"all_of": [["skill", level], …], "any_of": [["skill", level], …], "orgs": "own" | "parent" | "any"}
"""  # noqa: E501

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.store import queue_sheets, skills
from hub.store.queue_sheets import QueueSheet

MEMBERS = Statement(text("SELECT user_id, by_rule FROM queue_members WHERE queue_id = :queue_id ORDER BY user_id"))
OF_ALL = Statement(text("SELECT queue_id, user_id, by_rule FROM queue_members ORDER BY queue_id, user_id"))
QUEUES = Statement(text("SELECT queue_id, by_rule FROM queue_members WHERE user_id = :user_id ORDER BY queue_id"))
AGENTS = Statement(text("SELECT a.user_id, o.path FROM agents a JOIN orgs o ON o.id = a.org_id ORDER BY a.user_id"))
PUT = Statement(
    text(
        "INSERT INTO queue_members (queue_id, user_id, by_rule) VALUES (:queue_id, :user_id, :by_rule)"
        " ON CONFLICT (queue_id, user_id) DO UPDATE SET by_rule = excluded.by_rule"
    )
)
DROP = Statement(text("DELETE FROM queue_members WHERE queue_id = :queue_id AND user_id = :user_id"))


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who serves a queue."""

    queue_id: str
    user_id: str
    by_rule: bool


def members_of(tx: Tx, queue_id: str) -> Sequence[str]:
    """Return the agents who serve a queue, named or by its rule."""
    return [row[0] for row in tx.rows(MEMBERS, queue_id=queue_id)]


def queues_of(tx: Tx, user_id: str) -> Sequence[str]:
    """Return the queues that an agent serves, named or by their rules."""
    return [row[0] for row in tx.rows(QUEUES, user_id=user_id)]


def everything(tx: Tx) -> Sequence[Member]:
    """Return who serves what."""
    return [Member(row[0], row[1], bool(row[2])) for row in tx.rows(OF_ALL)]


def set_named(tx: Tx, sheet: QueueSheet, named: Sequence[str]) -> bool:
    """Name a queue's members one by one, in place of those named before; tell whether anything changed."""
    before = {row[0]: bool(row[1]) for row in tx.rows(MEMBERS, queue_id=sheet.id)}
    return _settle(tx, sheet.id, before, set(named), _by_rule(tx, sheet))


def renew_queue(tx: Tx, sheet: QueueSheet) -> bool:
    """Follow a queue's rule; tell whether anybody came or went."""
    before = {row[0]: bool(row[1]) for row in tx.rows(MEMBERS, queue_id=sheet.id)}
    return _settle(tx, sheet.id, before, {one for one, by_rule in before.items() if not by_rule}, _by_rule(tx, sheet))


def set_queues_of_agent(tx: Tx, user_id: str, named: Sequence[str]) -> None:
    """Name the queues of one agent one by one; what their rules say is settled by `renew_agent`."""
    for queue_id, by_rule in tx.rows(QUEUES, user_id=user_id):
        if not by_rule and queue_id not in named:
            tx.run(DROP, queue_id=queue_id, user_id=user_id)
    for queue_id in named:
        tx.run(PUT, queue_id=queue_id, user_id=user_id, by_rule=0)


def renew_agent(tx: Tx) -> Sequence[QueueSheet]:
    """Follow all queues' rules after an agent or a skill changed; returns the queues whose members changed."""
    return [sheet for sheet in queue_sheets.everything(tx) if _has_rule(sheet) and renew_queue(tx, sheet)]


def _settle(tx: Tx, queue_id: str, before: Mapping[str, bool], named: set[str], by_rule: set[str]) -> bool:
    after = {**dict.fromkeys(by_rule, True), **dict.fromkeys(named, False)}
    for user_id in before.keys() - after.keys():
        tx.run(DROP, queue_id=queue_id, user_id=user_id)
    for user_id, ruled in after.items():
        if before.get(user_id) != ruled:
            tx.run(PUT, queue_id=queue_id, user_id=user_id, by_rule=int(ruled))
    return after != before


def _has_rule(sheet: QueueSheet) -> bool:
    return isinstance(sheet.settings.get("members"), Mapping)


def _by_rule(tx: Tx, sheet: QueueSheet) -> set[str]:
    if not _has_rule(sheet):
        return set()
    rule: Mapping[str, Any] = sheet.settings["members"]
    path = _where(sheet.org_path, str(rule.get("orgs", "own")))
    levels = skills.of_all(tx)
    return {
        user_id
        for user_id, org_path in tx.rows(AGENTS)
        if org_path.startswith(path) and fits(rule, levels.get(user_id, {}))
    }


def fits(rule: Mapping[str, Any], levels: Mapping[str, int]) -> bool:
    """Tell whether somebody with these levels fulfils a rule of skills."""
    every, some = rule.get("all_of", ()), rule.get("any_of", ())
    return all(levels.get(code, 0) >= level for code, level in every) and (
        not some or any(levels.get(code, 0) >= level for code, level in some)
    )


def _where(org_path: str, orgs: str) -> str:
    if orgs == "any":
        return "/"
    if orgs == "parent":
        return org_path.rstrip("/").rpartition("/")[0] + "/"
    return org_path
