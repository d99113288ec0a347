"""Cuts texts into the tokens that articles are searched by.

Rules: Chinese is cut into overlapping pairs of characters (no dictionary to keep), Latin words, numbers and katakana
words stay whole, Korean words are cut into pairs; hiragana only binds Japanese words together and is dropped. Words
of courtesy, of asking and of time say nothing about the matter and are taken out first. Questions and articles are
cut alike.
"""

import re

from hub.script import fold

MAX_LETTERS = 400
"A question's matter stands in its beginning or its end; the middle of an enormous text is not searched."

_COURTESY = re.compile(
    "你好|您好|请问|麻烦|谢谢|打扰|帮我|帮忙|我想|想要|想问|想知道|我要|需要|可以|可不可以|能不能|能否|有没有|是不是|会不会|要不要"
    "|怎么办|怎么样|怎么|怎样|如何|什么|为什么|哪里|哪儿|哪个|哪些|多少|一下|一个|一些|告诉我|咨询|了解|知道|昨天|今天|明天|后天|刚才|刚刚|现在|请|吗|呢|吧|啊|呀|哦|嗯"
    "|我们|你们|他们|咱们|我|你|您|的|了|是|在|就|都|也|还|很|和|跟|与|及|这|那|有|要|能|会|去|来|到|给|让|说|呢"
)
_LATIN_COURTESY = frozenset(
    re.findall(
        "[a-z]+",
        """
        a an the is are am was were be been do does did i you we they he she it my your our their his her me us them to
        of in on at for from with and or not no can could would should will shall may might must have has had how what
        when where which who why please hello hi hey thanks thank want need like know tell get go there here this that
        these those if so just about any some im ive id ll s t m re ve d
        yesterday today tomorrow tonight now already really very
        """,
    )
)
_RUN = re.compile("[a-z0-9]+|[\u3400-\u4dbf\u4e00-\u9fff]+|[\u30a1-\u30fa\u30fc]+|[\uac00-\ud7a3]+")
_LATIN = re.compile("[a-z0-9]")
_KATAKANA = re.compile("[\u30a1-\u30fa]")
_PLURAL = 4
"Letters from which on a final s is taken off."


def shortened(text: str) -> str:
    """Return the beginning and the end of a text that is too long to be searched whole."""
    if len(text) <= MAX_LETTERS:
        return text
    half = MAX_LETTERS // 2
    return f"{text[:half]}\n{text[-half:]}"


def tokens(text: str) -> list[str]:
    """Return the tokens of `text` in their order, repeats included."""
    found: list[str] = []
    for run in _RUN.findall(_COURTESY.sub(" ", fold(text))):
        if _LATIN.match(run):
            if run not in _LATIN_COURTESY:
                found.append(_singular(run))
        elif _KATAKANA.match(run):
            found.append(run)
        else:  # a single character left over says too little
            found.extend(run[place : place + 2] for place in range(len(run) - 1))
    return found


def _singular(word: str) -> str:
    if len(word) < _PLURAL or word.endswith("ss") or not word.endswith("s"):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
