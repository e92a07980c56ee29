"""Rebuild the font subsets in `src/layertally/fonts/` and the advance tables in `src/layertally/paint/metrics.json`.

In: full font files by path (an index after `#` picks a face of a collection). Out: seven subset files, two of circled
numbers alone, and one table.
The subsets carry no kerning, ligatures or hinting on purpose: every painter then sets text exactly as the table says,
and a `3x3` in a model stays a `3x3`. JetBrains Mono draws its minus as short as a hyphen; here it is as wide as
its plus, for it stands in formulas. Cubic outlines are turned into TrueType ones, which pack as small.

    python tools/fonts.py --sans-400 Inter-Regular.otf --sans-600 Inter-SemiBold.otf --sans-700 Inter-Bold.otf \\
        --mono-400 JetBrainsMono-Regular.ttf --mono-700 JetBrainsMono-Bold.ttf \\
        --cjk-400 NotoSansCJK-Regular.ttc#2 --cjk-700 NotoSansCJK-Bold.ttc#2

The files come from the families' own releases: Inter 3.19, JetBrains Mono 2.242, Noto Sans CJK SC 2.004 (all OFL 1.1).
Needs fontTools.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

ROOT = Path(__file__).resolve().parent.parent / "src" / "layertally"
FILES = {
    "sans-400": "Inter-Regular.ttf",
    "sans-600": "Inter-SemiBold.ttf",
    "sans-700": "Inter-Bold.ttf",
    "mono-400": "JetBrainsMono-Regular.ttf",
    "mono-700": "JetBrainsMono-Bold.ttf",
    "cjk-400": "NotoSansSC-Regular.ttf",
    "cjk-700": "NotoSansSC-Bold.ttf",
}
LATIN = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1, Latin Extended-A
    (0x192, 0x192),
    (0x218, 0x21B),
    (0x2C6, 0x2DD),
    (0x370, 0x3FF),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x1E80, 0x1E85),
    (0x1E9E, 0x1E9E),
    (0x2010, 0x2027),  # dashes, quotes, dots
    (0x2030, 0x205E),  # primes and further punctuation
    (0x2070, 0x209C),  # superscripts, subscripts
    (0x20AC, 0x20AC),
    (0x2100, 0x214F),  # letterlike
    (0x2150, 0x215F),  # fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # operators
    (0x2300, 0x230F),  # floor and ceiling brackets
    (0x2500, 0x25FF),  # boxes and geometric shapes
    (0x2610, 0x2612),
    (0x2713, 0x2718),
    (0x27E8, 0x27E9),
    (0xFFFD, 0xFFFD),
)
MAXIMA = (
    "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
    "maxCompositeContours", "maxComponentDepth",
)  # fmt: skip
"""Fields of a TrueType `maxp` table; all but the first are counted anew when the font is saved."""
MARKS = (0x2460, 0x2473)
"""Circled numbers, which blanks of exercises bear; they lie in small files of their own too."""
CJK_EXTRA = (MARKS, (0x3000, 0x3011), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE5))


def latin() -> set[int]:
    return {code for low, high in LATIN for code in range(low, high + 1)}


def gb2312() -> Iterator[int]:
    """Both levels of GB2312 with its punctuation: 6763 hanzi; letters that the Latin faces draw better are left out."""
    for row in (*range(0xA1, 0xAA), *range(0xB0, 0xF8)):
        for cell in range(0xA1, 0xFF):
            try:
                code = ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
            if code >= 0x2E80:
                yield code


def cjk() -> set[int]:
    return {*gb2312(), *(code for low, high in CJK_EXTRA for code in range(low, high + 1))}


def quadratic(font: TTFont) -> None:
    """Turn the outlines of a CFF font into TrueType ones, which every PDF reader takes (0.2 % of an em off at most)."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    tolerance = font["head"].unitsPerEm / 500
    outlines = newTable("glyf")
    outlines.glyphOrder, outlines.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, tolerance, reverse_direction=True))
        outlines.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), outlines
    font["maxp"].tableVersion = 0x00010000
    for field in MAXIMA:
        setattr(font["maxp"], field, int(field == "maxZones"))
    font["post"].formatType = 3.0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"


def long_minus(font: TTFont) -> None:
    """Make the minus a bar as wide as the plus, as thick as it was."""
    names, glyphs = font.getBestCmap(), font["glyf"]
    plus, minus = glyphs[names[ord("+")]], glyphs[names[ord("−")]]
    pen = TTGlyphPen(None)
    pen.moveTo((plus.xMin, minus.yMin))
    for corner in ((plus.xMin, minus.yMax), (plus.xMax, minus.yMax), (plus.xMax, minus.yMin)):
        pen.lineTo(corner)
    pen.closePath()
    glyphs[names[ord("−")]] = pen.glyph()
    font["hmtx"][names[ord("−")]] = (font["hmtx"][names[ord("+")]][0], plus.xMin)


def opened(source: str) -> TTFont:
    path, _, index = source.partition("#")
    return TTFont(path, fontNumber=int(index or -1), recalcTimestamp=False, lazy=True)


def cut(source: str, codes: set[int], target: Path) -> TTFont:
    font = opened(source)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.glyph_names = False
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "DSIG", "kern", "STAT", "vhea", "vmtx", "VORG", "meta"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes & set(font.getBestCmap()))
    cutter.subset(font)
    if target.suffix == ".ttf" and "CFF " in font:
        quadratic(font)
    if target.name.startswith("JetBrainsMono"):
        long_minus(font)
    font.save(target)
    return TTFont(target)


def table(font: TTFont) -> dict[str, object]:
    """The advances of a face, grouped: {"em": units per em, "widths": {advance: its characters}}."""
    widths: dict[int, list[int]] = {}
    metrics = font["hmtx"]
    for code, glyph in font.getBestCmap().items():
        widths.setdefault(metrics[glyph][0], []).append(code)
    grouped = {str(advance): "".join(map(chr, sorted(codes))) for advance, codes in sorted(widths.items())}
    return {"em": font["head"].unitsPerEm, "widths": grouped}


def folded(tables: dict[str, dict[str, object]]) -> dict[str, object]:
    """A table that equals an earlier one is written as that one's key."""
    out: dict[str, object] = {}
    for key, value in tables.items():
        out[key] = next((other for other in out if tables[other] == value), value)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description="Rebuild the font subsets and the advance tables.")
    for key in FILES:
        parser.add_argument(f"--{key}", required=True, metavar="FONT[#INDEX]")
    given = vars(parser.parse_args())
    tables: dict[str, dict[str, object]] = {}
    for key, name in FILES.items():
        target = ROOT / "fonts" / name
        font = cut(given[key.replace("-", "_")], cjk() if key.startswith("cjk") else latin(), target)
        tables[key] = table(font)
        if key.startswith("cjk"):
            cut(str(target), set(range(MARKS[0], MARKS[1] + 1)), target.with_stem(f"{target.stem}-Marks"))
        print(f"{name}: {target.stat().st_size / 1024:.0f} KB, {len(font.getBestCmap())} characters")
    out = ROOT / "paint" / "metrics.json"
    out.write_text(json.dumps(folded(tables), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{out.name}: {out.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
