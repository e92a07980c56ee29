"""The cost on a card is that of the convention asked for, under its own name."""

from __future__ import annotations

import pytest

from layertally.annotation import annotate
from layertally.figure import Options, figure
from layertally.group import group
from layertally.paint.canvas import Text
from layertally.readers.description import read_text

CONV = "{framework: paddle, input: [2, 320, 320], layers: [{Conv2D: [2, 4, 3, 1, 1]}]}"


@pytest.mark.parametrize(
    ("macs", "lang", "shown"),
    [
        ("macs", "en", ["MACs", "7,372,800"]),
        ("paddle", "en", ["FLOPs", "7,782,400"]),
        ("flops", "zh", ["浮点运算数", "14,745,600"]),
    ],
)
def test_the_row_of_a_convention(macs: str, lang: str, shown: list[str]) -> None:
    grouped = group(annotate(read_text(CONV)))
    drawn = figure(grouped, "1", Options(density="teaching", lang=lang, macs=macs)).drawing
    texts = [item.string for item in drawn.flat() if isinstance(item, Text)]
    assert set(shown) <= set(texts)
