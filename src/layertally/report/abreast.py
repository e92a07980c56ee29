"""Models side by side: a row a layer, a column a model, aligned by what the layers are.

In: two or more annotated models. Out: `Abreast`: rows of cells (the call, the formula, the value), which of them
differ, why where a rule knows, and the totals. Unlike a difference from one model to another it asks what a framework
makes of the same layer, so names of classes and arguments do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from ..annotation import Annotated, AnnotatedLayer
from ..errors import LayertallyError
from ..formula import Value, text_value
from ..frameworks import NAMES, load
from ..model import Dim
from .reasons import Side, reason
from .rows import text_outputs

MOST_MODELS = 6


class Cell(NamedTuple):
    """A layer as one model has it: `call` as its framework writes it, `worked` the formula with its numbers; `shape` is
    said where the row's shapes differ."""

    layer: AnnotatedLayer
    call: str
    worked: str
    value: str
    shape: str = ""


class Across(NamedTuple):
    """A row. `state`: `same`, `differs`, or `only` where some models have no such layer and it has no weights."""

    what: str
    family: str
    state: str
    cells: tuple[Cell | None, ...]
    why: str = ""


class Sums(NamedTuple):
    """A row of totals: `params`, `trainable` or `buffers`."""

    what: str
    values: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Abreast:
    """The models, what their columns are called, the rows, the totals."""

    models: tuple[Annotated, ...]
    titles: tuple[str, ...]
    rows: tuple[Across, ...]
    sums: tuple[Sums, ...]

    @property
    def equal(self) -> bool:
        return all(row.state != "differs" for row in self.rows)


def abreast(models: Sequence[Annotated], lang: str = "en") -> Abreast:
    """Set the models side by side. Raises LayertallyError for fewer than two models or more than six.

    >>> from layertally.annotation import annotate
    >>> from layertally.readers.description import read_text
    >>> keras = annotate(read_text("{framework: keras, input: [7, 3], layers: [{LSTM: 4}]}"))
    >>> torch = annotate(read_text("{framework: torch, input: [7, 3], layers: [{LSTM: [3, 4]}]}"))
    >>> row = abreast([keras, torch]).rows[0]
    >>> row.state, [cell.worked for cell in row.cells], row.why
    ('differs', ['4·4·(3 + 4 + 1)', '4·4·(3 + 4 + 2)'], 'PyTorch keeps two biases a gate, Keras one: 4·4 = 16 fewer.')
    """
    if not 2 <= len(models) <= MOST_MODELS:
        raise LayertallyError(f"side by side stand 2 to {MOST_MODELS} models, not {len(models)}")
    titles = _titles(models)
    before: list[AnnotatedLayer | None] = [None] * len(models)
    rows = []
    for layers in _aligned(models):
        sides = [Side(title, layer, last) for title, layer, last in zip(titles, layers, before, strict=True)]
        rows.append(_row(sides, models, lang))
        weighted = [layer if layer is not None and layer.count.value != 0 else None for layer in layers]
        before = [layer or last for layer, last in zip(weighted, before, strict=True)]
    totals = [model.totals for model in models]
    sums = [Sums(what, tuple(getattr(each, what) for each in totals)) for what in ("params", "trainable")]
    if any(each.buffers for each in totals):
        sums.append(Sums("buffers", tuple(each.buffers for each in totals)))
    return Abreast(tuple(models), titles, tuple(rows), tuple(sums))


def _titles(models: Sequence[Annotated]) -> tuple[str, ...]:
    """The frameworks where they tell the models apart, else the models' names, at the worst with numbers."""
    frameworks = [load(m.model.framework).title if m.model.framework in NAMES else m.model.framework for m in models]
    names = [model.model.name for model in models]
    for titles in (frameworks, names):
        if len(set(titles)) == len(titles):
            return tuple(titles)
    return tuple(f"{name} ({number})" for number, name in enumerate(names, 1))


# ---- alignment -------------------------------------------------------------------------------------------------------

Layers = list[AnnotatedLayer | None]


def _aligned(models: Sequence[Annotated]) -> list[Layers]:
    """A row for each layer of the first model; the layers of each further one beside those of their kind, in order."""
    rows: list[Layers] = [[layer] for layer in _leaves(models[0])]
    for count, model in enumerate(models[1:], 1):
        own = list(_leaves(model))
        made: list[Layers] = []
        for tag, a, b, c, d in _codes([_kind_of(row) for row in rows], [_kind(layer) for layer in own]):
            if tag == "equal":
                made += [[*row, layer] for row, layer in zip(rows[a:b], own[c:d], strict=True)]
            else:
                made += _by_family(rows[a:b], own[c:d], count)
        rows = made
    return rows


