"""Graphs of hundreds of layers: drawn without a fault, and without asking for what cannot fit."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from figure.graphs import WIDTH, random_description
from layertally.annotation import annotate
from layertally.figure import Figure, figures, layering
from layertally.figure.blocks.base import Block
from layertally.figure.layering import least_width, rows
from layertally.figure.tree import DEEPEST, Parallel, Series, Tangle, decompose
from layertally.group import group
from layertally.paint.audit import audit
from layertally.readers.description import read_text


def drawn(description: dict[str, Any]) -> tuple[Figure, ...]:
    return figures(group(annotate(read_text(json.dumps(description)))))


def nested_skips(depth: int) -> dict[str, Any]:
    """x + f(x + f(x + …)): a skip round a skip round a skip."""
    layers: list[dict[str, Any]] = [{"Dense": {"units": WIDTH, "name": f"d{i}"}} for i in range(depth)]
    before = f"d{depth - 1}"
    for i in reversed(range(depth - 1)):
        layers.append({"Add": {"name": f"a{i}", "inputs": [before, f"d{i}"]}})
        before = f"a{i}"
    return {"framework": "keras", "input": [WIDTH], "layers": layers}


def box(width: float) -> Block:
    made = Block()
    made.left = made.right = width / 2
    made.height = 30.0
    return made


def depth_of(tree: Series) -> int:
    inside = [branch for part in tree.parts if isinstance(part, Parallel) for branch in part.branches]
    inside += [branch for part in tree.parts if isinstance(part, Tangle) for _, _, branch in part.edges]
    return 1 + max(map(depth_of, inside), default=0)


def test_skips_round_skips_are_drawn_however_deep() -> None:
    made = drawn(nested_skips(450))
    assert [audit(figure.drawing) for figure in made] == [[]] * len(made)


@pytest.mark.parametrize("depth", [DEEPEST - 10, 600])
def test_a_tree_is_not_deeper_than_its_bound(depth: int) -> None:
    nodes = [*range(depth), *range(-depth, 0)]
    edges = [*pairwise(nodes), *((i, -i - 1) for i in range(depth - 1))]
    tree = decompose(nodes, edges)
    assert set(tree.nodes()) == set(nodes)
    assert depth_of(tree) <= DEEPEST + 2


def test_graphviz_is_not_asked_for_rows_that_cannot_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(source: str) -> dict[str, list[dict[str, str]]]:
        raise AssertionError(f"asked to place {len(source)} characters")

    monkeypatch.setattr(layering, "run_dot", asked)
    made = drawn(random_description(seed=7, size=300))
    assert [audit(figure.drawing) for figure in made] == [[]] * len(made)


@pytest.mark.parametrize("seed", range(4))
def test_rows_are_never_narrower_than_foretold(seed: int) -> None:
    edges = [(a, b) for a in range(12) for b in range(a + 1, 12) if (a * 7 + b * 5 + seed) % 4 == 0]
    row = rows(12, edges, {0}, {11})
    widths = [40.0 + 10 * ((i + seed) % 5) for i in range(12)]
    placed = layering.layers([box(w) for w in widths], edges, row)

    def right(name: int) -> float:
        return placed.x[name] + (widths[name] if name >= 0 else layering.DUMMY) / 2

    def left(name: int) -> float:
        return placed.x[name] - (widths[name] if name >= 0 else layering.DUMMY) / 2

    widest = max(right(names[-1]) - left(names[0]) for names in placed.rows if names)
    assert least_width(widths, edges, row) <= widest + 1
