"""The accounts in service, kept in memory: which channel an account is on is asked for every message."""

import structlog

from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import NotFound, Unavailable
from hub.model import Account
from hub.store import accounts

log = structlog.get_logger(__name__)

FRESH_S = 5.0


class AccountBook:
    """All accounts by id, read again every few seconds."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._accounts: dict[str, Account] = {}

    async def load(self) -> None:
        """Read the accounts; one that has gone out of service is still known, for what is on its way."""
        self._accounts.update(await self._database.read(_all, None))

    async def run(self) -> None:
        """Read again and again."""
        while True:
            await self._clock.sleep(FRESH_S)
            try:
                await self.load()
            except Unavailable as problem:
                log.warning("accounts.load_failed", code=problem.code)

    async def get(self, account_id: str) -> Account:
        """Return an account.

        Raises:
            NotFound: there is none with this id.
        """
        if account_id not in self._accounts:
            await self.load()
        if account_id not in self._accounts:
            raise NotFound("account_not_found", account_id)
        return self._accounts[account_id]

    def channel_of(self, account_id: str) -> str | None:
        """Return the channel of an account, None for one that is not known yet."""
        account = self._accounts.get(account_id)
        return account.channel if account else None


def _all(tx: Tx, _: None) -> dict[str, Account]:
    return {account.id: account for account in accounts.every(tx)}
