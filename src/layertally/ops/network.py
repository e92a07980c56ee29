"""A small network as one op: layers with their edges, worked out in their order; and a layer that is not trained.

>>> from .dense import Dense
>>> two = Network(1, (Step("a", Dense(8), ("0",)), Step("b", Dense(2), ("a",))), ("b",))
>>> two.infer([(None, 4)])[0].shape, two.weigh([(None, 4)]).params.worked()
((None, 2), '(4 + 1)·8 + (8 + 1)·2')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from ..errors import ShapeError
from ..formula import Expr, Num, total
from ..model import Shape
from .base import Around, Fact, Op, Out, Weights

MOST_TERMS = 8
"""So many layers are written out in a formula; of more, each layer's own number."""


class Step(NamedTuple):
    """One layer of a network: what it reads are names of steps, or numbers of inputs; `name:1` is a second output.
    `shared`: its weights are another step's."""

    name: str
    op: Op
    reads: tuple[str, ...]
    shared: bool = False


@dataclass(frozen=True)
class Network(Op):
    """Layers that are one layer to whoever wraps them."""

    inputs: int
    steps: tuple[Step, ...]
    outputs: tuple[str, ...]
    kind: ClassVar[str] = "model"

    @property
    def family(self) -> str:  # type: ignore[override]
        families = [step.op.family for step in self.steps]
        return next((family for family in ("conv", "seq", "dense", "embed") if family in families), "plain")

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        known, _ = self._run(inputs)
        return tuple(known[name] for name in self.outputs)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        if inputs is None:
            raise ShapeError("not_reached")
        _, fed = self._run(inputs)
        found = [(step.name, weights) for step, shapes in fed if not step.shared and (weights := step.op.weigh(shapes))]
        if not found:
            return None
        tensors = tuple(
            tensor._replace(name=f"{name}/{tensor.name}") for name, weights in found for tensor in weights.tensors
        )
        parts = [weights.params for _, weights in found]
        if len(parts) > MOST_TERMS:
            parts = [Num(value) if isinstance(value := part.value, int) else part for part in parts]
        return Weights(tensors, total(*parts))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        _, fed = self._run(inputs)
        parts = [each for step, shapes in fed if (each := step.op.macs(shapes, step.op.infer(shapes))) is not None]
        if len(parts) > MOST_TERMS:
            parts = [Num(value) if isinstance(value := part.value, int) else part for part in parts]
        return total(*parts) if parts else None

    def facts(self) -> tuple[Fact, ...]:
        return (("layers", len(self.steps)),)

    def _run(self, inputs: Sequence[Shape]) -> tuple[dict[str, Out], list[tuple[Step, list[Shape]]]]:
        """Every end by name, and what each step is fed."""
        if len(inputs) != self.inputs:
            raise ShapeError("inputs", expected=self.inputs, got=len(inputs))
        known = {str(number): Out(shape) for number, shape in enumerate(inputs)}
        fed = []
        for step in self.steps:
            shapes = [known[name].shape for name in step.reads]
            fed.append((step, shapes))
            for number, out in enumerate(step.op.infer(shapes)):
                known[f"{step.name}:{number}" if number else step.name] = out
        return known, fed


@dataclass(frozen=True)
class Frozen(Around):
    """A layer inside another one that is not trained; in everything else it is that layer."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "layer":
            raise AttributeError(name)
        return getattr(self.layer, name)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        weights = self.layer.weigh(inputs)
        if weights is None:
            return None
        fixed = (each._replace(role="fixed") if each.role == "trainable" else each for each in weights.tensors)
        return Weights(tuple(fixed), weights.params)


def bare(op: Op) -> Op:
    """The layer itself, trained or not."""
    return op.layer if isinstance(op, Frozen) else op
