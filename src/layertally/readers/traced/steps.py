"""A loop that runs the same layers with the same weights step by step, drawn once: a cell over a sequence, a block that
refines its own result, an encoder of every frame.

In: a model as it ran, each step with layers of its own. Out: the same model with one step of each loop, whose layers
say how many there are. Only what is alike is joined: classes, shapes, costs, weights, and where each layer reads. A
first step without a state, or a last one whose state nobody needs, may differ and stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple

from ...errors import ShapeError
from ...model import Layer, Model, Ref
from ...ops.bare import Bare
from ...ops.base import Op
from ...ops.remade import Remade
from ...ops.unrolled import Collected, Unrolled

FEWEST = 4
"""So many steps make a loop: two or three calls are branches that a figure shows."""
MOST_CALLS = 4
"""So often a step may call the same layer."""
WIDEST = 400
"""So many layers a step may have."""


class Loop(NamedTuple):
    """`steps` of `width` layers each, from the layer at `start` on."""

    start: int
    width: int
    steps: int

    @property
    def end(self) -> int:
        return self.start + self.width * self.steps


def joined(model: Model) -> Model:
    """The model with each loop as one step."""
    while (loop := _loop(model.layers)) is not None:
        model = _joined(model, loop)
    return model


# ---- finding ---------------------------------------------------------------------------------------------------------


def _loop(layers: Sequence[Layer]) -> Loop | None:
    """The loop with the most layers; of equal ones that which ends with its results."""
    calls: dict[str, list[int]] = defaultdict(list)
    for place, layer in enumerate(layers):
        calls[_owner(layer)].append(place)
    pieces = {layer.name for layer in layers if layer.weights and not _whole(layer.op)}
    signs = [(*_sign(layer), layer.name if _owner(layer) in pieces else "") for layer in layers]
    found: list[Loop] = []
    for owner, places in calls.items():
        if owner and len(places) >= FEWEST:
            for each in range(1, MOST_CALLS + 1):
                found += _runs(signs, places[::each])
                found += _runs(signs, places[1::each])
    found = [loop for each in found if (loop := _sound(layers, each)) is not None]
    return max(found, key=lambda loop: (loop.steps * loop.width, -loop.width, loop.start), default=None)


def _owner(layer: Layer) -> str:
    """Who holds the weights that a layer runs with; empty where there are none."""
    return layer.shared or (layer.name if layer.weights else "")


def _whole(op: Op | None) -> bool:
    """Whether a layer's rule works with all that it holds: of a stack of matrices each call may take another."""
    if not isinstance(op, Bare):
        return not isinstance(op, Remade)
    with suppress(ShapeError):
        own, held = op.layer.weigh(None), op.weigh(None)
        return own is not None and held is not None and own.params.value == held.params.value
    return False


def _sign(layer: Layer) -> tuple[Any, ...]:
    """What is the same in every step."""
    said = layer.reported
    shapes = said.output_shapes if said is not None else None
    done = layer.name if layer.op is None or layer.op.in_loop > 1 else ""
    return (layer.type, _owner(layer), shapes, said.macs if said is not None else None, done)


def _runs(signs: Sequence[tuple[Any, ...]], places: Sequence[int]) -> list[Loop]:
    """Windows of equal layers, one a call, that follow each other."""
    out: list[Loop] = []
    gaps = [places[at] - places[at - 1] for at in range(1, len(places))]
    at = 0
    while at < len(gaps):
        width, end = gaps[at], at
        while end < len(gaps) and gaps[end] == width:
            end += 1
        if width <= WIDEST and end - at + 2 >= FEWEST:
            for before in range(min(width, places[at] + 1)):
                out += _equal(signs, places[at] - before, width, end - at + 1)
        at = max(end, at + 1)
    return out


