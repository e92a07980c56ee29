"""What the parameters of a step are: dims of what flows there, pieces of the layer's own weights, tables in the scores
of an attention. What the use does not prove is counted by the sizes of the tensors.

In: the op of a step without its parameters, what flows into it, the names of what is counted there. Out: the op with
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import NamedTuple

from ...errors import ShapeError
from ...model import Dim, Shape
from ...ops.bare import Bare, Beside, Held, Product, Tensor
from ...ops.base import Op, Weights
from ...ops.broadcast import Broadcast
from ...ops.core import CoreAttention
from ...ops.dense import Dense, EinsumDense
from ...ops.learned import Biased, Learned, Spread
from ...ops.remade import Remade
from ...ops.scan import Scan
from .pieces import remade
from .shapes import Shapes
from .tables import table
from .trace import Dims, Src
from .units import Units


class Step(NamedTuple):
    """What a rule is told: where a set is, what flows in, and the parameters that are counted there."""

    units: Units
    shapes: Shapes
    nodes: tuple[int, ...]
    inputs: tuple[Shape, ...]
    names: tuple[str, ...]

    def dims(self, name: str) -> Dims:
        """The dims of a parameter."""
        return self.units.trace.params[name].shape

    def given(self) -> list[tuple[Src, tuple[str, ...]]]:
        """Operands of the set that parameters reach, with those of them that are counted here, in order."""
        found: dict[Src, tuple[str, ...]] = {}
        for node in self.nodes:
            if self.units.kinds.core[node]:
                for src in self.units.trace.nodes[node].sources:
                    reached = self.units.reached(src)
                    if reached:
                        found[src] = tuple(name for name in reached if name in self.names)
        return list(found.items())


def accounted(op: Op, step: Step) -> Op:
    """The op with its parameters by the first rule that they prove; else as they are."""
    while isinstance(op, (Bare, Learned, Biased, Remade)):
        op = op.layer
    names = tuple(name for name in step.names if name in step.units.trace.params)
    step = step._replace(names=names)
    size = sum(prod(step.dims(name)) for name in names)
    alike = len({step.units.trace.params[name].trainable for name in names}) == 1
    for rule in RULES if alike else ():
        found = rule(op, step)
        weights = weighed(found, step.inputs) if found is not None else None
        if found is not None and weights is not None and weights.params.value == size:
            return found
    return Bare(op, tensors_of(step.units, names))


def tensors_of(units: Units, names: Sequence[str]) -> tuple[Tensor, ...]:
    """Parameters as an op with bare tensors holds them."""
    params = units.trace.params
    return tuple(
        (name, params[name].shape, "trainable" if params[name].trainable else "fixed")
        for name in names
        if name in params
    )


def weighed(op: Op, inputs: Sequence[Shape]) -> Weights | None:
    """What an op says of its weights; None where it has none, or does not take these inputs."""
    try:
        return op.weigh(inputs)
    except (ShapeError, IndexError, TypeError, ValueError):
        return None


def _own(op: Op, step: Step) -> Op | None:
    """The layer's own weights, or pieces of them, and what its kernel is worked out of."""
    for each in (op, _biased(op)):
        weights = weighed(each, step.inputs) if each is not None else None
        if each is None or weights is None:
            continue
        found = remade(each, weights, step)
        if found is not None:
            return found
    return None


def _biased(op: Op) -> Op | None:
    """A product and the bias that is added to it."""
    if isinstance(op, Dense) and not op.bias:
        return replace(op, bias=True)
    if isinstance(op, EinsumDense) and not op.bias_axes:
        given, out = op.equation.split("->")
        data, kernel = given.split(",")
        return replace(op, bias_axes="".join(letter for letter in out if letter in kernel and letter not in data))
    return None


