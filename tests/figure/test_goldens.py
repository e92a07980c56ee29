"""A few figures, byte for byte; the rest is held by geometry and content."""

from __future__ import annotations

from pathlib import Path

import pytest

from figure.goldens import KEPT, PAGE, compare, image, row
from layertally.annotation import annotate
from layertally.figure import Exercise, Options, figure
from layertally.group import group
from layertally.paint.svg import svg
from layertally.readers.description import read_text

EXAMPLES = Path(__file__).parents[2] / "examples"

CASES = [
    ("vgg", "1", Options(), "light"),
    ("vgg", "overview", Options(lang="zh"), "auto"),
    ("vgg", "1", Options(density="teaching"), "light"),
    ("vgg", "3", Options(preset="column"), "mono"),
    ("vqa", "overview", Options(), "light"),
    ("vqa", "3", Options(), "dark"),
    ("resnet-bottleneck", "2", Options(), "light"),
    ("inception", "1", Options(), "light"),
    ("small", "1", Options(), "light"),
    ("vgg", "2", Options(lang="zh", exercise=Exercise(6)), "auto"),
    ("inception", "1", Options(preset="column", exercise=Exercise()), "mono"),
]


def named(model: str, wanted: str, options: Options, theme: str) -> str:
    """The name of a picture that is kept."""
    kind = "-exercise" if options.exercise else ""
    return f"{model}-{wanted}-{options.density}-{options.preset}-{options.lang}-{theme}{kind}"


@pytest.mark.parametrize(("model", "wanted", "options", "theme"), CASES)
def test_figure_is_as_it_was(model: str, wanted: str, options: Options, theme: str) -> None:
    source = EXAMPLES / f"{model}.yaml"
    drawn = figure(
        group(annotate(read_text(source.read_text(encoding="utf-8"), source.name)), options.lang), wanted, options
    )
    name = named(model, wanted, options, theme)
    assert compare(name, svg(drawn.drawing, theme)), f"see {PAGE.name}; LAYERTALLY_ACCEPT=1 accepts the new picture"


def test_nothing_is_kept_that_no_case_draws() -> None:
    names = {f"{named(*case)}.svg" for case in CASES}
    assert {path.name for path in KEPT.glob("*.svg")} == names


def test_the_page_of_differences_shows_both() -> None:
    shown = row("a<b", "<svg/>", "<svg></svg>")
    assert "a&lt;b" in shown
    assert image("<svg/>") in shown
    assert image("<svg></svg>") in shown
