"""No figure has a fault of geometry and every sum adds up as printed, for any graph at any density on any sheet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from figure.graphs import random_description
from figure.styles import styled
from layertally.annotation import annotate
from layertally.figure import DENSITIES, Options, figures
from layertally.figure.blocks.base import Block
from layertally.figure.blocks.panel import Frame
from layertally.figure.sheet import sheet_for
from layertally.group import Grouped, group
from layertally.group.nested import opened
from layertally.paint.audit import audit
from layertally.paint.boxes import Rect, on_border
from layertally.paint.canvas import Box, Edge
from layertally.paint.sheets import LAYOUTS
from layertally.readers.description import read_text

CHOICES = list(product(DENSITIES, LAYOUTS, ("en", "zh")))


def grouped_of(seed: int, size: int, tangled: float) -> Grouped:
    return group(annotate(read_text(json.dumps(random_description(seed, size, tangled)), "random.json")))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10**6),
    size=st.integers(1, 40),
    tangled=st.sampled_from([0.0, 0.1, 0.3, 0.6]),
    choice=st.sampled_from(CHOICES),
)
def test_any_graph_is_drawn_without_a_fault(seed: int, size: int, tangled: float, choice: tuple[str, str, str]) -> None:
    density, preset, lang = choice
    options = Options(density=density, preset=preset, lang=lang)
    for figure in figures(grouped_of(seed, size, tangled), options):
        assert audit(figure.drawing) == []
        assert figure.drawing.width <= options.sheet.widest


def faults(seed: int, options: Options) -> list[str]:
    """What is wrong in any figure of a random model of many styles."""
    grouped = group(annotate(read_text(json.dumps(styled(seed)), "random.json")), options.lang)
    made = figures(grouped, options)
    wide = [f"{each.id}: too wide" for each in made if each.drawing.width > options.sheet.widest]
    return wide + [f"{each.id}: {fault}" for each in made for fault in audit(each.drawing)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), choice=st.sampled_from(CHOICES))
def test_any_style_is_drawn_without_a_fault(seed: int, choice: tuple[str, str, str]) -> None:
    density, preset, lang = choice
    assert faults(seed, Options(density=density, preset=preset, lang=lang)) == []


@pytest.mark.parametrize("seed", range(300, 312))
def test_an_edge_leads_into_every_card(seed: int) -> None:
    grouped = group(annotate(read_text(json.dumps(styled(seed)), "random.json")))
    for each in figures(grouped):
        items = list(each.drawing.flat())
        ends = [item.points[-1] for item in items if isinstance(item, Edge) and item.points]
        cards = [item for item in items if isinstance(item, Box) and item.role == "card"]
        unfed = [card for card in cards if not any(on_border(end, _rect(card), 2.0) for end in ends)]
        assert unfed == [] or each.id == "overview"


def _rect(box: Box) -> Rect:
    return box.x, box.y, box.x + box.w, box.y + box.h


FOUND = [
    (130, Options("compact", "zh", "eccv")),  # names longer than the card that kin share
    (194, Options("worked", "en", "aaai-2")),  # a badge beside a title that a line passes behind
    (199, Options("teaching", "en", "iclr")),  # four towers
    (542, Options("compact", "en", "eccv")),  # words beside a label that leaves them no room
    (5010, Options("teaching", "en", "nature")),  # a group's card beside a skip, too narrow to say anything
    (5018, Options("teaching", "en", "aaai-2")),  # a port where a column comes down that forks again
    (7226, Options("teaching", "zh", "aaai-2")),  # a circle's name wider than the ports above it are apart
    (211, Options("worked", "en", "nature", split=True)),  # a port where columns come down
]
"""Random models in which a fault was found once."""


@pytest.mark.parametrize(("seed", "options"), FOUND)
def test_a_fault_that_was_found_stays_away(seed: int, options: Options) -> None:
    assert faults(seed, options) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), size=st.integers(1, 40))
def test_sums_add_up_as_they_are_printed(seed: int, size: int) -> None:
    grouped = grouped_of(seed, size, 0.2)
    for each in grouped.groups:
        frame = sheet_for(grouped, each, Options()).frame()
        sums = list(printed_sums(frame))
        assert sums
        for terms, total in sums:
            assert not terms or sum(value(term) for term in terms.split(" + ")) == value(total)
        assert value(sums[0][1]) == each.params


@pytest.mark.parametrize("seed", range(3))
def test_the_same_model_gives_the_same_drawing(seed: int) -> None:
    first, second = (figures(grouped_of(seed, 20, 0.4)) for _ in range(2))
    assert first == second


def printed_sums(block: Block) -> Iterator[tuple[str, str]]:
    """(terms, total) of every footer in a figure, the figure's own first."""
    if isinstance(block, Frame):
        for row, lines in block.sums:
            yield " ".join(line for line in lines if line).removesuffix("=").strip(), row.total
    for inside in parts(block):
        yield from printed_sums(inside)


def parts(block: Block) -> Iterator[Block]:
    """The blocks that a block holds."""
    for held in vars(block).values():
        for one in held if isinstance(held, list | tuple) else [held]:
            if isinstance(one, Block):
                yield one


def value(text: str) -> int:
    """`2·70,400` as a number."""
    result = 1
    for factor in re.split("·", text):
        result *= int(factor.replace(",", ""))
    return result


def test_a_nested_model_is_opened_and_its_weights_are_counted_once() -> None:
    nested = "{name: tower, layers: [{Dense: {units: 4}}, {Dense: {units: 2}}]}"
    model = annotate(read_text(f"{{framework: keras, input: [8], layers: [{{Sequential: {nested}}}, {{Dense: 3}}]}}"))
    flat, became = opened(model)
    assert became["tower"] == ("tower/dense", "tower/dense_1")
    assert [layer.name for layer in flat.layers] == ["tower/dense", "tower/dense_1", "dense"]
    assert flat.layers[2].layer.inputs[0].layer == "tower/dense_1"
    assert (
        sum(layer.count.value or 0 for layer in flat.layers) == model.totals.params == 8 * 4 + 4 + 4 * 2 + 2 + 2 * 3 + 3
    )
