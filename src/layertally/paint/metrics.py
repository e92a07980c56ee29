"""Advance widths of the shipped fonts, baked by `tools/fonts.py`: character and face in, em out; no font is opened."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

Face = Literal["sans", "mono", "cjk"]

WEIGHTS: dict[Face, dict[int, int]] = {
    "sans": {400: 400, 600: 600, 700: 700},
    "mono": {400: 400, 600: 700, 700: 700},
    "cjk": {400: 400, 600: 700, 700: 700},
}
"""The weight that is drawn for the weight that is asked for: only Inter ships three."""

FALLBACK: dict[Face, tuple[Face, ...]] = {
    "sans": ("sans", "mono", "cjk"),
    "mono": ("mono", "sans", "cjk"),
    "cjk": ("cjk", "sans", "mono"),
}


@lru_cache(maxsize=1)
def _baked() -> dict[str, dict[str, float]]:
    raw = json.loads(Path(__file__).with_name("metrics.json").read_text(encoding="utf-8"))
    tables: dict[str, dict[str, float]] = {}
    for key, value in raw.items():
        if isinstance(value, str):
            tables[key] = tables[value]
            continue
        em = value["em"]
        tables[key] = {char: int(width) / em for width, chars in value["widths"].items() for char in chars}
    return tables


def advances(face: Face, weight: int) -> dict[str, float]:
    """Advance of every character the face has, in em.

    >>> advances("mono", 400)["0"]
    0.6
    """
    return _baked()[f"{face}-{WEIGHTS[face][weight]}"]


def face_of(char: str, wanted: Face) -> Face | None:
    """The first face of the fallback list that has the character; None if no shipped font has it.

    >>> face_of("⌊", "sans"), face_of("层", "mono"), face_of("☃", "sans")
    ('mono', 'cjk', None)
    """
    return next((face for face in FALLBACK[wanted] if char in advances(face, 400)), None)
