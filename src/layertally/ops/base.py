"""What an op is: output shape, weights, parameter formula and MACs, all as formulas.

In: the shapes that come in. Out: `Out` (shape with one formula a dim that is worked out), `Weights` (named tensors and
the parameter formula as the field writes it). An op is a frozen dataclass of settings; it never sees a framework's
name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, NamedTuple, Protocol

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, times
from ..model import Layer, Shape

Fact = tuple[str, Any]
"""One setting worth a word on the card: a key of `words.FACTS` and its value."""


class Weight(NamedTuple):
    """A named tensor. `role`: `trainable`, `fixed` (a parameter that is not trained: batch-norm statistics where the
    framework counts them) or `buffer` (kept, but not counted as a parameter)."""

    name: str
    shape: tuple[Expr, ...]
    role: str = "trainable"

    @property
    def size(self) -> Expr:
        return times(*self.shape) if self.shape else Num(1)


class Weights(NamedTuple):
    """All tensors of a layer and `params`, the formula of how many numbers they hold without buffers.

    `split` are the formulas of the trained and the not trained part, where both exist.
    """

    tensors: tuple[Weight, ...]
    params: Expr
    split: tuple[Expr, Expr] | None = None


class Size(NamedTuple):
    """One dim that is worked out: `axis` of the output shape, its label (`H`, `W`, `C`, `T`, `features`), its
    formula."""

    axis: int
    label: str
    formula: Expr


class Out(NamedTuple):
    """One output: its shape (batch first) and the formulas of the dims that the op works out."""

    shape: Shape
    sizes: tuple[Size, ...] = ()


@dataclass(frozen=True)
class Op:
    """Base of all ops. `family` is the colour and the word in the legend (`conv`, `dense`, `embed`, `seq`, `norm`,
    `pool`, `core`, or `plain`)."""

    family: ClassVar[str] = "plain"
    kind: ClassVar[str] = ""

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        """The outputs for these inputs. Raises ShapeError."""
        raise TypeError(f"{type(self).__name__} has no rule for its output")

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        """The weights; None if it has none. `inputs` None = only what the settings say (a layer that is not reached);
        raises ShapeError where they do not say enough."""
        return None

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        """Multiply-adds for one sample; None = none."""
        return None

    def facts(self) -> tuple[Fact, ...]:
        """The settings worth a word, in the order in which they are said."""
        return ()

    @property
    def in_loop(self) -> int:
        """How many steps of a loop it stands for."""
        return 1

    def storage(self) -> tuple[Fact, ...]:
        """How weights are kept that are not kept as they are used: what is told of quantised ones."""
        return ()

    def settings(self) -> dict[str, Any]:
        """The settings by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


class Worked(Protocol):
    """What conventions and readers ask of an annotated layer, which neither of them may know."""

    @property
    def layer(self) -> Layer: ...
    @property
    def input_shapes(self) -> tuple[Shape | None, ...]: ...
    @property
    def outputs(self) -> tuple[Out, ...]: ...
    @property
    def inner(self) -> Any: ...


@dataclass(frozen=True)
class Around(Op):
    """A layer that holds another one and is of its kind; what it does not change is said by that one."""

    layer: Op

    @property
    def family(self) -> str:  # type: ignore[override]
        return self.layer.family

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.layer.kind

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return self.layer.infer(inputs)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        return self.layer.weigh(inputs)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        return self.layer.macs(inputs, outputs)

    def facts(self) -> tuple[Fact, ...]:
        return self.layer.facts()


def one(inputs: Sequence[Shape]) -> Shape:
    """The only input; ShapeError if there are several."""
    if len(inputs) != 1:
        raise ShapeError("one_input", got=len(inputs))
    return inputs[0]


def rank_of(shape: Shape, least: int, most: int | None = None) -> None:
    """ShapeError unless the shape has `least` to `most` dims beside the batch."""
    dims = len(shape) - 1
    if dims < least or (most is not None and dims > most):
        raise ShapeError("rank", expected=least if most == least else (least, most), got=dims)


def passed(shape: Shape) -> tuple[Out, ...]:
    """The shape goes through unchanged."""
    return (Out(shape),)


def positions(shape: Shape, skip_last: bool = True) -> list[Expr]:
    """The dims between batch and features as factors: how often a dense layer is applied to one sample."""
    names = {1: ("T",), 2: ("H", "W"), 3: ("D", "H", "W")}.get(len(shape) - 2, ())
    dims = shape[1:-1] if skip_last else shape[1:]
    labels = names if len(names) == len(dims) else tuple(f"n_{i + 1}" for i in range(len(dims)))
    return [Sym(label, dim) for label, dim in zip(labels, dims, strict=True)]
