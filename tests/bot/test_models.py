"""The registry of models, and the engine in use: swapped while it answers, silent without a model, never waited for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot import models as registry
from bot.model_files import ModelFiles
from bot.models import Arrived, Use, bring_shipped
from bot.nlu.embedded.model import Model, read_info, save, to_bytes
from bot.nlu.embedded.training import train
from bot.nlu.training_data import TrainingData
from bot.nlu.training_file import MOST_LETTERS, read_folder
from bot.store import models
from bot.store.models import StoredModel
from bot.understanding import LOOK_EVERY_S, Understanding
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.errors import Conflict, NotFound
from hub.model import Actor
from hub.store import orgs

pytestmark = pytest.mark.store
WHO = Actor("user", "U1")
LESSONS = Path(__file__).parent / "nlu" / "lessons"


@pytest.fixture(scope="session")
def first() -> Model:
    """Return a model."""
    return train(read_folder(LESSONS), 1)


@pytest.fixture(scope="session")
def second() -> Model:
    """Return a model that has learned from half of the texts."""
    lessons = read_folder(LESSONS)
    return train(TrainingData(lessons.samples[::2], lessons.synonyms, lessons.patterns, lessons.lookups), 2)


@pytest.fixture
def files(tmp_path: Path) -> ModelFiles:
    return ModelFiles(tmp_path / "models")


async def begun(database: Database) -> Database:
    """Give the store its organisation."""
    await database.write(lambda tx, _: orgs.add(tx, code="cn", name="全国", kind="nation"), None)
    return database


async def shipped(database: Database, files: ModelFiles, model: Model, folder: Path) -> Path:
    """Ship a model with the program and let a start take it in."""
    file = folder / "embedded.model"
    save(model, file)
    await bring_shipped(database, files, file)
    return file


def trained_unit(tx: Tx, content: tuple[str, bytes]) -> StoredModel:
    """Write a model of the operator's own into the registry."""
    sha256, whole = content
    root = orgs.root(tx)
    assert root is not None
    made = registry.new_row(tx, root.id, "trained", Arrived(read_info(whole), sha256))
    models.add(tx, made)
    return made


async def trained(database: Database, files: ModelFiles, model: Model) -> StoredModel:
    """Have a model of the operator's own."""
    content = to_bytes(model)
    return await database.write(trained_unit, (files.keep(content), content))


async def in_use(database: Database) -> str | None:
    """Return the version that answers."""
    used = await database.read(lambda tx, _: models.in_use(tx), None)
    return used.version if used else None


