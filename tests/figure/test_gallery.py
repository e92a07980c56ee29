"""The gallery: its claims hold, each figure is without a fault in some density, sheet and language."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.errors import LayertallyError
from layertally.figure import DENSITIES, Figure, Options, figures
from layertally.group import group
from layertally.paint.audit import audit
from layertally.readers import read

GALLERY = Path(__file__).parents[2] / "examples" / "gallery"
MODELS = sorted(GALLERY.glob("*.yaml"))
WAYS = list(product(DENSITIES, ("page", "column", "wide", "narrow"), ("en", "zh")))
# Every sixth way a model, each model from another one on: all of them are drawn in a tenth of the time.
TAKEN = [(path, way) for start, path in enumerate(MODELS) for way in WAYS[start % 6 :: 6]]
WITHOUT_CLAIM = 14


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_claims_hold(path: Path) -> None:
    found = annotate(read(path))
    assert found.broken is None
    assert all(claim.agrees for claim in found.claims)


def test_most_claim_what_a_paper_or_a_framework_says() -> None:
    silent = [path.stem for path in MODELS if not annotate(read(path)).claims]
    assert len(MODELS) >= 40
    assert len(silent) <= WITHOUT_CLAIM, silent


@pytest.mark.parametrize(
    ("path", "way"), TAKEN, ids=lambda part: part.stem if isinstance(part, Path) else "-".join(part)
)
def test_figures_are_without_a_fault(path: Path, way: tuple[str, str, str]) -> None:
    density, preset, lang = way
    options = Options(density=density, preset=preset, lang=lang)
    refused = (LayertallyError,) if options.sheet.short else ()  # what paper cannot hold says so
    made: tuple[Figure, ...] = ()
    with suppress(*refused):
        made = figures(group(annotate(read(path)), lang), options)
    for figure in made:
        assert audit(figure.drawing) == []
        assert figure.drawing.width <= options.sheet.widest


def test_every_way_is_taken() -> None:
    assert {way for _, way in TAKEN} == set(WAYS)
