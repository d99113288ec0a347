"""The articles as an index in memory: which of them is a sentence about, and how sure is that.

Rules:
1. All language versions of an article stand under its one code: whatever words hit it, the reader gets the version
   in his own language, else English, else Chinese (for Chinese the other way round).
2. Articles are ranked by BM25 over title, keywords and body. What tells whether it is about any of them is the share
   of the question's matter that title and keywords account for; a word no article knows counts against it.
   An article that does not speak of what is asked for (a price, a telephone, a way) is none: `_ASPECTS`; one that
   answers it in a field of its place does, and the words of asking for it count neither way.
3. The index never changes; a change of the articles makes a new one (`bot.library`). What an article is made of is
   remembered over indexes, so that making one anew costs little where little has changed.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.tokens import MAX_LETTERS, shortened, tokens
from bot.venue import Venue
from hub.script import fold

K1 = 1.2
B = 0.5
"BM25: how soon repeats count no more, and how much longer articles are held back."
TITLE, KEYWORDS, BODY = 3, 3, 1
"How much a token counts in each part."
FULL_SCORE = 20.0
"A BM25 score that needs no more to be convincing."
NAMED, SAID = 1.0, 0.4
"How much of a token is accounted for by a title or keyword, and by a mere body."
KEPT_PARTS = 6_000
"Articles whose tokens are remembered; each takes some ten kilobytes."


@dataclass(frozen=True, slots=True)
class Article:
    """A piece of knowledge in one language."""

    code: str
    lang: str
    title: str
    body: str
    written_on: str
    "The date of the text, as an ISO date."
    keywords: tuple[str, ...] = ()
    source: str = ""
    demo: bool = False
    venue: Venue | None = None
    "What is said in fields, of a place."
    valid_from: str | None = None
    valid_until: str | None = None
    "The first and the last day on which it holds, as ISO dates in the organisation's time zone."

    def told(self) -> "Article":
        """Return it as it is told: with what is said in fields below the body."""
        fields = self.venue.told(self.lang) if self.venue else ""
        return replace(self, body=f"{self.body}\n{fields}".strip()) if fields else self


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a question may be about."""

    code: str
    score: float
    "BM25: good for comparing hits of one question."
    coverage: float
    "From 0 to 1: the share of the question that the article's title and keywords account for."
    named: bool
    "The question holds a whole keyword or title of the article, and asks for nothing the article leaves out."

    @property
    def confidence(self) -> float:
        """Return how sure it is that the question is about this: good for comparing with a threshold."""
        return self.coverage + min(self.score, FULL_SCORE) / (2 * FULL_SCORE)


class Knowledge:
    """What the bot knows for one organisation."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        versions: dict[str, dict[str, Article]] = defaultdict(dict)
        for article in articles:
            versions[article.code].setdefault(article.lang, article)
        self._codes = tuple(sorted(versions))
        self._numbers = {code: number for number, code in enumerate(self._codes)}
        self._parts = tuple(_weigh(tuple(versions[code].values())) for code in self._codes)
        self._postings, self._rarity = _posted(self._parts)
        self._unknown = _rarity(len(self._codes), 0)
        self._by_name = _by_name(versions)
        self._told = {code: {lang: one.told() for lang, one in by.items()} for code, by in versions.items()}

    def __len__(self) -> int:
        return len(self._codes)

    def __contains__(self, code: str) -> bool:
        return code in self._numbers

    def search(self, text: str, limit: int = 3) -> tuple[Hit, ...]:
        """Return the articles that `text` may be about, the best first; ties by code, so that it is repeatable."""
        said = shortened(text)
        asked = frozenset(tokens(said))
        if not asked:
            return ()
        folded = fold(said)
        wanted = _aspects(folded)
        matter = frozenset(tokens(_without(folded, wanted))) if wanted else asked
        scores, covered = self._scored(asked)
        best = sorted(scores, key=lambda number: (-scores[number], number))[:limit]
        hits: list[Hit] = []
        for number in best:
            part = self._parts[number]
            answers = bool(wanted) and wanted <= part.answers
            share = self._share(part, matter) if answers else covered[number] / self._weight(asked)
            named = wanted <= part.aspects and any(name <= asked for name in part.names)
            hits.append(Hit(self._codes[number], scores[number], share, named))
        return tuple(hits)

    def named(self, text: str) -> str | None:
        """Return the code of the article with exactly this title or keyword, as a pressed button sends it."""
        return self._by_name.get(_bare(text))

    def goes_on(self, text: str, code: str) -> bool:
        """Tell whether `text` asks, naming nothing itself, for what the fields of an article's place say (它怎么去)."""
        if code not in self._numbers:
            return False
        folded = _WHERE.sub(_ASKED_WHERE, fold(shortened(text)))
        wanted = _aspects(folded)
        if not wanted or not wanted <= self._parts[self._numbers[code]].answers:
            return False
        return not tokens(_THAT.sub(" ", _without(folded, wanted)))

    def article(self, code: str, lang: str) -> Article:
        """Return the version of an article that a reader of `lang` understands best, as it is told."""
        versions = self._told[code]
        for candidate in _reading_order(lang):
            if candidate in versions:
                return versions[candidate]
        return versions[min(versions)]

    def _scored(self, asked: frozenset[str]) -> tuple[dict[int, float], dict[int, float]]:
        scores: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        for token in sorted(asked):
            rarity = self._rarity.get(token, 0.0)
            for number, score, share in self._postings.get(token, ()):
                scores[number] += score
                covered[number] += rarity * share
        return scores, covered

    def _weight(self, asked: frozenset[str]) -> float:
        return sum(self._rarity.get(token, self._unknown) for token in sorted(asked))

    def _share(self, part: "_Part", matter: frozenset[str]) -> float:
        """Return how much of the matter a part accounts for; 1 of none."""
        if not matter:
            return 1.0
        found = sum(
            self._rarity[token] * (NAMED if token in part.named else SAID)
            for token in sorted(matter)
            if token in part.weights
        )
        return found / self._weight(matter)


