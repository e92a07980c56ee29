from __future__ import annotations

from datetime import datetime, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from layertally.annotation import annotate
from layertally.figure import Options, figure
from layertally.group import group as grouping
from layertally.paint.canvas import Box, Canvas, Drawing, Text
from layertally.paint.pdf import pdf
from layertally.readers import read
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


def figure_of(root: Path, name: str, wanted: str, **options: Any) -> Drawing:
    found = grouping(annotate(read(root / "examples" / f"{name}.yaml")), options.get("lang", "en"))
    return figure(found, wanted, Options(**options)).drawing


@pytest.mark.parametrize(
    ("name", "wanted", "options", "lines"),
    [
        (
            "vgg", "1", {"lang": "zh", "density": "teaching"},
            [
                "卷积层 Conv2D conv2d",
                "卷积核 3×3 · 过滤器 32 个 · 步长 1 · 无填充 valid · ReLU",
                "输出 ⌊(H + 2·ph − kh)/sh⌋ + 1",
                "⌊(28 + 2·0 − 3)/1⌋ + 1 = 26 (None, 26, 26, 32)",
                "参数量 (kh·kw·cin + 1)·cout = (3·3·1 + 1)·32 = 320",
                "参数量合计 320 + 9,248 + 0 + 0 = 9,568",
            ],
        ),
        (
            "resnet-bottleneck", "2", {},
            [
                "Conv2d → BatchNorm2d → ReLU conv2 · bn2",
                "out ⌊(56 + 2·1 − 3)/1⌋ + 1 = 56 (N, 64, 56, 56)",
                "params 3·3·64·64 + 2·64 = 36,992",
                "Σ of one 16,512 + 36,992 + 16,896 + 0 = 70,400",
                "Σ params 2·70,400 = 140,800",
            ],
        ),
    ],
)  # fmt: skip
def test_a_line_of_a_figure_is_copied_as_a_line(
    root: Path, name: str, wanted: str, options: dict[str, Any], lines: list[str]
) -> None:
    text = page(pdf(figure_of(root, name, wanted, **options))).extract_text()
    copied = iter([" ".join(line.split()) for line in text.splitlines()])
    assert [line for line in lines if line not in copied] == []  # `in` goes on from the last one: their order is held


@pytest.mark.parametrize(
    ("name", "wanted", "options"),
    [
        ("inception", "1", {}),
        ("vqa", "overview", {"lang": "zh"}),
        ("unet-small", "1", {"density": "compact", "preset": "column"}),
    ],
)
def test_a_card_is_copied_whole_also_where_cards_stand_side_by_side(
    root: Path, name: str, wanted: str, options: dict[str, Any]
) -> None:
    drawing = figure_of(root, name, wanted, **options)
    copied = "".join(page(pdf(drawing)).extract_text().split())
    texts = [item for item in drawing.flat() if isinstance(item, Text)]
    cards = [item for item in drawing.flat() if isinstance(item, Box) and item.role == "card"]
    assert len(cards) >= 3
    for card in cards:
        inside = [
            "".join(text.string.split())
            for text in texts
            if card.x <= text.x <= card.x + card.w and card.y <= text.y <= card.y + card.h
        ]
        assert "".join(inside) in copied


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
