"""Multiply-adds under the convention asked for: of one layer, of several, and the convention's own words.

In: an annotated layer and a convention's name (`macs` = convolution and dense without bias). Out: a value.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..annotate import AnnotatedLayer
from ..formula import Value


def cost_of(layer: AnnotatedLayer, convention: str) -> Value | None:
    """The cost of one layer for one sample; None where it is not known."""
    return layer.macs_value


def sum_costs(layers: Iterable[AnnotatedLayer], convention: str) -> Value | None:
    """Their sum; None where one is not known."""
    total: Value = 0
    for layer in layers:
        value = cost_of(layer, convention)
        if value is None:
            return None
        total = total + value
    return total


def conventions() -> tuple[str, ...]:
    """The names of all conventions."""
    return ("macs",)
