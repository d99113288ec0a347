"""The sites that carry our chat: which pages may speak for them, what they say at the beginning, how much they may.

Rule: a site is an account of the channel; its key is public and proves nothing by itself, its list of origins says
whose pages may use it, its secret (if it has one) proves its visitors. The directory is read again after a few
seconds, so a change by an administrator needs no restart.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from channels.webchat.limits import Limits, Turnstile, limits_of
from hub import account_secrets
from hub.clock import Clock
from hub.database import Database, Tx
from hub.ids import OrgId
from hub.model import Account
from hub.store import texts, visitors
from hub.store.visitors import SiteRow
from hub.text_guide import Guide

FRESH_S = 5.0
"How old the directory may be."
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
WORDS = ("title", "greeting", "privacy", "closed")
"What an organisation may say in its own words: texts `webchat.<name>`."
GUIDES = {
    "webchat.title": Guide(
        {"zh-CN": "网页聊天：标题", "en": "Web chat: title"},
        {"zh-CN": "聊天窗口顶部的名称。", "en": "The name at the top of the chat."},
    ),
    "webchat.greeting": Guide(
        {"zh-CN": "网页聊天：欢迎语", "en": "Web chat: greeting"},
        {"zh-CN": "打开聊天窗口时显示。", "en": "Shown when the chat is opened."},
    ),
    "webchat.privacy": Guide(
        {"zh-CN": "网页聊天：隐私提示", "en": "Web chat: privacy"},
        {"zh-CN": "说明内容由谁查看、如何保存。", "en": "Who reads what is written, and how it is kept."},
    ),
}
"What to know of those that the chat shows; where nothing is written it has words of its own."


@dataclass(frozen=True, slots=True)
class Site:
    """One site as the door sees it."""

    account: Account
    name: str
    origins: frozenset[str]
    secret: bytes | None
    anonymous: bool
    "Whether visitors may come without the site vouching for them."
    limits: Limits
    words: Mapping[str, Mapping[str, str]]
    "By name (of `WORDS`), then by language."
    privacy_url: str | None

    @property
    def key(self) -> str:
        """What stands in the page's `data-site-key`."""
        return self.account.code


def site_of(row: SiteRow, words: Mapping[str, Mapping[str, str]], keys: account_secrets.Sealer) -> Site:
    """Return the site that an account's row describes; settings of a wrong form count as absent."""
    settings = row.account.settings
    secret = account_secrets.unseal(keys, row.account.id, row.secrets).get("identity_secret")
    origins = settings.get("origins")
    given = origins if isinstance(origins, list | tuple) else ()
    privacy_url = settings.get("privacy_url")
    return Site(
        row.account,
        row.name,
        frozenset(origin for one in given if (origin := origin_of(one)) is not None),
        secret.encode() if secret else None,
        settings.get("anonymous") is not False,
        limits_of(settings),
        words,
        privacy_url if isinstance(privacy_url, str) and privacy_url.startswith(("https://", "http://")) else None,
    )


def origin_of(given: object) -> str | None:
    """Return an origin in the form browsers send it, None for what is none (`null` and patterns are none)."""
    if not isinstance(given, str):
        return None
    origin = given.strip().lower().rstrip("/")
    if not _ORIGIN.fullmatch(origin):
        return None
    for scheme, port in (("http://", ":80"), ("https://", ":443")):
        if origin.startswith(scheme) and origin.endswith(port) and not origin.endswith("]" + port[1:]):
            return origin.removesuffix(port)
    return origin


@dataclass(frozen=True, slots=True)
class _Page:
    sites: Mapping[str, Site]
    by_account: Mapping[str, Site]
    origins: frozenset[str]
    read_s: float


class Sites:
    """The directory of sites, kept for a few seconds; each site has its turnstile as long as its limits stay."""

    def __init__(
        self,
        database: Database,
        keys: account_secrets.Sealer,
        clock: Clock,
        is_rescue: Callable[[str], bool],
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._is_rescue = is_rescue
        self._page: _Page | None = None
        self._turnstiles: dict[str, Turnstile] = {}

    async def by_key(self, key: str) -> Site | None:
        """Return the site with this public key."""
        return (await self._fresh()).sites.get(key)

    async def by_account(self, account_id: str) -> Site | None:
        """Return the site of an account."""
        return (await self._fresh()).by_account.get(account_id)

    async def origins(self) -> frozenset[str]:
        """Return all origins that any site allows: what can be said before a request has named its site."""
        return (await self._fresh()).origins

    def forget(self) -> None:
        """Read the directory again at the next question: an account was changed here."""
        self._page = None

    def turnstile(self, site: Site) -> Turnstile:
        """Return the site's limits as they stand now."""
        known = self._turnstiles.get(site.account.id)
        if known is None or known.limits != site.limits:
            known = self._turnstiles[site.account.id] = Turnstile(site.limits, self._is_rescue)
        return known

    async def _fresh(self) -> _Page:
        now_s = self._clock.monotonic_s()
        page = self._page
        if page is None or now_s - page.read_s >= FRESH_S:
            rows = await self._database.read(_rows, None)
            sites = [site_of(row, words, self._keys) for row, words in rows]
            page = self._page = _Page(
                {site.key: site for site in sites},
                {site.account.id: site for site in sites},
                frozenset().union(*(site.origins for site in sites)),
                now_s,
            )
        return page


def _rows(tx: Tx, _: None) -> list[tuple[SiteRow, Mapping[str, Mapping[str, str]]]]:
    return [(row, _words(tx, row.account.org_id)) for row in visitors.sites(tx)]


def _words(tx: Tx, org_id: OrgId) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name in WORDS:
        by_lang = found[name] = {}
        for written in texts.by_key(tx, org_id, f"webchat.{name}"):
            by_lang.setdefault(written.lang, written.text)
    return found
