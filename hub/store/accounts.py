"""Accounts: our addresses on the channels, and the customers who write to them."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.ids import AccountId, OrgId, QueueId
from hub.model import Account

EVERY = Statement(text("SELECT id, org_id, channel, code, queue_id, settings FROM accounts ORDER BY code"))
BY_CODE = Statement(
    text(
        "SELECT id, org_id, channel, code, queue_id, settings FROM accounts"
        " WHERE channel = :channel AND code = :code AND state = 'active'"
    )
)
ADD = Statement(
    text(
        "INSERT INTO accounts (id, org_id, channel, code, name, queue_id, settings)"
        " VALUES (:id, :org_id, :channel, :code, :name, :queue_id, :settings) ON CONFLICT (channel, code) DO NOTHING"
    )
)
CREATE_CUSTOMER = Statement(
    text("INSERT INTO customers (id, org_id, name, lang, created_ms) VALUES (:id, :org_id, :name, :lang, :created_ms)")
)
PUBLIC_NAME = Statement(text("SELECT public_name FROM agents WHERE user_id = :user_id"))


def every(tx: Tx) -> Sequence[Account]:
    """Return all accounts, also those out of service."""
    return [_account(tuple(row)) for row in tx.rows(EVERY)]


def by_code(tx: Tx, channel: str, code: str) -> Account | None:
    """Return the account that a door's public code names."""
    row = tx.row(BY_CODE, channel=channel, code=code)
    return _account(tuple(row)) if row else None


def add(
    tx: Tx, *, org_id: str, channel: str, code: str, name: str, queue_id: str, settings: Mapping[str, object]
) -> bool:
    """Open an account; False when the channel has one of this code already, which is left as it is."""
    written = tx.run(
        ADD,
        id=tx.new_id(),
        org_id=org_id,
        channel=channel,
        code=code,
        name=name,
        queue_id=queue_id,
        settings=json.dumps(dict(settings), ensure_ascii=False),
    )
    return written == 1


def create_customer(tx: Tx, org_id: str, name: str | None, lang: str | None) -> str:
    """Make a customer for somebody who writes for the first time."""
    customer_id = tx.new_id()
    tx.later(CREATE_CUSTOMER, id=customer_id, org_id=org_id, name=name, lang=lang, created_ms=tx.now_ms)
    return customer_id


def _account(row: tuple[str, str, str, str, str | None, str]) -> Account:
    account_id, org_id, channel, code, queue_id, settings = row
    return Account(
        AccountId(account_id),
        OrgId(org_id),
        channel,
        code,
        QueueId(queue_id) if queue_id else None,
        json.loads(settings),
    )


def public_name(tx: Tx, user_id: str) -> str | None:
    """Return the name that tourists see of an agent."""
    name: str | None = tx.scalar(PUBLIC_NAME, user_id=user_id)
    return name
