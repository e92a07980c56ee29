"""Which layers share a card: a weighted layer, the normalisation and the activation that follow it.

In: a group's items and who reads what. Out: `Unit`s, each one card. Layers are fused only where each part keeps the
shape, is read by the next alone and nothing is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..annotation import AnnotatedLayer
from ..formula import Value
from ..group import Item, Panel, sum_params
from ..group.copies import MOST_BESIDE
from ..model import Ref
from ..ops.activation import Elementary

NOT_ACTIVATIONS = frozenset(
    {
        "gaussian_noise",
        "masking",
        "activity_regularization",
        "local_response_norm",
        "unit_normalization",
        "rescaling",
        "identity",
    }
)


class Unit(NamedTuple):
    """The layers of one card, in order; the first gives the card its family. `scope` is the block that is just this
    card."""

    layers: tuple[AnnotatedLayer, ...]
    scope: str = ""

    @property
    def first(self) -> AnnotatedLayer:
        return self.layers[0]

    @property
    def last(self) -> AnnotatedLayer:
        return self.layers[-1]

    @property
    def params(self) -> Value | None:
        """Parameters of all its layers, None where one is not known."""
        return sum_params(self.layers)

    @property
    def worked(self) -> str:
        """The parameters' formula with its numbers, of all its layers; tied ones count elsewhere."""
        counted = [layer.count.formula for layer in self.layers if layer.count.tied_to is None]
        formulas = [formula.worked() for formula in counted if formula is not None]
        return f"{' + '.join(formulas)} =" if formulas else ""


Node = Unit | Panel


def units(items: Sequence[Item], readers: Mapping[str, Sequence[str]], fuse: bool) -> tuple[Node, ...]:
    """The cards and panels of a group, each where its first layer stands."""
    out: list[Node] = []
    ends: dict[str, int] = {}
    for item in _drawn(items, readers):
        if isinstance(item, Panel):
            if fuse and _on_card(item, out, ends, readers):
                continue
            inside = units(item.items, readers, fuse) if item.repeat == 1 and fuse and not item.closed else ()
            lone = inside[0] if len(inside) == 1 else None
            out.append(Unit(lone.layers, item.title) if isinstance(lone, Unit) else item)
            continue
        # What it reads may stand further up: frameworks list the layers of parallel branches in turn.
        at = ends.get(item.layer.inputs[0].layer) if fuse and len(item.layer.inputs) == 1 else None
        before = out[at] if at is not None else None
        if at is not None and isinstance(before, Unit) and _joins(before, item, readers):
            out[at] = Unit((*before.layers, item))
            ends[item.name] = at
        else:
            ends[item.name] = len(out)
            out.append(Unit((item,)))
    return tuple(out)


def _on_card(panel: Panel, out: list[Node], ends: dict[str, int], readers: Mapping[str, Sequence[str]]) -> bool:
    """Puts a scope of just a norm and an activation on the card of the layer before it, where it belongs there."""
    layers = [item for item in panel.items if not isinstance(item, Panel)]
    if panel.repeat > 1 or panel.closed or len(layers) != len(panel.items) or len(layers[0].layer.inputs) != 1:
        return False
    at = ends.get(layers[0].layer.inputs[0].layer)
    unit = out[at] if at is not None else None
    for layer in layers:
        if not isinstance(unit, Unit) or len(layer.layer.inputs) != 1 or not _joins(unit, layer, readers):
            return False
        unit = Unit((*unit.layers, layer))
    assert at is not None
    assert isinstance(unit, Unit)
    out[at] = unit
    ends[layers[-1].name] = at
    return True


def _drawn(items: Sequence[Item], readers: Mapping[str, Sequence[str]]) -> Iterator[Item]:
    """The items, but for panels that no single line leads into or out of: their layers stand for themselves."""
    for item in items:
        if not isinstance(item, Panel) or item.closed or has_one_way(item, readers):
            yield item
        else:
            yield from _drawn((*item.items, *item.copies), readers)


def has_one_way(panel: Panel, readers: Mapping[str, Sequence[str]]) -> bool:
    """Whether one tensor alone leads into a panel, and one alone out of it; or copies of it stand side by side."""
    into, out_of = _ends(panel.layers, readers)
    return (len(into) <= 1 and len(out_of) <= 1) or side_by_side(panel, readers)


def side_by_side(panel: Panel, readers: Mapping[str, Sequence[str]]) -> bool:
    """Whether the copies of a folded panel all read the same and are read by the same, and are too many to be drawn."""
    if panel.repeat <= MOST_BESIDE:
        return False
    first = panel._replace(copies=()).layers
    copies = [first, *(panel.copies[i : i + len(first)] for i in range(0, len(panel.copies), len(first)))]
    into, leaving = zip(*(_ends(copy, readers) for copy in copies), strict=True)
    if any(len(own) != 1 for own in (*into, *leaving)) or len(set(map(frozenset, into))) != 1:
        return False
    names = {layer.name for copy in copies for layer in copy}
    reading = {tuple(readers.get(next(iter(own)), ())) for own in leaving}
    return len(reading) == 1 and not names & set(next(iter(reading)))


def _ends(layers: Sequence[AnnotatedLayer], readers: Mapping[str, Sequence[str]]) -> tuple[set[Ref], set[str]]:
    """What some layers read from elsewhere; which of them are read elsewhere."""
    own = {layer.name for layer in layers}
    into = {ref for layer in layers for ref in layer.layer.inputs if ref.layer not in own}
    return into, {name for name in own if any(reader not in own for reader in readers.get(name, ()))}


def is_slim(layer: AnnotatedLayer) -> bool:
    """Neither shape nor much to say: dropout, an activation, a norm with one short formula."""
    unchanged = layer.shape is not None and layer.input_shapes == (layer.shape,)
    plain = layer.count.formula is None and layer.count.value == 0 and layer.family == "plain"
    return unchanged and (plain or layer.family == "norm") and len(layer.outputs) == 1


def _joins(unit: Unit, layer: AnnotatedLayer, readers: Mapping[str, Sequence[str]]) -> bool:
    if (
        unit.first.family not in ("conv", "dense")
        or unit.first.inner is not None
        or not _sound(layer)
        or not _sound(unit.last)
    ):
        return False
    reads = layer.layer.inputs[0].layer == unit.last.name
    alone = reads and not unit.scope and tuple(readers.get(unit.last.name, ())) == (layer.name,)
    keeps = layer.shape == unit.last.shape
    step = layer.family == "norm" and len(unit.layers) == 1
    step = step or (
        _is_activation(layer) and not any(_is_activation(part) for part in unit.layers) and _without_weights(layer)
    )
    return alone and keeps and step


def _is_activation(layer: AnnotatedLayer) -> bool:
    op = layer.layer.op
    return isinstance(op, Elementary) and op.rate is None and op.function not in NOT_ACTIVATIONS


def _without_weights(layer: AnnotatedLayer) -> bool:
    return layer.count.value == 0 and layer.count.formula is None


def _sound(layer: AnnotatedLayer) -> bool:
    return layer.reached and layer.problem is None and layer.status != "unexplained" and layer.count.tied_to is None
