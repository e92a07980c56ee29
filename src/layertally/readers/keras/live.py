"""The record of a live Keras model (`live/keras`) → `Model`: its configuration as a file would hold it, and for each
layer what Keras said of it.

In: a record, which may hold anything. Out: a model whose layers carry `Reported`; a weight that several layers hold
counts where it is met first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any, NamedTuple

from ...errors import LayertallyError, Place
from ...model import Layer, Model, Ref, Reported, Shape
from ..inputs import parse as typed
from ..source import Source
from .calls import Call, stated_shape
from .entries import Entry
from .graph import Node
from .layers import Built, operands_of
from .model import Around, Reader

HELD = "layertally"
"""The module of `Weight` and `Constant`, tensors that no layer makes, and of `Code`."""
CODE = "code"
SEEN = "code of the author's own between layers, which was run and not followed"


def read_record(record: Mapping[str, Any], source: Source) -> Model:
    """The model. Raises LayertallyError for a record that is none."""
    try:
        weights = [_Weight(str(name), tuple(map(int, shape)), bool(on)) for name, shape, on in record["weights"]]
        reader = _LiveReader(record, weights, source)
        model = reader.model(record["config"])
        layers, name = _Said(reader).layers(model.layers), str(record["name"])[:200]
        by = f"Keras {str(record['version'])[:20]}"
        notes = tuple(str(note)[:500] for note in record.get("notes", ()))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        reason = f"{source.name}: the record of the model is broken: {error!r}"
        raise LayertallyError(reason, Place(source.name)) from error
    return replace(model, name=name, layers=layers, reported_by=by, notes=notes)


class _Weight(NamedTuple):
    """A variable, with its whole path as Keras names it."""

    name: str
    shape: tuple[int, ...]
    trained: bool

    @property
    def size(self) -> int:
        return prod(self.shape)


class _LiveReader(Reader):
    """Reads a configuration beside what was said of each layer."""

    def __init__(self, record: Mapping[str, Any], weights: Sequence[_Weight], source: Source) -> None:
        super().__init__(source.name, [typed(each) for each in source.inputs], source.max_layers)
        self.told: Mapping[str, Any] = record["told"]
        self.tensors = weights
        self.numbers: dict[str, list[int]] = {}

    def _built(self, entry: Entry, call: Call, around: Around) -> Built:
        if entry.module != HELD:
            return super()._built(entry, call, around)
        type_ = self.words.type(entry.type)
        if type_ is None:
            return Built(CODE, None, operands_of(entry.type, call), why=SEEN)
        given = {"shape": entry.config["shape"]}
        kept = [list(self.tensors[at].shape) for at in self._numbers(f"{around.path}{entry.name}")]
        if kept and kept != [given["shape"]]:
            given["weights"] = kept
        return Built(entry.type, type_.op(given), (), given)

    def _layer(
        self,
        node: Node,
        built: Built,
        refs: tuple[Ref, ...],
        shapes: tuple[Shape, ...],
        around: Around,
        first: Layer | None = None,
    ) -> Layer:
        path = f"{around.path}{node.entry.name}"
        told = self.told.get(path, {})
        number = node.entry.calls.index(node.call) if node.call in node.entry.calls else 0
        calls = told.get("calls", ())
        if number < len(calls):
            shapes = tuple(shape for each in calls[number] if (shape := stated_shape(each)) is not None)
        layer = super()._layer(node, built, refs, shapes, around, first)
        own = self._numbers(path)
        if layer.op is None and layer.model is None and first is None and own:
            tensors = tuple(
                (self._short(at, node.entry.name), self.tensors[at].shape, self.tensors[at].trained) for at in own
            )
            layer = replace(layer, weights=tensors)
        if "weights" in told and first is None:
            self.numbers[path] = own
        if own and node.entry.module == HELD and not any(self.tensors[at].trained for at in own):
            layer = replace(layer, trainable=False)
        return layer

    def _numbers(self, path: str) -> list[int]:
        return [int(number) for number in self.told.get(path, {}).get("weights", ())]

    def _short(self, at: int, layer: str) -> str:
        """`kernel` of `net/block/dense/kernel`, below the layer's own name where that is in it."""
        return self.tensors[at].name.split(f"{layer}/", 1)[-1]


class _Said:
    """Puts beside the layers what Keras reports of them. `seen`: where each weight was met first."""

    def __init__(self, reader: _LiveReader) -> None:
        self.numbers, self.weights = reader.numbers, reader.tensors
        self.seen: dict[int, str] = {}

    def layers(self, layers: Sequence[Layer], path: str = "") -> tuple[Layer, ...]:
        """The layers of one model."""
        return tuple(self._layer(layer, f"{path}{layer.name}") for layer in layers)

    def _layer(self, layer: Layer, path: str) -> Layer:
        if layer.shared is not None:
            return layer
        own = self.numbers.get(path, [])
        fresh = [at for at in own if at not in self.seen]
        counted = fresh if layer.model is not None else own
        if path in self.numbers:
            trained = sum(self.weights[at].size for at in counted if self.weights[at].trained)
            fixed = sum(self.weights[at].size for at in counted) - trained
            said = (layer.reported or Reported())._replace(
                params=trained + fixed, trainable=trained, non_trainable=fixed
            )
            layer = replace(layer, reported=said)
        if layer.model is not None:
            return replace(layer, model=replace(layer.model, layers=self.layers(layer.model.layers, f"{path}/")))
        self.seen.update((at, path) for at in fresh)
        return replace(layer, shared=self.seen[own[0]]) if own and not fresh else layer
