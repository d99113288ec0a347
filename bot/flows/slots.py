"""The kinds of details a flow can ask for, and how what a tourist writes is read into each.

Rules: a value is a short text or a whole number, nothing else, so that it can be kept and shown; what cannot be read
says which hint the tourist needs. A kind may *claim* a text: it is certain enough of it to be told from other kinds,
as a telephone number is and a name never is. Money is kept in fen, days as ISO dates, numbers as E.164.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from bot.flows.dates import read_day
from bot.flows.numbers import DIGITS, first_amount, number
from hub.errors import Unprocessable
from hub.phones import normal_phone
from hub.script import fold, writable

Value = str | int
LONGEST = 500
"Letters of a text that are kept."
_MAX_PEOPLE = 500
_MAX_FEN = 100_000_000_00
_STARS = 5
_FUTURE_DAYS = 400
_PAST_DAYS = 1100


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to a choice."""

    code: str
    labels: Mapping[str, str]
    "By language."
    also: tuple[str, ...] = ()
    "Other words for it, in any language."


@dataclass(frozen=True, slots=True)
class Slot:
    """A detail that a flow knows of."""

    name: str
    kind: str
    "One of `KINDS`."
    least: int = 1
    "Letters a text must have."
    options: tuple[Option, ...] = ()
    pattern: str = ""
    private: bool = False
    "Masked in logs; phones and texts always are."


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text does not fit: the end of the key of a hint."""

    code: str


@dataclass(frozen=True, slots=True)
class _Given:
    raw: str
    folded: str
    today: date
    slot: Slot


def _text(given: _Given) -> Value | Fault:
    kept = " ".join(given.raw.split())[:LONGEST]
    letters = sum(letter.isalnum() for letter in kept)
    if not letters:
        return Fault("empty")
    return kept if letters >= given.slot.least else Fault("short")


_COUNTED = re.compile(
    rf"([0-9{DIGITS}十百]+)\s*(?:个|位|名|大|口)?\s*(?:人|大人|成人|位|名|大(?!概|约)|小(?!时)|people|persons?|adults?|pax|명|人)"
)
_EN_COUNTED = re.compile(r"\b([a-z]+) (?:people|persons?|adults?|of us)\b")


def _people(given: _Given) -> Value | Fault:
    found = _COUNTED.findall(given.folded) or _EN_COUNTED.findall(given.folded)
    counts = [count for word in found if (count := number(word)) is not None]
    if "俩" in given.folded and not counts:
        counts = [2]
    if not counts:
        amount = first_amount(given.folded)
        if amount is None or amount != int(amount):
            return Fault("people")
        counts = [int(amount)]
    total = sum(counts)
    return total if 1 <= total <= _MAX_PEOPLE else Fault("people")


def _past(given: _Given) -> Value | Fault:
    day = read_day(given.raw, given.today, past=True)
    if day is None:
        return Fault("date")
    if day > given.today:
        return Fault("past")
    return day.isoformat() if (given.today - day).days <= _PAST_DAYS else Fault("date")


def _future(given: _Given) -> Value | Fault:
    day = read_day(given.raw, given.today, past=False)
    if day is None:
        return Fault("date")
    if day < given.today:
        return Fault("future")
    return day.isoformat() if day - given.today <= timedelta(days=_FUTURE_DAYS) else Fault("date")


_PHONE = re.compile(r"(?:\+|00)?[(\d][\d\s().-]{5,24}\d")


def _phone(given: _Given) -> Value | Fault:
    found = _PHONE.search(given.folded)
    if not found:
        return Fault("phone")
    written = re.sub(r"^00", "+", found[0])
    for candidate in (written, f"+{written}") if not written.startswith("+") else (written,):
        try:
            return normal_phone(candidate).e164
        except Unprocessable:
            continue
    return Fault("phone")


_CURRENCY = re.compile(r"[¥￥元块]|rmb|yuan|cny|人民币")
_SMALL = re.compile(r"(\d)\s*[块元]\s*(\d)(?:毛|角|$)")


def _money(given: _Given) -> Value | Fault:
    small = _SMALL.search(given.folded)
    amount = first_amount(given.folded)
    if amount is None:
        return Fault("money")
    fen = int(amount * 100) + (int(small[2]) * 10 if small else 0)
    return fen if 0 < fen <= _MAX_FEN else Fault("money")


_TICKET = re.compile(r"(?<![a-z0-9])([a-z][a-z0-9_]*(?:-[a-z][a-z0-9_]*)*)[\s-]*(20\d{6})[\s-]*(\d{4,8})(?!\d)")


def _ticket(given: _Given) -> Value | Fault:
    found = _TICKET.search(given.folded)
    return f"{found[1].upper()}-{found[2]}-{found[3]}" if found else Fault("ticket")


def _digits(given: _Given) -> Value | Fault:
    found = re.findall(r"\d+", given.folded)
    joined = "".join(found)
    return joined[-4:] if len(joined) in {4, 11} else Fault("last_four")


_YES = re.compile(
    r"^(?:是|对|有|好|可以|行|嗯|要|ok|yes|yeah|yep|sure|はい|あります|네|예|있)|^y$|有的|有照片|有图|i have|i do"
)
_NO = re.compile(
    r"^(?:不|没|否|无|no\b|nope|n$|いいえ|ない|ありません|아니|없)|没有|不用|不需要|暂无|don't|do not|ありません|없"
)


def _yes_no(given: _Given) -> Value | Fault:
    text = given.folded.strip()
    if _NO.search(text):
        return "no"
    return "yes" if _YES.search(text) else Fault("yes_no")


_STAR_WORDS = (
    (5, ("非常满意", "很满意", "特别好", "非常好", "excellent", "very satisfied", "great", "とても満足", "매우 만족")),
    (
        1,
        (
            "非常不满意",
            "很不满意",
            "太差",
            "非常差",
            "terrible",
            "very dissatisfied",
            "awful",
            "とても不満",
            "매우 불만",
        ),
    ),
    (2, ("不满意", "不好", "较差", "dissatisfied", "bad", "不満", "불만")),
    (3, ("一般", "还行", "普通", "average", "so so", "okay", "ふつう", "보통")),
    (4, ("满意", "不错", "挺好", "satisfied", "good", "満足", "만족")),
)


def _rating(given: _Given) -> Value | Fault:
    words = [(len(word), stars) for stars, of in _STAR_WORDS for word in of if fold(word) in given.folded]
    if words:
        return max(words)[1]
    stars = given.folded.count("★") or given.folded.count("⭐")
    if not stars:
        amount = first_amount(given.folded)
        stars = int(amount) if amount is not None and amount == int(amount) else 0
    return stars if 1 <= stars <= _STARS else Fault("rating")


def _choice(given: _Given) -> Value | Fault:
    text = given.folded.strip()
    options = given.slot.options
    for position, option in enumerate(options, start=1):
        if text in {fold(word) for word in (option.code, *option.labels.values())} or text == str(position):
            return option.code
    hits = [
        (len(word), option.code)
        for option in options
        for word in map(fold, _all_words(option)[1:])
        if word and word in text
    ]
    return max(hits)[1] if hits else Fault("choice")


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of detail is read and told from others."""

    read: Callable[[_Given], Value | Fault]
    claims: Callable[[str], bool] = field(default=lambda _: False)
    "Over the folded text."
    private: bool = False
    number: bool = False
    "Conditions may compare it by size."


