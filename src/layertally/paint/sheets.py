"""The sheets that figures are laid out for: a page's column, a phone, and the columns of journals and conferences.

In: a preset's name. Out: how many px a layout may take, how many inches they become in print, how high a figure may be
and how large its letters. All of it is this one table.
"""

from __future__ import annotations

from typing import NamedTuple

SMALLEST, SMALLEST_SUBSCRIPT, LARGEST = 11.0, 9.0, 15.0
"""Letters of a figure in px: the least, the least of a subscript, the most."""
CAPTION = 0.5
"""Inches kept free below a figure that is as high as the text."""
POINTS, MM, TEX = 72.0, 25.4, 72.27
"""An inch in points, in millimetres, and in TeX's own points."""


class Preset(NamedTuple):
    """A sheet: `width` px that a figure may take, `card` px of a lone chain's card.

    For paper, `inches` is the width in print, `height` the most inches of a figure with its caption left out, `least`
    and `most` the points that a letter may have (`most` 0: as many as it likes), `source` where that stands.
    """

    name: str
    width: int
    card: int
    inches: float | None = None
    short: bool = False
    height: float = 0.0
    least: float = 7.0
    most: float = 0.0
    source: str = ""

    @property
    def scale(self) -> float:
        """Points in print of a px."""
        return self.inches * POINTS / self.width if self.inches else POINTS / 96

    @property
    def tallest(self) -> float:
        """The most px that a figure may be high; without end on a screen."""
        return self.height * POINTS / self.scale if self.height else float("inf")

    @property
    def both(self) -> bool:
        """Whether it is for both columns of a page that has two."""
        return self.name == "wide" or self.name.endswith("-2")

    @property
    def widest(self) -> int:
        """The px of a layout whose smallest letters are as small as the venue reads them. Where its rule has an upper
        end too, subscripts are held to the lower one: then there is nothing to spare."""
        if not self.inches or self.most:
            return self.width
        return int(self.inches * POINTS * SMALLEST / self.least)


_IEEE = "IEEE Author Center, size of graphics: 3.5 in or 7.16 in wide; the height is ours"
_ACM = "acmart, sigconf: columns of 241.15 pt, text of 506.30 pt"
_ICML = "ICML author instructions: text of 6.75 in by 9 in, columns of 3.25 in"
_CVPR = "CVPR author guidelines: text of 6 7/8 in by 8 7/8 in, columns of 3 1/4 in (its style sets them at 3.28 in)"
_AAAI = "AAAI author kit: columns of 3.3 in (3.3125 in in its style) with 0.375 in between, text of 7 in by 9 in"
_NEURIPS = "NeurIPS style: text of 5.5 in by 9 in"
_ICLR = "ICLR style: text of 5.5 in by 9 in"
_ECCV = "Springer LNCS: text of 122 mm by 193 mm"
_NATURE = "Nature, final artwork: 89 mm or 183 mm wide, at most 170 mm high, text of 5 to 7 pt"

PRESETS = {
    preset.name: preset
    for preset in (
        Preset("page", 688, 416),
        Preset("narrow", 336, 304, short=True),
        Preset("column", 336, 304, 3.5, True, 8.5, source=_IEEE),
        Preset("wide", 688, 416, 7.16, False, 8.5, source=_IEEE),
        Preset("ieee", 336, 304, 3.5, True, 8.5, source=_IEEE),
        Preset("ieee-2", 688, 416, 7.16, False, 8.5, source=_IEEE),
        Preset("acm", 336, 304, 241.147 / TEX, True, 8.5, source=_ACM),
        Preset("acm-2", 688, 416, 506.295 / TEX, False, 8.5, source=_ACM),
        Preset("neurips", 616, 416, 5.5, False, 9 - CAPTION, source=_NEURIPS),
        Preset("iclr", 616, 416, 5.5, False, 9 - CAPTION, source=_ICLR),
        Preset("icml", 336, 304, 3.25, True, 9 - CAPTION, source=_ICML),
        Preset("icml-2", 688, 416, 6.75, False, 9 - CAPTION, source=_ICML),
        Preset("cvpr", 336, 304, 3.25, True, 8.875 - CAPTION, source=_CVPR),
        Preset("cvpr-2", 688, 416, 6.875, False, 8.875 - CAPTION, source=_CVPR),
        Preset("aaai", 336, 304, 3.3, True, 9 - CAPTION, source=_AAAI),
        Preset("aaai-2", 688, 416, 7.0, False, 9 - CAPTION, source=_AAAI),
        Preset("eccv", 540, 416, 122 / MM, False, 193 / MM - CAPTION, source=_ECCV),
        Preset("nature", 468, 434, 89 / MM, False, 170 / MM, 5.0, 7.0, source=_NATURE),
        Preset("nature-2", 963, 416, 183 / MM, False, 170 / MM, 5.0, 7.0, source=_NATURE),
    )
}
"""By name, in the order in which they are listed."""

LAYOUTS = tuple({(preset.width, preset.short): name for name, preset in PRESETS.items()}.values())
"""A preset of each layout: those of one width differ in print only."""


def wider(preset: Preset) -> str:
    """The name of the preset for both columns, where this one is for a single column; else empty.

    >>> wider(PRESETS["ieee"]), wider(PRESETS["column"]), wider(PRESETS["neurips"])
    ('ieee-2', 'wide', '')
    """
    name = {"column": "wide"}.get(preset.name, f"{preset.name}-2")
    return name if name in PRESETS else ""
