"""An op with tensors that belong to no layer of their own: a scale a channel, learned positions, a token put in front.

In: what the op does without them, and the tensors. Out: its shape and cost; parameters as the products of the tensors'
dims.

>>> from .broadcast import Broadcast
>>> scaled = Bare(Broadcast("multiply", ((768,),)), (("gamma", (768,), "trainable"),))
>>> scaled.weigh([(None, 196, 768)]).params.worked(), scaled.infer([(None, 196, 768)])[0].shape
('768', (None, 196, 768))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, times, total
from ..model import Dim, Shape
from .base import Around, Fact, Op, Out, Size, Weight, Weights
from .merge import Concatenate

Tensor = tuple[str, tuple[int, ...], str]
"""Its name, its dims, its role (`trainable` or `fixed`)."""


@dataclass(frozen=True)
class Bare(Around):
    """`layer` together with `tensors`; they are all that is counted."""

    tensors: tuple[Tensor, ...]

    def facts(self) -> tuple[Fact, ...]:
        """What the layer says, a constant that is one of the trainable tensors named so."""
        learned = {_real(dims) for _, dims, role in self.tensors if role == "trainable"}
        return tuple(each for fact in super().facts() for each in _told(fact, learned))

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        if not self.tensors:
            return None
        parts = [Weight(name, sizes(dims), role) for name, dims, role in self.tensors]
        by_role = {role: [part.size for part in parts if part.role == role] for role in ("trainable", "fixed")}
        split = (total(*by_role["trainable"]), total(*by_role["fixed"])) if all(by_role.values()) else None
        return Weights(tuple(parts), total(*(part.size for part in parts)), split)


def _told(fact: Fact, learned: set[tuple[str, ...]]) -> tuple[Fact, ...]:
    """Constants apart from those whose size is that of a trainable tensor."""
    key, value = fact
    if key != "constants":
        return (fact,)
    own = tuple(size for size in value if _real(size.split("×")) in learned)
    other = tuple(size for size in value if size not in own)
    return (*((("parameters", own),) if own else ()), *(((key, other),) if other else ()))


def _real(dims: Sequence[int | str]) -> tuple[str, ...]:
    """The dims of a tensor without those of 1, which only align it."""
    return tuple(str(dim) for dim in dims if str(dim) != "1")


def sizes(dims: tuple[int, ...]) -> tuple[Expr, ...]:
    """The dims of a tensor as factors; dims of 1, which only align it, are left out."""
    real = [dim for dim in dims if dim != 1]
    if not real:
        return (Num(1),)
    if len(real) == 1:
        return (Sym("C", real[0]),)
    return tuple(Sym(f"n_{place}", dim) for place, dim in enumerate(real, start=1))


def product(dims: tuple[int, ...]) -> Expr:
    """How many numbers a tensor of these dims holds."""
    return times(*sizes(dims))


@dataclass(frozen=True)
class Beside(Op):
    """Side by side along `axis` with tensors that belong to the step, such as a class token: `parts` holds their dims
    beside the batch in their places, None where an input stands."""

    axis: int
    parts: tuple[tuple[Dim, ...] | None, ...]
    family: ClassVar[str] = "plain"
    kind: ClassVar[str] = "concatenate"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) != self.parts.count(None):
            raise ShapeError("inputs", expected=self.parts.count(None), got=len(inputs))
        given = iter(inputs)
        shapes = [next(given) if part is None else (None, *part) for part in self.parts]
        return Concatenate(self.axis).infer(shapes)

    def facts(self) -> tuple[Fact, ...]:
        return (("axis", self.axis),)


@dataclass(frozen=True)
class Into(Op):
    """What comes in is written into a tensor of these dims."""

    dims: tuple[Dim, ...]
    family: ClassVar[str] = "plain"
    kind: ClassVar[str] = "write"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return (Out((None, *self.dims)),)


@dataclass(frozen=True)
class Picked(Op):
    """Elements picked by whole numbers: as many as there are of these, `dims`."""

    dims: tuple[Dim, ...]
    family: ClassVar[str] = "plain"
    kind: ClassVar[str] = "take"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return (Out((None, *self.dims)),)


@dataclass(frozen=True)
class Held(Op):
    """A parameter that is data itself: a table that is read as a whole, a learned query. It gives `dims`."""

    dims: tuple[Dim, ...]
    family: ClassVar[str] = "embed"
    kind: ClassVar[str] = "parameter"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return (Out((None, *self.dims)),)


@dataclass(frozen=True)
class Given(Around):
    """A layer that works on other tensors than those that flow in: `fed` says on which."""

    def fed(self, inputs: Sequence[Shape]) -> Sequence[Shape]:
        """The shapes that the layer itself takes."""
        return inputs

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return self.layer.infer(self.fed(inputs))

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        return self.layer.weigh(None if inputs is None else self.fed(inputs))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        return self.layer.macs(self.fed(inputs), outputs)


@dataclass(frozen=True)
class Fed(Given):
    """A layer that works on a constant of the model: a table of coordinates that becomes biases."""

    given: tuple[Dim, ...]

    def fed(self, inputs: Sequence[Shape]) -> Sequence[Shape]:
        return [(None, *self.given)]

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        return self.layer.weigh(self.fed(()))


@dataclass(frozen=True)
class Partly(Given):
    """A layer of which some inputs are the model's own: learned queries that look at the data. `given` holds their dims
    beside the batch in their places, None where an input stands.

    >>> from .attention import ModelAttention
    >>> ask = Partly(ModelAttention(64, 4, scores=None), ((8, 64), None, None))
    >>> ask.infer([(None, 50, 64), (None, 50, 64)])[0].shape
    (None, 8, 64)
    """

    given: tuple[tuple[Dim, ...] | None, ...]

    def fed(self, inputs: Sequence[Shape]) -> Sequence[Shape]:
        if len(inputs) != self.given.count(None):
            raise ShapeError("inputs", expected=self.given.count(None), got=len(inputs))
        flowing = iter(inputs)
        return [next(flowing) if own is None else (None, *own) for own in self.given]


@dataclass(frozen=True)
class Driven(Given):
    """A layer whose weights are no parameters of its own: filters that do not change, or that other layers make. It
    works on its first inputs, `takes` of them; what follows are weights or masks."""

    takes: int = 1

    def fed(self, inputs: Sequence[Shape]) -> Sequence[Shape]:
        return inputs[: self.takes]

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        return None


@dataclass(frozen=True)
class Product(Op):
    """A product of matrices that gives `dims`, each number a sum over `inner`. Where weights stand on its right,
    `ahead` are their dims before the matrix: () is one matrix for all."""

    dims: tuple[Dim, ...]
    inner: Dim
    ahead: tuple[int, ...] | None = None
    family: ClassVar[str] = "core"
    kind: ClassVar[str] = "matmul"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return (Out((None, *self.dims)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        if self.ahead is None:
            return None
        several = [Sym(f"n_{n}", dim) for n, dim in enumerate(self.ahead, start=1) if dim != 1]
        kernel = Weight("kernel", (*several, Sym("c_in", self.inner), Sym("c_out", self.dims[-1])))
        return Weights((kernel,), kernel.size)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        return times(*(Sym(f"n_{n}", dim) for n, dim in enumerate(self.dims, start=1)), Sym("c_in", self.inner))


@dataclass(frozen=True)
class Helped(Around):
    """A layer with products beside the flow, of constants alone: the angles of rotary positions. They cost and change
    nothing else.

    >>> from .core import CoreAttention
    >>> core = CoreAttention(heads=12, d_k=64, d_v=64, queries=16, keys=16)
    >>> shapes = [(None, 16, 768)] * 3
    >>> Helped(core, (Product((16, 16), 1),)).macs(shapes, core.infer(shapes)).worked()
    '2·16·16·12·64 + 16·16·1'
    """

    products: tuple[Product, ...]

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        own = self.layer.macs(inputs, outputs)
        costs = [*([own] if own is not None else []), *(each.macs((), ()) for each in self.products)]
        return total(*(cost for cost in costs if cost is not None))


@dataclass(frozen=True)
class Idle(Around):
    """A layer through which nothing flows: no forward pass reaches it, or (`run` is false) there was none."""

    run: bool = True

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return ()

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        return self.layer.weigh(None)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        return None

    def facts(self) -> tuple[Fact, ...]:
        return (("idle", self.run),)


@dataclass(frozen=True)
class Lookup(Op):
    """Rows of a table of `rows` by `width` that no input picks: learned positions, one for each of `at`."""

    rows: int
    width: int
    at: tuple[Dim, ...]
    family: ClassVar[str] = "embed"
    kind: ClassVar[str] = "embedding"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        out = (None, *self.at, self.width)
        return (Out(out, (Size(len(out) - 1, "features", Sym("d_model", self.width)),)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        rows, width = Sym("n", self.rows), Sym("d_model", self.width)
        return Weights((Weight("weight", (rows, width)),), rows * width)

    def facts(self) -> tuple[Fact, ...]:
        return (("rows", self.rows), ("width", self.width))
