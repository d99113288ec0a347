"""Makes a model out of training data.

Rules: equal data, names and time make equal bytes. What is told of the model (metrics, temperatures, gate) is
measured on examples that the judge of the moment had not learned from: three folds for intents, one for named
things. Only the caller writes files; whoever is stopped in here has changed nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.nlu.embedded import linear
from bot.nlu.embedded.confidence import (
    Confidence,
    Doubles,
    fit_gate,
    fit_temperatures,
    group_of,
    signs,
    softmax,
)
from bot.nlu.embedded.features import Keys, keys, with_signs
from bot.nlu.embedded.gazetteer import Gazetteer, Name
from bot.nlu.embedded.linear import Effort, Floats
from bot.nlu.embedded.model import CODE_VERSION, Model
from bot.nlu.embedded.normalise import Normal, normalise
from bot.nlu.embedded.sparse import SparseModel, Vocabulary
from bot.nlu.embedded.tagger import Tagged, Tagger, learn
from bot.nlu.port import OUT_OF_SCOPE, ModelInfo
from bot.nlu.training_data import Named, Sample, TrainingData
from hub.script import language_of

ENGINE = "embedded"
_FOLDS = 3
_MOST_TAGGED = 12_000
_EFFORT = Effort(passes=12)
_ROUNDS = 60
_ROUNDS_TO_MEASURE = 30


@dataclass(frozen=True, slots=True)
class _Text:
    """An example, read."""

    sample: Sample
    normal: Normal
    shown: str
    "With signs for known names."
    runs: Keys
    labels: tuple[int, ...]
    group: str


@dataclass(slots=True)
class _Unseen:
    """What judges said about examples they had not learned from."""

    margins: list[Floats] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    outside: list[tuple[float | None, Floats, str, float, bool]] = field(default_factory=list)
    "Margin of the out-of-scope class, margins of the others, group, share of known runs, whether it is ours."


def train(
    data: TrainingData, trained_ms: int, names: Iterable[Name] = (), told: Callable[[str], None] = lambda _: None
) -> Model:
    """Return the model that these examples make.

    Args:
        data: What to learn from; at least two intents.
        trained_ms: The time to write into the model, UTC.
        names: Known names besides those of the data, such as the knowledge base's.
        told: Hears which step begins or goes on, and may raise to stop.
    """
    intents = tuple(sorted({intent for one in data.samples for intent in one.intents}))
    known = _names(data, names)
    gazetteer = Gazetteer(known)
    texts = _read(data, intents, gazetteer)
    told("intents")
    sparse = _judge(texts, len(intents), lambda: told("intents"))
    unseen = _judge_unseen(texts, intents, told)
    confidence, metrics = _confidence(unseen)
    told("names")
    crf, of_names = _named_things(texts, gazetteer, told)
    version = f"{ENGINE}-{CODE_VERSION}-{data.data_hash()[:12]}"
    info = ModelInfo(ENGINE, version, data.data_hash(), trained_ms, {**metrics, **of_names})
    languages = Counter(language_of(one.text) or "und" for one in data.samples)
    return Model(info, intents, sparse, confidence, crf, known, dict(sorted(languages.items())))


def _read(data: TrainingData, intents: Sequence[str], gazetteer: Gazetteer) -> list[_Text]:
    column = {intent: number for number, intent in enumerate(intents)}
    texts = []
    for one in data.samples:
        normal = normalise(one.text)
        labels = tuple(sorted({column[intent] for intent in one.intents}))
        shown = with_signs(normal.text, gazetteer.find(normal.text))
        texts.append(_Text(one, normal, shown, keys(shown), labels, group_of(language_of(one.text))))
    return texts


def _judge(texts: Sequence[_Text], intents: int, told: Callable[[], None]) -> SparseModel:
    vocabulary = Vocabulary.of([one.runs for one in texts])
    examples = [vocabulary.example(one.runs, one.labels) for one in texts]
    planes = linear.train(examples, len(vocabulary.known), intents, _EFFORT, told)
    return SparseModel(vocabulary, planes.astype(np.float16))


def _judge_unseen(texts: Sequence[_Text], intents: Sequence[str], told: Callable[[str], None]) -> _Unseen:
    unseen = _Unseen()
    outside = intents.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in intents else None
    for fold in range(_FOLDS):
        rest = [one for number, one in enumerate(texts) if number % _FOLDS != fold]
        if not rest:
            continue
        judge = _judge(rest, len(intents), lambda: told("measuring"))
        for one in texts[fold::_FOLDS]:
            judged = judge.judge(one.shown)
            inside = judged.margins if outside is None else np.delete(judged.margins, outside)
            ours = outside is None or one.labels != (outside,)
            margin = None if outside is None else float(judged.margins[outside])
            unseen.outside.append((margin, inside, one.group, judged.known, ours))
            if ours and len(one.labels) == 1:
                label = one.labels[0]
                unseen.margins.append(inside)
                unseen.right.append(label - (outside is not None and label > outside))
                unseen.groups.append(one.group)
    return unseen


def _confidence(unseen: _Unseen) -> tuple[Confidence, dict[str, float]]:
    temperatures = fit_temperatures(unseen.margins, unseen.right, unseen.groups)
    before = Confidence(temperatures, ())
    described: list[Doubles] = []
    ours: list[bool] = []
    for margin, inside, group, known, is_ours in unseen.outside:
        if margin is not None and len(inside):
            described.append(signs(margin, float(inside.max()), float(before.shares(inside, group).max()), known))
            ours.append(is_ours)
    gate = fit_gate(described, ours)
    metrics = _metrics(unseen, temperatures)
    if described:
        scores = np.stack(described) @ np.array(gate)
        metrics["in_scope_auroc"] = _auroc(scores[np.array(ours)], scores[~np.array(ours)])
    return Confidence(temperatures, gate), metrics


def _metrics(unseen: _Unseen, temperatures: dict[str, float]) -> dict[str, float]:
    if not unseen.right:
        return {}
    hits = [int(margins.argmax()) == right for margins, right in zip(unseen.margins, unseen.right, strict=True)]
    third = [right in np.argsort(-m)[:3] for m, right in zip(unseen.margins, unseen.right, strict=True)]
    sure = [
        float(softmax(margins, temperatures.get(group, next(iter(temperatures.values())))).max())
        for margins, group in zip(unseen.margins, unseen.groups, strict=True)
    ]
    return {
        "intent_accuracy": round(float(np.mean(hits)), 4),
        "intent_top3": round(float(np.mean(third)), 4),
        "calibration_error": round(_calibration_error(np.array(sure), np.array(hits)), 4),
    }


def _calibration_error(sure: Doubles, hits: Doubles, bins: int = 10) -> float:
    bucket = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[bucket == number].mean() - hits[bucket == number].mean()) * (bucket == number).mean()
            for number in range(bins)
            if (bucket == number).any()
        )
    )


def _auroc(inside: Doubles, outside: Doubles) -> float:
    """Return how often one of ours scores higher than one that is not."""
    if not len(inside) or not len(outside):
        return 0.0
    ranks = np.concatenate((inside, outside)).argsort().argsort() + 1.0
    share = (ranks[: len(inside)].sum() - len(inside) * (len(inside) + 1) / 2) / (len(inside) * len(outside))
    return round(float(share), 4)


def _names(data: TrainingData, more: Iterable[Name]) -> tuple[Name, ...]:
    """Return all names: the data's lists, what is marked in its examples, synonyms, and those given."""
    means = {written: meant for meant, texts in data.synonyms.items() for written in texts}
    found: dict[tuple[str, str], Name] = {}
    kinds: dict[str, str] = {}
    for one in (*_listed(data), *more):
        found.setdefault((one.entity, one.name), Name(one.entity, one.name, one.means or means.get(one.name, "")))
        kinds.setdefault(one.name, one.entity)
    for written, meant in means.items():
        kind = kinds.get(written) or kinds.get(meant)
        if kind is not None:
            found.setdefault((kind, written), Name(kind, written, meant))
    return tuple(sorted(found.values()))


