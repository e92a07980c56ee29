"""Rebuild the maths font of the pages, `src/layertally/pages/assets/layertally-math.woff2`.

In: STIX Two Math 2.12 (OFL 1.1), as woff2, otf or ttf. Out: its letters, digits and brackets, with the MATH table that
lets ⌊ ⌋ grow round a fraction. Needs fontTools and brotli.

    python tools/math_font.py STIXTwoMath-Regular.woff2
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "src" / "layertally" / "pages" / "assets" / "layertally-math.woff2"
RANGES = ((0x20, 0x7E), (0x391, 0x3C9), (0x1D434, 0x1D467), (0x1D6FC, 0x1D715))
MARKS = "\u2032\u2033−·⋅×⌈⌉⌊⌋√…∑∏≤≥≠±²³→∞\u2061\u2062\u210e"


def main(source: str) -> None:
    """Write the subset."""
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["ssty", "dtls"]
    font = TTFont(source)
    wanted = {code for first, last in RANGES for code in range(first, last + 1)} | {ord(mark) for mark in MARKS}
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
