"""The cost under the convention asked for: of one layer, of several, with its formula and its label.

In: an annotated layer and a convention's name (`macs` = multiply-adds without bias). Out: a value, or a formula.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..annotate import AnnotatedLayer
from ..conventions import CONVENTIONS, convention, total_of, value_of
from ..formula import Expr, Value


def cost_of(layer: AnnotatedLayer, name: str) -> Value | None:
    """The cost of one layer for one sample; None where it is not known."""
    return value_of(layer, name)


def formula_of(layer: AnnotatedLayer, name: str) -> Expr | None:
    """How that cost is worked out; None where it has none or is not known."""
    return convention(name).cost(layer)


def sum_costs(layers: Iterable[AnnotatedLayer], name: str) -> Value | None:
    """Their sum; None where one is not known."""
    return total_of(layers, name)


def conventions() -> tuple[str, ...]:
    """The names of all conventions."""
    return tuple(CONVENTIONS)
