"""The shipped fonts as a page's own: rules for the style sheet, and the files that they name.

In: nothing. Out: CSS or bytes. A browser asks for a file only where a page holds a character of its range, so a page
without Chinese never asks for the two large ones.
"""

from __future__ import annotations

from ... import fonts

FOLDER = "fonts"
"""Where the files lie, seen from the style sheet."""
FAMILIES = {"sans": "Inter", "mono": "JetBrains Mono", "cjk": "Noto Sans SC"}
"""The names that figures and the style sheet call the faces by."""
WEIGHTS = {400: ("Regular", ""), 600: ("SemiBold", " SemiBold"), 700: ("Bold", " Bold")}
"""How a weight is called in a PostScript name and in a full name."""
HANZI = "U+2E80-9FFF,U+F900-FAFF,U+FE30-FE4F,U+FF00-FFEF"
"""Chinese characters and their punctuation; everything else is in the Latin faces."""
MARKS = "U+2460-2473"
"""Circled numbers, which lie in small files of their own."""


def rules() -> str:
    """A `@font-face` for each file; a font that the reader has goes first.

    >>> rules().count("@font-face"), rules().count("unicode-range")
    (9, 4)
    """
    whole = [_rule(face, weight, name, HANZI) for (face, weight), name in fonts.FILES.items()]
    return "".join((*whole, *(_rule(face, weight, name, MARKS) for (face, weight), name in fonts.MARKS.items())))


def files() -> dict[str, bytes]:
    """The font files with their licences, by name from the style sheet's folder on."""
    licences = sorted(path.name for path in fonts.folder().glob("OFL-*.txt"))
    names = [*fonts.FILES.values(), *fonts.MARKS.values(), *licences]
    return {f"{FOLDER}/{name}": (fonts.folder() / name).read_bytes() for name in names}


def _rule(face: str, weight: int, name: str, span: str) -> str:
    family = FAMILIES[face]
    style, full = WEIGHTS[weight]
    postscript = f"{family.replace(' ', '')}-{style}"
    sources = f'local("{family}{full}"),local("{postscript}"),url({FOLDER}/{name}) format("truetype")'
    parts = f'font-family:"{family}";font-weight:{weight};font-style:normal;font-display:swap;src:{sources}'
    return f"@font-face{{{parts}{f';unicode-range:{span}' if face == 'cjk' else ''}}}"