def _spread(op: Op, step: Step) -> Op | None:
    """Element by element with what flows, or side by side: numbers along dims of what comes out."""
    if not isinstance(op, (Broadcast, Beside, Held)):
        return None
    out = op.infer(step.inputs)[0].shape
    across = op.axis % len(out) if isinstance(op, Beside) else 0
    found: list[Spread] = []
    for src, names in step.given():
        block = (None, *step.units.trace.tensor(src).shape) if isinstance(op, Held) else step.shapes.of(src)
        here = {len(out) - len(block) + at: dim for at, dim in enumerate(block) if at and dim != 1}
        here.pop(across, None)
        for name in names:
            if any(each.name == name for each in found):
                continue
            each = spread(name, step.dims(name), here, step.units.looked_up(src), len(out))
            if each is None:
                return None
            found.append(each)
    return Learned(op, tuple(found))


def spread(name: str, dims: Dims, block: Mapping[int, Dim], looked_up: bool, rank: int) -> Spread | None:
    """Along which axes of what comes out a tensor has numbers of its own: `block` are the sizes by axis of what it
    became there. What is longer there than here is a table: as wide as one of the dims, with rows of its own.

    >>> spread("pos", (1, 197, 768), {1: 197, 2: 768}, False, 3)
    Spread(name='pos', axes=(1, 2), rows=())
    >>> spread("pos", (448, 384), {1: 16, 2: 384}, False, 3)
    Spread(name='pos', axes=(2,), rows=(448,))
    """
    real = [dim for dim in dims if dim != 1]
    if not real or not block:  # one number for all, or some of which each step takes its own
        return Spread(name, (), tuple(real))
    axes = sorted(block)
    if not looked_up:
        found = tuple(axes) if prod(real) == _count(block[axis] for axis in axes) else _in_order(real, block)
        if found:
            return Spread(name, found)
    heads = [1] if rank == 4 else []
    wide = next((axis for axis in (*heads, *reversed(axes)) if block.get(axis) in real), None)
    if wide is None:
        return None
    real.remove(block[wide])  # type: ignore[arg-type]
    return Spread(name, (wide,), tuple(real))


def _in_order(real: Sequence[int], block: Mapping[int, Dim]) -> tuple[int, ...]:
    """The last axes that have these sizes in this order; what lies between was repeated. Empty if there are none."""
    taken: list[int] = []
    free = sorted(block, reverse=True)
    for dim in reversed(real):
        axis = next((axis for axis in free if block[axis] == dim), None)
        if axis is None:
            return ()
        taken.insert(0, axis)
        free = [each for each in free if each < axis]
    return tuple(taken)


def _count(dims: Iterable[Dim]) -> int | None:
    count = 1
    for dim in dims:
        if not isinstance(dim, int):
            return None
        count *= dim
    return count


def _matrices(op: Op, step: Step) -> Op | None:
    """A product with weights on its right: a matrix, or one for each place of the dims before."""
    if not isinstance(op, Product):
        return None
    sides = [step.units.trace.tensor(src).shape for src, names in step.given() if names]
    return next((replace(op, ahead=side[:-2]) for side in sides if side[-2:] == (op.inner, op.dims[-1])), None)


def _scan(op: Op, step: Step) -> Op | None:
    """The matrix of a state space and what lets its input past."""
    if not isinstance(op, Scan) or len(op.product) != 2:
        return None
    dims = [tuple(dim for dim in step.dims(name) if dim != 1) for name in step.names]
    known = {op.product: "decay", op.product[:1]: "skip"}
    words = [known.get(each) for each in dims]
    if None in words or len(set(words)) < len(words):
        return None
    return replace(op, decay="decay" in words, skip="skip" in words)


def _tables(op: Op, step: Step) -> Op | None:
    """What joins the scores of an attention."""
    if not isinstance(op, CoreAttention):
        return None
    looked_up = {name: step.units.looked_up(src) for src, names in step.given() for name in names}
    found = [table(op, name, step.dims(name), looked_up.get(name, False)) for name in step.names]
    return Biased(op, tuple(each for each in found if each is not None)) if None not in found else None


RULES: tuple[Callable[[Op, Step], Op | None], ...] = (_own, _spread, _scan, _tables, _matrices)
"""What parameters may prove to be, asked one after the other."""
