"""The units that let a visitor in, on both engines: threads, chains of tokens, merging, confirmations."""

from dataclasses import replace

import pytest
import pytest_asyncio

from channels.webchat import session
from channels.webchat.identity import Vouched
from channels.webchat.session import Arriving, Opened, Opening, Refused
from hub import receipts
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.ids import AccountId
from hub.model import Account
from hub.receipts import Confirmation
from hub.store import accounts, identities, visitors
from tests.app.way import conftest as way

pytestmark = pytest.mark.store

small = way.small
schema = way.schema
LIFE_MS = 1000


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that the test moves."""
    return ManualClock()


@pytest_asyncio.fixture
async def account(small: way.SmallHub) -> Account:
    """Return the account of the site."""
    return small.account


def opening(account: Account, number: int, token_id: str | None = None, site_user: str | None = None) -> Opening:
    return Opening(
        account=account,
        anonymous=True,
        token_id=token_id,
        vouched=Vouched(site_user, None) if site_user else None,
        name=None,
        lang="en",
        new_ext_user=f"v_{number}",
        new_token_id=f"token-{number}",
        token_life_ms=LIFE_MS,
    )


async def opened(database: Database, asked: Opening) -> Opened:
    answer = await database.write(session.open_session, asked)
    assert isinstance(answer, Opened), answer
    return answer


async def test_a_chain_of_tokens_leads_to_one_thread(database: Database, account: Account) -> None:
    first = await opened(database, opening(account, 1))
    for number in range(2, 6):
        again = await opened(database, opening(account, number, f"token-{number - 1}"))
        assert again.identity.id == first.identity.id
    kept = await database.read(lambda tx, _: tx.connection.exec_driver_sql("SELECT id FROM visitor_tokens").all(), None)
    assert len(kept) == 3, "the unused one, the used one before it, and the one that used shows to be dead"
    assert await database.write(session.open_session, opening(account, 9, "token-3")) == Refused("token_rotated")
    assert await database.write(session.open_session, opening(account, 9, "token-1")) == Refused("bad_token")


async def test_two_answers_to_one_token_are_both_good_until_one_is_used(database: Database, account: Account) -> None:
    await opened(database, opening(account, 1))
    await opened(database, opening(account, 2, "token-1"))
    await opened(database, opening(account, 3, "token-1"))
    await opened(database, opening(account, 4, "token-3"))
    assert await database.write(session.open_session, opening(account, 9, "token-1")) == Refused("token_rotated")
    assert isinstance(await database.write(session.open_session, opening(account, 5, "token-2")), Opened)


async def test_a_token_ends_and_is_swept(database: Database, account: Account, clock: ManualClock) -> None:
    await opened(database, opening(account, 1))
    await clock.advance(LIFE_MS / 1000)
    assert await database.write(session.open_session, opening(account, 2, "token-1")) == Refused("token_expired")
    await clock.advance(1)
    assert await database.write(lambda tx, _: visitors.forget_expired(tx), None) == 1


async def test_a_token_of_another_site_is_unknown_here(database: Database, account: Account) -> None:
    await opened(database, opening(account, 1))
    foreign = replace(account, code="other", id=AccountId(f"{account.id}X"))
    assert await database.write(session.open_session, opening(foreign, 2, "token-1")) == Refused("bad_token")


async def test_strangers_are_refused_where_the_site_wants_none(database: Database, account: Account) -> None:
    asked = replace(opening(account, 1), anonymous=False)
    assert await database.write(session.open_session, asked) == Refused("identity_required")
    assert isinstance(await database.write(session.open_session, replace(asked, vouched=Vouched("u", "Ann"))), Opened)


async def test_two_customers_of_one_visitor_become_one(database: Database, account: Account) -> None:
    known = await opened(database, opening(account, 1, site_user="u"))
    stranger = await opened(database, opening(account, 2))

    def both_have_written(tx: Tx, _: None) -> None:
        for one in (known, stranger):
            customer = accounts.create_customer(tx, account.org_id, None, None)
            identities.known_as(tx, one.identity.id, customer)

    await database.write(both_have_written, None)
    merged = await opened(database, opening(account, 3, "token-2", site_user="u"))
    assert (merged.identity.id, merged.merged, merged.is_known) == (known.identity.id, True, True)

    def look(tx: Tx, _: None) -> tuple[bool, list[object]]:
        one, other = (identities.get(tx, opened.identity.id).customer_id for opened in (known, stranger))
        into = tx.connection.exec_driver_sql("SELECT merged_into FROM customers WHERE merged_into IS NOT NULL").all()
        return one == other, [row[0] for row in into]

    same, into = await database.read(look, None)
    assert same
    assert into == [(await database.read(lambda tx, _: identities.get(tx, known.identity.id), None)).customer_id]


async def test_a_token_of_the_thread_that_was_left_opens_the_one_he_reads_now(
    database: Database, account: Account
) -> None:
    known = await opened(database, opening(account, 1, site_user="u"))
    await opened(database, opening(account, 2))
    merged = await opened(database, opening(account, 3, "token-2", site_user="u"))
    assert merged.left is not None
    back = await opened(database, opening(account, 4, "token-2"))
    assert (back.identity.id, back.merged, back.chain) == (known.identity.id, False, "v_2")
    gone = await database.read(session.arrive, Arriving(account.id, merged.left, "token-2"))
    assert gone is None


async def test_whoever_has_not_got_everything_stays_until_he_has(small: way.SmallHub, account: Account) -> None:
    database = small.database
    await opened(database, opening(account, 1, site_user="u"))
    await opened(database, opening(account, 2))
    await small.hear("人工", user="v_2")
    await small.take_in()
    talk = await small.accept()
    await small.wrap_up(talk.id)
    number = 3

    async def comes_again() -> Opened:
        nonlocal number
        number += 1
        return await opened(database, opening(account, number, f"token-{2 if number == 4 else number - 1}", "u"))

    stays = await comes_again()
    assert (stays.identity.ext_user, stays.merged, stays.is_known) == ("v_2", False, True)
    await small.deliver()
    assert not (await comes_again()).merged, "the bot's last words have not reached him"
    last = (await small.thread("v_2"))[-1].pub_seq
    assert last is not None
    await database.write(receipts.confirm, Confirmation(stays.identity.id, last, 0))
    moved = await comes_again()
    assert (moved.identity.ext_user, moved.merged, moved.left) == ("v_1", True, stays.identity.id)


async def test_what_was_on_its_way_in_is_taken_into_the_thread_where_he_reads(
    small: way.SmallHub, account: Account
) -> None:
    await opened(small.database, opening(account, 1, site_user="u"))
    left = (await opened(small.database, opening(account, 2))).identity.id
    assert (await opened(small.database, opening(account, 3, "token-2", site_user="u"))).merged
    await small.hear("help", user="v_2")
    await small.hear("mine", user="v_1")
    await small.take_in()
    await small.deliver()
    assert {one.text for one in await small.thread("v_1")} == {"help", "mine", "echo help", "echo mine"}
    assert [one.pub_seq for one in await small.thread("v_1")] == [1, 2, 3, 4]
    assert await small.thread("v_2") == []
    assert (await small.database.read(lambda tx, _: identities.get(tx, left), None)).pub_seq == 0


async def test_another_persons_sign_in_ends_nobodys_token(database: Database, account: Account) -> None:
    first = await opened(database, opening(account, 1, site_user="first"))
    second = await opened(database, opening(account, 2, "token-1", site_user="second"))
    assert second.identity.id != first.identity.id
    await opened(database, opening(account, 3, "token-2"))
    back = await opened(database, opening(account, 4, "token-1"))
    assert back.identity.id == first.identity.id


async def test_the_pass_finds_its_visitor_and_nobody_elses(database: Database, account: Account) -> None:
    come = await opened(database, opening(account, 1))
    arriving = Arriving(account.id, come.identity.id, "token-1")
    arrived = await database.read(session.arrive, arriving)
    assert arrived is not None
    assert (arrived.last_seq, arrived.token_unused) == (0, True)
    await database.write(session.note_use, "token-1")
    arrived = await database.read(session.arrive, arriving)
    assert arrived is not None
    assert not arrived.token_unused
    assert await database.read(session.arrive, replace(arriving, account_id="other")) is None
    assert await database.read(session.arrive, replace(arriving, identity_id="nobody")) is None


async def test_a_confirmation_goes_up_never_down_and_never_past_the_thread(
    small: way.SmallHub, database: Database
) -> None:
    await small.hear("a", "b")
    await small.take_in()
    await small.deliver()
    thread = await small.thread()
    identity_id = thread[0].identity_id
    last = len(thread)
    assert last >= 3

    async def statuses() -> list[str]:
        return [message.status for message in await small.thread() if message.direction == "out"]

    assert await database.write(receipts.confirm, Confirmation(identity_id, last, 0))
    assert set(await statuses()) == {"delivered"}
    assert await database.write(receipts.confirm, Confirmation(identity_id, 1, 10**9))
    assert set(await statuses()) == {"read"}
    assert not await database.write(receipts.confirm, Confirmation(identity_id, 1, 1))
    identity = await database.read(identities.get, identity_id)
    assert (identity.delivered_seq, identity.read_seq) == (last, last)
