"""A font of the user's own: for what the shipped fonts lack, measured and embedded; refused where it is none."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from layertally.cli import main
from layertally.errors import LayertallyError
from layertally.paint.canvas import Canvas, Drawing
from layertally.paint.own_font import NONE, add_font, use
from layertally.paint.pdf import pdf
from layertally.paint.png import png
from layertally.paint.svg import svg
from layertally.paint.text import missing_glyphs, runs, width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SNOWMAN = "☃"
NET = "{framework: keras, model: 'net', input: [8], groups: [{title: 'cold ☃', layers: [{Dense: 4}]}]}"


@pytest.fixture
def font(tmp_path: Path) -> Iterator[Path]:
    """A font that has a square for the snowman, 0.8 em wide, and another letter a."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((700, 0), (700, 700), (100, 700)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "a", "snowman"])
    builder.setupCharacterMap({ord("a"): "a", ord(SNOWMAN): "snowman"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "a": square, "snowman": square})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "a": (900, 100), "snowman": (800, 100)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": 'Cold "Font"', "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path = tmp_path / "cold.ttf"
    builder.save(path)
    yield path
    use(NONE)


def drawn(text: str) -> Drawing:
    canvas = Canvas()
    canvas.text(4, 20, text, "t15")
    return canvas.drawing(80, 30)


def test_it_has_what_the_others_lack_and_nothing_else(font: Path) -> None:
    assert missing_glyphs("a☃") == [SNOWMAN]
    letter, before = width("a", "t12"), png(drawn(SNOWMAN))
    add_font(font)
    assert missing_glyphs("a☃") == []
    assert width("a", "t12") == letter
    assert width(SNOWMAN, "t12") == pytest.approx(0.8 * 12)
    assert [run.face for run in runs("a☃", "t12b")] == ["sans", "own"]
    assert png(drawn(SNOWMAN)) != before


def test_it_is_embedded_in_pdf_and_named_in_svg(font: Path) -> None:
    add_font(font)
    page: Any = PdfReader(BytesIO(pdf(drawn("a☃")))).pages[0]
    assert page.extract_text().replace(" ", "") == "a☃"
    assert any("Cold" in str(each.get_object()["/BaseFont"]) for each in page["/Resources"]["/Font"].values())
    assert '"Cold Font",Inter' in svg(drawn("a☃"))


def test_the_command_says_what_lacks_a_glyph_and_takes_a_font(
    font: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "net.yaml"
    source.write_text(NET, encoding="utf-8")
    call = ["draw", str(source), "-o", str(tmp_path / "a.png"), "--group", "1"]
    assert main(call) == 0
    assert capsys.readouterr().err.startswith(
        "warning: no glyph for U+2603 (☃) in the title of group 1; drawn as \ufffd in PNG and PDF\n"
    )
    assert main([*call, "--font", str(font)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("name", "data"), [("a.woff", b""), ("a.ttf", b""), ("b.ttf", b"\x00\x01\x00\x00" * 20)])
def test_what_is_no_font_is_refused(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(LayertallyError, match="is no font"):
        add_font(tmp_path / name)
    with pytest.raises(LayertallyError, match="cannot read"):
        add_font(tmp_path / "none.ttf")
