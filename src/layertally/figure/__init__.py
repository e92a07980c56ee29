"""Figures of a model: an overview and one figure a group, as drawings that any painter takes.

In: `Grouped` and `Options`. Out: `Figure`s: a drawing with its id, title and a caption's sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..group import Grouped
from ..paint.canvas import Drawing
from .options import DENSITIES, PRESETS, Options


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with what a page needs: `id` is `overview` or the group's id (`3b` for a part of a split group)."""

    id: str
    title: str
    caption: str
    drawing: Drawing


def figures(grouped: Grouped, options: Options | None = None) -> tuple[Figure, ...]:
    """The overview (if there is more than one group), then each group's figure, in order."""
    raise TypeError("not written")


def figure(grouped: Grouped, wanted: str, options: Options | None = None) -> Figure:
    """One figure: `overview`, or a group's id or title. Raises LayertallyError with the groups that exist."""
    raise TypeError("not written")


__all__ = ["DENSITIES", "PRESETS", "Figure", "Options", "figure", "figures"]
