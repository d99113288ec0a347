"""The desk at the door of web chat, for sockets and requests: sessions, passes, messages, threads.

Rules: an answer to a page is given after the commit, never before; what a page says about itself decides nothing but
the language. A page may speak for a site if it is our own (the widget's frame) or its origin is on the site's list.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from channels.gateway import Gateway
from channels.webchat import session
from channels.webchat.confirmations import Confirmations
from channels.webchat.frames import Say
from channels.webchat.identity import Claim, check, name_of
from channels.webchat.limits import MAX_STRANGERS
from channels.webchat.live import Live
from channels.webchat.outbound import NAME, WebChat, inbound
from channels.webchat.render import Standing, ThreadMessage, frame, typing_object
from channels.webchat.session import Arrived, Arriving, Asked, Opened, Opening, Refused, Stretch
from channels.webchat.sites import Site, Sites
from channels.webchat.tokens import PASS_LIFE_MS, VISITOR_LIFE_MS, Pass
from hub.clock import Clock
from hub.database import Database
from hub.errors import HubError, NotPermitted, NotSignedIn, RateLimited
from hub.ids import IdSource
from hub.ports import Waits
from hub.receipts import Confirmation

_NOT_HERE = "this page may not use this site's chat"


@dataclass(frozen=True, slots=True)
class Page:
    """Where a request comes from."""

    origin: str | None
    "As the browser names it."
    own: bool
    "Whether that is the hub's own: the widget's frame is one of our pages."
    address: str
    "The network address."


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What a page sends to begin."""

    site_key: str
    visitor_token: str | None
    claim: Claim
    lang: str | None
    page: Page


