"""Advance widths of the shipped fonts, baked by `tools/fonts.py`: character and face in, em out; no font is opened."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from .own_font import own_font

Face = Literal["sans", "mono", "cjk", "own"]

WEIGHTS: dict[Face, dict[int, int]] = {
    "sans": {400: 400, 600: 600, 700: 700},
    "mono": {400: 400, 600: 700, 700: 700},
    "cjk": {400: 400, 600: 700, 700: 700},
    "own": {400: 400, 600: 400, 700: 400},
}
"""The weight that is drawn for the weight that is asked for: only Inter ships three."""

FALLBACK: dict[Face, tuple[Face, ...]] = {
    "sans": ("sans", "mono", "cjk", "own"),
    "mono": ("mono", "sans", "cjk", "own"),
    "cjk": ("cjk", "sans", "mono", "own"),
    "own": ("own", "sans", "mono", "cjk"),
}


@cache
def _baked() -> dict[str, Any]:
    """By `face-weight`: characters by their width, or the name of a table that is the same."""
    tables: dict[str, Any] = json.loads(Path(__file__).with_name("metrics.json").read_text(encoding="utf-8"))
    return tables


@cache
def _table(key: str) -> dict[str, float]:
    baked = _baked()[key]
    if isinstance(baked, str):
        return _table(baked)
    em = baked["em"]
    return {char: int(width) / em for width, chars in baked["widths"].items() for char in chars}


@cache
def advances(face: Face, weight: int) -> dict[str, float]:
    """Advance of every character the face has, in em.

    >>> advances("mono", 400)["0"]
    0.6
    """
    if face == "own":
        return own_font().widths
    return _table(f"{face}-{WEIGHTS[face][weight]}")


@lru_cache(maxsize=4096)
def face_of(char: str, wanted: Face) -> Face | None:
    """The first face of the fallback list that has the character; None if no shipped font has it.

    >>> face_of("⌊", "sans"), face_of("层", "mono"), face_of("☃", "sans")
    ('mono', 'cjk', None)
    """
    return next((face for face in FALLBACK[wanted] if char in advances(face, 400)), None)
