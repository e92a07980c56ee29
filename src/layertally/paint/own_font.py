"""A font of the user's own, for characters that the shipped ones lack: its widths, its name, its file.

In: a path. Out: nothing is drawn with it that a shipped font has. It is said once, before anything is measured, and
holds for the process.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..errors import LayertallyError

KINDS = (".ttf", ".otf")
LARGEST = 64 * 2**20
"""Bytes of a font file."""


class OwnFont(NamedTuple):
    """`widths` in em by character; `family` is the name that it calls itself."""

    path: Path
    family: str
    widths: dict[str, float]


NONE = OwnFont(Path(), "", {})
_known: list[OwnFont] = [NONE]


def own_font() -> OwnFont:
    """The font that was added; one without characters if there is none."""
    return _known[0]


def add_font(path: str | Path) -> OwnFont:
    """Take characters that no shipped font has from this file. Raises LayertallyError if it is no TrueType or OpenType
    font."""
    font = _read(Path(path))
    use(font)
    return font


def use(font: OwnFont) -> None:
    """Measure with this font from now on."""
    from . import metrics, text

    _known[0] = font
    for cached in (metrics.advances, metrics.face_of, text.runs, text.clean, text.home):
        cached.cache_clear()


def _read(path: Path) -> OwnFont:
    from io import BytesIO

    from fontTools.ttLib import TTFont

    data = BytesIO(_bytes(path))
    try:
        with TTFont(data, lazy=True) as font:
            em, characters, glyphs = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
            widths = {chr(code): glyphs[name][0] / em for code, name in (characters or {}).items()}
            family = font["name"].getDebugName(1) or path.stem
    except Exception as error:
        raise LayertallyError(f"{path} is no font that can be read", fix="name a .ttf or .otf file") from error
    return OwnFont(path, family, widths)


def _bytes(path: Path) -> bytes:
    if path.suffix.lower() not in KINDS:
        raise LayertallyError(f"{path} is no font", fix="name a .ttf or .otf file")
    try:
        size = path.stat().st_size
        if size <= LARGEST:
            return path.read_bytes()
    except OSError as error:
        raise LayertallyError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error
    raise LayertallyError(f"{path} is larger than {LARGEST // 2**20} MB", fix="name a smaller font, or a subset of it")
