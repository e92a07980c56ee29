"""The configuration of a model → `Model`: Functional and Sequential, nested to any sane depth.

In: the configuration and what else the file says. Out: a model whose layers have their ops.

>>> config = {"class_name": "Sequential", "config": {"name": "net", "layers": [
...     {"class_name": "InputLayer", "config": {"batch_shape": [None, 28, 28, 1], "name": "image"}},
...     {"class_name": "Conv2D", "config": {"filters": 32, "kernel_size": [3, 3], "name": "conv"}}]}}
>>> model = Reader("net.json").model(config)
>>> [(layer.name, layer.inputs[0].layer, dict(layer.arguments)) for layer in model.layers]
[('conv', 'image', {'filters': 32, 'kernel_size': 3})]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from ...errors import LayertallyError, LimitError, Place
from ...frameworks import load
from ...model import Input, Layer, Model, Ref, Reported
from .calls import Call, Tensor, is_reference, stated_shape
from .entries import Entry, broken, read_entries
from .graph import Graph, Node
from .layers import build, operands_of
from .operations import build_operation
from .stated import Stated

MAX_DEPTH = 40
MAX_LAYERS = 100_000


class Reader:
    """Reads one file. `inputs` are shapes for a Sequential that states none."""

    def __init__(self, source: str, inputs: Sequence[Input] = (), max_layers: int | None = None) -> None:
        self.source, self.inputs, self.most = source, inputs, max_layers or MAX_LAYERS
        self.words = load("keras")
        self.count = 0

    def model(self, root: Mapping[str, Any]) -> Model:
        """The model of a whole file. Raises LayertallyError."""
        config = root["config"]
        if isinstance(config, list):
            config = {"layers": config}
        if not isinstance(config.get("layers"), list):
            raise LayertallyError(
                f"{str(root['class_name'])[:80]} is a class of its own: the file holds its settings, but no layers",
                Place(self.source),
                "name the live model instead: package.module:name",
            )
        given = config.get("name")
        name = given if isinstance(given, str) and given else PurePath(self.source).name.split(".")[0]
        return self._model(name, str(root["class_name"]), config, root.get("build_config"), depth=0)

    def _model(
        self, name: str, type_: str, config: Mapping[str, Any], build_: Any, depth: int, trainable: bool = True
    ) -> Model:
        if depth > MAX_DEPTH:
            raise LimitError(f"{self.source} was refused: models nested deeper than {MAX_DEPTH}", Place(self.source))
        trainable = trainable and config.get("trainable") is not False
        entries = read_entries(config["layers"], self.source, f"{name[:40]}." if depth else "")
        self.count += len(entries)
        if self.count > self.most:
            raise LimitError(f"{self.source} was refused: more than {self.most:,} layers", Place(self.source))
        if "output_layers" in config or "input_layers" in config:
            return self._functional(name, config, entries, depth, trainable)
        return self._sequential(name, config, entries, build_, depth, trainable)

    # ---- a graph ---------------------------------------------------------------------------------

    def _functional(
        self, name: str, config: Mapping[str, Any], entries: list[Entry], depth: int, trainable: bool
    ) -> Model:
        outputs = _references(config.get("output_layers"), "output_layers", self.source)
        graph = Graph(entries, outputs, self.source)
        wanted = [tensor.layer for tensor in _references(config.get("input_layers"), "input_layers", self.source)]
        missing = [layer for layer in wanted if layer not in graph.entries]
        if missing:
            raise broken(self.source, f"the model's inputs name `{missing[0][:80]}`, which is no layer of the model")
        wanted += [entry.name for entry in entries if entry.is_input and entry.name not in wanted]
        inputs = tuple(self._input(graph.entries[layer], depth) for layer in wanted if graph.entries[layer].is_input)
        stated = Stated(graph)
        models: dict[str, Model] = {}
        layers = tuple(self._layer(node, graph, stated, models, depth, trainable) for node in graph.order())
        ends = tuple(graph.ref(tensor, output=True) for tensor in outputs)
        return Model(name, "keras", inputs, layers, ends, source=self.source)

    def _layer(
        self, node: Node, graph: Graph, stated: Stated, models: dict[str, Model], depth: int, trainable: bool
    ) -> Layer:
        entry = node.entry
        shared = None if node.first else entry.name
        shapes = stated.of(node)
        reported = Reported(shapes) if shapes else None
        if entry.operation:  # it has no weights
            reported = Reported(shapes or None, 0, 0, 0, 0)
        if entry.nested:
            refs = tuple(graph.ref(tensor, node.name) for tensor in _fed(node))
            return self._nested(node, refs, models, depth, trainable, shared, reported)
        built = (build_operation if entry.operation else build)(entry, node.call, self.words)
        return Layer(
            node.name,
            built.type,
            built.op,
            tuple(graph.ref(tensor, node.name) for tensor in built.operands),
            built.arguments,
            trainable=trainable and entry.trainable,
            shared=shared,
            reported=reported,
            why=built.why,
        )

    def _nested(
        self,
        node: Node,
        refs: tuple[Ref, ...],
        models: dict[str, Model],
        depth: int,
        trainable: bool,
        shared: str | None,
        reported: Reported | None,
    ) -> Layer:
        entry = node.entry
        trained = trainable and entry.trainable
        if entry.name not in models:
            first = node.call.tensors()
            build_ = entry.build or ({"input_shape": first[0].shape} if len(first) == 1 else {})
            models[entry.name] = self._model(entry.name, entry.type, entry.config, build_, depth + 1, trained)
        return Layer(
            node.name,
            entry.type,
            None,
            refs,
            trainable=trained,
            shared=shared,
            model=models[entry.name],
            reported=reported,
        )

    # ---- a chain ---------------------------------------------------------------------------------

    def _sequential(
        self, name: str, config: Mapping[str, Any], entries: list[Entry], build_: Any, depth: int, trainable: bool
    ) -> Model:
        if not entries:
            raise broken(self.source, f"`{name[:80]}` has no layers", "add a layer and write the file again")
        given, entries = self._chain_input(name, config, entries, build_, depth)
        before: Ref = Ref(given.name)
        layers: list[Layer] = []
        for at, entry in enumerate(entries):
            after = entries[at + 1].build.get("input_shape") if at + 1 < len(entries) else None
            shape = stated_shape(after)
            reported = Reported((shape,)) if shape else None
            trained = trainable and entry.trainable
            if entry.nested:
                inner = self._model(entry.name, entry.type, entry.config, entry.build, depth + 1, trained)
                layer = Layer(
                    entry.name, entry.type, None, (before,), trainable=trained, model=inner, reported=reported
                )
            else:
                built = build(entry, Call(), self.words)
                layer = Layer(
                    entry.name,
                    built.type,
                    built.op,
                    (before,),
                    built.arguments,
                    trainable=trained,
                    reported=reported,
                    why=built.why,
                )
            layers.append(layer)
            before = Ref(entry.name)
        return Model(name, "keras", (given,), tuple(layers), (before,), source=self.source)

    def _chain_input(
        self, name: str, config: Mapping[str, Any], entries: list[Entry], build_: Any, depth: int
    ) -> tuple[Input, list[Entry]]:
        """What a Sequential is fed: its InputLayer, or what the first layer or the file says."""
        if entries[0].is_input:
            return self._input(entries[0], depth), entries[1:]
        taken = {entry.name for entry in entries}
        own = next(f"input{'_' * n}" for n in range(len(entries) + 1) if f"input{'_' * n}" not in taken)
        if not depth and self.inputs:
            return self.inputs[0], entries
        first, built = _innermost(entries[0].config), build_ if isinstance(build_, Mapping) else {}
        candidates = (
            first.get("batch_shape"),
            first.get("batch_input_shape"),
            config.get("build_input_shape"),
            built.get("input_shape"),
            entries[0].build.get("input_shape"),
        )
        for candidate in candidates:
            shape = stated_shape(candidate)
            if shape:
                dtype = first.get("dtype") if entries[0].type == "Embedding" else None
                return Input(own, shape, dtype if isinstance(dtype, str) else "float32"), entries
        raise LayertallyError(
            f"`{name[:80]}` does not say what it is fed: it was never built, and its first layer has no input shape",
            Place(self.source),
            "give the shape: --input 28,28,1, or put keras.Input(shape) first",
        )

    def _input(self, entry: Entry, depth: int) -> Input:
        config = entry.config
        for given in self.inputs if not depth else ():
            if given.name == entry.name:
                return given
        shape = stated_shape(config.get("batch_shape")) or stated_shape(config.get("batch_input_shape"))
        if not shape:
            raise broken(self.source, f"the input `{entry.name[:80]}` has no shape")
        dtype = config.get("dtype")
        return Input(entry.name, shape, dtype if isinstance(dtype, str) else "float32")


def _fed(node: Node) -> tuple[Tensor, ...]:
    """What a nested model is called with."""
    return operands_of(node.entry.type, node.call)


def _innermost(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of the first layer, of a model that comes first those of its own first layer."""
    while isinstance(config.get("layers"), list) and config["layers"]:
        first = config["layers"][0]
        inner = first.get("config") if isinstance(first, Mapping) else None
        config = inner if isinstance(inner, Mapping) else {}
    return config


def _references(value: Any, what: str, source: str) -> list[Tensor]:
    """Every `[layer, call, output]` in a nest; of a mapping in the order of its keys, as Keras flattens it."""
    if value is None:
        return []
    if is_reference(value):
        return [Tensor(value[0], value[1], value[2])]
    if isinstance(value, list):
        return [tensor for item in value for tensor in _references(item, what, source)]
    if isinstance(value, Mapping):
        return [tensor for key in sorted(value) for tensor in _references(value[key], what, source)]
    raise broken(source, f"{str(value)[:80]} in `{what}` names no tensor")
