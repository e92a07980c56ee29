"""PyTorch's functions (`torch.cat`, `F.interpolate`, `x.view`, `x + y`) as ops: function name → rule.

In: a `Given`: the arguments of one call, the shapes of its tensors with the batch in front. Out: `Made`: the word for
it on a card, its settings, the op; None where there is no rule for this form of the call. Source: docs.pytorch.org,
torch and torch.nn.functional, 2.13.
"""

from __future__ import annotations

from . import layout, parts, pointwise, weighted as weights, windows
from .call import Given, Made, Operand, Rule
from .layout import relaid

FUNCTIONS: dict[str, Rule] = {**pointwise.TABLE, **layout.TABLE, **parts.TABLE, **windows.TABLE}
"""Every function without weights that there is a rule for."""
WEIGHTED: dict[str, Rule] = weights.TABLE
"""Every function that takes its weights as arguments."""


def made(function: str, given: Given) -> Made | None:
    """What a call of this function is; None if there is no rule."""
    rule = FUNCTIONS.get(function) or FUNCTIONS.get(function.rstrip("_")) or FUNCTIONS.get(function.strip("_"))
    return rule(given) if rule is not None else None


def weighted(function: str, given: Given) -> Made | None:
    """What a call of this function with its weights is; None if there is no rule."""
    rule = WEIGHTED.get(function)
    return rule(given) if rule is not None else None


__all__ = ["FUNCTIONS", "WEIGHTED", "Given", "Made", "Operand", "made", "relaid", "weighted"]