@dataclass(frozen=True, slots=True)
class SessionAnswer:
    """What the page gets."""

    session: str
    visitor_token: str
    resume_token: str
    opened: Opened
    site: Site


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor whose pass was good."""

    shown: Pass
    site: Site
    address: str

    @property
    def identity_id(self) -> str:
        """Whose thread it is."""
        return self.shown.identity_id


class Timed(Protocol):
    """What is told of the passing of time, and when we stop."""

    def tick(self) -> None:
        """Let time pass; called about once a second."""
        ...

    def hang_up(self, code: int, reason: str) -> None:
        """End from our side."""
        ...


ShowTyping = Callable[[str, str, bool], None]
"Told of identity, conversation and whether the visitor writes."


@dataclass(frozen=True, slots=True)
class Ways:
    """What the desk needs of the house."""

    database: Database
    gateway: Gateway
    channel: WebChat
    sites: Sites
    confirmations: Confirmations
    clock: Clock
    ids: IdSource
    show_typing: ShowTyping
    waits: Waits | None = None
    "Knows what those who wait were told; the queue is another room's."


class Desk:
    """One process's door for visitors."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self.sites = ways.sites
        self.clock = ways.clock
        self.confirmations = ways.confirmations
        self.visits: set[Timed] = set()
        "The sockets that are open."
        self.strangers: Counter[str] = Counter()
        "Sockets that have not said yet who comes, by network address."
        self.draining = False
        "We are about to stop: whoever comes is sent away to come back at once."

    @property
    def live(self) -> Live:
        """Who is here."""
        return self._ways.channel.live

    # --- letting in -------------------------------------------------------------------------------------------

    async def open(self, asked: SessionRequest) -> SessionAnswer:
        """Open a session for a page.

        Raises:
            NotPermitted: no such site, or a page that may not speak for it; the visitor is blocked.
            NotSignedIn: a token or an identity that does not hold.
            RateLimited: too many sessions from this address.
        """
        try:
            return await self._open(asked)
        except (NotPermitted, NotSignedIn, RateLimited) as refusal:
            self.note_refusal(refusal)
            raise

    async def _open(self, asked: SessionRequest) -> SessionAnswer:
        site = await self.sites.by_key(asked.site_key)
        if site is None:
            raise NotPermitted("foreign_origin", _NOT_HERE)
        wait_s = self.sites.turnstile(site).session(asked.page.address, self.clock.monotonic_s())
        if wait_s > 0:
            raise RateLimited("too_many_sessions", "try again later", retry_after_s=wait_s)
        try:
            _require(site, asked.page)
            return await self._let_in(site, asked)
        except (NotPermitted, NotSignedIn) as refusal:
            await self._ways.database.write(session.note_refusal, (site.account, refusal.code))
            raise

    async def _let_in(self, site: Site, asked: SessionRequest) -> SessionAnswer:
        vouched = check(asked.claim, site.secret, self.clock.now_ms() / 1000)
        tokens = self._ways.channel.tokens
        token = tokens.new_visitor_token()
        opening = Opening(
            account=site.account,
            anonymous=site.anonymous,
            token_id=tokens.visitor_token_id(asked.visitor_token) if asked.visitor_token else None,
            vouched=vouched,
            name=name_of(asked.claim.name),
            lang=asked.lang,
            new_ext_user=f"v_{self._ways.ids.new_id()}",
            new_token_id=tokens.visitor_token_id(token),
            token_life_ms=VISITOR_LIFE_MS,
        )
        opened = await self._ways.database.write(session.open_session, opening)
        if isinstance(opened, Refused):
            if opened.code == "blocked":
                raise NotPermitted("blocked", "this visitor may not write here")
            raise NotSignedIn(opened.code, "begin without a token")
        if opened.left is not None:
            for seat in self.live.seats_of(opened.left):
                seat.send_away()
        shown = Pass(
            site.account.id,
            opened.identity.id,
            opened.identity.ext_user,
            opened.chain,
            self._ways.ids.new_id(),
            opening.new_token_id,
            self.clock.now_ms() + PASS_LIFE_MS,
        )
        return SessionAnswer(shown.session, token, tokens.new_pass(shown), opened, site)

    async def admit(self, token: str, page: Page) -> Guest:
        """Check a pass, and that the page may speak for the pass's site.

        Raises:
            NotSignedIn: not a pass of ours, or its time is over.
            NotPermitted: a foreign page, or the site is gone.
        """
        shown = self._ways.channel.tokens.read_pass(token)
        site = await self.sites.by_account(shown.account_id)
        if site is None:
            raise NotPermitted("foreign_origin", _NOT_HERE)
        _require(site, page)
        return Guest(shown, site, page.address)

    async def allows_anywhere(self, page: Page) -> bool:
        """Tell whether this page may speak for any site: all that is known before it names one."""
        return page.own or (page.origin is not None and page.origin in await self.sites.origins())

    async def arrive(self, guest: Guest) -> Arrived:
        """Return where the guest's thread stands, and end the token before his.

        Raises:
            NotSignedIn: the visitor is not known any more.
            NotPermitted: he is blocked.
        """
        args = Arriving(guest.site.account.id, guest.identity_id, guest.shown.token_id)
        arrived = await self._ways.database.read(session.arrive, args)
        if arrived is None:
            raise NotSignedIn("visitor_gone", "open the session again")
        if arrived.blocked:
            raise NotPermitted("blocked", "this visitor may not write here")
        if arrived.token_unused:
            await self._ways.database.write(session.note_use, guest.shown.token_id)
        return arrived

    def meet(self, address: str) -> bool:
        """Count a stranger's socket; False when this address has too many of them."""
        self.strangers[address] += 1
        return self.strangers[address] <= MAX_STRANGERS

    def know(self, address: str) -> None:
        """A stranger has said who comes, or has gone."""
        self.strangers[address] -= 1
        if not self.strangers[address]:
            del self.strangers[address]

    def note_refusal(self, refusal: HubError) -> None:
        """Count what was refused at this door."""
        self._ways.gateway.note_refusal(NAME, refusal)

    # --- what a guest does ------------------------------------------------------------------------------------

    async def keep(self, guest: Guest, say: Say) -> str:
        """Write a message into the journal; returns its id once it is durable, the same for a repeat.

        Raises:
            Unavailable: not known to be kept; the page shall send it again.
        """
        taken = await self._ways.gateway.keep(
            guest.site.account, [inbound(guest.shown.ext_user, guest.shown.chain, say)]
        )
        return taken.messages[0].journal_id

    async def thread(self, stretch: Stretch) -> Sequence[ThreadMessage]:
        """Read a stretch of a thread."""
        return await self._ways.database.read(session.read_thread, stretch)

    async def standing(self, identity_id: str) -> tuple[str | None, Standing]:
        """Read the visitor's conversation and how it stands."""
        return await self._ways.database.read(session.read_standing, Asked(identity_id, self._ways.waits))

    def confirm(self, confirmation: Confirmation) -> None:
        """Note how far a visitor has received and read; written with the next lot."""
        self.confirmations.note(confirmation)

    def show_typing(self, identity_id: str, conversation_id: str | None, on: bool) -> None:
        """Let the agents see that a visitor writes."""
        if conversation_id is not None:
            self._ways.show_typing(identity_id, conversation_id, on)

    def show_agent_typing(self, identity_id: str, name: str | None, *, on: bool) -> None:
        """Let a visitor see that an agent writes."""
        self.live.tell(identity_id, frame(typing_object(on, name)))


def _require(site: Site, page: Page) -> None:
    """Refuse a page that may not speak for the site."""
    if not page.own and (page.origin is None or page.origin not in site.origins):
        raise NotPermitted("foreign_origin", _NOT_HERE)
