"""Tensors laid out anew as NumPy does it, the batch counted as axis 0: reshape, squeeze, stack, split, slice, tile.

>>> Slice(((None, None, None), 0)).infer([(None, 12, 64)])[0].shape
(None, 64)
>>> [out.shape for out in Split(3, -1).infer([(None, 8, 96)])]
[(None, 8, 32), (None, 8, 32), (None, 8, 32)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from types import EllipsisType
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Poly, Sym, exact, times, total
from ..model import Dim, Shape, str_shape
from .activation import axis_of
from .base import Fact, Op, Out, Size, one

MOST_PARTS = 4096
"""More outputs than any layer has."""
Part = tuple[int | None, int | None, int | None] | int | EllipsisType | None
"""One place of an index: a slice as (start, stop, step), a number, `...`, or None for a new dim."""


@dataclass(frozen=True)
class ReshapeAll(Op):
    """All dims, the batch too, become `target`: None keeps the batch, one −1 stands for whatever is left."""

    target: tuple[int | None, ...]
    kind: ClassVar[str] = "reshape"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        inner, rest = shape[1:], self.target[1:]
        if all(isinstance(dim, int) for dim in inner) and None not in rest:
            count, known = prod(d for d in inner if isinstance(d, int)), prod(d for d in rest if d and d != -1)
            if self.target[0] in (None, -1) and (known != count if -1 not in rest else count % known):
                if self.target[0] is None or -1 in rest:
                    have = f"{str_shape(shape)} = {count}"
                    asked = "×".join("?" if dim == -1 else str(dim) for dim in rest)
                    raise ShapeError("elements", argument="newshape", have=have, target=asked)
                return (Out((None, *rest)),)
            if self.target[0] in (None, -1):
                left = count // known if -1 in rest else None
                return (Out((shape[0], *(left if dim == -1 else dim for dim in rest))),)
        first = shape[0] if self.target[0] in (None, -1) else self.target[0]
        return (Out((first, *(None if dim == -1 else dim for dim in rest))),)

    def facts(self) -> tuple[Fact, ...]:
        return (("target", tuple(-1 if dim is None else dim for dim in self.target[1:])),)


@dataclass(frozen=True)
class ExpandDims(Op):
    """New dims of 1 at these axes of the result."""

    axes: tuple[int, ...]
    kind: ClassVar[str] = "expand_dims"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        dims = list(one(inputs))
        rank = len(dims) + len(self.axes)
        for axis in sorted(axis + rank if axis < 0 else axis for axis in self.axes):
            if not 0 < axis <= len(dims):
                raise ShapeError("axis", argument="axis", given=axis, dims=rank - 1)
            dims.insert(axis, 1)
        return (Out(tuple(dims)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("axes", self.axes),)


@dataclass(frozen=True)
class Squeeze(Op):
    """Dims of 1 go away: these axes, or all."""

    axes: tuple[int, ...] = ()
    kind: ClassVar[str] = "squeeze"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        gone = {axis_of(axis, shape) for axis in self.axes} or {n for n, dim in enumerate(shape) if n and dim == 1}
        for axis in gone:
            if shape[axis] not in {1, None} or axis == 0:
                raise ShapeError("not_one", argument="axis", axis=axis, got=shape[axis])
        return (Out(tuple(dim for axis, dim in enumerate(shape) if axis not in gone)),)


@dataclass(frozen=True)
class Stack(Op):
    """Tensors of one shape, side by side along a new axis."""

    axis: int
    kind: ClassVar[str] = "stack"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if not inputs:
            raise ShapeError("several_inputs", got=0)
        first = inputs[0]
        for operand, shape in enumerate(inputs[1:], start=1):
            if len(shape) != len(first):
                raise ShapeError("cannot_stack", operand=operand, left=str_shape(first), right=str_shape(shape))
        axis = self.axis + len(first) + 1 if self.axis < 0 else self.axis
        if not 0 < axis <= len(first):
            raise ShapeError("axis", argument="axis", given=self.axis, dims=len(first))
        return (Out((*first[:axis], len(inputs), *first[axis:])),)

    def facts(self) -> tuple[Fact, ...]:
        return (("axis", self.axis),)


@dataclass(frozen=True)
class Split(Op):
    """One axis in `parts` equal parts, or cut at places; None = into single elements. `remove`: the axis goes away."""

    parts: int | tuple[int, ...] | None
    axis: int = -1
    remove: bool = False
    kind: ClassVar[str] = "split"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        axis = axis_of(self.axis, shape)
        if axis == 0:
            raise ShapeError("batch_axis", argument="axis")
        size = shape[axis]
        parts = size if self.parts is None else self.parts
        if isinstance(parts, int) and parts > MOST_PARTS:
            raise ShapeError("too_many_parts", argument="num", got=parts, most=MOST_PARTS)
        if isinstance(parts, int):
            if isinstance(size, int) and (parts < 1 or size % parts):
                raise ShapeError("divides", argument="parts", what=f"n_{axis}", got=size, unit=parts)
            each: Expr = exact(Sym(f"n_{axis}", size), parts)
            if self.remove:
                return (Out((*shape[:axis], *shape[axis + 1 :])),) * parts
            sizes = (Size(axis, "n", each),)
            return (Out((*shape[:axis], each.value, *shape[axis + 1 :]), sizes),) * parts
        if not isinstance(parts, tuple):
            raise ShapeError("unknown_parts", argument="num", axis=axis)
        ends: list[Dim] = [*parts, size]
        out, before = [], 0
        for end in ends:
            width = None if not isinstance(end, int) else max(0, end - before)
            out.append(Out((*shape[:axis], width, *shape[axis + 1 :])))
            before = end if isinstance(end, int) else before
        return tuple(out)

    def facts(self) -> tuple[Fact, ...]:
        return (("axis", self.axis),)


@dataclass(frozen=True)
class Slice(Op):
    """Elements by slices, numbers, … and None, one an axis from the batch on."""

    key: tuple[Part, ...]
    kind: ClassVar[str] = "slice"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        used = sum(1 for part in self.key if part is not None and part is not ...)
        if used > len(shape):
            raise ShapeError("rank", expected=used - 1, got=len(shape) - 1)
        out: list[Dim] = []
        axis = 0
        for part in self.key if ... in self.key else (*self.key, ...):
            if part is None:
                out.append(1)
            elif part is ...:
                spare = len(shape) - used
                out += shape[axis : axis + spare]
                axis += spare
            else:
                if isinstance(part, tuple):
                    out.append(_cut(shape[axis], part))
                else:
                    _element(shape[axis], part, axis)
                axis += 1
        return (Out(tuple(out)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("note", written(self.key)),)


def written(key: tuple[Part, ...]) -> str:
    """As Python writes it: `[:, 0, ...]`."""
    return f"[{', '.join(_part(part) for part in key)}]"


def _part(part: Part) -> str:
    if part is ...:
        return "..."
    if isinstance(part, tuple):
        ends = ["" if end is None else str(end) for end in part[:2]]
        return ":".join(ends if part[2] is None else [*ends, str(part[2])])
    return str(part)


def _element(dim: Dim, index: int, axis: int) -> None:
    if axis == 0:
        raise ShapeError("batch_axis", argument="key")
    if isinstance(dim, int) and not -dim <= index < dim:
        raise ShapeError("index", argument="key", index=index, size=dim)


def _cut(dim: Dim, part: tuple[int | None, int | None, int | None]) -> Dim:
    """How many elements a slice takes."""
    start, stop, step = part
    if start in (None, 0) and stop is None and step in (None, 1):
        return dim
    if isinstance(dim, int):
        return len(range(*slice(*part).indices(dim)))
    if isinstance(dim, Poly) and step in (None, 1) and (start or 0) >= 0 and (stop is None or stop < 0):
        return dim + ((stop or 0) - (start or 0))
    return None


@dataclass(frozen=True)
class Tile(Op):
    """Each dim `repeats` times over, aligned at the end; with `axis` that one alone."""

    repeats: tuple[int, ...]
    axis: int | None = None
    kind: ClassVar[str] = "tile"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        repeats = self.repeats
        if self.axis is not None:
            repeats = (*repeats, *(1,) * (len(shape) - 1 - axis_of(self.axis, shape)))
        rank = max(len(shape), len(repeats))
        dims: Shape = (1,) * (rank - len(shape)) + tuple(shape)
        counts = (1,) * (rank - len(repeats)) + repeats
        out: list[Dim] = []
        sizes = []
        for axis, (dim, count) in enumerate(zip(dims, counts, strict=True)):
            product = times(Sym(f"n_{axis}", dim), count)
            out.append(dim if count == 1 else product.value)
            if axis and count != 1:
                sizes.append(Size(axis, "n", product))
        return (Out(tuple(out), tuple(sizes)),)


@dataclass(frozen=True)
class PadAll(Op):
    """A border (begin, end) for every axis, the batch too; one pair is for all."""

    pairs: tuple[tuple[int, int], ...]
    kind: ClassVar[str] = "pad"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        pairs = self.pairs * len(shape) if len(self.pairs) == 1 else self.pairs
        if len(pairs) != len(shape):
            raise ShapeError("rank", argument="pad_width", expected=len(pairs) - 1, got=len(shape) - 1)
        sums = [
            total(Sym(f"n_{axis}", dim), sum(pair)) for axis, (dim, pair) in enumerate(zip(shape, pairs, strict=True))
        ]
        out = tuple(dim if not any(pair) else each.value for dim, pair, each in zip(shape, pairs, sums, strict=True))
        sizes = (Size(n, "n", each) for n, (pair, each) in enumerate(zip(pairs, sums, strict=True)) if n and any(pair))
        return (Out(out, tuple(sizes)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("border", self.pairs[1:] or self.pairs),)


@dataclass(frozen=True)
class Append(Op):
    """Dims added at the end, or in the place of an axis: what one-hot coding, looking up rows and the like give."""

    function: str
    dims: tuple[int, ...]
    axis: int | None = None
    outputs: int = 1

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.function

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        if self.axis is None:
            return (Out((*shape, *self.dims)),) * self.outputs
        axis = axis_of(self.axis, shape)
        if axis == 0:
            raise ShapeError("batch_axis", argument="axis")
        return (Out((*shape[:axis], *self.dims, *shape[axis + 1 :])),) * self.outputs


@dataclass(frozen=True)
class Einsum(Op):
    """Tensors multiplied and summed as an equation says: `bij,bjk->bik`."""

    equation: str
    family: ClassVar[str] = "core"
    kind: ClassVar[str] = "einsum"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        letters = self._letters(inputs)
        return (Out(tuple(letters[letter] for letter in self.equation.split("->")[1])),)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        letters = self._letters(inputs)
        batch = self.equation.split(",", maxsplit=1)[0][:1]
        every = [letter for letter in letters if letter != batch]
        return times(*(Sym(f"n_{letter}", letters[letter]) for letter in every)) if every and len(inputs) > 1 else None

    def facts(self) -> tuple[Fact, ...]:
        return (("note", self.equation),)

    def _letters(self, inputs: Sequence[Shape]) -> dict[str, Dim]:
        terms = self.equation.split("->")[0].split(",")
        if len(terms) != len(inputs):
            raise ShapeError("inputs", expected=len(terms), got=len(inputs))
        letters: dict[str, Dim] = {}
        for operand, (term, shape) in enumerate(zip(terms, inputs, strict=True)):
            if len(term) != len(shape):
                raise ShapeError("rank", operand=operand, expected=len(term) - 1, got=len(shape) - 1)
            for axis, (letter, dim) in enumerate(zip(term, shape, strict=True)):
                known = letters.get(letter)
                if isinstance(known, int) and isinstance(dim, int) and known != dim and 1 not in (known, dim):
                    raise ShapeError("features", operand=operand, axis=axis, expected=known, got=dim)
                letters[letter] = dim if known is None or known == 1 else known
        return letters
