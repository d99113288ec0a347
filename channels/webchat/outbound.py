"""Sending on web chat: the visitor's thread in the store is the delivery, the socket is only woken.

Rule: the message stands in the thread under its `pub_seq` before `send` is called, so whoever opens the page, now or
in a week, gets it from there; that is why it is accepted at once, and why a repeat does no harm (`has_key`).
"""

from collections.abc import Sequence

from channels.base import Capabilities, Parts, Policy, Proven, RawArrival
from channels.webchat.frames import BadFrame, BadMessage, Say, of_body
from channels.webchat.limits import MAX_TEXT
from channels.webchat.live import Live
from channels.webchat.thread import leaving, shown
from channels.webchat.tokens import Tokens
from hub.errors import BadRequest, NotPermitted, NotSignedIn
from hub.model import Accepted, Account, InboundMessage, Kind, OutboundMessage, Receipt, SendOutcome
from hub.store.messages import Message

NAME = "webchat"


class WebChat:
    """The channel as built for one process."""

    name = NAME
    policy = Policy(text_limit=MAX_TEXT)
    capabilities = Capabilities(
        kinds_in=frozenset({Kind.TEXT, Kind.LOCATION}),
        kinds_out=frozenset({Kind.TEXT, Kind.BUTTONS}),
        receipts=frozenset({"delivered", "read"}),
        typing=True,
        has_key=True,
    )

    def __init__(self, live: Live, tokens: Tokens) -> None:
        self.live = live
        self.tokens = tokens

    @property
    def has_key(self) -> bool:
        """A repeat of a message is the same line of the thread."""
        return self.capabilities.has_key

    def verify(self, account: Account, raw: RawArrival) -> Proven:
        """Prove by the pass in the `Authorization` header who speaks.

        Raises:
            NotSignedIn: no pass, or its time is over.
            NotPermitted: a pass for another site.
        """
        shown = self.tokens.read_pass(bearer(raw.headers.get("authorization")))
        if shown.account_id != account.id:
            raise NotPermitted("other_site", "the pass is for another site")
        return Proven(shown.ext_user, shown.chain)

    def parse(self, account: Account, proven: Proven, raw: RawArrival) -> Sequence[InboundMessage | Receipt]:
        """Return the message in a frame; frames that are no message say nothing to the core.

        Raises:
            BadRequest: not a frame, or a message we cannot take.
        """
        try:
            came = of_body(raw.body)
        except (BadFrame, BadMessage) as bad:
            raise BadRequest(bad.code, "not a frame we can take") from None
        return (inbound(proven.ext_user or "", proven.chain or "", came),) if isinstance(came, Say) else ()

    async def send(self, message: OutboundMessage) -> SendOutcome:
        """Wake the visitor's pages; the thread has the message already."""
        self.live.deliver(message.identity_id, leaving(message))
        return Accepted(message.id)

    def show(self, message: Message) -> None:
        """Show a visitor's own words, which stand in the thread by now, on his pages."""
        if self.live.seats_of(message.identity_id):
            self.live.deliver(message.identity_id, shown(message))


def make(parts: Parts) -> WebChat:
    """Build the channel: a row of `channels.ALL`."""
    return WebChat(Live(), Tokens(parts.keys, parts.clock))


def inbound(ext_user: str, chain: str, say: Say) -> InboundMessage:
    """Return a visitor's message as the core takes it; his page's id of it, in its chain, makes it once."""
    return InboundMessage(
        ext_user=ext_user,
        external_id=f"{chain}:{say.cid}",
        kind=say.kind,
        text=say.text,
        parts=say.parts,
        client_key=say.cid,
    )


def bearer(header: str | None) -> str:
    """Return the pass in an `Authorization` header (RFC 6750 §2.1).

    Raises:
        NotSignedIn: there is none.
    """
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("no_pass", "open a session first")
    return token.strip()