_ALL_FIGURES = re.compile(r"\s*[\d零一二两三四五六七八九十百千万,.]+\s*")
_DAYISH = re.compile(
    r"[月周号天晚日]|星期|礼拜|[/-]|yesterday|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)"
)
_TALK = 40
"Letters above which a text is a story, whatever is in it."

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "text": Kind(_text, private=True),
        "people": Kind(_people, lambda text: bool(_COUNTED.search(text) or _EN_COUNTED.search(text)), number=True),
        "past_date": Kind(_past, lambda text: bool(_DAYISH.search(text))),
        "future_date": Kind(_future, lambda text: bool(_DAYISH.search(text))),
        "phone": Kind(_phone, lambda text: bool(_PHONE.search(text)), private=True),
        "money": Kind(_money, lambda text: bool(_CURRENCY.search(text)), number=True),
        "ticket": Kind(_ticket, lambda text: bool(_TICKET.search(text))),
        "last_four": Kind(_digits, lambda text: bool(re.fullmatch(r"\s*\d{4}\s*", text)), private=True),
        "yes_no": Kind(_yes_no),
        "rating": Kind(_rating, lambda text: bool(re.search(r"[1-5一二三四五]\s*[星分]|stars?", text)), number=True),
        "choice": Kind(_choice, bool),
        "result": Kind(_text),
    }
)
"`result` is what a service said; nobody is asked for it."


def read(slot: Slot, written: str, today: date) -> Value | Fault:
    """Return the value that a text gives a slot, or why it gives none; raises nothing."""
    raw = writable(written[: LONGEST * 2])
    return KINDS[slot.kind].read(_Given(raw, fold(raw), today, slot))


def claimed(slot: Slot, written: str, today: date) -> Value | None:
    """Return the value if the text is surely meant for such a slot, else None."""
    folded = fold(writable(written[:LONGEST])).strip()
    if slot.kind == "choice" and not any(
        folded == fold(word) for option in slot.options for word in _all_words(option)
    ):
        # A name may hold such a word (黄山旅行社); only the word itself is surely the option.
        return None
    if len(folded) > _TALK or not KINDS[slot.kind].claims(folded):
        return None
    value = read(slot, written, today)
    return None if isinstance(value, Fault) else value


def _all_words(option: Option) -> tuple[str, ...]:
    return (option.code, *option.labels.values(), *option.also)


def shown(slot: Slot, value: Value | None, lang: str) -> str:
    """Return a value as the tourist reads it."""
    if value is None:
        return "—"
    if slot.kind == "choice":
        labels = next((option.labels for option in slot.options if option.code == value), {})
        return labels.get(lang) or labels.get("zh-CN" if lang.startswith("zh") else "en") or str(value)
    if slot.kind == "money" and isinstance(value, int):
        amount = f"{Decimal(value) / 100:,.2f}".removesuffix(".00")
        return f"{amount} 元" if lang.startswith("zh") else f"CNY {amount}"
    if slot.kind == "yes_no":
        return _YES_NO.get(lang.split("-")[0], _YES_NO["en"])[value == "yes"]
    # A text must not bring slots of its own into the text that it is put into.
    return str(value).replace("{", "(").replace("}", ")")


_YES_NO = {"zh": ("没有", "有"), "en": ("no", "yes"), "ja": ("なし", "あり"), "ko": ("없음", "있음")}


def masked(slot: Slot, value: Value | None) -> str:
    """Return a value as logs may hold it."""
    if value is None:
        return "-"
    if KINDS[slot.kind].private or slot.private:
        return f"<{slot.kind} {len(str(value))}>"
    return str(value)
