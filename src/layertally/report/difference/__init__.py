"""What changed between two models, as a figure: the flow of both, what was at the left, what is new at the right.

In: `Comparison`, the names of both, options. Out: a `Figure`.
"""

from __future__ import annotations

from .drawn import figure

__all__ = ["figure"]