_ASPECT = {
    "phone": r"电话|号码|\bphone\b|telephone|contact number",
    "ticket": r"多少钱|价格|价钱|票价|几块钱|how much|\bprices?\b|\bcosts?\b",
    "opening": r"几点|开放时间|营业时间|开门|关门|闭馆|opening|\bhours\b|what time",
    "nearby": r"附近|周边|旁边|周围|near\b|nearby|around",
    "transport": r"怎么走|怎么去|怎么坐|坐几路|地址|位置|how (?:do|can) (?:i|we) get (?:to|there)|address|directions",
    "plan": r"推荐|攻略|好玩|去哪玩|哪里玩|怎么安排|几日游|日游|recommend|suggest",
    "weather": r"天气|气温|多少度|冷不冷|weather|temperature",
}
_ASPECTS = {name: re.compile(pattern) for name, pattern in _ASPECT.items()}
"What people ask about things; an article answers such a question only if its title or keywords name the aspect too."
_WHERE = re.compile(r"在哪[里儿]?|在什么地方|\bwhere\b")
_ASKED_WHERE = " 地址 "
_THAT = re.compile(r"它们?|[那这](?:里|儿|边|个(?:地方|景点|景区))|景点|景区|该")
"How something is meant that was named before; English words for it are none of the matter anyway (`bot.tokens`)."
_Postings = Mapping[str, list[tuple[int, float, float]]]
"By token: the number of an article, what the token adds to its score, and how much of the token it accounts for."


@dataclass(frozen=True, slots=True)
class _Part:
    weights: Mapping[str, int]
    length: int
    named: frozenset[str]
    "Tokens of a title or a keyword."
    names: tuple[frozenset[str], ...]
    "The tokens of each title and keyword."
    aspects: frozenset[str]
    answers: frozenset[str]
    "Those of the aspects that a field answers."


@lru_cache(maxsize=KEPT_PARTS)
def _weigh(versions: tuple[Article, ...]) -> _Part:
    weights: Counter[str] = Counter()
    names: set[frozenset[str]] = set()
    for version in versions:
        title = tokens(version.title)
        keywords = [frozenset(tokens(keyword)) for keyword in version.keywords]
        names.update(keywords, [frozenset(title)])
        body = tokens("\n".join((version.body, *_fields(version))))
        for part, weight in ((title, TITLE), (frozenset().union(*keywords), KEYWORDS), (body, BODY)):
            for token in part:
                weights[token] += weight
    said = "\n".join("\n".join((version.title, *version.keywords)) for version in versions)
    answers = frozenset().union(*(_answered(version) for version in versions))
    return _Part(
        weights,
        sum(weights.values()),
        frozenset().union(*names),
        tuple(name for name in names if name),
        _aspects(fold(said)) | answers,
        answers,
    )


def _fields(article: Article) -> tuple[str, ...]:
    if article.venue is None:
        return ()
    return (*(value for _, value in article.venue.words()), *article.venue.tags)


def _answered(article: Article) -> frozenset[str]:
    """Return the aspects that the fields of its place answer."""
    if article.venue is None:
        return frozenset()
    fields = {name for name, _ in article.venue.words()}
    if "address" in fields or article.venue.point is not None:
        fields.add("transport")
    return frozenset(fields & _ASPECTS.keys())


def _posted(parts: tuple[_Part, ...]) -> tuple[_Postings, Mapping[str, float]]:
    """Return for each token what it adds to which articles, and how rare it is."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, part in enumerate(parts):
        for token in part.weights:
            found[token].append(number)
    mean = sum(part.length for part in parts) / max(1, len(parts))
    norms = [K1 * (1 - B + B * part.length / mean) for part in parts]
    rarity = {token: _rarity(len(parts), len(numbers)) for token, numbers in found.items()}
    postings = {
        token: [
            (number, rarity[token] * weight * (K1 + 1) / (weight + norms[number]), share)
            for number in numbers
            for weight, share in ((parts[number].weights[token], NAMED if token in parts[number].named else SAID),)
        ]
        for token, numbers in found.items()
    }
    return postings, rarity


def _rarity(articles: int, holding: int) -> float:
    return math.log(1 + (articles - holding + 0.5) / (holding + 0.5))


def _aspects(text: str) -> frozenset[str]:
    return frozenset(name for name, aspect in _ASPECTS.items() if aspect.search(text))


def _without(text: str, wanted: frozenset[str]) -> str:
    """Return a question without its words of asking for these aspects."""
    for name in sorted(wanted):
        text = _ASPECTS[name].sub(" ", text)
    return text


def _by_name(versions: Mapping[str, Mapping[str, Article]]) -> Mapping[str, str]:
    """Map each title and keyword to its article; what two articles call themselves names neither."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, by_lang in versions.items():
        for version in by_lang.values():
            for name in (version.title, *version.keywords):
                codes[_bare(name)].add(code)
    return {name: found.pop() for name, found in codes.items() if name and len(found) == 1}


def _bare(text: str) -> str:
    """Return the folded letters and digits of a text short enough to be a name."""
    return "".join(letter for letter in fold(text[:MAX_LETTERS]) if letter.isalnum())


def _reading_order(lang: str) -> tuple[str, ...]:
    base = lang.split("-")[0]
    return (lang, base, "zh-CN", "en") if base == "zh" else (lang, base, "en", "zh-CN")
