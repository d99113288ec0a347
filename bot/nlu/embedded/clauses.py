"""Cuts a text where a second matter may begin: at marks, and before words that add something.

Rule: a piece too short to ask anything stays with its neighbour; where to cut is all that is told here, whether two
pieces really ask two things is judged by the engine.
"""

import re

LEAST_LETTERS = 4
_BORDER = re.compile(
    r"[,。!?;、\n]+|\.(?=\s|$)|(?<=.)(?=另外|还有|顺便|以及|同时|对了|然后|还想|还要|再帮我|再问)|(?:\s(?=(?:and|also|plus)\s))"
    r"|(?<=それと)|(?<=あと、)|(?<=그리고)"
)


def clauses(normal: str) -> list[tuple[int, int]]:
    """Return where the pieces of a normalised text begin and end, in its order."""
    pieces: list[tuple[int, int]] = []
    start = 0
    for border in _BORDER.finditer(normal):
        if len(normal[start : border.start()].strip()) >= LEAST_LETTERS:
            pieces.append((start, border.start()))
            start = border.end()
    if len(normal[start:].strip()) >= LEAST_LETTERS or not pieces:
        pieces.append((start, len(normal)))
    else:
        pieces[-1] = (pieces[-1][0], len(normal))
    return pieces
