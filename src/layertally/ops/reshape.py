"""Ops that only lay numbers out anew: flatten, unflatten, reshape, permute, repeat, select. No weights, no MACs.

In: a shape. Out: the shape laid out anew, with the product that it comes from.

>>> out = Flatten().infer([(None, 4, 4, 64)])[0]
>>> out.shape, out.sizes[0].formula.symbols(), out.sizes[0].formula.worked()
((None, 1024), 'H·W·C', '4·4·64')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, Value, exact, times
from ..model import Dim, Shape, str_dim, str_shape
from .base import Fact, Op, Out, Size, one, passed, rank_of


@dataclass(frozen=True)
class Identity(Op):
    """Passes its input on."""

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return passed(one(inputs))


@dataclass(frozen=True)
class Flatten(Op):
    """Dims `start` to `end` become one; they count from the batch, which is 0. `channels_last` names the factors."""

    start: int = 1
    end: int = -1
    channels_last: bool = True
    kind: ClassVar[str] = "flatten"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        if len(shape) == 1:
            return (Out((shape[0], 1), (Size(1, "features", Num(1)),)),)
        start, end = axis_of(self.start, shape, "start"), axis_of(self.end, shape, "end")
        if start > end:
            raise ShapeError("flatten_order", argument="start", start=self.start, end=self.end)
        if start == end:
            return passed(shape)
        if start == 0:
            return (Out((None, *shape[end + 1 :])),)
        names = factor_names(shape, self.channels_last)
        product = times(*(Sym(names[axis], shape[axis]) for axis in range(start, end + 1)))
        out = (*shape[:start], product.value, *shape[end + 1 :])
        return (Out(out, (Size(start, "features" if len(out) == 2 else "n", product),)),)


@dataclass(frozen=True)
class Reshape(Op):
    """All dims beside the batch become `target`, in which one −1 stands for whatever is left. `argument` is
    the framework's word for it."""

    target: tuple[int, ...]
    argument: str = "target_shape"
    kind: ClassVar[str] = "reshape"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        dims, sizes = fill(shape[1:], self.target, self.argument, first_axis=1)
        return (Out((shape[0], *dims), sizes),)

    def facts(self) -> tuple[Fact, ...]:
        return (("target", self.target),)


@dataclass(frozen=True)
class Relaid(Op):
    """All dims beside the batch become `target`, of which any may have a name.

    >>> from ..formula import Poly
    >>> T = Poly.name("T")
    >>> str_shape(Relaid((T, 4, 16)).infer([(None, T, 64)])[0].shape)
    'T×4×16'
    """

    target: tuple[Dim, ...]
    kind: ClassVar[str] = "reshape"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        have, wanted = _count(shape[1:]), _count(self.target)
        if have is not None and wanted is not None and have != wanted:
            target = str_shape((None, *self.target))
            raise ShapeError("elements", argument="shape", have=f"{str_shape(shape)} = {have}", target=target)
        return (Out((shape[0], *self.target)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("to_size", tuple(str_dim(dim) for dim in self.target)),)


def _count(dims: Sequence[Dim]) -> Value | None:
    """How many numbers; None where a dim is unknown."""
    count: Value = 1
    for dim in dims:
        if dim is None:
            return None
        count = count * dim
    return count


@dataclass(frozen=True)
class Unflatten(Op):
    """Dim `dim` (the batch is 0) becomes `target`."""

    dim: int
    target: tuple[int, ...]
    argument: str = "target_shape"
    kind: ClassVar[str] = "reshape"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        axis = axis_of(self.dim, shape, "dim")
        dims, sizes = fill((shape[axis],), self.target, self.argument, first_axis=axis)
        return (Out((*shape[:axis], *dims, *shape[axis + 1 :]), sizes),)

    def facts(self) -> tuple[Fact, ...]:
        return (("target", self.target),)


@dataclass(frozen=True)
class Permute(Op):
    """Dims in another order: `order` lists the input's axes, the batch is 0 and stays first."""

    order: tuple[int, ...]
    kind: ClassVar[str] = "permute"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        rank_of(shape, len(self.order) - 1, len(self.order) - 1)
        return (Out(tuple(shape[axis] for axis in self.order)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("order", self.order),)


@dataclass(frozen=True)
class Repeat(Op):
    """A vector, n times: (B, C) → (B, n, C)."""

    n: int
    kind: ClassVar[str] = "repeat"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        rank_of(shape, 1, 1)
        return (Out((shape[0], self.n, shape[1]), (Size(1, "T", Sym("n", self.n)),)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("repeat", self.n),)


@dataclass(frozen=True)
class Select(Op):
    """One element of a dim, which goes away: the last step of a sequence is dim 1, index −1.

    >>> Select(1, -1).infer([(None, 20, 128)])[0].shape
    (None, 128)
    """

    dim: int
    index: int
    kind: ClassVar[str] = "select"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        axis = axis_of(self.dim, shape, "dim")
        if axis == 0:
            raise ShapeError("batch_axis", argument="dim")
        size = shape[axis]
        if isinstance(size, int) and not -size <= self.index < size:
            raise ShapeError("index", argument="index", index=self.index, size=size)
        return (Out((*shape[:axis], *shape[axis + 1 :])),)

    def facts(self) -> tuple[Fact, ...]:
        return (("element", (self.dim, self.index)),)


def axis_of(dim: int, shape: Shape, argument: str) -> int:
    """A dim counted from the end as one counted from the batch. ShapeError if there is none."""
    if not -len(shape) <= dim < len(shape):
        raise ShapeError("no_axis", argument=argument, axis_given=dim, dims=len(shape))
    return dim % len(shape)


def factor_names(shape: Shape, channels_last: bool) -> dict[int, str]:
    """The symbols of a shape's dims, by axis: H, W, C in the order of the data format."""
    inner = len(shape) - 1
    spatial = {2: ("T",), 3: ("H", "W"), 4: ("D", "H", "W")}.get(inner, ())
    if not spatial or (inner == 2 and not channels_last):
        return {axis: f"n_{axis}" for axis in range(1, inner + 1)}
    names = (*spatial, "C") if channels_last else ("C", *spatial)
    return dict(enumerate(names, start=1))


def fill(dims: Shape, target: tuple[int, ...], argument: str, first_axis: int) -> tuple[Shape, tuple[Size, ...]]:
    """`target` with its −1 worked out of `dims`. ShapeError if the elements do not come out even."""
    given = times(*(Sym(f"n_{axis}", dim) for axis, dim in enumerate(dims, start=first_axis))) if dims else Num(1)
    known = [dim for dim in target if dim != -1]
    count = given.value
    wanted: int = prod(known)
    left = count % wanted if isinstance(count, int) and wanted else 0
    if left or (isinstance(count, int) and len(known) == len(target) and wanted != count):
        have = f"{str_shape((None, *dims))} = {count}" if len(dims) > 1 else str(count)
        asked = "×".join(str(dim) if dim != -1 else "?" for dim in target)
        raise ShapeError("elements", argument=argument, have=have, target=asked)
    if len(known) == len(target):
        return tuple(target), ()
    rest: Expr = exact(given, times(*(Num(dim) for dim in known))) if known else given
    out: tuple[Dim, ...] = tuple(rest.value if dim == -1 else dim for dim in target)
    place = target.index(-1)
    return out, (Size(first_axis + place, "features" if len(target) == 1 else "n", rest),)
