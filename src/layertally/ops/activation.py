"""Layers that act on each element, or along one axis, and keep the shape: activations, dropout, noise, masks; and
the gated linear unit, which halves a dim.

>>> Gated(-1).infer([(None, 6, 8)])[0].sizes[0].formula.worked()
'8/2'
>>> PReLU(shared_axes=(1, 2)).weigh([(None, 9, 8, 6)]).params.worked()
'1·1·6'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Sym, exact, times
from ..model import Shape
from .base import Fact, Op, Out, Size, Weight, Weights, one, passed, rank_of
from .dense import check_features


def axis_of(axis: int, shape: Shape, argument: str = "axis") -> int:
    """A possibly negative axis as an index of the shape, batch counted. ShapeError if there is no such axis."""
    index = axis + len(shape) if axis < 0 else axis
    if not 0 <= index < len(shape):
        raise ShapeError("axis", argument=argument, given=axis, dims=len(shape) - 1)
    return index


@dataclass(frozen=True)
class Elementary(Op):
    """Keeps the shape, has no weights. `function` is the field's name for it; `axis` where it works along one;
    `rank` are the least and the most dims beside the batch; `line` is a·x + b of a rescaling."""

    function: str
    axis: int | None = None
    rate: float | None = None
    alpha: float | None = None
    rank: tuple[int, int | None] = (0, None)
    named: bool = False
    line: tuple[float, float] | None = None
    family: ClassVar[str] = "plain"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.function

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        rank_of(shape, *self.rank)
        if self.axis is not None:
            axis_of(self.axis, shape)
        return passed(shape)

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("activation", self.function if self.named else None),
            ("axis", self.axis),
            ("rate", self.rate),
            ("alpha", self.alpha),
            ("line", self.line),
        )


@dataclass(frozen=True)
class PReLU(Op):
    """A ReLU whose slope below zero is learned: one slope an element, shared along `shared_axes` (Keras), or
    `slopes` of them, one in all or one a channel (PyTorch, Paddle)."""

    slopes: int | None = None
    shared_axes: tuple[int, ...] = ()
    channel_axis: int = 1
    argument: str = "num_parameters"
    family: ClassVar[str] = "plain"
    kind: ClassVar[str] = "prelu"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        if self.slopes is not None and self.slopes != 1:
            rank_of(shape, 1)
            axis = axis_of(self.channel_axis, shape)
            check_features(self.slopes, shape[axis], argument=self.argument, field="slopes", axis=axis, key="channels")
        return passed(shape)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        if self.slopes is not None:
            slopes = Sym("C" if self.slopes != 1 else "n_alpha", self.slopes)
            return Weights((Weight("alpha", (slopes,)),), slopes)
        if inputs is None:
            raise ShapeError("not_reached")
        shape = one(inputs)
        shared = {axis_of(axis, shape, "shared_axes") for axis in self.shared_axes}
        dims = tuple(Sym(f"n_{axis}", 1 if axis in shared else dim) for axis, dim in enumerate(shape) if axis)
        return Weights((Weight("alpha", dims),), times(*dims))

    def facts(self) -> tuple[Fact, ...]:
        return (("slopes", self.slopes), ("shared_axes", self.shared_axes or None))


@dataclass(frozen=True)
class Gated(Op):
    """The gated linear unit: one half of a dim is the gate of the other."""

    axis: int = -1
    gates: str = "glu"
    family: ClassVar[str] = "plain"
    kind: ClassVar[str] = "glu"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        axis = axis_of(self.axis, shape)
        size = shape[axis]
        if isinstance(size, int) and size % 2:
            raise ShapeError("odd", argument="axis", axis=axis, got=size)
        half = exact(Sym("c_in", size), 2)
        return (Out((*shape[:axis], half.value, *shape[axis + 1 :]), (Size(axis, "features", half),)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("axis", self.axis),)


@dataclass(frozen=True)
class Maxout(Op):
    """Of each `groups` neighbours along an axis the greatest."""

    groups: int
    axis: int = 1
    family: ClassVar[str] = "plain"
    kind: ClassVar[str] = "maxout"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        axis = axis_of(self.axis, shape)
        size = shape[axis]
        if isinstance(size, int) and size % self.groups:
            raise ShapeError("groups", argument="groups", channels=size, groups=self.groups)
        part = exact(Sym("C", size), Sym("g", self.groups))
        return (Out((*shape[:axis], part.value, *shape[axis + 1 :]), (Size(axis, "C", part),)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("groups", self.groups), ("axis", self.axis))
