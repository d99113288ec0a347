"""The articles as an index in memory: which of them is a sentence about, and how sure is that.

Rules:
1. All language versions of an article stand under its one code: whatever words hit it, the reader gets the version
   in his own language, else English, else Chinese (for Chinese the other way round).
2. Articles are ranked by BM25 over title, keywords and body. What tells whether it is about any of them is the share
   of the question's matter that title and keywords account for; a word no article knows counts against it.
   An article that does not speak of what is asked for (a price, a telephone, a way) is none: `_ASPECTS`.
3. The index never changes; a change of the articles makes a new one (`bot.answering`).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.tokens import MAX_LETTERS, shortened, tokens
from hub.script import fold

K1 = 1.2
B = 0.5
"BM25: how soon repeats count no more, and how much longer articles are held back."
TITLE, KEYWORDS, BODY = 3, 3, 1
"How much a token counts in each part."
FULL_SCORE = 20.0
"A BM25 score that needs no more to be convincing."


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
        self._versions: dict[str, dict[str, Article]] = defaultdict(dict)
        for article in articles:
            self._versions[article.code].setdefault(article.lang, article)
        self._codes = tuple(sorted(self._versions))
        self._parts = {code: _weigh(tuple(self._versions[code].values())) for code in self._codes}
        self._mean_length = sum(part.length for part in self._parts.values()) / max(1, len(self._parts))
        self._postings: dict[str, list[tuple[str, int, bool]]] = defaultdict(list)
        for code, part in self._parts.items():
            for token, weight in part.weights.items():
                self._postings[token].append((code, weight, token in part.named))
        self._by_name = _by_name(self._versions)

    def __len__(self) -> int:
        return len(self._codes)

    def __contains__(self, code: str) -> bool:
        return code in self._parts

    def search(self, text: str, limit: int = 3) -> tuple[Hit, ...]:
        """Return the articles that `text` may be about, the best first; ties by code, so that it is repeatable."""
        asked = set(tokens(shortened(text)))
        if not asked:
            return ()
        weights = {token: self._rarity(token) for token in asked}
        total = sum(weights.values())
        scores: dict[str, float] = defaultdict(float)
        covered: dict[str, float] = defaultdict(float)
        for token in sorted(asked):
            for code, weight, named in self._postings.get(token, ()):
                norm = K1 * (1 - B + B * self._parts[code].length / self._mean_length)
                scores[code] += weights[token] * weight * (K1 + 1) / (weight + norm)
                covered[code] += weights[token] * (1 if named else 0.4)
        best = sorted(scores, key=lambda code: (-scores[code], code))[:limit]
        wanted = _aspects(fold(shortened(text)))
        return tuple(
            Hit(code, scores[code], covered[code] / total, self._is_named(code, asked, wanted)) for code in best
        )

    def named(self, text: str) -> str | None:
        """Return the code of the article with exactly this title or keyword, as a pressed button sends it."""
        return self._by_name.get(_bare(text))

    def article(self, code: str, lang: str) -> Article:
        """Return the version of an article that a reader of `lang` understands best."""
        versions = self._versions[code]
        for candidate in _reading_order(lang):
            if candidate in versions:
                return versions[candidate]
        return versions[min(versions)]

    def _is_named(self, code: str, asked: set[str], wanted: frozenset[int]) -> bool:
        part = self._parts[code]
        return wanted <= part.aspects and any(name <= asked for name in part.names)

    def _rarity(self, token: str) -> float:
        count = len(self._postings.get(token, ()))
        return math.log(1 + (len(self._codes) - count + 0.5) / (count + 0.5))


_ASPECTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"电话|号码|\bphone\b|telephone|contact number",
        r"多少钱|价格|价钱|票价|几块钱|how much|\bprices?\b|\bcosts?\b",
        r"几点|开放时间|营业时间|开门|关门|闭馆|opening|\bhours\b|what time",
        r"附近|周边|旁边|周围|near\b|nearby|around",
        r"怎么走|怎么去|怎么坐|坐几路|地址|位置|how (?:do|can) (?:i|we) get to|address|directions",
        r"推荐|攻略|好玩|去哪玩|哪里玩|怎么安排|几日游|日游|recommend|suggest",
        r"天气|气温|多少度|冷不冷|weather|temperature",
    )
)
"What people ask about things; an article answers such a question only if its title or keywords name the aspect too."


@dataclass(frozen=True, slots=True)
class _Part:
    weights: Mapping[str, int]
    length: int
    named: frozenset[str]
    "Tokens of a title or a keyword."
    names: tuple[frozenset[str], ...]
    "The tokens of each title and keyword."
    aspects: frozenset[int]


def _weigh(versions: Collection[Article]) -> _Part:
    weights: Counter[str] = Counter()
    names: set[frozenset[str]] = set()
    for version in versions:
        title = tokens(version.title)
        keywords = [frozenset(tokens(keyword)) for keyword in version.keywords]
        names.update(keywords, [frozenset(title)])
        for part, weight in ((title, TITLE), (frozenset().union(*keywords), KEYWORDS), (tokens(version.body), BODY)):
            for token in part:
                weights[token] += weight
    said = "\n".join("\n".join((version.title, *version.keywords)) for version in versions)
    return _Part(
        weights,
        sum(weights.values()),
        frozenset().union(*names),
        tuple(name for name in names if name),
        _aspects(fold(said)),
    )


def _aspects(text: str) -> frozenset[int]:
    return frozenset(number for number, aspect in enumerate(_ASPECTS) if aspect.search(text))


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
