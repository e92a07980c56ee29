"""Layers that stand for a line of code, spelled alike in all frameworks, and sizes that only a call can give."""

from __future__ import annotations

from typing import Any

import pytest

from layertally import frameworks
from layertally.formula import Poly
from layertally.model import Dim, Shape

T = Poly.name("T")
CASES: list[tuple[str, str, dict[str, Any], Shape, Shape]] = [
    ("keras", "KMaxPooling", {"k": 3}, (None, 20, 128), (None, 3, 128)),
    ("keras", "KMaxPooling", {"k": 3}, (None, T, 128), (None, 3, 128)),
    ("keras", "KMaxPooling", {"k": 3, "data_format": "channels_first"}, (None, 128, 20), (None, 128, 3)),
    ("torch", "KMaxPooling", {"k": 3}, (None, 128, 20), (None, 128, 3)),
    ("paddle", "KMaxPooling", {"k": 3}, (None, 128, None), (None, 128, 3)),
    *((name, "Select", {"dim": 1, "index": -1}, (None, 20, 128), (None, 128)) for name in frameworks.NAMES),
    *((name, "Select", {"dim": -1, "index": 0}, (None, T, 128), (None, T)) for name in frameworks.NAMES),
    *((name, "Identity", {}, (None, T, None), (None, T, None)) for name in frameworks.NAMES),
    ("torch", "Permute", {"dims": [0, 2, 1]}, (None, 20, 128), (None, 128, 20)),
    ("torch", "Permute", {"dims": [0, -1, 1]}, (None, T, 128), (None, 128, T)),
    ("paddle", "Permute", {"perm": [0, 2, 1]}, (None, 20, 128), (None, 128, 20)),
    ("torch", "Reshape", {"shape": [-1, 8]}, (None, 6, 4), (None, 3, 8)),
    ("paddle", "Reshape", {"shape": [-1]}, (None, 6, 4), (None, 24)),
    ("torch", "Flatten", {}, (None, 32, T, 4), (None, 32 * 4 * T)),
    ("keras", "Flatten", {}, (None, None, 4), (None, None)),
    ("keras", "Flatten", {}, (None,), (None, 1)),
    ("torch", "Flatten", {"start_dim": 0, "end_dim": 1}, (None, 5, 4), (None, 4)),
    (
        "paddle",
        "Conv2DTranspose",
        {"in_channels": 4, "out_channels": 3, "kernel_size": 3, "stride": 2, "output_size": [16, 15]},
        (None, 4, 7, 7),
        (None, 3, 16, 15),
    ),
    ("torch", "LazyConv2d", {"out_channels": 8, "kernel_size": 3, "padding": "same"}, (None, 3, 9, 9), (None, 8, 9, 9)),
    ("torch", "Upsample", {"scale_factor": 0.29}, (None, 3, 100), (None, 3, 28)),
    ("torch", "Upsample", {"size": 7}, (None, 3, T, 9), (None, 3, 7, 7)),
]


@pytest.mark.parametrize(("framework", "type_", "args", "given", "expected"), CASES)
def test_shape(framework: str, type_: str, args: dict[str, Any], given: Shape, expected: tuple[Dim, ...]) -> None:
    found = frameworks.load(framework).type(type_)
    assert found is not None
    op = found.op(args)
    assert op.infer([given])[0].shape == expected
