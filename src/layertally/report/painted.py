"""A figure in one format: bytes, or a file and what became of it.

In: a figure, a format (`svg`, `png`, `pdf`, `dot`), a look. Out: bytes, `Painted`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import LayertallyError, Place
from ..paint.theme import Theme
from . import files

if TYPE_CHECKING:
    from ..figure import Figure
    from ..group import Grouped


FORMATS = ("svg", "png", "pdf", "dot")
VECTORS = frozenset({"eps", "ps", "ai", "emf"})
OTHERS = VECTORS | {"jpg", "jpeg", "gif", "webp", "tif", "tiff", "bmp"}
"""Kinds of pictures that are not drawn; those of lines are better a PDF."""
CONTACT_DPI, CONTACT_WIDTH, MOST_COLUMNS = 144, 2400, 4
"""How a contact sheet is painted: its figures' resolution, the most px across, the most figures side by side."""


def target(path: str | Path) -> tuple[Path, str]:
    """(stem, format) for a path that names one file, (folder, "") for one that names a folder. Raises LayertallyError
    for a file of another kind of picture.

    >>> target("figures/vgg.pdf")[1], target("figures")[1], target("v1.2")[1]
    ('pdf', '', '')
    """
    path = Path(path)
    kind = path.suffix[1:].lower()
    if kind in OTHERS and not path.is_dir():
        near = "pdf" if kind in VECTORS else "png"
        raise LayertallyError(
            f"{path} would be {kind.upper()}; figures are {', '.join(FORMATS)}",
            fix=f"write {path.with_suffix('.' + near)}",
        )
    return (path.with_suffix(""), kind) if kind in FORMATS and not path.is_dir() else (path, "")


class Painted(NamedTuple):
    """A file that was written: `pixels` of a PNG (`1376×406`, else empty), `said` its size or `unchanged`."""

    format: str
    path: Path
    pixels: str
    said: str
    changed: bool


class Look(NamedTuple):
    """How figures are painted: `dpi` of PNG, `preset` for the inches in print."""

    theme: Theme = "light"
    dpi: float = 192
    preset: str = "page"


def paint(grouped: Grouped | None, figure: Figure, stem: Path, format: str, look: Look) -> Painted:  # noqa: A002
    """Paint and write. Raises LayertallyError if the file cannot be written."""
    data = painted(grouped, figure, format, look)
    path = stem.with_name(f"{stem.name}.{format}")
    changed = files.write(path, data)
    pixels = ""
    if format == "png":
        across, down = struct.unpack(">II", data[16:24])
        pixels = f"{across:>4}×{down:<4}"
    return Painted(format, path, pixels, files.size(len(data)) if changed else "unchanged", changed)


def painted(grouped: Grouped | None, figure: Figure, format: str, look: Look) -> bytes:  # noqa: A002
    """The bytes of one figure; without a model there is no DOT."""
    from ..paint.sheets import PRESETS

    inches = PRESETS[look.preset].inches
    if format == "svg":
        from ..paint.svg import svg

        return svg(figure.drawing, look.theme, width_in=inches).encode()
    if format == "png":
        from ..paint.png import png

        return png(figure.drawing, look.theme, look.dpi, width_in=inches)
    if format == "pdf":
        from ..paint.pdf import pdf

        return pdf(figure.drawing, look.theme, width_in=inches)
    if grouped is None:
        raise LayertallyError("DOT draws a model, and this is none", fix="name an .svg, .png or .pdf")
    from .dot import dot

    return dot(grouped, figure.id, figure.group).encode()


def contact(figures: Sequence[Figure], look: Look) -> tuple[bytes, str]:
    """All figures on one PNG, and its size in pixels; those for paper all at the same scale."""
    from math import ceil, sqrt

    from ..paint.png import contact_sheet, png
    from ..paint.sheets import PRESETS
    from ..paint.theme import colours

    inches = PRESETS[look.preset].inches
    tiles = [png(figure.drawing, look.theme, CONTACT_DPI, width_in=inches) for figure in figures]
    columns = min(MOST_COLUMNS, ceil(sqrt(len(tiles))))
    data = contact_sheet(tiles, columns, background=colours(look.theme)["page"], width=CONTACT_WIDTH)
    across, down = struct.unpack(">II", data[16:24])
    return data, f"{across}×{down}"


def where_it_stands(grouped: Grouped, char: str, figure_id: str) -> tuple[str, Place | None]:
    """Where the author wrote a character, as far as that is known: (words, place)."""
    model = grouped.annotated.model
    for group in grouped.groups:
        if char in group.title:
            spec = next((spec for spec in model.groups if spec.title == group.title), None)
            return f"the title of group {group.id}", spec.place if spec is not None else None
    if char in model.name:
        return "the model's name", None
    for layer in grouped.annotated.layers:
        if char in layer.name:
            return f"the name of layer `{layer.name}`", layer.layer.place
    return f"figure {figure_id}", None


def without_glyph(figures: Iterable[Figure]) -> dict[str, str]:
    """Characters that no shipped font has, each with the figure in which it stands first."""
    from ..paint.canvas import Text
    from ..paint.text import missing_glyphs

    found: dict[str, str] = {}
    for figure in figures:
        for item in figure.drawing.flat():
            if isinstance(item, Text):
                for char in missing_glyphs(item.string):
                    found.setdefault(char, figure.id)
    return found