def _by_family(rows: Sequence[Layers], own: Sequence[AnnotatedLayer], count: int) -> Iterator[Layers]:
    """A stretch of other kinds: weighted layers of a family in order are the same layer made otherwise."""
    left = [_family(next(layer for layer in row if layer is not None)) for row in rows]
    for tag, a, b, c, d in _codes(left, [_family(layer) for layer in own]):
        if tag == "equal":
            yield from ([*row, layer] for row, layer in zip(rows[a:b], own[c:d], strict=True))
        else:
            yield from ([*row, None] for row in rows[a:b])
            yield from ([*[None] * count, layer] for layer in own[c:d])


def _codes(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    yield from SequenceMatcher(None, left, right, autojunk=False).get_opcodes()


def _kind_of(row: Layers) -> str:
    return _kind(next(layer for layer in row if layer is not None))


def _kind(layer: AnnotatedLayer) -> str:
    """What a layer is: `conv`, `max pool`; without a rule its class."""
    op = layer.layer.op
    if op is None:
        return layer.layer.type
    method = getattr(op, "method", "")
    return f"{method} {op.kind}" if isinstance(method, str) and method else op.kind


def _family(layer: AnnotatedLayer) -> str:
    return layer.family if layer.count.value else f"{layer.family} {_kind(layer)}"


def _leaves(annotated: Annotated) -> Iterator[AnnotatedLayer]:
    for layer in annotated.layers:
        if layer.inner is None:
            yield layer
        else:
            yield from _leaves(layer.inner)


# ---- rows ------------------------------------------------------------------------------------------------------------


def _row(sides: Sequence[Side], models: Sequence[Annotated], lang: str) -> Across:
    layers = [side.layer for side in sides if side.layer is not None]
    shapes = {tuple(sorted(map(str, _dims(layer)))) for layer in layers}
    reshaped = len(shapes) > 1 and len({len(shape) for shape in shapes}) == 1
    counts = {(layer.count.value, layer.count.trainable) for layer in layers}
    whole = len(layers) == len(sides)
    if len(counts) > 1 or reshaped or (not whole and any(layer.count.value != 0 for layer in layers)):
        state = "differs"
    else:
        state = "same" if whole else "only"
    cells = tuple(
        _cell(side.layer, model, reshaped) if side.layer is not None else None
        for side, model in zip(sides, models, strict=True)
    )
    why = reason(sides, lang) if state != "same" else ""
    return Across(_what(layers[0], lang), layers[0].family, state, cells, why)


def _dims(layer: AnnotatedLayer) -> tuple[Dim, ...]:
    return layer.shape[1:] if layer.shape is not None else ()


def _what(layer: AnnotatedLayer, lang: str) -> str:
    """What the layer is, in no framework's words."""
    from .. import words

    op = layer.layer.op
    if op is None:
        return layer.layer.type
    if lang == "zh":
        return words.KINDS_ZH.get(_kind(layer).replace(" ", "_")) or words.kind(op, lang) or layer.layer.type
    return SHORT.get(op.kind, _kind(layer).replace("_", " "))


SHORT = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN", "relu": "ReLU"}


def _cell(layer: AnnotatedLayer, model: Annotated, reshaped: bool) -> Cell:
    count = layer.count
    parts = count.split or ((count.formula,) if count.formula is not None else ())
    worked = " + ".join(part.worked() for part in parts)
    shape = text_outputs(layer) if reshaped else ""
    return Cell(layer, call_of(layer, model.model.framework), worked, text_value(count.value), shape)


def call_of(layer: AnnotatedLayer, framework: str) -> str:
    """The layer as code of its framework calls it: `LSTM(128, 64, batch_first=True)`; defaults are not said."""
    known = load(framework).type(layer.layer.type) if framework in NAMES else None
    given = dict(layer.layer.arguments)
    parts: list[str] = []
    for arg in known.args if known is not None else ():
        if arg.name in given and (arg.required or given[arg.name] != arg.default):
            value = _written(given[arg.name])
            parts.append(value if arg.required and len(parts) == known.args.index(arg) else f"{arg.name}={value}")  # type: ignore[union-attr]
    if known is None:
        parts = [f"{name}={_written(value)}" for name, value in given.items()]
    return f"{layer.layer.type}({', '.join(parts)})"


def _written(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "(" + ", ".join(_written(each) for each in value) + ("," if len(value) == 1 else "") + ")"
    return repr(value) if isinstance(value, (str, int, float, bool, type(None))) else str(value)
