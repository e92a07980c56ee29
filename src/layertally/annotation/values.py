"""What an annotated model is: layers with shapes, formulas, counts, a status and what is wrong with them; totals.

In: nothing is worked out here. Out: frozen values, read by every table and figure. Counts are of numbers, not of bytes;
MACs are of one sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from ..errors import Place
from ..formula import Expr, Value
from ..model import Claim, Layer, Model, Ref, Shape
from ..ops.base import Out, Weights

Status = Literal["agrees", "differs", "unchecked", "unexplained"]


class Problem(NamedTuple):
    """Why a layer has no output. `key` and `values` make the sentence (`words.problem`), `fix` is (setting in the
    framework's own word, value)."""

    key: str
    values: dict[str, object]
    place: Place | None = None
    operand: int = 0
    fix: tuple[str, object] | None = None
    fix_params: tuple[str, Value] | None = None


class Count(NamedTuple):
    """Parameters of one layer. `formula` None: it has none, or they are counted from `tensors` without a rule.

    `value` None: not known (not reached). A tied layer has value 0 and `tied_to` says where it is counted.
    """

    value: Value | None = 0
    trainable: Value | None = 0
    non_trainable: Value | None = 0
    buffers: Value | None = 0
    formula: Expr | None = None
    split: tuple[Expr, Expr] | None = None
    tied_to: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedLayer:
    """A layer with everything worked out. `outputs` is empty where nothing is known of them."""

    layer: Layer
    input_shapes: tuple[Shape | None, ...]
    outputs: tuple[Out, ...]
    weights: Weights | None
    count: Count
    macs: Expr | None
    status: Status
    problem: Problem | None = None
    reached: bool = True
    inner: Annotated | None = None

    @property
    def name(self) -> str:
        return self.layer.name

    @property
    def shape(self) -> Shape | None:
        """The shape of its first output, None if not known."""
        return self.outputs[0].shape if self.outputs else None

    @property
    def family(self) -> str:
        """That of its op (`conv`, `dense`, …), of a nested model that of most of its weights; `unk` without a rule."""
        if self.inner is not None:
            return self.inner.main_family
        return self.layer.op.family if self.layer.op is not None else "unk"

    @property
    def macs_value(self) -> Value | None:
        """MACs of one sample; 0 where it has none, None where they are not known."""
        if self.inner is not None:
            return self.inner.totals.macs
        if not self.reached or self.problem is not None or (self.layer.op is None and not self.outputs):
            return None
        return self.macs.value if self.macs is not None else (0 if self.layer.op is not None else None)


class Totals(NamedTuple):
    """Sums over layers; None where a part is not known (then `known_params` still sums what is)."""

    params: Value | None
    trainable: Value | None
    non_trainable: Value | None
    buffers: Value | None
    macs: Value | None
    known_params: Value


class ClaimResult(NamedTuple):
    """A number claimed for the whole model beside the one worked out; `predicted` None: a part of it is not known."""

    claim: Claim
    predicted: Value | None
    agrees: bool


@dataclass(frozen=True)
class Annotated:
    """An annotated model: `layers` in the model's order."""

    model: Model
    layers: tuple[AnnotatedLayer, ...]
    totals: Totals
    claims: tuple[ClaimResult, ...] = ()

    def __getitem__(self, name: str) -> AnnotatedLayer:
        """The layer of that name; KeyError if there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, AnnotatedLayer]:
        return {layer.name: layer for layer in reversed(self.layers)}

    @property
    def names(self) -> AbstractSet[str]:
        """The names of its layers."""
        return self._by_name.keys()

    @cached_property
    def readers(self) -> Mapping[str, Sequence[str]]:
        """Who reads each layer or input; an output of the model is read by nobody of a name."""
        found: dict[str, list[str]] = {}
        for layer in self.layers:
            for ref in layer.layer.inputs:
                found.setdefault(ref.layer, []).append(layer.name)
        for ref in self.model.outputs:
            found.setdefault(ref.layer, []).append("")
        return found

    @property
    def broken(self) -> AnnotatedLayer | None:
        """The first layer whose inputs do not fit it."""
        for layer in self.layers:
            if layer.problem is not None:
                return layer
            if layer.inner is not None and layer.inner.broken is not None:
                return layer.inner.broken
        return None

    @property
    def output_shapes(self) -> tuple[Shape | None, ...]:
        return tuple(self.shape_of(ref) for ref in self.model.outputs)

    @property
    def main_family(self) -> str:
        """The family that holds the most parameters."""
        return main_family(self.layers)

    def shape_of(self, ref: Ref) -> Shape | None:
        """The shape of one end of an edge, None if not known."""
        for given in self.model.inputs:
            if given.name == ref.layer:
                return given.shape
        outputs = self[ref.layer].outputs
        return outputs[ref.index].shape if ref.index < len(outputs) else None


def main_family(layers: Iterable[AnnotatedLayer]) -> str:
    """The family that holds the most parameters; `plain` where none has any."""
    sums: dict[str, int] = {}
    for layer in layers:
        if isinstance(layer.count.value, int):
            sums[layer.family] = sums.get(layer.family, 0) + layer.count.value
    best = max(sums, key=lambda family: sums[family], default="plain")
    return best if sums.get(best) else "plain"
