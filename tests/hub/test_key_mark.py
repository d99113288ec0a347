"""The mark that ties a database to its key ring."""

import pytest

from hub.database import Database
from hub.key_mark import mark
from hub.keys import KeyRing, KeyRingError, Ring, new_master_key

pytestmark = pytest.mark.store

OLD, NEW, FOREIGN = (new_master_key(number) for number in (1, 2, 3))


def ring(*keys_: object) -> KeyRing:
    keys = tuple(key for key in (OLD, NEW, FOREIGN) if key in keys_)
    return KeyRing(lambda: Ring(keys[-1].id, keys))


async def test_a_database_starts_with_its_own_ring_also_after_a_rotation(database: Database) -> None:
    await database.write(mark, ring(OLD))
    await database.write(mark, ring(OLD))
    await database.write(mark, ring(OLD, NEW))


async def test_a_foreign_ring_is_told_at_once_with_the_remedy(database: Database) -> None:
    await database.write(mark, ring(OLD))
    with pytest.raises(KeyRingError, match=f"key_ring_foreign.*{OLD.id}.*import"):
        await database.write(mark, ring(FOREIGN))
    await database.write(mark, ring(OLD, FOREIGN))
