"""Texts on a real store: written, overwritten, taken away, and heard down the tree."""

import pytest

from hub import rescue
from hub.database import Database, Tx
from hub.ids import OrgId
from hub.store import texts
from hub.store.texts import Written
from hub.texts import BUILT_IN, say
from tests.people import make_two_cities

pytestmark = pytest.mark.store


def _put(tx: Tx, args: tuple[OrgId, str, str, str]) -> None:
    texts.put(tx, *args)


async def test_an_organisation_hears_itself_then_those_above_it(database: Database) -> None:
    province, one, other = await make_two_cities(database)
    await database.write(_put, (province.id, "greeting", "zh-CN", "广东欢迎您"))
    await database.write(_put, (one.id, "greeting", "zh-CN", "深圳欢迎您"))
    await database.write(_put, (one.id, "greeting", "en", "Welcome to Shenzhen"))

    def heard(tx: Tx, args: tuple[OrgId, str]) -> str:
        return say(tx, args[0], "greeting", args[1])

    assert await database.read(heard, (one.id, "zh-TW")) == "深圳欢迎您"
    assert await database.read(heard, (one.id, "en-GB")) == "Welcome to Shenzhen"
    assert await database.read(heard, (other.id, "zh-CN")) == "广东欢迎您"
    assert await database.read(heard, (province.id, "en")) == "广东欢迎您"


async def test_words_are_overwritten_kept_and_taken_away(database: Database) -> None:
    province, one, _ = await make_two_cities(database)
    await database.write(_put, (province.id, "greeting", "zh-CN", "广东欢迎您"))
    await database.write(_put, (one.id, "greeting", "zh-CN", "旧的"))
    await database.write(_put, (one.id, "greeting", "zh-CN", "新的"))

    def kept(tx: Tx, org_id: OrgId) -> bool:
        return texts.add(tx, org_id, "greeting", "zh-CN", "别的") or texts.add(tx, org_id, "bye", "zh-CN", "再见")

    assert await database.write(kept, one.id)
    assert await database.read(lambda tx, org_id: texts.by_prefix(tx, org_id, ""), one.id) == [
        Written("bye", "zh-CN", "再见"),
        Written("greeting", "zh-CN", "新的"),
        Written("greeting", "zh-CN", "广东欢迎您"),
    ]
    assert await database.write(lambda tx, org_id: texts.remove(tx, org_id, "greeting", "zh-CN"), one.id)
    assert await database.read(lambda tx, org_id: texts.by_key(tx, org_id, "greeting"), one.id) == [
        Written("greeting", "zh-CN", "广东欢迎您")
    ]


async def test_an_unknown_organisation_hears_what_is_built_in(database: Database) -> None:
    def heard(tx: Tx, org_id: OrgId) -> str:
        return say(tx, org_id, rescue.REPLY, "zh-CN")

    assert await database.read(heard, OrgId("nobody")) == BUILT_IN[rescue.REPLY]["zh-CN"]
