"""Blocks that take turns fold together: `A, B, A, B` is one panel of an A and a B, twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from group.networks import Net
from layertally.annotation import annotate
from layertally.figure import Options, figure, figures
from layertally.group import Grouped, Item, Panel, cutting, every, group, sum_params
from layertally.group.blocks import reduces
from layertally.ops.core import CoreAttention
from layertally.paint.audit import audit
from layertally.paint.canvas import Text
from readers.traces import annotated

HIDDEN = {"A": 16, "B": 32, "C": 48, "D": 64}


def network(turns: str, skip: int | None = None) -> Grouped:
    """A block for each letter, which decides how wide it is inside; the last reads the output of block `skip` too."""
    net = Net("turns", (8,))
    for i, letter in enumerate(turns):
        scope = f"blocks.{i}"
        net.classes[scope] = "Block"
        net(f"{scope}.up", "Linear", scope=scope, in_features=8, out_features=HIDDEN[letter])
        net(f"{scope}.down", "Linear", scope=scope, in_features=HIDDEN[letter], out_features=8)
    if skip is not None:
        net("sum", "Add", net.last, f"blocks.{skip}.down")
    return group(annotate(net.model()), "en", cutting("none"))


def written(items: Sequence[Item]) -> str:
    """`(A×2 B)×3 C`: a block by its letter, a fold with how often."""
    return " ".join(_written(item) for item in items if isinstance(item, Panel))


def _written(panel: Panel) -> str:
    inner = [item for item in panel.items if isinstance(item, Panel)]
    times = f"×{panel.repeat}" if panel.repeat > 1 else ""
    if inner:
        return (f"({written(inner)})" if times else written(inner)) + times
    width = panel.items[0].shape[-1]  # type: ignore[union-attr, index]
    return next(letter for letter, hidden in HIDDEN.items() if hidden == width) + times


def letters(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Panel):
            inner = [one for one in item.items if isinstance(one, Panel)]
            own = list(letters(inner)) if inner else [_written(item._replace(repeat=1))]
            yield from own * item.repeat


@pytest.mark.parametrize(
    ("turns", "folds"),
    [
        ("AAAAAA", "A×6"),
        ("ABABAB", "(A B)×3"),
        ("ABAB", "(A B)×2"),
        ("CABABABD", "C (A B)×3 D"),
        ("AABAABAAB", "(A×2 B)×3"),
        ("AAAAABAAAAAB", "(A×5 B)×2"),
        ("ABCABC", "(A B C)×2"),
        ("ABABA", "(A B)×2 A"),
        ("ABBA", "A B×2 A"),
        ("ABCD", "A B C D"),
    ],
)
def test_what_folds(turns: str, folds: str) -> None:
    assert written(network(turns).groups[0].items) == folds


def test_what_is_read_elsewhere_keeps_its_block_apart() -> None:
    assert written(network("ABABAB", skip=1).groups[0].items) == "A B A B A B"
    assert written(network("AAAA", skip=1).groups[0].items) == "A A A A"


@settings(max_examples=60, deadline=None)
@given(st.text("ABC", min_size=2, max_size=16))
def test_a_fold_stands_for_exactly_its_blocks(turns: str) -> None:
    found = network(turns)
    items = found.groups[0].items
    assert "".join(letters(items)) == turns
    assert {layer.name for layer in every(items)} == {layer.name for layer in found.annotated.layers}
    assert sum_params(every(items)) == found.annotated.totals.params
    assert _multiplied(items) == found.annotated.totals.params


def _multiplied(items: Sequence[Item]) -> int:
    """The sum as a figure says it: of a fold one copy, times how many."""
    total = 0
    for item in items:
        if isinstance(item, Panel):
            total += item.repeat * _multiplied(item.items)
        else:
            assert isinstance(item.count.value, int)
            total += item.count.value
    return total


@pytest.mark.parametrize("preset", ["page", "column"])
def test_turns_are_drawn_as_one_panel_with_its_product(preset: str) -> None:
    found = network("ABABAB")
    made = figure(found, "1", Options(preset=preset))
    said = [item.string for item in made.drawing.flat() if isinstance(item, Text)]
    assert audit(made.drawing) == []
    assert "× 3" in said
    assert any("2 blocks in turn" in text for text in said)
    assert any(text.startswith("3 × 832 = 2,496") for text in said), said


def test_what_is_alike_in_a_turn_is_named_by_its_own_scope() -> None:
    made = {each.id: each for each in figures(group(annotated("tv_swin_t")))}
    said = [item.string for each in made.values() for item in each.drawing.flat() if isinstance(item, Text)]
    assert not any("features.5.0.features" in text for text in said)


def test_the_blocks_of_swin_take_turns() -> None:
    """Liu et al. 2021: windows and shifted windows alternate; the third stage has six blocks."""
    made = {each.id: each for each in figures(group(annotated("tv_swin_t")))}
    said = [item.string for item in made["6"].drawing.flat() if isinstance(item, Text)]
    assert {"features.5 · SwinTransformerBlock", "× 3", "3 × 3,552,984 = 10,658,952 params"} <= set(said)
    assert "group 6 of 9 · SwinTransformer · 2 blocks in turn" in said
    overview = [item.string for item in made["overview"].drawing.flat() if isinstance(item, Text)]
    assert any(text.endswith("× 6") for text in overview), "six blocks, not three pairs"


def test_the_window_of_attention_is_no_stride() -> None:
    """Gemma-2's attention looks back so many tokens in every second block."""
    found = network("AB").annotated
    core = CoreAttention(heads=4, d_k=16, d_v=16, queries=16, keys=16, window=8)
    assert not reduces(replace(found.layers[0], layer=replace(found.layers[0].layer, op=core)))
