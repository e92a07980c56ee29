"""From a model to an annotated model: every op asked, every number held against what the framework reported.

In: a `Model`. Out: `Annotated`: a frozen copy with shapes, formulas, counts, MACs, a status a layer, and totals that
add up. A shape that does not fit is a result, not an exception: the layer carries its `Problem`, what hangs on it is
not reached.
"""

from __future__ import annotations

from .values import Annotated, AnnotatedLayer, ClaimResult, Count, Problem, Status, Totals, main_family
from .walk import annotate

__all__ = [
    "Annotated",
    "AnnotatedLayer",
    "ClaimResult",
    "Count",
    "Problem",
    "Status",
    "Totals",
    "annotate",
    "main_family",
]
