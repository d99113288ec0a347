"""Understands texts for the bot, with whichever model is in use, and never lets it wait for that.

Rules: the engine works in a thread of its own, so that a long text holds nobody else up; who would have to wait longer
than the deadline is told that nothing was understood, and so is everybody while there is no model: the bot then asks
or hands over, as with any text it does not understand. Another model is loaded beside and takes the old one's place in
one step; one that cannot be loaded changes nothing.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from bot.model_files import ModelFiles
from bot.nlu.embedded.engine import EmbeddedEngine
from bot.nlu.embedded.model import BadModel, load
from bot.nlu.port import ModelInfo, Parse, nothing_understood
from bot.nlu.training_file import MOST_LETTERS
from bot.store import models
from bot.store.models import InUse
from hub import patience
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import StoreUnavailable

DEADLINE_S = 0.15
LOOK_EVERY_S = 2.0
"Another model that was put to use answers within this time, and the time to load it."
BEGIN_S = 3.0
"For so long texts that come right after the start wait for the model."
NOBODY = ModelInfo("none", "none", "", 0)
"Who answers while there is no model."
log = structlog.get_logger()


class Understanding:
    """The engine in use (`bot.nlu.port.NLUEngine`)."""

    def __init__(self, database: Database, folder: ModelFiles, clock: Clock, deadline_s: float = DEADLINE_S) -> None:
        """Make one that knows nothing yet; `run` brings the model."""
        self._database = database
        self._folder = folder
        self._clock = clock
        self._deadline_s = deadline_s
        self._engine: EmbeddedEngine | None = None
        self._used: InUse | None = None
        self._looked = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="understanding")
        self._counts = dict.fromkeys(("understood", "without_model", "late", "swapped", "not_loaded"), 0)

    def info(self) -> ModelInfo:
        """Return which model answers."""
        return NOBODY if self._engine is None else self._engine.info()

    def counted(self) -> Mapping[str, float]:
        """Return what was done since the start, for the metrics."""
        return self._counts

    async def parse(self, text: str, *, lang: str | None = None) -> Parse:
        """Understand `text`; of a very long one the beginning. Nothing understood: no intents, nothing named."""
        if not self._looked.is_set():
            await self._begin()
        engine = self._engine
        if engine is None:
            self._counts["without_model"] += 1
            return nothing_understood(text, lang)
        work = partial(engine.understand, text[:MOST_LETTERS], lang)
        try:
            async with patience.timeout(self._deadline_s):
                parse = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except TimeoutError:
            self._counts["late"] += 1
            return nothing_understood(text, lang)
        self._counts["understood"] += 1
        return parse if len(text) <= MOST_LETTERS else replace(parse, text=text)

    async def run(self) -> None:
        """Have the model that is in use, as long as the process lives."""
        while True:
            await self.look()
            await self._clock.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Take another model if another was put to use; one that cannot be loaded is told once and left alone."""
        with suppress(StoreUnavailable):  # then the one at hand goes on
            used = await self._database.read(_in_use, None)
            if used is not None and (self._used is None or used.sha256 != self._used.sha256):
                await self._take(used)
            self._looked.set()

    async def _begin(self) -> None:
        try:
            async with patience.timeout(BEGIN_S):
                await self._looked.wait()
        except TimeoutError:
            self._looked.set()

    async def _take(self, used: InUse) -> None:
        self._used = used
        try:
            self._engine = await asyncio.to_thread(self._load, used)
        except BadModel:
            self._counts["not_loaded"] += 1
            log.exception("nlu_model.not_loaded", model=used.id, version=used.version)
            return
        self._counts["swapped"] += 1
        log.info("nlu_model.in_use", model=used.id, version=used.version)

    def _load(self, used: InUse) -> EmbeddedEngine:
        return EmbeddedEngine(load(self._folder.path(used.sha256)), self._clock, ZoneInfo(used.tz))


def _in_use(tx: Tx, _: None) -> InUse | None:
    return models.in_use(tx)
