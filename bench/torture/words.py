"""The texts that clients write: each carries a number of its own, by which it is found again wherever it turns up."""

import re
from collections.abc import Sequence

_MARK = re.compile(r"(?<![A-Za-z0-9])([va]\d\dn\d{4,})(?![A-Za-z0-9])")

CALL = "转人工"
"What a visitor says to be handed over to people."
HANDED_OVER = "我来为您转人工"
"What the bot says when it does so."
QUESTIONS: Sequence[tuple[str, str]] = (
    ("黄山旅游", "安徽黄山"),
    ("能飞无人机吗", "景区里能飞无人机吗"),
    ("带宠物", "能带宠物去景区吗"),
    ("护照丢了", "护照丢了怎么办"),
    ("身份证丢了", "身份证丢了还能坐车、住店吗"),
    ("旅游保险怎么买", "旅游保险怎么买、怎么赔"),
    ("海边玩水", "海边玩水怎么才安全"),
    ("高原反应怎么办", "高原反应怎么预防和处理"),
)
"What a visitor asks the bot, and the title of the one article that answers it, whatever number stands beside it."


def mark(name: str, number: int) -> str:
    """Return the number of a client's n-th text."""
    return f"{name}n{number:04d}"


def marks(text: str | None) -> list[str]:
    """Return the numbers that stand in a text, the writer's own first."""
    return _MARK.findall(text or "")


def writer(number: str) -> str:
    """Return the name of the client who gives out this number."""
    return number.partition("n")[0]
