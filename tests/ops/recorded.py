"""Rows that the frameworks themselves gave: one layer, its settings, what came out of it."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from layertally import frameworks
from layertally.frameworks.base import ArgumentError
from layertally.model import Shape
from layertally.ops.base import Op, Weights

Row = dict[str, Any]
DATA = Path(__file__).resolve().parent.parent / "data" / "rules"
ANY_LAYER = {"name", "trainable"}
"""Arguments that a description may give to every layer; the reader takes them, not the op."""


@cache
def rows(framework: str) -> list[Row]:
    """All rows of a framework's file."""
    found: list[Row] = json.loads((DATA / f"{framework}.json").read_text("utf-8"))["rows"]
    return found


def build(framework: str, row: Row) -> Op:
    """The op of a row. ArgumentError where the settings are refused, as a reader would refuse them."""
    table = frameworks.load(framework)
    type_ = table.type(row["type"])
    assert type_ is not None, f"no rule for {row['type']}"
    args = row["args"]
    for name in args:
        if type_.arg(name) is None and name not in table.ignored | ANY_LAYER:
            raise ArgumentError(f"{row['type']} has no argument {name}")
    return type_.op({name: value for name, value in args.items() if type_.arg(name)})


def inputs(row: Row) -> list[Shape]:
    """The input shapes with an unknown batch."""
    return [(None, *shape) for shape in row["input"]]


def outputs(row: Row) -> list[Shape]:
    """The output shapes with an unknown batch; a row with a single one holds it bare. Where the framework names a dim
    only when it runs, what it then gave."""
    given = row.get("ran") or row["output"]
    several = bool(given) and all(isinstance(item, list) for item in given)
    return [(None, *shape) for shape in (given if several else [given])]


def sums(weights: Weights | None) -> dict[str, int]:
    """Numbers of parameters by role."""
    counts = Counter({"trainable": 0, "fixed": 0, "buffer": 0})
    for tensor in weights.tensors if weights else ():
        size = tensor.size.value
        assert isinstance(size, int)
        counts[tensor.role] += size
    return dict(counts)
