"""Chance that can be repeated: every draw of a run comes from its seed and the name of who draws."""

import random


def chance(*names: object) -> random.Random:
    """Return the draws that belong to these names, the run's seed first."""
    return random.Random(":".join(map(str, names)))  # noqa: S311 - to be repeated, not to be secret
