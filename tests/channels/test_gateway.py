"""The one way in for all channels, and the contract that every channel keeps."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

import channels
from channels.base import Connector, Parts, RawArrival
from channels.gateway import Gateway
from channels.webchat import WebChat
from channels.webchat.tokens import PASS_LIFE_MS, Pass
from hub.clock import ManualClock
from hub.errors import BadRequest, HubError, NotPermitted, NotSignedIn, StoreUnavailable
from hub.ids import AccountId, IdentityId, JournalId, MessageId, OrgId
from hub.model import (
    Accepted,
    Account,
    Author,
    InboundMessage,
    Journalled,
    Kind,
    OutboundMessage,
    Receipt,
    Reply,
    Status,
)
from tests.people import key_ring

pytestmark = pytest.mark.unit

ACCOUNT = Account(AccountId("A"), OrgId("O"), "webchat", "site", None)
OTHER = replace(ACCOUNT, id=AccountId("B"))


class Book:
    """A core that keeps what it is given, once per external id, or cannot."""

    def __init__(self) -> None:
        self.kept: dict[str, InboundMessage] = {}
        self.told: list[Receipt] = []
        self.away = False

    async def receive(self, account: Account, arrived: Sequence[InboundMessage]) -> list[Journalled]:
        """Keep messages."""
        if self.away:
            raise StoreUnavailable("disk_full")
        fresh = [message.external_id not in self.kept for message in arrived]
        self.kept.update({message.external_id: message for message in arrived})
        return [Journalled(JournalId(f"{account.id}:{number}"), new, 0) for number, new in enumerate(fresh)]

    async def receipts(self, account: Account, told: Sequence[Receipt]) -> None:
        """Keep receipts."""
        self.told.extend(told)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A channel with what its platform would send."""

    connector: Connector
    text: Callable[[str, str], RawArrival]
    "Returns the arrival of a text under the sender's own id."
    forged: RawArrival
    garbage: RawArrival


def webchat() -> Candidate:
    """Web chat, as pages send by plain requests."""
    clock = ManualClock()
    made = channels.ALL["webchat"](Parts(clock, key_ring()))
    assert isinstance(made, WebChat)
    shown = Pass(ACCOUNT.id, "I", "v_1", "v_0", "s", "t", clock.now_ms() + PASS_LIFE_MS)
    headers = {"authorization": f"Bearer {made.tokens.new_pass(shown)}"}

    def text(said: str, cid: str) -> RawArrival:
        body = json.dumps({"t": "msg", "cid": cid, "text": said}).encode()
        return RawArrival(body, headers)

    return Candidate(made, text, replace(text("x", "0123456789"), headers={}), RawArrival(b"\xff[", headers))


CANDIDATES: dict[str, Callable[[], Candidate]] = {"webchat": webchat}


@pytest.fixture(params=sorted(channels.ALL))
def candidate(request: pytest.FixtureRequest) -> Candidate:
    """Return every channel in turn; one without a candidate here fails."""
    return CANDIDATES[request.param]()


@pytest.fixture
def book() -> Book:
    """Return a core."""
    return Book()


@pytest.fixture
def refused() -> list[tuple[str, str]]:
    """Return the list of refusals that were counted."""
    return []


@pytest.fixture
def gateway(book: Book, refused: list[tuple[str, str]]) -> Gateway:
    """Return the gateway before that core."""
    return Gateway(book, lambda channel, code: refused.append((channel, code)))


async def test_what_is_proven_is_kept_and_then_acknowledged(gateway: Gateway, book: Book, candidate: Candidate) -> None:
    taken = await gateway.receive(candidate.connector, ACCOUNT, candidate.text("你好 𠮷 👨‍👩‍👧", "0123456789"))
    assert [one.fresh for one in taken.messages] == [True]
    (kept,) = book.kept.values()
    assert (kept.kind, kept.text) == (Kind.TEXT, "你好 𠮷 👨‍👩‍👧")


async def test_a_repeat_is_acknowledged_and_not_kept_again(gateway: Gateway, book: Book, candidate: Candidate) -> None:
    raw = candidate.text("again", "0123456789")
    for _ in range(3):
        taken = await gateway.receive(candidate.connector, ACCOUNT, raw)
    assert [one.fresh for one in taken.messages] == [False]
    assert len(book.kept) == 1


async def test_two_senders_with_the_same_id_are_two_messages(
    candidate: Candidate, book: Book, gateway: Gateway
) -> None:
    await gateway.receive(candidate.connector, ACCOUNT, candidate.text("one", "0123456789"))
    await gateway.receive(candidate.connector, ACCOUNT, candidate.text("two", "9876543210"))
    assert [message.text for message in book.kept.values()] == ["one", "two"]


async def test_what_is_not_proven_is_refused_and_counted(
    gateway: Gateway, book: Book, candidate: Candidate, refused: list[tuple[str, str]]
) -> None:
    with pytest.raises((NotSignedIn, NotPermitted)):
        await gateway.receive(candidate.connector, ACCOUNT, candidate.forged)
    with pytest.raises((NotSignedIn, NotPermitted)):
        await gateway.receive(candidate.connector, OTHER, candidate.text("x", "0123456789"))
    assert book.kept == {}
    assert [channel for channel, _ in refused] == [candidate.connector.name] * 2


async def test_garbage_is_the_senders_fault_and_never_ours(gateway: Gateway, book: Book, candidate: Candidate) -> None:
    for raw in (candidate.garbage, candidate.text("", "0123456789"), candidate.text("x" * 100_000, "0123456789")):
        with pytest.raises(BadRequest):
            await gateway.receive(candidate.connector, ACCOUNT, raw)
    assert book.kept == {}


async def test_nothing_is_acknowledged_while_the_store_is_away(
    gateway: Gateway, book: Book, candidate: Candidate
) -> None:
    book.away = True
    with pytest.raises(HubError):
        await gateway.receive(candidate.connector, ACCOUNT, candidate.text("x", "0123456789"))


async def test_receipts_go_to_the_core_too(gateway: Gateway, book: Book) -> None:
    receipt = Receipt("ext", Status.DELIVERED, 0)
    message = InboundMessage("v", "v:1", Kind.TEXT, "x")
    taken = await gateway.keep(ACCOUNT, [receipt, message])
    assert (len(taken.messages), taken.receipts, book.told) == (1, 1, [receipt])


async def test_a_channel_with_a_key_takes_the_same_message_twice_as_one(candidate: Candidate) -> None:
    message = OutboundMessage(
        MessageId("M"), ACCOUNT.id, IdentityId("I"), "v_1", 1, Author.BOT, None, Reply("hello"), at_ms=0
    )
    assert candidate.connector.has_key is candidate.connector.capabilities.has_key
    if candidate.connector.has_key:
        outcomes = [await candidate.connector.send(message) for _ in range(2)]
        assert outcomes == [Accepted("M"), Accepted("M")]


def test_a_channel_says_what_it_carries(candidate: Candidate) -> None:
    assert Kind.TEXT in candidate.connector.capabilities.kinds_in
    assert Kind.TEXT in candidate.connector.capabilities.kinds_out
    assert candidate.connector.policy.text_limit > 0
