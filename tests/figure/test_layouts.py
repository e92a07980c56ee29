"""Which layout a graph gets: a U, a spine, lanes with ports at their card, folds side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.figure import Options, figures
from layertally.figure.blocks.base import Block
from layertally.figure.sheet import sheet_for
from layertally.group import group
from layertally.paint.audit import audit
from layertally.paint.canvas import Text
from layertally.readers import read

GALLERY = Path(__file__).parents[2] / "examples" / "gallery"
CASES = [
    ("unet", "1", "page", {"UShape"}, {"Spine", "Lane"}),
    ("unet", "1", "column", {"Spine"}, {"UShape"}),
    ("dense-connections", "1", "page", {"Spine"}, {"Layered", "Apart"}),
    ("aspp", "1", "page", {"Columns"}, {"Spine", "Apart"}),
    ("aspp", "1", "column", {"Columns"}, {"Spine", "Apart"}),
    ("soft-experts", "1", "page", {"Columns"}, {"Spine"}),
    ("fpn", "1", "page", {"Layered"}, {"Spine", "Apart"}),
    ("transformer", "2", "page", {"Lane", "Fed"}, {"Layered", "Spine"}),
    ("vae", "1", "page", {"Columns", "Fed"}, {"Layered"}),
    ("moe-layer", "1", "page", {"Columns", "Frame"}, {"Spine", "Apart"}),
    ("vgg-16", "1", "page", {"Snake", "Copies"}, {"Spine"}),
    ("resnet-18", "3", "page", {"Lane"}, {"Columns"}),
]


def kinds(block: Block) -> set[str]:
    """The classes of a block and of all that it holds."""
    found = {type(block).__name__}
    for held in vars(block).values():
        for one in held if isinstance(held, list | tuple) else [held]:
            for part in one if isinstance(one, tuple | list) else [one]:
                if isinstance(part, Block):
                    found |= kinds(part)
    return found


@pytest.mark.parametrize(("model", "wanted", "preset", "there", "absent"), CASES)
def test_layout(model: str, wanted: str, preset: str, there: set[str], absent: set[str]) -> None:
    grouped = group(annotate(read(GALLERY / f"{model}.yaml")))
    found = grouped.find(wanted)
    assert found is not None
    _, frame = sheet_for(grouped, found, Options(preset=preset)).settled()
    seen = kinds(frame)
    assert there <= seen
    assert not absent & seen


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("aspp", {"Conv2d → BN → ReLU × 4", "rate24", "3×3 · pad 24 · dilation 24", "4 × 256", "4,719,104"}),
    ],
)
def test_layers_of_a_kind_share_a_card(model: str, said: set[str]) -> None:
    (drawn,) = figures(group(annotate(read(GALLERY / f"{model}.yaml"))))
    texts = [item.string for item in drawn.drawing.flat() if isinstance(item, Text)]
    assert said <= set(texts)
    assert audit(drawn.drawing) == []


def test_the_levels_of_a_pyramid_start_on_one_line() -> None:
    (drawn,) = figures(group(annotate(read(GALLERY / "fpn.yaml"))))
    tops = [item.y for item in drawn.drawing.flat() if isinstance(item, Text) and item.string.startswith("inner_")]
    assert len(tops) == 4
    assert len(set(tops)) == 1
