"""Letting a visitor in: who it is, which thread is his, and the two tokens he gets; the units of work.

Rules: a token that a later one has replaced opens nothing, and its use is noted in the audit; an anonymous thread
becomes a known visitor's when the site vouches for him, unless it is somebody else's already; where the known visitor
has a thread of his own the two customers are noted as one, and he goes on there as soon as nothing of the anonymous
one can be missed: its conversation is over and all of it has reached him. What is still on its way in is taken into
the thread where he reads then (`hub.intake`). A refusal is a value, because the note about it must be committed.
"""

from dataclasses import dataclass, replace

from channels.webchat.identity import Vouched
from channels.webchat.render import Standing, ThreadMessage
from channels.webchat.thread import shown
from hub import audit
from hub.audit import Subject
from hub.database import Tx
from hub.ids import ConversationId
from hub.model import Account, Actor
from hub.ports import Waits
from hub.store import conversations, identities, messages, outbox, visitors
from hub.store.identities import Identity
from hub.store.visitors import VisitorToken

IDENTITY = "identity"
_PHASES = {
    "bot": "bot",
    "queued": "queued",
    "snoozed": "queued",
    "callback_pending": "queued",
    "assigned": "agent",
    "on_hold": "agent",
    "in_call": "agent",
    "wrap_up": "closed",
    "closed": "closed",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """A page wants a session."""

    account: Account
    anonymous: bool
    token_id: str | None
    "The visitor's token, if he has been here."
    vouched: Vouched | None
    name: str | None
    lang: str | None
    new_ext_user: str
    "Under which name a new visitor would be known."
    new_token_id: str
    token_life_ms: int


@dataclass(frozen=True, slots=True)
class Refused:
    """No session, and why: bad_token, token_expired, token_rotated, identity_required or blocked."""

    code: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The visitor is in."""

    identity: Identity
    chain: str
    "Within what the ids that his page gives to messages are unique, also after a merge."
    is_known: bool
    "The site vouches for him."
    merged: bool
    "He goes on in another thread than the one his token named."
    left: str | None = None
    "The identity whose thread he has left for good."


def open_session(tx: Tx, opening: Opening) -> Opened | Refused:
    """Unit: find or make the visitor's thread and hand out the next token of his chain."""
    presented = _presented(tx, opening)
    if isinstance(presented, Refused):
        return presented
    if presented is None and opening.vouched is None and not opening.anonymous:
        return Refused("identity_required")
    before = presented.identity_id if presented else None
    identity_id = _whose(tx, opening, before) or _new(tx, opening).id
    identity = identities.get(tx, identity_id)
    if identity.blocked:
        return Refused("blocked")
    follows = presented if presented and _may_succeed(tx, presented.identity_id, identity_id) else None
    chain = follows.chain if follows else identity.ext_user
    visitors.issue(
        tx,
        token_id=opening.new_token_id,
        identity_id=identity_id,
        account_id=opening.account.id,
        successor_of=follows.id if follows else None,
        chain=chain,
        expires_ms=tx.now_ms + opening.token_life_ms,
    )
    _describe(tx, opening, identity)
    is_known = opening.vouched is not None or visitors.site_user(tx, identity_id) is not None
    merged = before is not None and before != identity_id
    return Opened(identity, chain, is_known, merged, left=before if merged and follows else None)


def _presented(tx: Tx, opening: Opening) -> VisitorToken | Refused | None:
    """Return the token that was shown; its first use ends the token before it."""
    if opening.token_id is None:
        return None
    token = visitors.token(tx, opening.token_id)
    if token is None or token.account_id != opening.account.id:
        return Refused("bad_token")
    if token.expires_ms <= tx.now_ms:
        return Refused("token_expired")
    if token.superseded:
        subject = Subject(IDENTITY, token.identity_id)
        actor = Actor("tourist", token.identity_id)
        audit.record(tx, actor, "visitor_token.reused", subject, org_id=opening.account.org_id)
        return Refused("token_rotated")
    visitors.use(tx, token.id)
    return token


def _whose(tx: Tx, opening: Opening, presented: str | None) -> str | None:
    """Return the thread that the visitor goes on in, None for a new one."""
    if opening.vouched is None:
        return presented
    site_user = opening.vouched.id
    known = visitors.by_site_user(tx, opening.account.id, site_user)
    if presented is None or presented == known:
        return known
    if visitors.site_user(tx, presented) is not None:
        return known
    if known is None:
        visitors.vouch(tx, presented, site_user)
        _note_vouched(tx, opening, presented)
        return presented
    _join_customers(tx, identities.get(tx, presented), identities.get(tx, known))
    return known if _moved(tx, presented, known) else presented


def _moved(tx: Tx, anonymous_id: str, known_id: str) -> bool:
    """Let the anonymous visitor go on in the known one's thread, unless he would miss something of his own."""
    anonymous = identities.take_numbers(tx, anonymous_id, 0)  # held, so that unit 1 comes before or after all this
    latest = conversations.lock_last(tx, anonymous_id)
    is_over = latest is None or not latest.is_open
    if not is_over or anonymous.delivered_seq < anonymous.pub_seq or outbox.is_sending(tx, anonymous_id):
        return False
    identities.move(tx, anonymous_id, known_id)
    return True


def _new(tx: Tx, opening: Opening) -> Identity:
    identity = identities.find_or_create(
        tx,
        org_id=opening.account.org_id,
        account_id=opening.account.id,
        ext_user=opening.new_ext_user,
        display_name=opening.vouched.name if opening.vouched else opening.name,
        lang=opening.lang,
    )
    if opening.vouched is not None:
        visitors.vouch(tx, identity.id, opening.vouched.id)
        _note_vouched(tx, opening, identity.id)
    return identity


def _may_succeed(tx: Tx, presented: str, identity_id: str) -> bool:
    """Tell whether the new token replaces the one shown: not when another person signed in on the same machine."""
    return presented == identity_id or visitors.site_user(tx, presented) is None


def _join_customers(tx: Tx, anonymous: Identity, known: Identity) -> None:
    if anonymous.customer_id is None or anonymous.customer_id == known.customer_id:
        return
    if known.customer_id is None:
        identities.known_as(tx, known.id, anonymous.customer_id)
        return
    visitors.merge_customer(tx, anonymous.customer_id, known.customer_id)
    identities.known_as(tx, anonymous.id, known.customer_id)
    fields = {"from": anonymous.customer_id, "into": known.customer_id}
    audit.record(
        tx, Actor("tourist", known.id), "customer.merged", Subject(IDENTITY, known.id), fields, org_id=known.org_id
    )


def _note_vouched(tx: Tx, opening: Opening, identity_id: str) -> None:
    subject = Subject(IDENTITY, identity_id)
    audit.record(tx, Actor("tourist", identity_id), "visitor.vouched", subject, org_id=opening.account.org_id)


def _describe(tx: Tx, opening: Opening, identity: Identity) -> None:
    name = opening.vouched.name if opening.vouched else opening.name
    if identity.verified == "site" and opening.vouched is None:
        name = None
    if (name and name != identity.display_name) or (opening.lang and opening.lang != identity.lang):
        identities.describe(tx, identity.id, name, opening.lang)


def note_refusal(tx: Tx, args: tuple[Account, str]) -> None:
    """Unit: note in the audit that a session was refused; the door's limits bound how often."""
    account, code = args
    audit.record(
        tx, Actor("tourist"), "visitor.refused", Subject("account", account.id), {"code": code}, org_id=account.org_id
    )


# --- what an open session asks for ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arriving:
    """A page shows its pass."""

    account_id: str
    identity_id: str
    token_id: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where the visitor's thread stands."""

    last_seq: int
    delivered_seq: int
    read_seq: int
    blocked: bool
    token_unused: bool
    "The token handed out with the pass has not been noted as used."


def arrive(tx: Tx, args: Arriving) -> Arrived | None:
    """Query: where the visitor's thread stands; None when there is no such visitor (any more), or it is another."""
    try:
        identity = identities.get(tx, args.identity_id)
    except LookupError:
        return None
    if identity.account_id != args.account_id or identity.merged_into is not None:
        return None
    token = visitors.token(tx, args.token_id)
    return Arrived(
        identity.pub_seq,
        identity.delivered_seq,
        identity.read_seq,
        bool(identity.blocked),
        token is not None and token.used_ms is None,
    )


def note_use(tx: Tx, token_id: str) -> None:
    """Unit: the page has shown that it holds the new token, so the one before it ends."""
    visitors.use(tx, token_id)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a thread: up to `limit` messages behind `after`, or before `before`."""

    identity_id: str
    limit: int
    after: int = 0
    before: int | None = None


def read_thread(tx: Tx, stretch: Stretch) -> list[ThreadMessage]:
    """Query: a stretch of what the visitor sees, oldest first."""
    if stretch.before is None:
        rows = messages.thread(tx, stretch.identity_id, stretch.after, stretch.limit)
    else:
        rows = messages.thread_before(tx, stretch.identity_id, stretch.before, stretch.limit)
    return [shown(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose standing is asked for, and who knows what those who wait were told."""

    identity_id: str
    waits: Waits | None = None


def read_standing(tx: Tx, asked: Asked) -> tuple[str | None, Standing]:
    """Query: the visitor's latest conversation and how it stands, with what he was told of his wait."""
    found = visitors.standing(tx, asked.identity_id)
    if found is None:
        return None, Standing()
    standing = Standing(phase=_PHASES[found.state], rescue=bool(found.rescue), seen=found.seen_seq)
    if standing.phase == "agent":
        standing = replace(standing, agent=found.agent_name)
    if standing.phase == "queued" and asked.waits is not None:
        standing = standing.waiting(asked.waits.told(tx, ConversationId(found.conversation_id)))
    if standing.phase == "queued" and not found.is_open and not found.rescue:
        standing = replace(standing, queue_pos=None, eta_s=None, eta_p90_s=None, nobody=True)
    return found.conversation_id, standing
