"""What skips ahead in a chain of groups runs above the rows of the overview, however many rows it passes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from figure.graphs import WIDTH
from layertally.annotation import annotate
from layertally.figure import Options, figure
from layertally.figure.overview.arcs import arcs_of
from layertally.group import group
from layertally.paint.audit import audit
from layertally.paint.canvas import Drawing, Edge
from layertally.readers.description import read_text

SKIPS = st.sets(st.tuples(st.integers(0, 8), st.integers(2, 9)).filter(lambda pair: pair[0] + 1 < pair[1]), max_size=6)


def overview(count: int, skips: set[tuple[int, int]], preset: str) -> Drawing:
    """Groups of a layer each; what skips ahead is added before the group's own layer."""
    groups: list[dict[str, Any]] = []
    for i in range(count):
        before = f"d{i - 1}" if i else "x"
        sources = sorted(a for a, b in skips if b == i)
        layers: list[dict[str, Any]] = []
        if sources:
            layers.append({"Add": {"name": f"a{i}", "inputs": [before, *(f"d{a}" for a in sources)]}})
            before = f"a{i}"
        layers.append({"Dense": {"units": WIDTH, "name": f"d{i}", "inputs": [before]}})
        groups.append({"title": f"Group {i}", "layers": layers})
    text = json.dumps({"framework": "keras", "input": {"x": [WIDTH]}, "groups": groups})
    return figure(group(annotate(read_text(text, "arcs.json"))), "overview", Options(preset=preset)).drawing


@pytest.mark.parametrize(
    ("skips", "per_row", "levels"),
    [
        ({(0, 2)}, 3, [[0], []]),
        ({(1, 3)}, 3, [[1], [1]]),
        ({(0, 2), (0, 5)}, 3, [[0], [0]]),
        ({(0, 2), (1, 3), (3, 5)}, 3, [[0, 1], [3, 1]]),
        ({(0, 5)}, 2, [[0], [], [0]]),
    ],
)
def test_levels(skips: set[tuple[int, int]], per_row: int, levels: list[list[int]]) -> None:
    found = arcs_of(sorted(skips), 6, per_row)
    assert found is not None
    assert [[arc.source for arc in level] for level in found.levels] == levels


@settings(max_examples=60, deadline=None)
@given(count=st.integers(4, 9), skips=SKIPS, preset=st.sampled_from(["page", "nature", "neurips", "column"]))
def test_any_skips_are_clean(count: int, skips: set[tuple[int, int]], preset: str) -> None:
    drawing = overview(count, {(a, b) for a, b in skips if b < count}, preset)
    assert audit(drawing) == []


def test_a_chain_with_skips_is_read_in_rows() -> None:
    """NASNet's form: each cell reads the two before it."""
    drawing = overview(9, {(i, i + 2) for i in range(7)}, "page")
    assert drawing.height < 800
    heads = [edge for edge in drawing.flat() if isinstance(edge, Edge) and edge.head]
    assert len(heads) == 8 + 2 + 7
