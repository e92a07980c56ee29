"""Paint a drawing as PNG with the shipped fonts alone: the same pixels on every machine.

The SVG is rasterised by resvg with system fonts switched off; Pillow is opened only for what resvg cannot do
(grey or palette images, trimming, contact sheets).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..fonts import FILES, path as font_path
from .canvas import Disc, Drawing, Text
from .own_font import own_font
from .printable import printable
from .svg import svg
from .theme import Theme, colours

if TYPE_CHECKING:
    from PIL.Image import Image

CSS_DPI = 96
METRE = 0.0254
"""An inch in metres: PNG counts pixels per metre."""

Colours = Literal["rgb", "palette", "grey"]


def png(
    drawing: Drawing,
    theme: Theme = "light",
    dpi: float = 192,
    path: str | Path | None = None,
    *,
    colours_as: Colours = "rgb",
    trim: bool = False,
    width_in: float | None = None,
) -> bytes:
    """The drawing as PNG bytes, written to `path` too if one is given.

    `dpi` 96 makes one pixel of a CSS pixel, unless `width_in` says how many inches wide the drawing is: then it is
    exactly so many times `dpi` wide. `colours_as` `palette` (256 colours) or `grey` make smaller files; `trim`
    cuts the empty border. `auto` is painted light.
    """
    from resvg_py import svg_to_bytes

    theme = "light" if theme == "auto" else theme
    drawing = printable(drawing)
    zoom = round(width_in * dpi) / drawing.width if width_in else dpi / CSS_DPI
    data: bytes = svg_to_bytes(
        svg_string=svg(drawing, theme),
        background=colours(theme)["page"],
        skip_system_fonts=True,
        font_files=[str(font_file(*face)) for face in faces(drawing)],
        dpi=CSS_DPI,
        zoom=zoom,
    )
    if trim or colours_as != "rgb":
        data = _finished(data, colours_as, colours(theme)["page"] if trim else None)
    data = with_dpi(data, dpi)
    if path is not None:
        Path(path).write_bytes(data)
    return data


def faces(drawing: Drawing) -> list[tuple[str, int]]:
    """The faces a drawing needs, in the order of `fonts.FILES`: the Chinese ones are big and seldom wanted."""
    used = {(run.face, run.weight) for item in drawing.flat() if isinstance(item, Text) for run in item.runs}
    if any(isinstance(item, Disc) and item.sign for item in drawing.flat()):
        used.add(("sans", 700))
    return [face for face in (*FILES, ("own", 400)) if face in used] or [("sans", 400)]


def font_file(face: str, weight: int) -> Path:
    """The file of a face, shipped or the user's own."""
    return own_font().path if face == "own" else font_path(face, weight)


def with_dpi(data: bytes, dpi: float) -> bytes:
    """The same PNG with its resolution written after the header (a `pHYs` chunk; none may be there yet)."""
    per_metre = round(dpi / METRE)
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    header = 8 + 25
    return data[:header] + chunk + data[header:]


def contact_sheet(
    images: Sequence[bytes | str | Path],
    columns: int = 3,
    gap: int = 24,
    background: str = "#FFFFFF",
    width: int | None = None,
) -> bytes:
    """Several PNGs (bytes or files) on one sheet, row by row; a `width` in px scales those down that are too wide."""
    from PIL import Image

    tiles = [_opened(image) for image in images]
    columns = max(1, min(columns, len(tiles)))
    room = (width - gap * (columns + 1)) // columns if width else max((tile.width for tile in tiles), default=1)
    tiles = [_fitted(tile, room) for tile in tiles]
    room = max((tile.width for tile in tiles), default=room)
    rows = [tiles[i : i + columns] for i in range(0, len(tiles), columns)]
    height = gap + sum(max(tile.height for tile in row) + gap for row in rows)
    sheet = Image.new("RGB", (gap + columns * (room + gap), height), background)
    y = gap
    for row in rows:
        for column, tile in enumerate(row):
            sheet.paste(tile, (gap + column * (room + gap), y))
        y += max(tile.height for tile in row) + gap
    return _encoded(sheet)


def _opened(image: bytes | str | Path) -> Image:
    from io import BytesIO

    from PIL import Image as Images

    return Images.open(BytesIO(image) if isinstance(image, bytes) else image).convert("RGB")


def _fitted(tile: Image, room: int) -> Image:
    from PIL.Image import Resampling

    if tile.width <= room:
        return tile
    return tile.resize((room, max(1, round(tile.height * room / tile.width))), Resampling.LANCZOS)


def _encoded(image: Image) -> bytes:
    from io import BytesIO

    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _finished(data: bytes, colours_as: Colours, page: str | None) -> bytes:
    from PIL import Image, ImageChops

    image = _opened(data)
    if page:
        border = ImageChops.difference(image, Image.new("RGB", image.size, page)).getbbox()
        image = image.crop(border) if border else image
    if colours_as == "grey":
        image = image.convert("L")
    elif colours_as == "palette":
        image = image.quantize(256)
    return _encoded(image)
