"""Several tensors become one: element by element (sum, product, …), side by side (concatenate), or as a dot
product.

>>> Concatenate(axis=-1).infer([(None, 35, 35, 64), (None, 35, 35, 96)])[0].sizes[0].formula.worked()
'64 + 96'
>>> Elementwise("add").infer([(None, 12, 12, 32), (None, 12, 12, 32)])[0].shape
(None, 12, 12, 32)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Num, Poly, Sym, times, total
from ..model import Dim, Shape, str_shape
from .base import Fact, Op, Out, Size, positions

TWO_ONLY = ("subtract", "divide")


@dataclass(frozen=True)
class Elementwise(Op):
    """Element by element, with broadcasting: a dim of 1 is repeated. `operation`: add, multiply, average,
    maximum, minimum, subtract, divide. `aligned`: shapes of different rank are aligned at the end, the batch
    apart (Keras)."""

    operation: str
    aligned: bool = True
    family: ClassVar[str] = "plain"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.operation

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) < 2 or (self.operation in TWO_ONLY and len(inputs) != 2):
            raise ShapeError("two_inputs" if self.operation in TWO_ONLY else "several_inputs", got=len(inputs))
        result = inputs[0]
        for operand, shape in enumerate(inputs[1:], start=1):
            result = self._pair(result, shape, operand)
        return (Out(result),)

    def _pair(self, left: Shape, right: Shape, operand: int) -> Shape:
        if len(left) != len(right) and not self.aligned:
            raise self._differ(left, right, operand, None)
        rank = max(len(left), len(right)) - 1
        a, b = ((1,) * (rank - len(shape) + 1) + shape[1:] for shape in (left, right))
        dims: list[Dim] = []
        for axis, (n, m) in enumerate(zip(a, b, strict=True), start=1):
            if isinstance(n, int) and isinstance(m, int) and n != m and 1 not in (n, m):
                raise self._differ(left, right, operand, axis)
            dims.append(broadcast(n, m))
        return (left[0] if left[0] is not None else right[0], *dims)

    def _differ(self, left: Shape, right: Shape, operand: int, axis: int | None) -> ShapeError:
        return ShapeError(
            f"cannot_{self.operation}", operand=operand, axis=axis, left=str_shape(left), right=str_shape(right)
        )


def broadcast(n: Dim, m: Dim) -> Dim:
    """What two dims come to; None where that cannot be said."""
    if m in {n, 1}:
        return n
    if n == 1:
        return m
    if isinstance(n, Poly) and isinstance(m, Poly):
        return None
    return n if isinstance(n, int) else m if isinstance(m, int) else None


@dataclass(frozen=True)
class Concatenate(Op):
    """Side by side along one axis (batch counted); all other dims must agree."""

    axis: int = -1
    family: ClassVar[str] = "plain"
    kind: ClassVar[str] = "concatenate"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) < 2:
            raise ShapeError("several_inputs", got=len(inputs))
        first = inputs[0]
        axis = self.axis + len(first) if self.axis < 0 else self.axis
        if not 0 < axis < len(first):
            raise ShapeError("axis", argument="axis", given=self.axis, dims=len(first) - 1)
        dims: list[Dim] = list(first)
        for operand, shape in enumerate(inputs[1:], start=1):
            if len(shape) != len(first):
                raise self._differ(first, shape, operand, None)
            for n, (own, other) in enumerate(zip(first, shape, strict=True)):
                if n not in (0, axis) and isinstance(own, int) and isinstance(other, int) and own != other:
                    raise self._differ(first, shape, operand, n)
                if n != axis and dims[n] is None:
                    dims[n] = other
        size = total(*(Sym(f"{_letter(axis, len(first))}_{n}", shape[axis]) for n, shape in enumerate(inputs, start=1)))
        dims[axis] = size.value
        return (Out(tuple(dims), (Size(axis, _label(axis, len(first)), size),)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("axis", self.axis),)

    def _differ(self, left: Shape, right: Shape, operand: int, axis: int | None) -> ShapeError:
        return ShapeError(
            "cannot_concatenate",
            operand=operand,
            axis=axis,
            left=str_shape(left),
            right=str_shape(right),
            along=str(self.axis).replace("-", "−"),
        )


def _label(axis: int, dims: int) -> str:
    """What the joined dim is called: the last one and the second of images are channels."""
    if dims == 2:
        return "features"
    if axis == dims - 1 or (axis == 1 and dims > 3):
        return "C"
    return {3: ("T",), 4: ("H", "W"), 5: ("D", "H", "W")}.get(dims, ("n",) * dims)[axis - 1]


def _letter(axis: int, dims: int) -> str:
    return "c" if _label(axis, dims) in ("C", "features") else "n"


@dataclass(frozen=True)
class Dot(Op):
    """The dot product along one axis of each (batch counted): (T₁, d) and (T₂, d) give (T₁, T₂)."""

    axes: tuple[int, int]
    family: ClassVar[str] = "core"
    kind: ClassVar[str] = "dot"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        left, right, i, j = self._parts(inputs)
        if isinstance(left[i], int) and isinstance(right[j], int) and left[i] != right[j]:
            raise ShapeError("cannot_dot", operand=1, axis=j, left=str_shape(left), right=str_shape(right))
        kept = (
            *(dim for n, dim in enumerate(left) if n not in (0, i)),
            *(dim for n, dim in enumerate(right) if n not in (0, j)),
        )
        return (Out((left[0], *(kept or (1,)))),)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        left, _, i, _ = self._parts(inputs)
        return times(*positions(outputs[0].shape, skip_last=False), Sym("c_in", left[i]))

    def facts(self) -> tuple[Fact, ...]:
        return (("axes", self.axes),)

    def _parts(self, inputs: Sequence[Shape]) -> tuple[Shape, Shape, int, int]:
        if len(inputs) != 2:
            raise ShapeError("two_inputs", got=len(inputs))
        left, right = inputs
        i, j = (axis + len(shape) if axis < 0 else axis for axis, shape in zip(self.axes, inputs, strict=True))
        for axis, shape in ((i, left), (j, right)):
            if not 0 < axis < len(shape):
                raise ShapeError("axis", argument="axes", given=axis, dims=len(shape) - 1)
        return left, right, i, j


@dataclass(frozen=True)
class Comparison(Op):
    """How alike two tensors are, or how far apart: one number in place of the dim `axis` (batch counted). `keep`: as a
    dim of 1. `function` is the field's name: `cosine_similarity`, `pairwise_distance`."""

    function: str
    axis: int = 1
    keep: bool = False
    family: ClassVar[str] = "plain"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.function

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) != 2:
            raise ShapeError("two_inputs", got=len(inputs))
        left, right = inputs
        rank = max(len(left), len(right))
        one, two = ((1,) * (rank - len(shape)) + tuple(shape) for shape in inputs)
        for at, (n, m) in enumerate(zip(one, two, strict=True)):
            if isinstance(n, int) and isinstance(m, int) and n != m and 1 not in (n, m):
                raise ShapeError("cannot_broadcast", operand=1, axis=at, left=str_shape(left), right=str_shape(right))
        dims = [broadcast(n, m) for n, m in zip(one, two, strict=True)]
        axis = self.axis + rank if self.axis < 0 else self.axis
        if not 0 < axis < rank:
            raise ShapeError("axis", argument="dim", given=self.axis, dims=rank - 1)
        dims[axis : axis + 1] = [1] if self.keep else []
        return (Out(tuple(dims)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("axis", self.axis),)


@dataclass(frozen=True)
class MatMul(Op):
    """The matrix product of two tensors, the leading dims broadcast: (…, T, d) and (…, d, n) give (…, T, n). A matrix
    alone, (d, n), is a weight: it has no batch."""

    family: ClassVar[str] = "core"
    kind: ClassVar[str] = "matmul"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) != 2:
            raise ShapeError("two_inputs", got=len(inputs))
        left, right = inputs
        if (
            min(len(left), len(right)) < 2
            or (len(left) == len(right) == 2 and right[0] is None)
            or (isinstance(left[-1], int) and isinstance(right[-2], int) and left[-1] != right[-2])
        ):
            raise ShapeError(
                "cannot_matmul", operand=1, axis=len(right) - 2, left=str_shape(left), right=str_shape(right)
            )
        rank = max(len(left), len(right))
        one, two = ((1,) * (rank - len(shape)) + tuple(shape[:-2]) for shape in inputs)
        for at, (n, m) in enumerate(zip(one, two, strict=True)):
            if isinstance(n, int) and isinstance(m, int) and n != m and 1 not in (n, m):
                raise ShapeError("cannot_matmul", operand=1, axis=at, left=str_shape(left), right=str_shape(right))
        lead = (
            None if None in (n, m) and at == 0 else broadcast(n, m)
            for at, (n, m) in enumerate(zip(one, two, strict=True))
        )
        return (Out((*lead, left[-2], right[-1])),)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        return times(*positions(outputs[0].shape, skip_last=False) or (Num(1),), Sym("c_in", inputs[0][-1]))
