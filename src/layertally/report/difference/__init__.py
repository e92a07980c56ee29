"""What changed between two models, as a figure: the flow of both, what was at the left, what is new at the right.

In: `Comparison`, the names of both, options. Out: a `Figure`.
"""

from __future__ import annotations

from pathlib import Path

from ...errors import LayertallyError
from ...figure import Figure, Options
from ..compare import Comparison
from ..painted import Look, Painted, paint, target
from .cards import SIGNS
from .drawn import figure, short

__all__ = ["SIGNS", "figure", "short", "written"]


def written(
    found: Comparison, names: tuple[str, str], path: Path, options: Options, look: Look
) -> tuple[Figure, Painted]:
    """The figure in a file, in the format of its suffix. Raises LayertallyError for a suffix that is none of a figure,
    and where the file cannot be written."""
    stem, kind = target(path)
    if not kind:
        raise LayertallyError(f"{path} is no figure", fix="name an .svg, .png or .pdf")
    made = figure(found, names, options)
    return made, paint(None, made, stem, kind, look)
