"""Which operations of a recorded run have no layer of their own, and where they stand: nothing is dropped silently.

In: an annotated model, or one layer. Out: a sentence; empty where nothing is folded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..annotation import Annotated, AnnotatedLayer
from .phrases import say

MOST = 6
"""So many kinds of operations are named; the rest is counted."""


def coverage(annotated: Annotated, lang: str = "en") -> str:
    """How many operations are folded into how many layers, the most frequent by name."""
    holders = [layer.layer.folded for layer in annotated.layers if layer.layer.folded]
    if not holders:
        return ""
    counts: Counter[str] = Counter()
    for folded in holders:
        counts.update(dict(folded))
    key = "coverage" if len(holders) > 1 else "coverage_1"
    return say(key, lang, f"{counts.total():,}", f"{len(holders):,}", _named(counts.most_common(), lang))


def beside(layer: AnnotatedLayer, lang: str = "en") -> str:
    """The operations that work for one layer: `cos, sin, view × 3`."""
    return _named(layer.layer.folded, lang, most=len(layer.layer.folded))


def _named(counts: Iterable[tuple[str, int]], lang: str, most: int = MOST) -> str:
    counts = list(counts)
    most += len(counts) == most + 1  # the last one alone takes no more room than "and 1 other"
    named = [name if count == 1 else f"{name} × {count:,}" for name, count in counts[:most]]
    text = say("cost_comma", lang).join(named)
    return say("and_others", lang, text, len(counts) - most) if len(counts) > most else text
