"""A figure looks the same in a browser and as the PNG that resvg makes of it, and is the same bytes each time."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageStat

from layertally import fonts
from layertally.annotation import annotate
from layertally.figure import Options, figure
from layertally.group import group
from layertally.paint.png import png
from layertally.paint.svg import svg
from layertally.readers import read
from layertally.report.compare import compare
from layertally.report.difference import figure as difference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.chromium import Page
    from layertally.paint.canvas import Drawing

FAMILIES = {"sans": "Inter", "mono": "JetBrains Mono", "cjk": "Noto Sans SC"}
CASES = [
    ("gallery/fpn", "1", Options(), "light"),
    ("gallery/transformer", "2", Options(), "light"),
    ("gallery/moe-layer", "1", Options(density="teaching"), "light"),
    ("gallery/aspp", "1", Options(lang="zh"), "dark"),
    ("vgg", "overview", Options(lang="zh"), "light"),
    ("vqa", "3", Options(density="compact"), "mono"),
]
MEAN, REST = 2.0, 60
"""How far greys may be apart: on the whole, and at the worst spot of 8 by 8 px. Letters are smoothed differently."""


def faces() -> str:
    """The fonts of the figures, as files beside the page."""
    return "".join(
        f"@font-face{{font-family:'{FAMILIES[face]}';font-weight:{weight};src:url({name})}}"
        for (face, weight), name in fonts.FILES.items()
    )


@pytest.mark.parametrize(("model", "wanted", "options", "theme"), CASES)
def test_chromium_and_resvg_show_the_same(
    page: Page,
    served: Callable[[Path], str],
    tmp_path: Path,
    root: Path,
    model: str,
    wanted: str,
    options: Options,
    theme: str,
) -> None:
    made = figure(group(annotate(read(root / "examples" / f"{model}.yaml")), options.lang), wanted, options).drawing
    shown_alike(page, served, tmp_path, made, theme)


@pytest.mark.parametrize(("theme", "lang"), [("light", "zh"), ("mono", "en")])
def test_so_do_they_a_difference(
    page: Page, served: Callable[[Path], str], tmp_path: Path, theme: str, lang: str
) -> None:
    before, after = (
        annotate(read("net.yaml", text=f"{{framework: keras, input: [28, 28, 1], layers: [{layers}]}}"))
        for layers in (
            "{Conv2D: [8, 3]}, ReLU, {Conv2D: [8, 3]}",
            "{Conv2D: [8, 3]}, BatchNormalization, {Conv2D: [16, 3]}",
        )
    )
    shown_alike(
        page, served, tmp_path, difference(compare(before, after), ("a", "b"), Options(lang=lang)).drawing, theme
    )


def shown_alike(page: Page, served: Callable[[Path], str], tmp_path: Path, made: Drawing, theme: str) -> None:
    for name in fonts.FILES.values():
        shutil.copy(fonts.folder() / name, tmp_path / name)
    text = f'<!doctype html><meta charset="utf-8"><style>{faces()}body{{margin:0}}svg{{display:block}}</style>'
    (tmp_path / "index.html").write_text(text + svg(made, theme), encoding="utf-8")
    page.resize(int(made.width), int(made.height))
    page.open(served(tmp_path))
    with (
        Image.open(page.screenshot(tmp_path / "browser.png")) as shown,
        Image.open(io.BytesIO(png(made, theme, dpi=96))) as painted,
    ):
        assert shown.size == painted.size
        pair = [picture.convert("L") for picture in (shown, painted)]
    apart = ImageChops.difference(*pair)
    assert ImageStat.Stat(apart).mean[0] < MEAN
    assert max(apart.reduce(8).tobytes()) < REST


@pytest.mark.parametrize(("model", "wanted", "options", "theme"), CASES[:3])
def test_the_same_bytes_twice(root: Path, model: str, wanted: str, options: Options, theme: str) -> None:
    def once() -> tuple[str, bytes]:
        annotated = annotate(read(root / "examples" / f"{model}.yaml"))
        made = figure(group(annotated, options.lang), wanted, options).drawing
        return svg(made, theme), png(made, theme, dpi=96)

    assert once() == once()
