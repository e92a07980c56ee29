from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfReader

from layertally.figure import Figure, Options, figures
from layertally.paint.canvas import Text
from layertally.paint.sheets import LARGEST, LAYOUTS, PRESETS, SMALLEST, SMALLEST_SUBSCRIPT, wider
from layertally.report.painted import Look, painted

if TYPE_CHECKING:
    from layertally.group import Grouped

PAPER = [name for name, preset in PRESETS.items() if preset.inches]

# What the venues ask for, in inches, as their author kits have it.
WIDTHS = {
    "ieee": 3.5, "ieee-2": 7.16, "acm": 3.34, "acm-2": 7.01, "neurips": 5.5, "iclr": 5.5, "icml": 3.25, "icml-2": 6.75,
    "cvpr": 3.25, "cvpr-2": 6.875, "aaai": 3.3, "aaai-2": 7.0, "eccv": 4.803, "nature": 3.504, "nature-2": 7.205,
    "column": 3.5, "wide": 7.16,
}  # fmt: skip


@pytest.fixture(scope="module")
def grouped() -> Grouped:
    from layertally.annotation import annotate
    from layertally.group import group
    from layertally.readers import read

    text = """{framework: keras, input: [28, 28, 1], groups: [
        {title: 第一组, layers: [{Conv2D: [32, 3]}, {MaxPooling2D: 2}]},
        {title: head, layers: [Flatten, {Dense: 10}]}]}"""
    return group(annotate(read("net.yaml", text=text)))


def drawn(grouped: Grouped, preset: str, density: str = "teaching") -> tuple[Figure, ...]:
    return figures(grouped, Options(preset=preset, density=density))


def test_every_paper_preset_has_its_width() -> None:
    assert set(WIDTHS) == set(PAPER)
    for name, inches in WIDTHS.items():
        assert PRESETS[name].inches == pytest.approx(inches, abs=0.005)
        assert PRESETS[name].source


@pytest.mark.parametrize("name", PAPER)
def test_no_letter_is_smaller_than_the_venue_reads(name: str) -> None:
    preset = PRESETS[name]
    assert SMALLEST * preset.scale >= preset.least
    if preset.most:
        assert preset.least / preset.scale < SMALLEST < preset.most / preset.scale
        assert LARGEST * preset.scale > preset.most  # so that it is of use that titles are set smaller
    else:
        assert SMALLEST_SUBSCRIPT * preset.scale >= 5.5


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("density", ["worked", "teaching"])
def test_letters_of_a_figure_keep_to_the_rule(name: str, density: str, grouped: Grouped) -> None:
    preset = PRESETS[name]
    for figure in drawn(grouped, name, density):
        runs = [run for item in figure.drawing.flat() if isinstance(item, Text) for run in item.runs]
        points = [run.size * preset.scale for run in runs if not run.dy or preset.most]
        assert min(points) >= preset.least - 0.001
        assert max(points) <= (preset.most or 16) + 0.001


@pytest.mark.parametrize("name", PAPER)
@pytest.mark.parametrize("dpi", [300, 600])
def test_a_bitmap_is_exactly_as_wide_as_the_column(name: str, dpi: int, grouped: Grouped) -> None:
    inches = PRESETS[name].inches or 0
    figure = drawn(grouped, name)[-1]
    image = Image.open(BytesIO(painted(grouped, figure, "png", Look("mono", dpi, name))))
    assert image.width == round(inches * dpi)
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)


@pytest.mark.parametrize("name", PAPER)
def test_a_page_of_pdf_and_an_svg_are_as_wide_as_the_column(name: str, grouped: Grouped) -> None:
    inches = PRESETS[name].inches or 0
    figure = drawn(grouped, name)[0]
    page = PdfReader(BytesIO(painted(grouped, figure, "pdf", Look("mono", 300, name)))).pages[0]
    assert float(page.mediabox.width) / 72 == pytest.approx(inches, abs=0.001)
    assert f'width="{inches:.6g}in"'.encode() in painted(grouped, figure, "svg", Look("mono", 300, name))


def test_a_page_is_not_paper(grouped: Grouped) -> None:
    assert b'width="450"' in painted(grouped, drawn(grouped, "page", "worked")[-1], "svg", Look())


def test_both_columns_are_named_where_there_are_two() -> None:
    assert {name: wider(PRESETS[name]) for name in ("ieee", "nature", "column", "eccv", "ieee-2")} == {
        "ieee": "ieee-2", "nature": "nature-2", "column": "wide", "eccv": "", "ieee-2": "",
    }  # fmt: skip


def test_the_docs_name_every_preset() -> None:
    from pathlib import Path

    docs = Path(__file__).parents[2] / "docs"
    text = (docs / "paper.md").read_text(encoding="utf-8") + (docs / "figures.md").read_text(encoding="utf-8")
    assert [name for name in PRESETS if f"`{name}`" not in text] == []
