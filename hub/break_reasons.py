"""Why an agent is away: codes with words, an organisation's own or those that ship with the hub.

Rule: a reason is there as long as words stand under `break.<code>`; an organisation that has written reasons has only
these, one that has none has those of the nearest organisation above, and in the end ours. Reports count by code.
"""

from collections.abc import Mapping
from types import MappingProxyType

from hub.database import Tx
from hub.ids import OrgId
from hub.store import orgs, texts

PREFIX = "break."
BUILT_IN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "meal": {"zh-CN": "用餐", "en": "Meal"},
        "rest": {"zh-CN": "休息", "en": "Rest"},
        "meeting": {"zh-CN": "开会", "en": "Meeting"},
        "other": {"zh-CN": "其他事务", "en": "Something else"},
    }
)
Reasons = Mapping[str, Mapping[str, str]]
"Code → language → words."


def own(tx: Tx, org_id: str) -> Reasons:
    """Return the reasons that an organisation has written itself."""
    found: dict[str, dict[str, str]] = {}
    for text in texts.own_by_prefix(tx, OrgId(org_id), PREFIX):
        found.setdefault(text.key.removeprefix(PREFIX), {})[text.lang] = text.text
    return found


def of_org(tx: Tx, org_id: str) -> Reasons:
    """Return the reasons that people of an organisation choose from."""
    org = orgs.find(tx, OrgId(org_id))
    while org is not None:
        written = own(tx, org.id)
        if written:
            return written
        org = orgs.find(tx, org.parent_id) if org.parent_id else None
    return BUILT_IN
