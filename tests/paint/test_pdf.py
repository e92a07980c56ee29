from __future__ import annotations

from datetime import datetime, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from layertally.paint.canvas import Canvas, Drawing, Text
from layertally.paint.pdf import pdf
from paint.sample import group

if TYPE_CHECKING:
    from pathlib import Path


def page(data: bytes) -> Any:
    (only,) = PdfReader(BytesIO(data)).pages
    return only


@pytest.mark.parametrize("language", ["en", "zh"])
def test_text_can_be_taken_out(language: str) -> None:
    drawing = group(language)
    text = page(pdf(drawing)).extract_text()
    squeezed = "".join(text.split())
    for item in drawing.flat():
        if isinstance(item, Text):
            assert "".join(item.string.split()) in squeezed


def test_fonts_are_embedded_subsets() -> None:
    fonts = page(pdf(group("zh")))["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]) for font in fonts}
    assert len(names) == 7
    for font in fonts:
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert len(pdf(group("zh"))) < 80_000


@pytest.mark.parametrize(
    ("width_in", "points"), [(None, (312.0, 430.5)), (3.5, (252.0, 347.71)), (7.16, (515.52, 711.32))]
)
def test_page_is_the_figure(width_in: float | None, points: tuple[float, float]) -> None:
    box = page(pdf(group(), width_in=width_in)).mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(points, abs=0.02)


def test_links_are_kept() -> None:
    annotations = page(pdf(group(href="https://example.org/a?b=(1)&c=2")))["/Annots"]
    (link,) = [annotation.get_object() for annotation in annotations]
    assert link["/A"]["/URI"] == "https://example.org/a?b=(1)&c=2"
    left, bottom, right, top = (float(value) for value in link["/Rect"])
    assert right - left == pytest.approx(150.4 * 0.75, abs=0.1)
    assert top - bottom == pytest.approx(22 * 0.75, abs=0.1)


@pytest.mark.parametrize("href", ["#block-2", "javascript:alert(1)"])
def test_links_that_lead_nowhere_are_left_out(href: str) -> None:
    assert "/Annots" not in page(pdf(group(href=href)))


def test_metadata_is_escaped() -> None:
    drawing = Drawing(50, 50, (), "a) /Author (x \\ 中\x00", "line\nbreak")
    info = PdfReader(BytesIO(pdf(drawing, author="J) >> endobj (Doe"))).metadata
    assert info is not None
    assert (info.title, info.subject, info.author) == ("a) /Author (x \\ 中", "line break", "J) >> endobj (Doe")
    assert info.creation_date == datetime(2000, 1, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize("theme", ["light", "dark", "mono", "auto"])
def test_the_same_bytes_again(theme: str, tmp_path: Path) -> None:
    data = pdf(group("zh"), theme, tmp_path / "a.pdf")
    assert data == pdf(group("zh"), theme)
    assert (tmp_path / "a.pdf").read_bytes() == data


def test_a_date_of_ones_own() -> None:
    when = datetime(2024, 5, 6, tzinfo=timezone.utc)
    info = PdfReader(BytesIO(pdf(group(), date=when))).metadata
    assert info is not None
    assert info.creation_date == when


def test_characters_no_font_has_are_marked(caplog: pytest.LogCaptureFixture) -> None:
    canvas = Canvas()
    with canvas.link("https://example.org"):
        canvas.text(10, 20, "a☃🙂b", "t12")
    assert page(pdf(canvas.drawing(100, 40))).extract_text().replace(" ", "") == "a\ufffd\ufffdb"
    assert not caplog.records


def test_every_kind_of_item() -> None:
    canvas = Canvas()
    canvas.box(5, 5, 50, 30, fill="conv_t", stroke="conv", stroke_opacity=0.45, radius=6, dash=(4, 3))
    canvas.bar(5, 5, 5, 30, "conv")
    canvas.bar(60, 5, 12, 30, "conv", radius=0)
    canvas.edge([(30, 35), (30, 60), (60, 60)], opacity=0.5, dash=(4.0, 3.0))
    canvas.rule(5, 70, 95, 70)
    canvas.disc(30, 45)
    for i, sign in enumerate(("+", "×", "−", "‖")):
        canvas.disc(15 + 20 * i, 85, 8, fill="plain", stroke="edge", sign=sign)
    text = page(pdf(canvas.drawing(100, 100), "mono")).extract_text()
    assert text.strip() == "‖"
