"""What a conversation looks like to those who serve it: its unread words, whose words they are, its history."""

import pytest

from app.views import ConversationView, MessageView
from hub import inbox, passing
from hub.database import Tx
from hub.inbox import Read, Write
from hub.model import InboundMessage, Kind
from hub.passing import HandOver
from hub.store import cards, segments
from hub.store.conversations import Conversation
from hub.store.segments import OwnerSegment
from tests.app.way.conftest import SmallHub, person

pytestmark = pytest.mark.store


async def _assigned(small: SmallHub) -> Conversation:
    await small.hear("你好", "人工")
    await small.take_in()
    await small.deliver()
    return await small.accept()


async def _view(small: SmallHub, conversation_id: str) -> ConversationView:
    def query(tx: Tx, one: str) -> ConversationView:
        card = cards.one(tx, one)
        assert card is not None
        return ConversationView.of(card)

    return await small.database.read(query, conversation_id)


async def test_only_the_tourists_words_behind_what_was_read_are_unread(small: SmallHub) -> None:
    conversation = await _assigned(small)
    seen = await _view(small, conversation.id)
    assert (seen.unread, seen.unread_from_seq) == (2, 1)
    await small.database.write(inbox.read, Read(person(), conversation.id, seen.seq))
    await small.database.write(inbox.note, Write(person(), conversation.id, "记一下", "n"))
    assert (await _view(small, conversation.id)).unread == 0
    await small.hear("在吗")
    await small.take_in()
    assert (await _view(small, conversation.id)).unread == 1


async def test_the_tourists_last_words_are_told_beside_ours(small: SmallHub) -> None:
    conversation = await _assigned(small)
    await small.database.write(inbox.reply, Write(person(), conversation.id, "您好", "k", conversation.owner_epoch))
    seen = await _view(small, conversation.id)
    assert (seen.last_text, seen.last_kind, seen.tourist_text) == ("您好", "text", "人工")


async def test_a_last_message_without_words_is_told_by_its_kind(small: SmallHub) -> None:
    conversation = await _assigned(small)
    place = ({"kind": "location", "lat": 30.1318, "lon": 118.1668},)
    await small.intake.receive(small.account, [InboundMessage("v1", "v1:place", Kind.LOCATION, parts=place)])
    await small.take_in()
    seen = await _view(small, conversation.id)
    assert (seen.last_text, seen.last_kind, seen.tourist_text) == (None, "location", "人工")


async def test_a_page_knows_its_own_words_by_the_key_it_sent_them_under(small: SmallHub) -> None:
    conversation = await _assigned(small)
    written = await small.database.write(
        inbox.reply, Write(person(), conversation.id, "您好", "key:with:colons", conversation.owner_epoch)
    )
    assert MessageView.of(written).command_key == "key:with:colons"
    others = [MessageView.of(one) for one in await small.transcript(conversation.id) if one.id != written.id]
    assert {one.command_key for one in others} == {None}


async def test_the_history_tells_every_hand_a_conversation_went_through(small: SmallHub) -> None:
    conversation = await _assigned(small)
    hand_over = HandOver(person(), conversation.id, None, None, "请二线处理", "t", small.router)
    await small.database.write(passing.transfer, hand_over)
    await small.accept("U2")

    def query(tx: Tx, one: str) -> list[OwnerSegment]:
        return list(segments.latest(tx, one, 100))

    told = await small.database.read(query, conversation.id)
    assert [(one.state, one.owner_name, one.queue_code) for one in told][-4:] == [
        ("queued", None, "general"),
        ("assigned", "李", "general"),
        ("queued", None, "general"),
        ("assigned", "王", "general"),
    ]
    assert [one.reason for one in told][-2:] == ["transferred", "accepted"]
    assert await small.database.read(lambda tx, one: segments.latest(tx, one, 1), conversation.id) == told[-1:]
