"""Turns the judge's margins into shares that mean what they say, and tells what is nobody's business here.

Rules: margins become shares by a softmax with a temperature of its own for each language group; temperatures and the
gate are fitted on margins of texts that were not learned from (out of fold), never on the judge's own examples.
The gate is a small logistic model of four signs: the margin of the out-of-scope class, the best margin of a real
intent, the logarithm of the best share, and how much of the text's letters the model has ever seen
(reference nlu §C6). Without out-of-scope examples everything is in scope as far as its letters are known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.nlu.embedded.linear import Floats

EAST, WEST = "east", "west"
"Texts written without and with blanks between words."
_TEMPERATURES = np.geomspace(0.02, 2.0, 60)
_LEAST_TEXTS = 40
"Fewer texts fit no temperature of their own."
_SIGNS = 5
_STEPS = 400
_PULL = 0.01
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Confidence:
    """What was fitted."""

    temperatures: Mapping[str, float]
    gate: tuple[float, ...]
    "Weights of the signs, the constant first."

    def shares(self, margins: Floats, group: str) -> Floats:
        """Return how sure each intent is; they sum to one."""
        return softmax(margins, self.temperatures.get(group, self.temperatures[EAST]))

    def in_scope(self, outside: float | None, best: float, share: float, known: float) -> float:
        """Return how surely a text is our business, 0 to 1.

        Args:
            outside: The margin of the out-of-scope class, None where none was learned.
            best: The best margin of a real intent.
            share: The share of the best intent.
            known: The share of the text's runs that the model has seen.
        """
        if outside is None:
            return min(1.0, 2.0 * known)
        score = float(np.dot(self.gate, signs(outside, best, share, known)))
        return 1.0 / (1.0 + float(np.exp(-min(50.0, max(-50.0, score)))))


def group_of(lang: str | None) -> str:
    """Return the group of a language."""
    return EAST if lang is None or lang.startswith(("zh", "ja", "th")) else WEST


def softmax(margins: Floats, temperature: float) -> Floats:
    """Return margins as shares that sum to one."""
    raised = np.exp((margins - margins.max()) / np.float32(temperature))
    shares: Floats = raised / raised.sum()
    return shares


def signs(outside: float, best: float, share: float, known: float) -> Doubles:
    """Return what the gate looks at."""
    return np.array([1.0, outside, best, float(np.log(max(share, 1e-6))), known])


def fit_temperature(margins: Sequence[Floats], right: Sequence[int]) -> float:
    """Return the temperature under which the right intents are likeliest."""
    if not margins:
        return 1.0
    table = np.stack(margins).astype(np.float64)
    table -= table.max(axis=1, keepdims=True)
    best, least = 1.0, np.inf
    for temperature in _TEMPERATURES:
        scaled = table / temperature
        surprise = float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(right)), list(right)]))
        if surprise < least:
            best, least = float(temperature), surprise
    return best


def fit_temperatures(margins: Sequence[Floats], right: Sequence[int], groups: Sequence[str]) -> dict[str, float]:
    """Return a temperature for each group that has texts enough, and for `EAST` in any case."""
    fitted = {EAST: fit_temperature(margins, right)}
    for group in sorted(set(groups)):
        of_group = [place for place, one in enumerate(groups) if one == group]
        if len(of_group) >= _LEAST_TEXTS:
            fitted[group] = fit_temperature(
                [margins[place] for place in of_group], [right[place] for place in of_group]
            )
    return fitted


def fit_gate(described: Sequence[Doubles], ours: Sequence[bool]) -> tuple[float, ...]:
    """Return the weights of the signs (logistic regression by Newton's steps, both sides of equal weight)."""
    if not ours or all(ours) or not any(ours):
        return (0.0,) * _SIGNS
    table, wanted = np.stack(described), np.array(ours, dtype=np.float64)
    weight = np.where(wanted > 0, 0.5 / wanted.mean(), 0.5 / (1.0 - wanted.mean()))
    weights = np.zeros(_SIGNS)
    for _ in range(_STEPS):
        told = 1.0 / (1.0 + np.exp(-np.clip(table @ weights, -50.0, 50.0)))
        slope = table.T @ (weight * (told - wanted)) + _PULL * weights
        curve = (table.T * (weight * told * (1.0 - told))) @ table + _PULL * np.eye(_SIGNS)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-9:
            break
    return tuple(float(one) for one in weights)
