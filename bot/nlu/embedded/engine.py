"""Understands a text in less than a millisecond: intents, named things, and whether it is our business.

Rules: an engine never changes; a new model is a new engine, and whoever holds the old one swaps the reference. It
belongs to one thread (the sequence model is not shared). A cry for help that `hub.rescue` hears is an emergency
whatever the model thinks. Of named things that overlap, what was learned counts before what rules find, then known
names that were not expected where they stand.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from itertools import chain

import numpy as np

from bot.nlu.embedded import rules
from bot.nlu.embedded.clauses import clauses
from bot.nlu.embedded.confidence import group_of
from bot.nlu.embedded.features import with_signs
from bot.nlu.embedded.found import Found
from bot.nlu.embedded.gazetteer import Gazetteer, Hit, Name
from bot.nlu.embedded.model import Model
from bot.nlu.embedded.normalise import Normal, normalise
from bot.nlu.embedded.tagger import Tagger
from bot.nlu.port import OUT_OF_SCOPE, Entity, ModelInfo, Parse, Part, Scored
from hub.clock import Clock
from hub.rescue import is_rescue
from hub.script import language_of

RESCUE = "emergency_rescue"
MOST_INTENTS = 10
SURE_ALONE = 0.75
"A piece of a text has a matter of its own from here."
_LEAST_NAME = 3
"Shorter known names count only where the sequence model expects one: 天坛 is a sight, 日月 is not."
_NAME_ALONE = 0.6


class EmbeddedEngine:
    """The engine that needs nothing but its model (`bot.nlu.port.NLUEngine`)."""

    def __init__(self, model: Model, clock: Clock, zone: tzinfo = UTC, names: Iterable[Name] = ()) -> None:
        """Make an engine.

        Args:
            model: What was learned.
            clock: Tells what today is.
            zone: Where the tourists are: 明天 begins at their midnight.
            names: Known names besides the model's, such as places that came after it was made.
        """
        self._model = model
        self._clock = clock
        self._zone = zone
        self._names = Gazetteer(chain(model.names, names))
        self._tagger = Tagger(model.crf) if model.crf else None
        self._outside = model.intents.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in model.intents else None
        self._columns = np.array([n for n, name in enumerate(model.intents) if name != OUT_OF_SCOPE])
        self._intents = [name for name in model.intents if name != OUT_OF_SCOPE]

    def info(self) -> ModelInfo:
        """Return which model answers."""
        return self._model.info

    async def parse(self, text: str, *, lang: str | None = None) -> Parse:
        """Understand `text`; `lang` is the language of the talk so far."""
        return self.understand(text, lang)

    def understand(self, text: str, lang: str | None = None) -> Parse:
        """Understand `text` at once."""
        normal = normalise(text)
        spoken = language_of(text, lang)
        known = self._names.find(normal.text)
        intents, in_scope = self._judge(with_signs(normal.text, known), spoken)
        if RESCUE in self._intents and is_rescue(text):
            intents = (Scored(RESCUE, 1.0), *(one for one in intents if one.name != RESCUE))
            in_scope = 1.0
        return Parse(
            text=text,
            norm=normal.text,
            lang=spoken,
            intents=intents,
            entities=tuple(self._entity(normal, one) for one in self._find(normal.text, known)),
            in_scope=in_scope,
            model=self._model.info.version,
            parts=self._parts(normal, intents, spoken),
        )

    def _judge(self, shown: str, lang: str | None) -> tuple[tuple[Scored, ...], float]:
        if not self._intents or not shown.strip():
            return (), 0.0
        judged = self._model.sparse.judge(shown)
        inside = judged.margins[self._columns]
        shares = self._model.confidence.shares(inside, group_of(lang))
        best = np.argsort(-shares, kind="stable")[:MOST_INTENTS]
        outside = None if self._outside is None else float(judged.margins[self._outside])
        in_scope = self._model.confidence.in_scope(
            outside, float(inside[best[0]]), float(shares[best[0]]), judged.known
        )
        return tuple(Scored(self._intents[number], float(shares[number])) for number in best), in_scope

    def _best(self, shown: str, lang: str | None) -> Scored:
        inside = self._model.sparse.judge(shown).margins[self._columns]
        shares = self._model.confidence.shares(inside, group_of(lang))
        best = int(shares.argmax())
        return Scored(self._intents[best], float(shares[best]))

    def _parts(self, normal: Normal, intents: tuple[Scored, ...], lang: str | None) -> tuple[Part, ...]:
        pieces = clauses(normal.text)
        if not intents or not normal.text:
            return ()
        parts: list[Part] = []
        for start, end in pieces if len(pieces) > 1 else ():
            piece = normal.text[start:end]
            best = self._best(with_signs(piece, self._names.find(piece)), lang)
            if best.confidence < SURE_ALONE:
                continue
            if parts and parts[-1].intent.name == best.name:
                surer = max(parts[-1].intent, best, key=lambda one: one.confidence)
                parts[-1] = Part(parts[-1].start, normal.span(start, end)[1], surer)
            else:
                parts.append(Part(*normal.span(start, end), best))
        return tuple(parts) if len(parts) > 1 else (Part(*normal.span(0, len(normal.text)), intents[0]),)

    def _find(self, normal: str, known: Sequence[Hit]) -> list[Found]:
        learned = self._tagger.find(normal, known) if self._tagger else []
        kept = list(learned)
        for one in chain(rules.find(normal, self._today()), self._unexpected(known)):
            if all(one.end <= other.start or other.end <= one.start for other in kept):
                kept.append(one)
        return sorted(kept, key=lambda one: one.start)

    def _unexpected(self, known: Sequence[Hit]) -> Iterable[Found]:
        for hit in known:
            if hit.end - hit.start >= _LEAST_NAME or self._tagger is None:
                yield Found(hit.start, hit.end, hit.entity, hit.means, _NAME_ALONE, "gazetteer")

    def _entity(self, normal: Normal, found: Found) -> Entity:
        start, end = normal.span(found.start, found.end)
        norm = found.norm
        if found.extractor == "crf":
            norm = self._names.meaning(norm) or norm
        return Entity(start, end, found.entity, normal.original[start:end], norm, found.confidence, found.extractor)

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock.now_ms() / 1000, tz=self._zone).date()
