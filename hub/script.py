"""How texts are written: one folded form for comparing them, and the language told by the script.

Rules: `fold` makes full width, half width, upper and lower case, traditional and simplified the same; it is for
comparing and searching, never for showing. The script rule (kana, hangul, Han against Latin) was right for 99.7 %
of Chinese and all English, Japanese and Korean short texts measured (reference nlu §C5); what it cannot tell,
kanji without kana and one Latin language from another, the language of the talk so far decides.
"""

import re
import unicodedata

from hub.traditional import SIMPLIFIED, TRADITIONAL

_SIMPLIFY = str.maketrans(TRADITIONAL, SIMPLIFIED)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"PostgreSQL refuses NUL in texts, UTF-8 has no form for half a pair; tabs and line ends stay."
_SAMPLE = 400
"Letters looked at to tell a language; more do not change the answer."

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_LATIN = re.compile(r"[a-zà-öø-ÿ]", re.IGNORECASE)
_CHINESE = re.compile(r"[我你您们們的吗嗎呢吧请請想这這那在是了么麼有没沒什怎哪]")
"Everyday Chinese words that Japanese does not write."
_OTHER_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
)


_OLD_FORMS = frozenset(TRADITIONAL) - frozenset(SIMPLIFIED)
"Characters that simplified Chinese does not write (but in names like 乾隆)."
_NEW_FORMS = frozenset(SIMPLIFIED) - frozenset(TRADITIONAL)
"Characters that simplified Chinese writes; traditional Chinese writes some of them too (台, 里), but few."

_WRITE_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def is_traditional(text: str) -> bool:
    """Tell whether a Chinese text is written in traditional characters."""
    return not _OLD_FORMS.isdisjoint(text)


def mostly_traditional(text: str) -> bool:
    """Tell whether more is written in traditional than in simplified forms: one old name in a text is not enough."""
    return sum(letter in _OLD_FORMS for letter in text) > sum(letter in _NEW_FORMS for letter in text)


def reads_traditional(lang: str) -> bool:
    """Tell whether a language (BCP 47) is Chinese in traditional characters, by its script or its region."""
    first, *rest = lang.lower().split("-")
    return first == "zh" and "hans" not in rest and not _WRITE_TRADITIONAL.isdisjoint(rest)


def fold(text: str) -> str:
    """Return `text` in the one form that comparisons use: NFKC, simplified, lower case."""
    return unicodedata.normalize("NFKC", text).translate(_SIMPLIFY).lower()


def bare(text: str) -> str:
    """Return the folded letters and digits of `text` and nothing else: what is left when only words count."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def writable(text: str) -> str:
    """Return `text` without what no store can keep or nobody can see: lone surrogates and control characters."""
    return _UNWRITABLE.sub("", text)


def language_of(text: str, before: str | None = None) -> str | None:
    """Tell the language (BCP 47) that `text` is written in, or `before` where the script does not say.

    Args:
        text: What somebody wrote; only its beginning is looked at.
        before: The language of the talk so far.
    """
    sample = text[:_SAMPLE]
    if _HANGUL.search(sample):
        return "ko"
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    if _is_japanese(sample, han, before):
        return "ja"
    if han and han * 2 >= latin:
        return _chinese(sample, before)
    if latin:
        return _latin(before)
    return next((lang for letters, lang in _OTHER_SCRIPTS if letters.search(sample)), before)


def _chinese(sample: str, before: str | None) -> str:
    """Return the Chinese of the talk, unless this is written in traditional characters and the talk was not."""
    if mostly_traditional(sample):
        return before if before and reads_traditional(before) else "zh-TW"
    return before if before and before.startswith("zh") else "zh-CN"


def _is_japanese(sample: str, han: int, before: str | None) -> bool:
    kana = set(_KANA.findall(sample))
    if kana and kana != {"の"}:
        return True
    # Chinese shop names like 山の家 carry the one kana; kanji alone are Japanese only in a Japanese talk.
    if kana or (han and before == "ja"):
        return not _CHINESE.search(sample)
    return False


def _latin(before: str | None) -> str:
    """Return the talk's language if it is written in Latin letters, else English."""
    if before and before.split("-")[0] not in {"zh", "ja", "ko", "ru", "ar", "th"}:
        return before
    return "en"
