"""Figures of a model: an overview and one figure a group, as drawings that any painter takes.

In: `Grouped` and `Options`. Out: `Figure`s: a drawing with its id, title and a caption's sentence.
"""

from __future__ import annotations

from .exercise import Blank
from .made import Figure, figure, figures, figures_of, group_of
from .options import DENSITIES, PRESETS, Exercise, Options
from .texts import anchor

__all__ = [
    "DENSITIES",
    "PRESETS",
    "Blank",
    "Exercise",
    "Figure",
    "Options",
    "anchor",
    "figure",
    "figures",
    "figures_of",
    "group_of",
]
