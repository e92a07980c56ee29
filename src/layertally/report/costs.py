"""Cost under the convention asked for: of one layer, of several, and the words that stand beside the number.

In: annotated layers and a convention's name. Out: values, formulas, phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..annotation import Annotated, AnnotatedLayer
from ..conventions import CONVENTIONS, DEFAULT, convention, total_of, value_of
from ..formula import Expr, Value
from .phrases import say

KINDS = {"conv": "cost_conv", "dense": "cost_dense", "seq": "cost_seq", "core": "cost_core"}


def conventions() -> tuple[str, ...]:
    """The names of all conventions."""
    return tuple(CONVENTIONS)


def cost_of(layer: AnnotatedLayer, name: str) -> Value | None:
    """The cost of one layer for one sample; None where it is not known."""
    return value_of(layer, name)


def sum_costs(layers: Iterable[AnnotatedLayer], name: str) -> Value | None:
    """Their sum; None where one is not known."""
    return total_of(layers, name)


def formula_of(layer: AnnotatedLayer, name: str) -> Expr | None:
    """The cost as a formula; None where it has none."""
    return None if layer.inner is not None else convention(name).cost(layer)


def unit(name: str, lang: str = "en") -> str:
    """The unit: MACs or FLOPs."""
    return convention(name).label[lang == "zh"]


def counted_what(annotated: Annotated, name: str, lang: str = "en") -> str:
    """What is counted: of the usual convention the kinds of layers that are there, of another its counter's name."""
    if name != DEFAULT:
        return convention(name).title[lang == "zh"]
    there = {layer.family for layer in _opened(annotated) if value_of(layer, name) not in (0, None)}
    kinds = [say(key, lang) for family, key in KINDS.items() if family in there] or [
        say("cost_conv", lang),
        say("cost_dense", lang),
    ]
    *first, last = kinds
    return say(
        "cost_no_bias", lang, say("cost_and", lang, say("cost_comma", lang).join(first), last) if first else last
    )


def _opened(annotated: Annotated) -> Iterator[AnnotatedLayer]:
    for layer in annotated.layers:
        if layer.inner is None:
            yield layer
        else:
            yield from _opened(layer.inner)
