"""What changed from one model to another, layer by layer.

In: two annotated models. Out: `Comparison`: each layer `changed`, `added`, `removed` or `same`. Layers are aligned by
what they are, so one layer put in between does not make all later ones differ; automatic names may shift. A layer whose
settings and weights are equal is the same, also where another shape flows through it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from ..annotation import Annotated, AnnotatedLayer
from ..formula import Sym, Value
from ..model import json_dim
from .cells import clean
from .rows import text_outputs, text_shape


@dataclass(frozen=True, slots=True)
class Change:
    """One layer on both sides. `what` names the setting that changed (`units 256 → 128`) or what follows from others
    (`c_in 256 → 128`)."""

    kind: str
    name: str
    type: str
    what: str
    before: AnnotatedLayer | None
    after: AnnotatedLayer | None

    @property
    def params(self) -> tuple[Value | None, Value | None]:
        return (self.before.count.value if self.before else 0, self.after.count.value if self.after else 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The inputs where they differ, then all layers in order. `reshaped` counts same layers of another shape."""

    before: Annotated
    after: Annotated
    changes: tuple[Change, ...]
    reshaped: int = 0

    @property
    def same(self) -> int:
        return sum(change.kind == "same" for change in self.changes)

    @property
    def equal(self) -> bool:
        return self.same == len(self.changes)


def compare(before: Annotated, after: Annotated) -> Comparison:
    """Align the layers of two models and say what changed."""
    old, new = list(_leaves(before)), list(_leaves(after))
    numbers: dict[object, int] = {}
    coded = [[numbers.setdefault(_signature(layer), len(numbers)) for layer in side] for side in (old, new)]
    changes: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, coded[0], coded[1], autojunk=False).get_opcodes():
        if tag == "equal":
            changes += [_pair(one, other) for one, other in zip(old[a:b], new[c:d], strict=False)]
        else:
            changes += _replaced(old[a:b], new[c:d])
    changes = _rewired(before, after, changes)
    reshaped = sum(
        1
        for change in changes
        if change.kind == "same"
        and change.before
        and change.after
        and text_outputs(change.before) != text_outputs(change.after)
    )
    return Comparison(before, after, (*_inputs(before, after), *changes), reshaped)


def _inputs(before: Annotated, after: Annotated) -> Iterator[Change]:
    """The inputs that have another shape, that came or went."""
    for one, other in zip_longest(before.model.inputs, after.model.inputs):
        if one is None or other is None:
            given = one or other
            yield Change(
                "added" if one is None else "removed", clean(given.name), "", text_shape(given.shape), None, None
            )
        elif one.shape != other.shape:
            yield Change(
                "changed", clean(other.name), "", f"{text_shape(one.shape)} → {text_shape(other.shape)}", None, None
            )


def _rewired(before: Annotated, after: Annotated, changes: list[Change]) -> list[Change]:
    """Same layers that read from elsewhere now; what an added or removed neighbour explains is no change."""
    pairs = {change.before.name: change.after.name for change in changes if change.before and change.after}
    pairs |= {one.name: other.name for one, other in zip(before.model.inputs, after.model.inputs, strict=False)}
    known = set(pairs.values())
    out = []
    for change in changes:
        if change.kind == "same" and change.before and change.after:
            olds = [pairs.get(ref.layer) for ref in change.before.layer.inputs]
            news = [ref.layer for ref in change.after.layer.inputs]
            both = zip(olds, news, strict=False)
            moved = len(olds) != len(news) or any(a is not None and b in known and a != b for a, b in both)
            if moved:
                names = ", ".join(ref.layer for ref in change.before.layer.inputs)
                change = replace(change, kind="changed", what=clean(f"inputs {names} → {', '.join(news)}"))  # noqa: PLW2901
        out.append(change)
    return out


def _leaves(annotated: Annotated) -> Iterator[AnnotatedLayer]:
    for layer in annotated.layers:
        if layer.inner is None:
            yield layer
        else:
            yield from _leaves(layer.inner)


def _replaced(old: Sequence[AnnotatedLayer], new: Sequence[AnnotatedLayer]) -> Iterator[Change]:
    """A stretch that differs: layers of the same type, in order, are the same layer changed."""
    for tag, a, b, c, d in SequenceMatcher(
        None, [one.layer.type for one in old], [one.layer.type for one in new], autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield from (_pair(one, other) for one, other in zip(old[a:b], new[c:d], strict=False))
        else:
            yield from (Change("removed", clean(one.name), clean(one.layer.type), "", one, None) for one in old[a:b])
            yield from (Change("added", clean(one.name), clean(one.layer.type), "", None, one) for one in new[c:d])


def _pair(one: AnnotatedLayer, other: AnnotatedLayer) -> Change:
    what = ", ".join(_differences(one, other))
    return Change("changed" if what else "same", clean(other.name), clean(other.layer.type), what, one, other)


def _signature(layer: AnnotatedLayer) -> object:
    formula = layer.count.formula.worked() if layer.count.formula is not None else str(layer.count.value)
    return (layer.layer.type, repr(layer.layer.op), formula, layer.layer.trainable)


def _differences(one: AnnotatedLayer, other: AnnotatedLayer) -> Iterator[str]:
    """The settings that differ; without any, the symbols whose numbers do; without any, the count."""
    old, new = _settings(one), _settings(other)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if one.layer.trainable != other.layer.trainable:
        yield "trainable" if other.layer.trainable else "not trained"
    if names:
        told = (each for name in names for each in _told(old.get(name), new.get(name), name))
        yield from (f"{name} {_shown(one)} → {_shown(other)}" for name, one, other in told)
        return
    symbols = _symbols(one), _symbols(other)
    moved = [name for name in symbols[0] if name in symbols[1] and symbols[0][name] != symbols[1][name]]
    if moved:
        yield from (f"{name} {symbols[0][name]} → {symbols[1][name]}" for name in moved)
    elif one.count.value != other.count.value:
        yield "params"


def _settings(layer: AnnotatedLayer) -> dict[str, Any]:
    """The settings as the author spells them, where the op agrees that they matter; else the op's own."""
    op = layer.layer.op
    if op is None:
        return {}
    own = op.settings()
    written = {name: value for name, value in layer.layer.arguments.items() if name in own}
    return {**own, **{name: own[name] for name in written}}


def _told(old: Any, new: Any, name: str) -> Iterator[tuple[str, Any, Any]]:
    """(name, old, new) of what differs; of a setting that has settings of its own (a window, an inner layer) those."""
    if type(old) is not type(new) or not is_dataclass(old):
        yield name, old, new
        return
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            inner = is_dataclass(before) and type(before) is type(after)
            for own, one, other in _told(before, after, field.name):
                yield f"{field.name} {own}" if inner else own, one, other


def _symbols(layer: AnnotatedLayer) -> dict[str, Any]:
    if layer.count.formula is None:
        return {}
    return {node.name: json_dim(node.value) for node in layer.count.formula.walk() if isinstance(node, Sym)}


def _shown(value: Any) -> str:
    """A setting's value in a word."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        nested = any(isinstance(each, tuple) for each in value)
        return (", " if nested else "×").join(_shown(each) for each in value) or "none"
    if is_dataclass(value):
        return type(value).__name__
    return clean(str(value))
