"""Trains the linear model: one separating plane for each intent, all of them in one pass over the examples.

Rules: dual coordinate descent for the L2-regularised squared hinge loss (Hsieh et al., ICML 2008, algorithm 1; what
LIBLINEAR does), with the step for one example taken for all intents at once, so that the work is done by numpy and no
machine-learning package is needed. Example order comes from a fixed seed: equal examples give equal planes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
SEED = 12301


@dataclass(frozen=True, slots=True)
class Example:
    """A text as the trainer sees it: which rows of the plane it touches, how much, and which intents it has."""

    rows: Rows
    "Distinct."
    weights: Floats
    "One for each row; the whole is of length 1."
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try."""

    passes: int = 12
    "Over all examples."
    cost: float = 1.0
    "Of one example on the wrong side (LIBLINEAR's C)."
    cost_of_missing: float = 1.0
    "How many times dearer it is to miss an intent than to tell one too many."


def train(
    examples: Sequence[Example],
    features: int,
    intents: int,
    effort: Effort,
    told: Callable[[], None] = lambda: None,
) -> Floats:
    """Return the planes, features × intents.

    Args:
        examples: What to learn from.
        features: Rows of the plane.
        intents: Columns of the plane.
        effort: How hard to try.
        told: Called after each pass; may raise to stop.
    """
    planes = np.zeros((features, intents), dtype=np.float32)
    signs = -np.ones((len(examples), intents), dtype=np.float32)
    for number, example in enumerate(examples):
        signs[number, list(example.labels)] = 1.0
    slack = np.where(signs > 0, 0.5 / (effort.cost * effort.cost_of_missing), 0.5 / effort.cost).astype(np.float32)
    curve = slack + np.array([[float(np.dot(one.weights, one.weights))] for one in examples], dtype=np.float32)
    duals = np.zeros((len(examples), intents), dtype=np.float32)
    order = np.random.default_rng(SEED)
    for _ in range(effort.passes):
        for number in order.permutation(len(examples)):
            one = examples[number]
            touched = planes[one.rows]
            sign, dual = signs[number], duals[number]
            slope = sign * (one.weights @ touched) - 1.0 + slack[number] * dual
            better = np.maximum(dual - slope / curve[number], 0.0)
            step = (better - dual) * sign
            if step.any():
                touched += one.weights[:, None] * step
                planes[one.rows] = touched
                duals[number] = better
        told()
    return planes
