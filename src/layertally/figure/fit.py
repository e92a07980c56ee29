"""Whether a figure fits its paper: no higher than the venue allows, its branches side by side.

In: a figure's frame or its height, the preset. Out: what is too much, and the sheet that would be needed. On a screen
everything fits: a page scrolls.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..paint.sheets import POINTS, SMALLEST, Preset
from .blocks.base import Block
from .blocks.panel import Frame
from .tangle import Apart

Misfit = Literal["", "high", "wide"]
"""What is too much of a figure: its height, or what stands side by side in it; empty: it fits."""
BORDER = 2.0
"""Px of a figure round its frame."""


def misfit(frame: Frame, sheet: Preset) -> Misfit:
    """Why a group's figure is none for its sheet."""
    if not sheet.inches:
        return ""
    return "wide" if has_listing(frame) else misfit_high(frame.height + BORDER, sheet)


def misfit_high(height: float, sheet: Preset) -> Misfit:
    """Whether a drawing of so many px is too high."""
    return "high" if sheet.inches and height > sheet.tallest else ""


def has_listing(block: Block) -> bool:
    """Whether branches had to go under each other, without their edges, for want of width."""
    return isinstance(block, Apart) or any(has_listing(inner) for inner in _inside(block))


def printed(px: float, sheet: Preset) -> float:
    """Inches of so many px, where the smallest letters are as small as the venue reads them.

    >>> from ..paint.sheets import PRESETS
    >>> round(printed(499, PRESETS["column"]), 1)
    4.4
    """
    return px * sheet.least / SMALLEST / POINTS


def _inside(block: Block) -> Iterator[Block]:
    for value in vars(block).values():
        for each in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(each, Block):
                yield each
