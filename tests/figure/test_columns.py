"""Branches side by side: how wide each is, and what stands beside what."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from layertally.figure import Options, figure
from layertally.figure.graph import Level
from layertally.figure.tree import Parallel, Series
from layertally.figure.widths import column_widths
from layertally.group import group
from layertally.paint.canvas import Box, Text
from readers.traces import annotated

GAP, LEAST = 14.0, 104.0


def branch(columns: int) -> Series:
    inside = Parallel(tuple(Series((("node", i),)) for i in range(columns)))
    return Series((("node", 0), inside)) if columns > 1 else Series((("node", 0),))


@given(columns=st.lists(st.integers(1, 4), min_size=1, max_size=5), room=st.floats(60, 2000))
def test_columns_take_all_the_room_and_none_is_too_narrow_for_its_own(columns: list[int], room: float) -> None:
    level = Level({}, {}, {}, (), (), {})
    widths = column_widths(level, [branch(count) for count in columns], room, GAP, LEAST)
    assert sum(widths) == pytest.approx(room)
    if len(set(widths)) > 1:
        own = [(width - GAP * (count - 1)) / count for width, count in zip(widths, columns, strict=True)]
        assert min(own) >= LEAST
        assert max(own) == pytest.approx(min(own))


@pytest.mark.parametrize(
    ("figure_id", "many"),
    [
        ("2.1", 4),  # a table of positions beside the three that it joins
        ("4.1.1", 3),  # keys and values of the encoder fork once more, and land one by one
    ],
)
def test_what_attention_reads_stands_in_a_row_above_it(figure_id: str, many: int) -> None:
    drawing = figure(group(annotated("hf_t5")), figure_id, Options()).drawing
    cards = [one for one in drawing.flat() if isinstance(one, Box) and one.role == "card" and one.fill]
    core = next(card for card in cards if card.fill == "core_t")
    above = sorted((card for card in cards if card.y + card.h < core.y), key=lambda card: card.x)
    assert len(above) == many
    assert all(left.x + left.w < right.x for left, right in pairwise(above))
    assert core.x <= above[0].x
    assert above[-1].x + above[-1].w <= core.x + core.w


def test_a_layer_beside_its_adapter_is_no_projection() -> None:
    said = [one for one in figure(group(annotated("adapters")), "1").drawing.flat() if isinstance(one, Text)]
    assert len({text.y for text in said if text.string in ("base", "lora_A")}) == 1
    assert "projection" not in {text.string for text in said}
