"""Edges become series and parallels; what does not reduce stays a tangle with its finished subtrees."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from figure.graphs import random_description
from layertally.figure.tree import SINK, SOURCE, Parallel, Series, Tangle, decompose

Edges = list[tuple[str, str]]


def chain(*names: str) -> Edges:
    return list(pairwise(names))


CASES: list[tuple[str, Edges, str]] = [
    ("chain", chain(*"abcd"), "a b c d"),
    ("bottleneck", [*chain("in", "c1", "c2", "add"), ("in", "add")], "in [c1 c2 | –] add"),
    ("projection", chain("in", "c1", "c2", "add", "relu") + chain("in", "proj", "add"), "in [c1 c2 | proj] add relu"),
    (
        "two inputs",
        chain("image", "cnn", "cat", "dense") + chain("text", "emb", "lstm", "cat"),
        "[image cnn | text emb lstm] cat dense",
    ),
    (
        "decoder layer",
        [
            *chain("in", "n1", "q", "core", "o", "add1", "n2", "gate", "mul", "down", "add2"),
            *chain("n1", "k", "core"),
            *chain("n1", "v", "core"),
            ("in", "add1"),
            ("add1", "add2"),
            *chain("n2", "up", "mul"),
        ],
        "in [n1 [q | k | v] core o | –] add1 [n2 [gate | up] mul down | –] add2",
    ),
    (
        "U-Net",
        [*chain("d1", "p1", "d2", "p2", "d3", "u2", "c2", "u1", "c1"), ("d1", "c1"), ("d2", "c2")],
        "d1 [p1 d2 [p2 d3 u2 | –] c2 u1 | –] c1",
    ),
    ("two outputs", chain("a", "b") + chain("a", "c"), "a [b | c]"),
]


@pytest.mark.parametrize(("edges", "tree"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_series_parallel(edges: Edges, tree: str) -> None:
    nodes = list(dict.fromkeys(name for edge in edges for name in edge))
    assert str(decompose(nodes, edges)) == tree


def test_a_feature_pyramid_is_a_tangle() -> None:
    edges = chain("l3", "a3", "p3") + chain("l4", "a4", "p4") + chain("l5", "p5") + chain("l5", "u5", "a4", "u4", "a3")
    nodes = list(dict.fromkeys(name for edge in edges for name in edge))
    tree = decompose(nodes, edges)
    assert isinstance(tree.parts[0], Tangle)


@given(st.integers(0, 10**6), st.integers(1, 30))
def test_no_node_is_lost_and_none_stands_twice(seed: int, size: int) -> None:
    layers = [next(iter(layer.values())) for layer in random_description(seed, size)["layers"]]
    names = [layer["name"] for layer in layers]
    edges = [(before, layer["name"]) for layer in layers for before in layer["inputs"] if before in names]
    found = list(every(decompose(names, edges)))
    assert sorted(found) == sorted(names)


def every(tree: Series) -> list[str]:
    """Each node as often as it stands in a tree."""
    out: list[str] = []
    for part in tree.parts:
        if isinstance(part, Parallel):
            out += [name for branch in part.branches for name in every(branch)]
        elif isinstance(part, Tangle):
            out += {str(end) for a, b, _ in part.edges for end in (a, b) if end not in (SOURCE, SINK)}
            out += [name for _, _, inside in part.edges for name in every(inside)]
        else:
            out.append(str(part))
    return out
