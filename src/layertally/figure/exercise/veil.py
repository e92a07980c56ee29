"""A group without the numbers that are asked for: in their place stand the marks of their blanks.

In: `Grouped`, a group, its blanks. Out: both once more, with ① as the value of what ① asks for: in the card, in the
sum, in the shape that flows on, in the formulas of the layers that read it. So whatever is drawn of the group, no
answer is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...annotation import AnnotatedLayer, Count
from ...formula import Asked, Expr, Poly, Sym, rewritten, total
from ...group import Group, Grouped, Item, Panel
from ...model import Dim, Ref, Shape
from ...ops.base import Op, Out, Size
from ..units import Unit
from .cards import FORMULA, OUTPUT, OUTPUT_FORMULA, PARAMS, Asking, same_layers, telling
from .choose import Blank

NAMES = {"H": ("H",), "W": ("W",), "D": ("D",), "T": ("T", "T_q", "T_k")}
"""The symbols with which a layer calls a dim that comes in, by the dim's label."""
FEATURES = ("c_in", "C", "x", "x_1", "x_2", "d_model", "d_q", "d_key", "d_val", *(f"c_{n}" for n in range(1, 65)))
DECLARED = ("c_in", "channels")
"""Settings in which an author says what comes in; a card shows them."""
MOVING = ("permute", "reshape")
"""Kinds of layers that carry a dim to another place."""
Asks = Mapping[str, str]
"""What is asked of a card, and the mark of its blank."""


class Hidden(NamedTuple):
    """A dim that is not shown: its mark (empty: none asks for it, and it is `?`), its value, the symbols for it."""

    mark: str
    value: Dim
    names: tuple[str, ...]

    @property
    def dim(self) -> Dim:
        return Poly.name(self.mark) if self.mark else None


Dims = Mapping[int, Hidden]


def asks_of(blanks: Sequence[Blank]) -> dict[str, dict[str, str]]:
    """What is asked of each layer that begins a card."""
    out: dict[str, dict[str, str]] = {}
    for blank in blanks:
        out.setdefault(blank.layer, {})[blank.what] = blank.mark
    return out


def veiled(grouped: Grouped, group: Group, cards: Sequence[Asking], blanks: Sequence[Blank]) -> tuple[Grouped, Group]:
    """The model and the group as the exercise draws them."""
    asks, ends = asks_of(blanks), {}
    units = {card.name: card.unit for card in cards}
    parts: dict[str, AnnotatedLayer] = {}
    for name, asked in asks.items():
        if name in units:
            parts |= {layer.name: layer for layer in _counted(units[name], asked)}
            ends[name] = asked
    for one, other in same_layers(group.items):
        if one in ends:
            ends[other] = ends[one]
        if one in parts:
            copy = next(layer for layer in group.layers if layer.name == other)
            parts[other] = replace(copy, count=parts[one].count)
    hidden: dict[Ref, Dims] = {}
    new = {layer.name: _layer(parts.get(layer.name, layer), ends.get(layer.name, {}), hidden) for layer in group.layers}
    made = group._replace(
        layers=tuple(new[layer.name] for layer in group.layers), items=tuple(_item(item, new) for item in group.items)
    )
    annotated = grouped.annotated
    layers = tuple(new.get(layer.name, layer) for layer in annotated.layers)
    groups = tuple(made if each.id == group.id else each for each in grouped.groups)
    return replace(grouped, annotated=replace(annotated, layers=layers), groups=groups), made


def _item(item: Item, new: Mapping[str, AnnotatedLayer]) -> Item:
    if isinstance(item, Panel):
        items = tuple(_item(one, new) for one in item.items)
        return item._replace(items=items, copies=tuple(new[layer.name] for layer in item.copies))
    return new[item.name]


def _counted(unit: Unit, asked: Asks) -> list[AnnotatedLayer]:
    """The layers of a card with what is asked of their parameters taken away; the first bears the sum."""
    if PARAMS not in asked and FORMULA not in asked:
        return []
    first, *rest = unit.layers
    formula = total(*(layer.count.formula for layer in unit.layers if layer.count.formula is not None))
    if FORMULA in asked:
        formula = Asked(formula, asked[FORMULA])
    value = Poly.name(asked[PARAMS]) if PARAMS in asked else unit.params
    count = Count(value, None, None, None, formula)
    return [replace(first, count=count), *(replace(layer, count=Count()) for layer in rest)]


