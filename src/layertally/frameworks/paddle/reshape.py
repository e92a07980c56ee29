"""Paddle's layers that lay out anew. `Select: {dim: 1, index: -1}` is `x[:, -1]`; `Permute: {perm: [0, 2,
1]}` is `paddle.transpose`; `Reshape: {shape: [...]}` gives the dims beside the batch."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.reshape import Flatten, Identity, Permute, Reshape, Select, Unflatten
from ..base import ANY_INT, Arg, ArgumentError, Arguments, LayerType, table
from ..spatial import ORDER, TARGET


def _permute(a: Arguments) -> Op:
    perm = a["perm"]
    if sorted(perm) != list(range(len(perm))) or perm[0] != 0:
        raise ArgumentError(f"{list(perm)} is not an order of the dims that leaves the batch first", "begin with 0")
    return Permute(perm)


TYPES = table(
    LayerType(
        "Flatten",
        (Arg("start_axis", ANY_INT, 1), Arg("stop_axis", ANY_INT, -1)),
        lambda a: Flatten(a["start_axis"], a["stop_axis"], channels_last=False),
    ),
    LayerType(
        "Unflatten", (Arg("axis", ANY_INT), Arg("shape", TARGET)), lambda a: Unflatten(a["axis"], a["shape"], "shape")
    ),
    LayerType("Reshape", (Arg("shape", TARGET),), lambda a: Reshape(a["shape"], "shape")),
    LayerType("Permute", (Arg("perm", ORDER),), _permute),
    LayerType("Select", (Arg("dim", ANY_INT), Arg("index", ANY_INT)), lambda a: Select(a["dim"], a["index"])),
    LayerType("Identity", (), lambda _: Identity()),
)
