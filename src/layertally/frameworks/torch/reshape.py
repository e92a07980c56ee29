"""PyTorch's layers that lay out anew. `Select: {dim: 1, index: -1}` is `x[:, -1]`; `Permute` is that of
torchvision (`dims` with the batch as 0); `Reshape: {shape: [...]}` is `x.reshape(x.size(0), ...)`."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.reshape import Flatten, Identity, Permute, Reshape, Select, Unflatten
from ..base import ANY_INT, Arg, ArgumentError, Arguments, LayerType, table
from ..spatial import ORDER, TARGET


def _permute(a: Arguments) -> Op:
    dims = tuple(dim % len(a["dims"]) for dim in a["dims"])
    if sorted(dims) != list(range(len(dims))) or dims[0] != 0:
        raise ArgumentError(
            f"{list(a['dims'])} is not an order of the dims that leaves the batch first", "begin with 0"
        )
    return Permute(dims)


TYPES = table(
    LayerType(
        "Flatten",
        (Arg("start_dim", ANY_INT, 1), Arg("end_dim", ANY_INT, -1)),
        lambda a: Flatten(a["start_dim"], a["end_dim"], channels_last=False),
    ),
    LayerType(
        "Unflatten",
        (Arg("dim", ANY_INT), Arg("unflattened_size", TARGET)),
        lambda a: Unflatten(a["dim"], a["unflattened_size"], "unflattened_size"),
    ),
    LayerType("Reshape", (Arg("shape", TARGET),), lambda a: Reshape(a["shape"], "shape")),
    LayerType("Permute", (Arg("dims", ORDER),), _permute),
    LayerType("Select", (Arg("dim", ANY_INT), Arg("index", ANY_INT)), lambda a: Select(a["dim"], a["index"])),
    LayerType("Identity", (), lambda _: Identity()),
)
