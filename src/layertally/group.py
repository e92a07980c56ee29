"""Cuts an annotated model into groups and finds what repeats inside them.

In: `Annotated`. Out: `Grouped`: groups in the model's order, each a tree of layers and panels (scopes), equal panels in a
row folded to one with `repeat`; the edges between groups. Groups are the author's, or cut where the resolution changes
and at flatten or global pooling, only where a single tensor passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .annotate import Annotated, AnnotatedLayer
from .formula import Value
from .model import Ref, Shape

TITLES = {
    "stage": ("Stage {}", "阶段 {}"), "classifier": ("Classifier", "分类器"), "head": ("Head", "输出头"), "all": ("{}", "{}"),
    "tower": ("{} branch", "{} 分支"), "merge": ("Merge", "合并"),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """A scope inside a group. `items` are those of its first copy; `copies` are all layers of the other copies."""

    title: str
    items: tuple[Item, ...]
    repeat: int = 1
    copies: tuple[AnnotatedLayer, ...] = ()
    last_title: str = ""

    @property
    def params(self) -> Value | None:
        """Of one copy."""
        return sum_params(tuple(leaves(self.items)))


Item = AnnotatedLayer | Panel


@dataclass(frozen=True, slots=True)
class Group:
    """A group: `id` is stable (its number), `layers` are all of them in order, `items` the tree with folds."""

    id: str
    title: str
    layers: tuple[AnnotatedLayer, ...]
    items: tuple[Item, ...]
    inputs: tuple[Ref, ...]
    outputs: tuple[Ref, ...]

    @property
    def params(self) -> Value | None:
        """Parameters of all layers, None where one is not known."""
        return sum_params(self.layers)

    @property
    def known_params(self) -> Value:
        """Parameters of the layers of which they are known."""
        return sum_params(tuple(layer for layer in self.layers if layer.count.value is not None)) or 0

    @property
    def macs(self) -> Value | None:
        total: Value = 0
        for layer in self.layers:
            value = layer.macs_value
            if value is None:
                return None
            total = total + value
        return total

    @property
    def family(self) -> str:
        """The family that holds the most parameters."""
        sums: dict[str, int] = {}
        for layer in self.layers:
            if isinstance(layer.count.value, int):
                sums[layer.family] = sums.get(layer.family, 0) + layer.count.value
        best = max(sums, key=lambda family: sums[family], default="plain")
        return best if sums.get(best) else "plain"

    @property
    def names(self) -> frozenset[str]:
        return frozenset(layer.name for layer in self.layers)


@dataclass(frozen=True, slots=True)
class Grouped:
    """An annotated model in groups. Group ids are "1", "2", …; a single group means that the model is one figure."""

    annotated: Annotated
    groups: tuple[Group, ...]

    def find(self, wanted: str) -> Group | None:
        """By id or title."""
        for group in self.groups:
            if wanted in (group.id, group.title):
                return group
        return None

    def group_of(self, layer: str) -> Group | None:
        """The group that holds a layer; None for an input of the model."""
        for group in self.groups:
            if layer in group.names:
                return group
        return None

    def edges(self) -> list[tuple[str, str, Ref]]:
        """Between groups: (group id or input name, group id, what flows), each once, in order."""
        home = {layer.name: group.id for group in self.groups for layer in group.layers}
        seen: dict[tuple[str, str, Ref], None] = {}
        for group in self.groups:
            for ref in group.inputs:
                seen[(home.get(ref.layer, ref.layer), group.id, ref)] = None
        return list(seen)

    def share(self, value: Value | None) -> float | None:
        """Which part of all parameters this is, 0 to 1."""
        whole = self.annotated.totals.known_params
        return value / whole if isinstance(value, int) and isinstance(whole, int) and whole else None


def group(annotated: Annotated, lang: str = "en") -> Grouped:
    """The groups of a model: as given, or cut where the resolution changes."""
    model = annotated.model
    if model.groups:
        cuts = [(spec.title, [annotated[name] for name in spec.layers]) for spec in model.groups]
    else:
        cuts = _automatic(annotated, lang)
    readers = _readers(annotated)
    groups = tuple(
        _group(str(number), title, tuple(layers), annotated, readers) for number, (title, layers) in enumerate(cuts, 1) if layers
    )
    return Grouped(annotated, groups)


def leaves(items: Sequence[Item]) -> Iterator[AnnotatedLayer]:
    """The layers that are drawn: of folded panels, the first copy."""
    for item in items:
        if isinstance(item, Panel):
            yield from leaves(item.items)
        else:
            yield item


def sum_params(layers: Sequence[AnnotatedLayer]) -> Value | None:
    """Their sum; None where one is not known."""
    total: Value = 0
    for layer in layers:
        if layer.count.value is None:
            return None
        total = total + layer.count.value
    return total


def _readers(annotated: Annotated) -> dict[str, list[str]]:
    """Who reads a layer."""
    readers: dict[str, list[str]] = {}
    for layer in annotated.layers:
        for ref in layer.layer.inputs:
            readers.setdefault(ref.layer, []).append(layer.name)
    return readers


def _group(
    number: str, title: str, layers: tuple[AnnotatedLayer, ...], annotated: Annotated, readers: dict[str, list[str]],
) -> Group:
    own = {layer.name for layer in layers}
    inputs: dict[Ref, None] = {}
    for layer in layers:
        for ref in layer.layer.inputs:
            if ref.layer not in own:
                inputs[ref] = None
    final = set(annotated.model.outputs)
    outputs: dict[Ref, None] = {}
    for layer in layers:
        for index in range(max(1, len(layer.outputs))):
            ref = Ref(layer.name, index)
            if ref in final or (index == 0 and any(reader not in own for reader in readers.get(layer.name, ()))):
                outputs[ref] = None
    return Group(number, title, layers, _fold(layers, 0), tuple(inputs), tuple(outputs))


# ---- panels and folds -------------------------------------------------------------------------------------------------


def _fold(layers: Sequence[AnnotatedLayer], depth: int) -> tuple[Item, ...]:
    """Scopes become panels; neighbours whose every formula and setting is equal become one with `repeat`."""
    items: list[Item] = []
    start = 0
    while start < len(layers):
        scope = layers[start].layer.scope[: depth + 1]
        if len(scope) <= depth:
            items.append(layers[start])
            start += 1
            continue
        end = start
        while end < len(layers) and layers[end].layer.scope[: depth + 1] == scope:
            end += 1
        inside = layers[start:end]
        panel = Panel(scope[depth], _fold(inside, depth + 1))
        previous = items[-1] if items else None
        if isinstance(previous, Panel) and _signature(previous.items, _names(previous.items)) == _signature(panel.items, _names(panel.items)):
            items[-1] = Panel(previous.title, previous.items, previous.repeat + 1, (*previous.copies, *inside), panel.title)
        else:
            items.append(panel)
        start = end
    return tuple(items)


def _names(items: Sequence[Item]) -> dict[str, int]:
    return {layer.name: position for position, layer in enumerate(leaves(items))}


def _signature(items: Sequence[Item], names: dict[str, int]) -> tuple[object, ...]:
    """What must be equal for two panels to be drawn as one: ops, edges inside, every formula with its numbers."""
    out: list[object] = []
    for item in items:
        if isinstance(item, Panel):
            out.append((item.repeat, *_signature(item.items, names)))
            continue
        wires = tuple((names.get(ref.layer, "outside"), ref.index) for ref in item.layer.inputs)
        formula = item.count.formula.worked(full=True) if item.count.formula is not None else ""
        out.append((item.layer.type, item.layer.op, wires, item.shape, formula, item.count.value, item.status, item.layer.trainable))
    return tuple(out)


# ---- automatic cuts -----------------------------------------------------------------------------------------------------


def _automatic(annotated: Annotated, lang: str) -> list[tuple[str, list[AnnotatedLayer]]]:
    layers = annotated.layers
    if len(layers) <= 3:
        return [(annotated.model.name, list(layers))]
    towers = _towers(annotated)
    cuts: list[tuple[str, list[AnnotatedLayer]]] = []
    zh = lang == "zh"
    stage = 0
    for title, part in towers:
        pieces = _by_resolution(part, annotated) if len(part) > 3 else [part]
        for piece in pieces:
            ends = _is_head(piece)
            if ends and cuts:
                name = TITLES["classifier" if piece[-1].family == "dense" or any(p.family == "dense" for p in piece) else "head"][zh]
            elif len(pieces) == 1 and title:
                name = title
            else:
                stage += 1
                name = TITLES["stage"][zh].format(stage)
            cuts.append((name, piece))
    if len(cuts) == 1:
        return [(annotated.model.name, cuts[0][1])]
    return cuts


def _towers(annotated: Annotated) -> list[tuple[str, list[AnnotatedLayer]]]:
    """With several inputs: what hangs on one input alone is a part of its own, the rest is the trunk."""
    inputs = [given.name for given in annotated.model.inputs]
    if len(inputs) < 2:
        return [("", list(annotated.layers))]
    roots: dict[str, frozenset[str]] = {name: frozenset({name}) for name in inputs}
    for layer in annotated.layers:
        found: frozenset[str] = frozenset()
        for ref in layer.layer.inputs:
            found |= roots.get(ref.layer, frozenset())
        roots[layer.name] = found
    parts = [(name, [layer for layer in annotated.layers if roots[layer.name] == {name}]) for name in inputs]
    trunk = [layer for layer in annotated.layers if len(roots[layer.name]) != 1]
    return [(title, part) for title, part in (*parts, ("", trunk)) if part]


def _by_resolution(part: list[AnnotatedLayer], annotated: Annotated) -> list[list[AnnotatedLayer]]:
    pieces: list[list[AnnotatedLayer]] = [[]]
    reduced = False
    crossing = _crossing(part, annotated)
    for position, layer in enumerate(part):
        fresh = bool(pieces[-1]) and crossing[position] <= 1 and (_ends_features(layer) or (reduced and _has_weights(layer)))
        if fresh:
            pieces.append([])
            reduced = False
        pieces[-1].append(layer)
        reduced = reduced or _reduces(layer)
    return pieces


def _crossing(part: list[AnnotatedLayer], annotated: Annotated) -> list[int]:
    """How many tensors made inside the part (or fed to it) are still read at or after each position."""
    own = {layer.name: position for position, layer in enumerate(part)}
    last: dict[Ref, int] = {}
    first: dict[Ref, int] = {}
    for position, layer in enumerate(part):
        for ref in layer.layer.inputs:
            last[ref] = position
            first.setdefault(ref, own.get(ref.layer, -1))
    return [sum(1 for ref in last if first[ref] < position <= last[ref]) for position in range(len(part))]


def _spatial(shape: Shape | None) -> int | None:
    """How many dims beside batch and channels."""
    return len(shape) - 2 if shape else None


def _reduces(layer: AnnotatedLayer) -> bool:
    window = getattr(layer.layer.op, "window", None)
    return window is not None and any(stride > 1 for stride in window.stride) and getattr(layer.layer.op, "kind", "") != "transposed"


def _has_weights(layer: AnnotatedLayer) -> bool:
    return layer.count.value != 0 or layer.count.tied_to is not None


def _ends_features(layer: AnnotatedLayer) -> bool:
    """Flatten or global pooling: the picture becomes a vector."""
    before = layer.input_shapes[0] if layer.input_shapes else None
    after = layer.shape
    if not before or not after or len(before) < 3:
        return False
    ones = all(dim == 1 for dim in after[2:]) and len(after) > 2 and any(dim != 1 for dim in before[2:])
    return len(after) == 2 or (ones and layer.family == "pool")


def _is_head(piece: list[AnnotatedLayer]) -> bool:
    return _ends_features(piece[0])