def _listed(data: TrainingData) -> Iterable[Name]:
    for entity, texts in data.lookups.items():
        yield from (Name(entity, text) for text in texts)
    for sample in data.samples:
        for named in sample.entities:
            yield Name(named.entity, sample.text[named.start : named.end], named.value or "")


def _named_things(
    texts: Sequence[_Text], gazetteer: Gazetteer, told: Callable[[str], None]
) -> tuple[bytes, dict[str, float]]:
    with_names = [one for one in texts if one.sample.entities][:_MOST_TAGGED]
    if not with_names:
        return b"", {}
    without = [one for one in texts if not one.sample.entities][: max(1_000, len(with_names))]
    tagged = [_tagged(one) for one in (*with_names, *without)]
    rest = [one for number, one in enumerate(tagged) if number % _FOLDS]
    measured = Tagger(learn(rest, gazetteer, _ROUNDS_TO_MEASURE, lambda: told("names")))
    score = _f1(measured, tagged[::_FOLDS], gazetteer)
    return learn(tagged, gazetteer, _ROUNDS, lambda: told("names")), {"entity_f1": round(score, 4)}


def _f1(tagger: Tagger, texts: Sequence[Tagged], gazetteer: Gazetteer) -> float:
    both = told = marked = 0
    for one in texts:
        found = {(it.start, it.end, it.entity) for it in tagger.find(one.normal, gazetteer.find(one.normal))}
        both += len(found & set(one.spans))
        told += len(found)
        marked += len(one.spans)
    return 2 * both / (told + marked) if told + marked else 0.0


def _tagged(text: _Text) -> Tagged:
    placed = ((_place(text.normal, named), named.entity) for named in text.sample.entities)
    return Tagged(text.normal.text, tuple((*place, entity) for place, entity in placed if place is not None))


def _place(normal: Normal, named: Named) -> tuple[int, int] | None:
    """Return where a named thing stands in the normal form."""
    inside = normal.within(named.start, named.end)
    return inside if inside[0] < inside[1] else None
