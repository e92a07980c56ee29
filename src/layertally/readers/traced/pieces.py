"""Which of a layer's own weights are counted at a step, where they are worked out of other tensors: a kernel that is
tied to a table, a bias laid together of parts, a kernel with its length apart.

In: an op with its weights and the operands that parameters reach. Out: the op with what is counted of it, or None where
its weights are not those operands.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING

from ...ops.base import Op, Weight, Weights
from ...ops.remade import Factor, Piece, Remade

if TYPE_CHECKING:
    from .learned import Step
    from .trace import Dims, Src


def remade(op: Op, weights: Weights, step: Step) -> Op | None:
    """The op itself where all its weights are counted here, else with what is."""
    pieces: list[Piece] = []
    factors: list[Factor] = []
    left = step.given()
    own = [tensor for tensor in weights.tensors if tensor.role != "buffer"]
    for tensor in own:
        place = _place(left, tensor, step)
        if place is None:
            return None
        src, names = left.pop(place)
        picked = bool(names) and step.units.looked_up(src)
        found = _picked(tensor, names, step) if picked else _parts(tensor, names, step)
        if found is None or (len(names) > 1 and not found[1] and not step.units.laid_together(src)):
            return None
        pieces += found[0]
        factors += found[1]
    if any(names for _, names in left) or not (pieces or factors):
        return None
    whole = len(pieces) == len(own) and not factors and not any(piece.less for piece in pieces)
    return op if whole else Remade(op, tuple(pieces), tuple(factors))


def _place(left: Sequence[tuple[Src, tuple[str, ...]]], tensor: Weight, step: Step) -> int | None:
    """The operand that has the dims of a weight, in any order."""
    dims = sorted(dim for dim in sizes(tensor) if dim != 1)
    for place, (src, _) in enumerate(left):
        if sorted(dim for dim in step.units.trace.tensor(src).shape if dim != 1) == dims:
            return place
    return None


def sizes(tensor: Weight) -> tuple[int, ...]:
    """The dims of a weight as numbers; 0 where one is not known."""
    return tuple(dim.value if isinstance(dim.value, int) else 0 for dim in tensor.shape)


def _parts(tensor: Weight, names: Sequence[str], step: Step) -> tuple[list[Piece], list[Factor]] | None:
    """What of a weight the parameters are that are counted here."""
    if not names:
        return [], []
    dims, whole = sizes(tensor), prod(sizes(tensor))
    counts = [prod(step.dims(name)) for name in names]
    if sum(counts) == whole:
        return [Piece(tensor.name)], []
    if counts.count(whole) == 1:
        beside = [_factor(tensor, name, step.dims(name)) for name in names if prod(step.dims(name)) != whole]
        return ([Piece(tensor.name)], [each for each in beside if each]) if all(beside) else None
    axis = _cut(dims, step.dims(names[0]))
    if axis is None or sum(counts) > whole or sum(counts) % (whole // dims[axis]):
        return None
    return [Piece(tensor.name, axis, dims[axis] - sum(counts) // (whole // dims[axis]))], []


def _picked(tensor: Weight, names: Sequence[str], step: Step) -> tuple[list[Piece], list[Factor]] | None:
    """Tables from whose rows a weight is picked: as wide as one of its dims, the last that fits."""
    found: list[Factor] = []
    for name in names:
        *rows, wide = step.dims(name)
        axis = next((axis for axis, dim in reversed(list(enumerate(sizes(tensor)))) if dim == wide), None)
        if axis is None:
            return None
        found.append(Factor(name.rsplit(".", 1)[-1], tensor.name, axis, prod(rows)))
    return [], found


def _cut(dims: Dims, part: Dims) -> int | None:
    """The axis along which a part is shorter than the whole."""
    rest = list(part)
    short = []
    for axis, dim in enumerate(dims):
        if dim in rest:
            rest.remove(dim)
        else:
            short.append(axis)
    return short[0] if len(short) == 1 and len(dims) == len(part) else None


def _factor(tensor: Weight, name: str, dims: Dims) -> Factor | None:
    """One number for each place along one axis: that axis, told by where the tensor's only dim stands (a kernel of
    torch has its outputs first, then what it takes in, then its sides)."""
    real = [place for place, dim in enumerate(dims) if dim != 1]
    own = sizes(tensor)
    if len(real) != 1:
        return None
    size, rank = dims[real[0]], len(own)
    order = (rank - 1, rank - 2, *range(rank - 2))
    likely = order[real[0]] if len(dims) == rank else rank - 1
    axis = likely if own[likely] == size else next((axis for axis, dim in enumerate(own) if dim == size), None)
    return Factor(name.rsplit(".", 1)[-1], tensor.name, axis) if axis is not None else None
