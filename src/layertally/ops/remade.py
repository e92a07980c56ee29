"""A layer whose tensors are worked out of others: a kernel with its length apart, a bias of which a part is zero, a
head whose kernel is a table of the model's beginning.

In: the layer, and what is counted of its own tensors here. Out: its shape and cost; parameters by the layer's rule,
less what is counted elsewhere or is a constant, and what stands beside its tensors.

>>> from .dense import Dense
>>> head = Remade(Dense(30522), (Piece("bias"),))
>>> head.weigh([(None, 128, 768)]).params.symbols(), head.weigh([(None, 128, 768)]).params.value
('c_out', 30522)
>>> cut = Remade(Dense(30522, bias=False), (Piece("kernel", 0, 128),))
>>> cut.weigh([(None, 128, 512)]).params.worked()
'(512 − 128)·30522'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import ShapeError
from ..formula import Expr, Sym, total
from ..model import Shape
from .base import Around, Weight, Weights


class Piece(NamedTuple):
    """What is counted of the layer's tensor of this name: all of it, or all but `less` places along its dim `axis`."""

    tensor: str
    axis: int = 0
    less: int = 0


class Factor(NamedTuple):
    """A further tensor: one number for each place along the dim `axis` of the layer's `tensor`, its length or gain; of
    a table from which it is picked, `rows` of such."""

    name: str
    tensor: str
    axis: int
    rows: int = 1


@dataclass(frozen=True)
class Remade(Around):
    """`layer`, of which `pieces` are counted here, and `factors` beside them."""

    pieces: tuple[Piece, ...]
    factors: tuple[Factor, ...] = ()

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        whole = self.layer.weigh(inputs)
        if whole is None:
            raise ShapeError("no_kernel")
        own = {tensor.name: tensor for tensor in whole.tensors if tensor.role != "buffer"}
        for name in (*(piece.tensor for piece in self.pieces), *(factor.tensor for factor in self.factors)):
            if name not in own:
                raise ShapeError("no_kernel")
        parts = [Weight(piece.tensor, _less(own[piece.tensor].shape, piece)) for piece in self.pieces]
        beside = [Weight(each.name, _rows(each, own[each.tensor].shape)) for each in self.factors]
        complete = len(parts) == len(own) and not any(piece.less for piece in self.pieces)
        sizes: list[Expr] = [whole.params] if complete else [part.size for part in parts]
        return Weights((*parts, *beside), total(*sizes, *(each.size for each in beside)))


def _less(shape: tuple[Expr, ...], piece: Piece) -> tuple[Expr, ...]:
    """The dims without what is counted elsewhere."""
    if not piece.less:
        return shape
    return tuple(dim - piece.less if axis == piece.axis else dim for axis, dim in enumerate(shape))


def _rows(factor: Factor, shape: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The dims of a further tensor."""
    rows = (Sym("n", factor.rows),) if factor.rows != 1 else ()
    return (*rows, shape[factor.axis])