def _layer(layer: AnnotatedLayer, asked: Asks, hidden: dict[Ref, Dims]) -> AnnotatedLayer:
    """The layer with marks for what flows in and for what is asked of its output; `hidden` grows by what it hides."""
    into = [hidden.get(ref, {}) for ref in layer.layer.inputs]
    known = [found for dims in into for found in dims.values()]
    shapes = tuple(_shape(shape, dims) for shape, dims in zip(layer.input_shapes, into, strict=True))
    outputs = []
    for index, out in enumerate(layer.outputs):
        dims = _of_output(layer, out, asked if index == 0 else {}, into)
        if dims:
            hidden[Ref(layer.name, index)] = dims
        sizes = (
            []
            if index
            else [size._replace(formula=_marked(_asked(size, out.sizes, asked), known)) for size in out.sizes]
        )
        outputs.append(Out(_shape(out.shape, dims) or (), tuple(sizes)))
    count = layer.count
    if known and count.formula is not None:
        count = count._replace(formula=_marked(count.formula, known), split=None)
    own = replace(layer.layer, op=_unsaid(layer.layer.op, known))
    return replace(layer, layer=own, input_shapes=shapes, outputs=tuple(outputs), count=count)


def _unsaid(op: Op | None, known: Sequence[Hidden]) -> Op | None:
    """The op without what the author declared of its input, where that is asked for."""
    for name in DECLARED:
        value = getattr(op, name, None)
        if op is not None and any(found.value == value and found.names is FEATURES for found in known):
            op = replace(op, **{name: None})
    return op


def _asked(size: Size, sizes: Sequence[Size], asked: Asks) -> Expr:
    """The formula of a dim: without its value where the output is asked for, without its numbers where the formula is,
    for every dim that comes about alike."""
    if not telling(size.formula) or (OUTPUT not in asked and OUTPUT_FORMULA not in asked):
        return size.formula
    first = next(one for one in sizes if telling(one.formula))
    if OUTPUT in asked:
        return Asked(size.formula)
    return Asked(size.formula, asked[OUTPUT_FORMULA]) if _alike(size, first) else size.formula


def _alike(one: Size, other: Size) -> bool:
    return one.formula.worked() == other.formula.worked()


def _of_output(layer: AnnotatedLayer, out: Out, asked: Asks, into: Sequence[Dims]) -> Dims:
    """The dims of an output that are not shown: those asked for, and those that came in and have not changed."""
    dims: dict[int, Hidden] = {}
    moves = layer.layer.op is not None and layer.layer.op.kind in MOVING
    for place, dim in enumerate(out.shape):
        for before in into:
            came = [before[place]] if place in before else list(before.values()) if moves else []
            same = [found for found in came if found.value == dim]
            if same:
                dims[place] = same[0]
    if OUTPUT in asked:
        first: Size | None = None
        for size in out.sizes:
            if telling(size.formula):
                first = first or size
                mark = asked[OUTPUT] if size.formula.value == first.formula.value else ""
                dims[size.axis] = Hidden(mark, out.shape[size.axis], NAMES.get(size.label, FEATURES))
    return dims


def _shape(shape: Shape | None, dims: Dims) -> Shape | None:
    if shape is None or not dims:
        return shape
    return tuple(dims[place].dim if place in dims else dim for place, dim in enumerate(shape))


def _marked(formula: Expr, known: Sequence[Hidden]) -> Expr:
    """The formula with marks in place of what is not shown."""
    if not known:
        return formula

    def change(sym: Sym) -> Expr:
        for found in known:
            if sym.name in found.names and sym.number == found.value:
                return Sym(sym.name, Poly.name(found.mark or "?"))
        return sym

    made = rewritten(formula, change)
    return formula if made == formula else Asked(made)