def _equal(signs: Sequence[tuple[Any, ...]], start: int, width: int, count: int) -> list[Loop]:
    """Of `count` windows the longest run of equal ones."""
    windows = [tuple(signs[start + at * width : start + (at + 1) * width]) for at in range(count)]
    best, begun = Loop(start, width, 0), 0
    for at in range(1, count + 1):
        if at == count or windows[at] != windows[begun]:
            if at - begun > best.steps:
                best = Loop(start + begun * width, width, at - begun)
            begun = at
    return [best] if best.steps >= FEWEST else []


def _sound(layers: Sequence[Layer], loop: Loop) -> Loop | None:
    """The steps of a loop that read, after the first, the same places of their own step and of the one before."""
    place = {layers[at].name: at - loop.start for at in range(loop.start, loop.end)}

    def read(step: int, at: int) -> list[tuple[int, int | str]]:
        own = layers[loop.start + step * loop.width + at]
        found: list[tuple[int, int | str]] = []
        for ref in own.inputs:
            there = place.get(ref.layer)
            back = step - there // loop.width if there is not None else -1
            found.append((back, ref.layer if there is None else there % loop.width))
        return found

    alike = loop.steps
    for at in range(loop.width):
        wanted = read(1, at)
        if any(back not in (-1, 0, 1) for back, _ in wanted):
            return None
        if not {name for back, name in wanted if back < 0} <= {name for back, name in read(0, at) if back < 0}:
            return None
        alike = next((step for step in range(2, alike) if read(step, at) != wanted), alike)
    return loop._replace(steps=alike) if alike >= FEWEST else None


# ---- joining ---------------------------------------------------------------------------------------------------------


def _joined(model: Model, loop: Loop) -> Model:
    """The model with the first step of a loop standing for all."""
    layers = model.layers
    first = [layers[loop.start + at].name for at in range(loop.width)]
    stands = {layers[at].name: first[(at - loop.start) % loop.width] for at in range(loop.start, loop.end)}
    out = list(layers[: loop.start])
    out += [_once(layers[loop.start + at : loop.end : loop.width], first) for at in range(loop.width)]
    out += [_past(layer, stands) for layer in layers[loop.end :]]
    ends = dict.fromkeys(Ref(stands.get(ref.layer, ref.layer), ref.index) for ref in model.outputs)
    return replace(model, layers=tuple(out), outputs=tuple(ends))


def _once(copies: Sequence[Layer], first: Sequence[str]) -> Layer:
    """The layer of the first step, with what all steps cost; `first` are the names of all layers of that step."""
    own, said, count = copies[0], copies[0].reported, len(copies)
    folded: dict[str, int] = {}
    for copy in copies:
        for word, often in copy.folded:
            folded[word] = folded.get(word, 0) + often
    if said is not None and said.macs is not None:
        said = said._replace(macs=said.macs * count)
    op: Op | None = None
    if own.op is not None:
        told = [copy.op.facts() for copy in copies if copy.op is not None]
        varies = (key for key, value in told[0] if any((key, value) not in facts for facts in told[1:]))
        recurs = any(ref.layer in first for ref in copies[1].inputs)
        op = Unrolled(own.op, count, recurs, tuple(dict.fromkeys(varies)))
    return replace(own, op=op, reported=said, folded=tuple(folded.items()))


def _past(layer: Layer, stands: Mapping[str, str]) -> Layer:
    """A layer after the loop: what it read of several steps is one edge."""
    if not any(stands.get(ref.layer, ref.layer) != ref.layer for ref in layer.inputs) and (
        layer.shared is None or layer.shared not in stands
    ):
        return layer
    refs = [Ref(stands.get(ref.layer, ref.layer), ref.index) for ref in layer.inputs]
    inputs = tuple(dict.fromkeys(refs))
    op = layer.op
    if op is not None and len(inputs) < len(refs):
        op = Collected(op, tuple(inputs.index(ref) for ref in refs))
    shared = stands.get(layer.shared, layer.shared) if layer.shared is not None else None
    return replace(layer, inputs=inputs, op=op, shared=shared)
