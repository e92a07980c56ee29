"""Measure and split text: a string and a style in, runs of one font each out, every width known without opening a font.

Widths come from the tables of the shipped fonts; kerning is ignored, by the painters too. Whatever a model calls its
layers is made harmless here: control characters and invisible format characters (bidi marks among them) never reach
a figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from .metrics import WEIGHTS, Face, advances, face_of

SUBSCRIPT_SCALE = 0.75
SUBSCRIPT_MIN = 9.0
SUBSCRIPT_DROP = 3.0
WIDEST_SANS = 1.08
"""DejaVu Sans against Inter: the widest sans a reader's machine may put in Inter's place."""
WIDEST_MONO = 0.602 / 0.6


class Style(NamedTuple):
    """How text is set; `size` in px."""

    face: Literal["sans", "mono"]
    size: float
    weight: Literal[400, 600, 700]


class Run(NamedTuple):
    """A piece of one line set in one font. `x`: offset from the line's left edge; `dy`: baseline shift, down."""

    text: str
    face: Face
    size: float
    weight: int
    x: float
    width: float
    dy: float = 0.0


STYLES: dict[str, Style] = {
    "t15": Style("sans", 15, 700),
    "t13": Style("sans", 13, 600),
    "t12": Style("sans", 12, 400),
    "t12b": Style("sans", 12, 700),
    "t11": Style("sans", 11, 400),
    "t11b": Style("sans", 11, 700),
    "t10": Style("sans", 10, 400),
    "m12": Style("mono", 12, 400),
    "m12b": Style("mono", 12, 700),
    "m11": Style("mono", 11, 400),
    "m11b": Style("mono", 11, 700),
    "m10": Style("mono", 10, 400),
}

_SYMBOL = re.compile(r"(?<!\w)([^\W\d_])_([^\W_]{1,6})(?!\w)")
_SPACES = {"Zl", "Zp", "Zs"}
_GONE = {"Cc", "Cf"}


def style_of(style: str | Style) -> Style:
    """A style by name, or the style itself. Raises KeyError for a name that is none of `STYLES`."""
    return style if isinstance(style, Style) else STYLES[style]


@lru_cache(maxsize=16384)
def clean(string: str) -> str:
    """The string without anything that is not one visible mark or a space on one line.

    >>> clean("a\\tb\\x00\\u202ec")
    'a bc'
    """
    if string.isascii() and string.isprintable():
        return string
    return "".join(_cleaned(string))


def _cleaned(string: str) -> Iterator[str]:
    for char in string:
        kind = unicodedata.category(char)
        if char in "\t\n\r" or (kind in _SPACES and face_of(char, "sans") is None):
            yield " "
        elif kind == "Cs" or _never_a_character(ord(char)):
            yield "\ufffd"
        elif kind not in _GONE:
            yield char


def _never_a_character(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


@lru_cache(maxsize=16384)
def runs(string: str, style: str | Style, subscripts: bool = False) -> tuple[Run, ...]:
    """Split a line into runs, left to right. With `subscripts`, symbols like `k_h` are set as k with a lowered h.

    >>> [(r.text, r.face) for r in runs("⌊28/2⌋ 输出", "t12")]
    [('⌊', 'mono'), ('28/2', 'sans'), ('⌋', 'mono'), (' ', 'sans'), ('输出', 'cjk')]
    >>> [(r.text, r.size, r.dy) for r in runs("k_h·2", "m12", subscripts=True)]
    [('k', 12, 0.0), ('h', 9.0, 3.0), ('·2', 12, 0.0)]
    """
    base = style_of(style)
    out: list[Run] = []
    left = 0.0
    for part, lowered in _parts(clean(string), subscripts):
        size = max(SUBSCRIPT_MIN, base.size * SUBSCRIPT_SCALE) if lowered else base.size
        for (face, _), chars in groupby(part, lambda char: home(char, base.face)):
            text = "".join(chars)
            weight = WEIGHTS[face][base.weight]
            advance = size * sum(_advance(char, face, weight) for char in text)
            out.append(Run(text, face, size, weight, left, advance, SUBSCRIPT_DROP if lowered else 0.0))
            left += advance
    return tuple(out)


def width(string: str, style: str | Style, subscripts: bool = False) -> float:
    """Advance of a line in px.

    >>> round(width("(3·3·1 + 1)·32 =", "m12"), 1)
    115.2
    """
    return sum(run.width for run in runs(string, style, subscripts))


@lru_cache(maxsize=16384)
def wide(string: str, style: str | Style, subscripts: bool = False) -> float:
    """Advance in the widest face of the font stacks: what to hold against the room there is."""
    return wide_of(runs(string, style, subscripts))


def wide_of(parts: tuple[Run, ...]) -> float:
    """`wide` for runs already made."""
    return sum(run.width * _WIDEST[run.face] for run in parts)


class Shortened(str):
    """A text whose middle has gone, and the `full` one."""

    __slots__ = ("full",)
    full: str


def shortened(string: str, full: str) -> Shortened:
    """A text that remembers what it stands for."""
    made = Shortened(string)
    made.full = full
    return made


def ellipsis(string: str, style: str | Style, room: float) -> str:
    """The string, its middle replaced by `…` if `wide` exceeds `room` px; at the least the `…` alone. What is shortened
    remembers the whole, for a figure's tooltip.

    >>> short = ellipsis("block3_conv1_bn_moving_mean", "m11", 100)
    >>> short, short.full
    ('block3_…ng_mean', 'block3_conv1_bn_moving_mean')
    """
    full = string.full if isinstance(string, Shortened) else clean(string)
    string = clean(string)
    if wide(string, style) <= room:
        return shortened(string, full) if full != string else string
    low, high = 0, max(0, len(string) - 1)
    while low < high:
        kept = (low + high + 1) // 2
        low, high = (kept, high) if wide(_without_middle(string, kept), style) <= room else (low, kept - 1)
    return shortened(_without_middle(string, low), full)


def missing_glyphs(string: str) -> list[str]:
    """Characters that none of the shipped fonts has, in order of first appearance.

    >>> missing_glyphs("a☃b☃")
    ['☃']
    """
    return [char for char in dict.fromkeys(clean(string)) if face_of(char, "sans") is None]


_WIDEST: dict[Face, float] = {"sans": WIDEST_SANS, "mono": WIDEST_MONO, "cjk": 1.0, "own": 1.0}


def _parts(string: str, subscripts: bool) -> Iterator[tuple[str, bool]]:
    """(text, is a subscript) pieces; a formula symbol is one letter, `_` and up to six letters or digits."""
    if not subscripts:
        yield string, False
        return
    done = 0
    for match in _SYMBOL.finditer(string):
        yield string[done : match.end(1)], False
        yield match[2], True
        done = match.end()
    yield string[done:], False


@lru_cache(maxsize=4096)
def home(char: str, wanted: Face) -> tuple[Face, bool]:
    """The face a character is set in, and whether that face really has it."""
    found = face_of(char, wanted)
    return (found, True) if found else (wanted, False)


def _advance(char: str, face: Face, weight: int) -> float:
    known = advances(face, weight).get(char)
    if known is not None:
        return known
    return 0.0 if unicodedata.combining(char) else 1.0


def _without_middle(string: str, kept: int) -> str:
    head = (kept + 1) // 2
    return f"{string[:head]}…{string[len(string) - (kept - head) :]}"
