from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from layertally.paint.audit import unshown
from layertally.paint.canvas import Canvas, Drawing
from layertally.paint.png import contact_sheet, faces, png
from paint.sample import group

if TYPE_CHECKING:
    from pathlib import Path


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def letter(char: str, style: str = "t15") -> Drawing:
    canvas = Canvas()
    canvas.text(4, 20, char, style)
    return canvas.drawing(30, 30)


def pixels(drawing: Drawing, theme: str = "light") -> bytes:
    return opened(png(drawing, theme)).convert("RGB").tobytes()


@pytest.mark.parametrize(("dpi", "size"), [(96, (416, 574)), (192, (832, 1148)), (300, (1300, 1794))])
def test_size_and_resolution(dpi: float, size: tuple[int, int]) -> None:
    image = opened(png(group(), dpi=dpi))
    assert image.size == pytest.approx(size, abs=1)
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)


@pytest.mark.parametrize("style", ["t15", "t11", "m12", "m12b"])
def test_no_character_is_a_placeholder(style: str) -> None:
    chars = "⌊⌋⌈⌉·×−≠≤≥√∏Σ→←↑↓²³′ABab中文层卷积参数，（Ωж"
    seen = {pixels(letter(char, style)) for char in chars}
    assert len(seen) == len(chars)
    blank = pixels(Canvas().drawing(30, 30))
    assert blank not in seen
    assert pixels(letter("\ufffd", style)) not in seen


def test_what_no_font_has_is_marked() -> None:
    assert pixels(letter("☃")) == pixels(letter("❄"))
    assert pixels(letter("☃")) != pixels(Canvas().drawing(30, 30))
    assert unshown(letter("a☃")) == ["☃"]


def test_bold_chinese_is_bold() -> None:
    def ink(style: str) -> int:
        return sum(255 - value for value in opened(png(letter("卷积", style))).convert("L").tobytes())

    assert ink("t12b") > ink("t12") * 1.15


def test_themes_differ_and_mono_is_grey() -> None:
    assert len({pixels(group(), theme) for theme in ("light", "dark", "mono")}) == 3
    assert pixels(group(), "auto") == pixels(group(), "light")
    data = pixels(group(), "mono")
    assert data[::3] == data[1::3] == data[2::3]


def test_only_the_faces_in_use_are_loaded() -> None:
    assert ("cjk", 400) not in faces(group())
    assert {("cjk", 400), ("cjk", 700)} <= set(faces(group("zh")))
    assert faces(Canvas().drawing(10, 10)) == [("sans", 400)]


def test_finishing(tmp_path: Path) -> None:
    plain = png(group(), path=tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == plain
    grey = png(group(), "mono", colours_as="grey")
    assert opened(grey).mode == "L"
    assert opened(grey).info["dpi"] == pytest.approx((192, 192), abs=0.1)
    palette = png(group(), colours_as="palette")
    assert opened(palette).mode == "P"
    assert len(palette) < len(plain)


def test_trim_cuts_the_empty_border() -> None:
    canvas = Canvas()
    canvas.box(20, 30, 40, 10, fill="conv")
    assert opened(png(canvas.drawing(100, 100), dpi=96, trim=True)).size == (40, 10)
    assert opened(png(Canvas().drawing(50, 40), dpi=96, trim=True)).size == (50, 40)


def test_contact_sheet() -> None:
    tiles = [png(letter(char), dpi=96) for char in "abcde"]
    assert opened(contact_sheet(tiles, columns=3, gap=10)).size == (10 + 3 * 40, 10 + 2 * 40)
    assert opened(contact_sheet(tiles, columns=2, gap=10, width=50)).size == (50, 10 + 3 * 20)