@asynccontextmanager
async def running(understanding: Understanding) -> AsyncIterator[None]:
    """Let it look for models inside this block."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(understanding.run())
        yield
        task.cancel()


async def test_the_shipped_model_answers_from_the_first_start_and_comes_in_once(
    database: Database, files: ModelFiles, first: Model, tmp_path: Path
) -> None:
    await begun(database)
    file = await shipped(database, files, first, tmp_path)
    await bring_shipped(database, files, file)
    (one,) = await database.read(lambda tx, _: models.newest(tx), None)
    assert (one.version, one.origin) == (first.info.version, "shipped")
    assert one.metrics == first.info.metrics
    assert files.path(one.sha256).read_bytes() == file.read_bytes()
    assert await in_use(database) == first.info.version


async def test_a_newer_shipped_model_takes_the_older_one_s_place_but_not_the_operator_s_own(
    database: Database, files: ModelFiles, first: Model, second: Model, tmp_path: Path
) -> None:
    await begun(database)
    await shipped(database, files, first, tmp_path)
    await shipped(database, files, second, tmp_path)
    assert await in_use(database) == second.info.version
    own = await trained(database, files, replace(first, info=replace(first.info, version="embedded-1-own")))
    await database.write(registry.use, Use(own.id, WHO))
    await shipped(database, files, replace(second, info=replace(second.info, trained_ms=3)), tmp_path)
    assert await in_use(database) == "embedded-1-own"


async def test_a_model_of_another_version_of_the_program_gives_way_and_is_not_used_again(
    database: Database, files: ModelFiles, first: Model, second: Model, tmp_path: Path
) -> None:
    await begun(database)
    own = await trained(database, files, replace(second, info=replace(second.info, version="embedded-0-old")))
    await database.write(lambda tx, one: registry.put_to_use(tx, one, WHO), own)
    await shipped(database, files, first, tmp_path)
    assert await in_use(database) == first.info.version
    with pytest.raises(Conflict, match="nlu_model_foreign"):
        await database.write(registry.use, Use(own.id, WHO))


async def test_going_back_is_one_step_and_a_name_that_is_none_changes_nothing(
    database: Database, files: ModelFiles, first: Model, second: Model, tmp_path: Path
) -> None:
    await begun(database)
    await shipped(database, files, first, tmp_path)
    await shipped(database, files, second, tmp_path)
    await database.write(registry.use, Use(first.info.version, WHO))
    assert await in_use(database) == first.info.version
    with pytest.raises(NotFound, match="nlu_model_not_found"):
        await database.write(registry.use, Use("embedded-1-nobody", WHO))
    assert await in_use(database) == first.info.version


async def test_a_broken_shipped_file_stops_no_start_and_is_not_registered(
    database: Database, files: ModelFiles, tmp_path: Path
) -> None:
    await begun(database)
    (tmp_path / "embedded.model").write_bytes(b"no model")
    await bring_shipped(database, files, tmp_path / "embedded.model")
    assert await in_use(database) is None


async def test_another_model_answers_within_seconds_and_nobody_waits_for_it(
    database: Database, files: ModelFiles, clock: ManualClock, first: Model, second: Model, tmp_path: Path
) -> None:
    await begun(database)
    await shipped(database, files, first, tmp_path)
    understanding = Understanding(database, files, clock, deadline_s=30)
    async with running(understanding):
        asked = await understanding.parse("云台寺几点开门")
        assert asked.model == first.info.version
        assert asked.intents[0].confidence > 0.3
        await shipped(database, files, second, tmp_path)
        while understanding.info() != second.info:
            assert (await understanding.parse("云台寺几点开门")).intents
            await clock.advance(LOOK_EVERY_S)
        assert (await understanding.parse("云台寺几点开门")).model == second.info.version
    assert understanding.counted()["swapped"] == 2
    assert understanding.counted()["without_model"] == 0


async def test_a_model_that_cannot_be_loaded_leaves_the_old_one_answering(
    database: Database, files: ModelFiles, clock: ManualClock, first: Model, second: Model, tmp_path: Path
) -> None:
    await begun(database)
    await shipped(database, files, first, tmp_path)
    understanding = Understanding(database, files, clock, deadline_s=30)
    await understanding.look()
    broken = await trained(database, files, second)
    files.path(broken.sha256).write_bytes(b"torn")
    await database.write(registry.use, Use(broken.id, WHO))
    await understanding.look()
    await understanding.look()
    assert (await understanding.parse("云台寺几点开门")).model == first.info.version
    assert understanding.counted()["not_loaded"] == 1


async def test_without_a_model_nothing_is_understood_and_that_is_counted(
    database: Database, files: ModelFiles, clock: ManualClock
) -> None:
    await begun(database)
    understanding = Understanding(database, files, clock)
    async with running(understanding):
        parse = await understanding.parse("How do I get there?")
    assert (parse.text, parse.lang, parse.intents, parse.in_scope) == ("How do I get there?", "en", (), 0.0)
    assert understanding.counted()["without_model"] == 1


async def test_who_would_wait_too_long_is_told_that_nothing_was_understood(
    database: Database, files: ModelFiles, clock: ManualClock, first: Model, tmp_path: Path
) -> None:
    await begun(database)
    await shipped(database, files, first, tmp_path)
    understanding = Understanding(database, files, clock, deadline_s=0.0)
    await understanding.look()
    assert (await understanding.parse("云台寺几点开门")).intents == ()
    assert understanding.counted()["late"] == 1


async def test_of_a_very_long_text_the_beginning_is_understood_and_all_of_it_kept(
    database: Database, files: ModelFiles, clock: ManualClock, first: Model, tmp_path: Path
) -> None:
    await begun(database)
    await shipped(database, files, first, tmp_path)
    understanding = Understanding(database, files, clock, deadline_s=30)
    await understanding.look()
    text = "云台寺几点开门" + "啊" * MOST_LETTERS
    parse = await understanding.parse(text)
    assert parse.text == text
    assert parse.intents
