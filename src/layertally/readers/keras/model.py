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
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from ...errors import LayertallyError, LimitError, Place
from ...frameworks import load
from ...model import Input, Layer, Model, Ref, Reported, Shape
from ...ops.base import Op
from .calls import Call, Tensor, stated_shape
from .entries import Entry, broken, read_entries
from .fed import chain_input, free_name, input_of, references
from .graph import Graph, Node
from .inside import network
from .layers import Built, Known, build, operands_of
from .stated import Stated, completed, silent
from .weights import Weights

MAX_DEPTH = 40
MAX_LAYERS = 100_000
MAX_OUTPUTS = 4096
NOT_SAID = "; which of its weights are trained, the file does not say"


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for a model that is read: how deep and where it stands, whether it is trained, what the file keeps of
    it, how many of its outputs are read."""

    depth: int = 0
    path: str = ""
    trainable: bool = True
    weights: Weights | None = None
    build: Mapping[str, Any] | None = None
    outputs: int = 1

    def inside(self, entry: Entry) -> Around:
        """The same for a model inside it."""
        own = self.weights.of(entry.name) if self.weights is not None else None
        return Around(self.depth + 1, f"{self.path}{entry.name}/", self.trainable and entry.trainable, own, entry.build)


class Reader:
    """Reads one file. `inputs` are shapes for a Sequential that states none, `weights` what the file keeps, `version`
    the Keras that wrote it."""

    def __init__(
        self,
        source: str,
        inputs: Sequence[Input] = (),
        max_layers: int | None = None,
        weights: Weights | None = None,
        version: str = "",
        notes: tuple[str, ...] = (),
    ) -> None:
        self.source, self.inputs, self.most = source, inputs, max_layers or MAX_LAYERS
        self.weights, self.version, self.notes = weights, version, notes
        self.words = load("keras")
        self.count = 0
        self.known: Known = {}
        self.owners: dict[int, str] = {}
        self.widths: dict[Entry, int] = {}

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
        built = root.get("build_config")
        around = Around(weights=self.weights, build=built if isinstance(built, Mapping) else None)
        model = self._model(name, config, around)
        told = any(layer.reported is not None for layer in model.all_layers())
        what = "the shapes and weights" if self.weights is not None else "the shapes"
        by = f"{what} in the file" + (f" (Keras {self.version})" if self.version else "")
        return replace(model, reported_by=by if told else "", notes=self.notes)

    def _model(self, name: str, config: Mapping[str, Any], around: Around) -> Model:
        if around.depth > MAX_DEPTH:
            raise LimitError(f"{self.source} was refused: models nested deeper than {MAX_DEPTH}", Place(self.source))
        around = replace(around, trainable=around.trainable and config.get("trainable") is not False)
        entries = read_entries(config["layers"], self.source, f"{name[:40]}." if around.depth else "")
        self.count += len(entries)
        if self.count > self.most:
            raise LimitError(f"{self.source} was refused: more than {self.most:,} layers", Place(self.source))
        if "output_layers" in config or "input_layers" in config:
            return self._functional(name, config, entries, around)
        return self._sequential(name, config, entries, around)

    def _functional(self, name: str, config: Mapping[str, Any], entries: list[Entry], around: Around) -> Model:
        outputs = references(config.get("output_layers"), "output_layers", self.source)
        graph = Graph(entries, outputs, self.source)
        wanted = [tensor.layer for tensor in references(config.get("input_layers"), "input_layers", self.source)]
        missing = [layer for layer in wanted if layer not in graph.entries]
        if missing:
            raise broken(self.source, f"the model's inputs name `{missing[0][:80]}`, which is no layer of the model")
        wanted += [entry.name for entry in entries if entry.is_input and entry.name not in wanted]
        given = [graph.entries[layer] for layer in wanted if graph.entries[layer].is_input]
        inputs = tuple(self._input(entry, at, around) for at, entry in enumerate(given))
        stated = Stated(graph)
        firsts: dict[str, Layer] = {}
        layers = []
        for node in graph.order():
            self.widths[node.entry] = graph.widths.get(node.entry.name, 1)
            built = self._built(node.entry, node.call, around)
            refs = tuple(graph.ref(tensor, node.name) for tensor in built.operands)
            layer = self._layer(node, built, refs, stated.of(node), around, firsts.get(node.entry.name))
            firsts.setdefault(node.entry.name, layer)
            layers.append(layer)
        ends = tuple(graph.ref(tensor, output=True) for tensor in outputs)
        return Model(name, "keras", inputs, tuple(layers), ends, source=self.source)

    def _sequential(self, name: str, config: Mapping[str, Any], entries: list[Entry], around: Around) -> Model:
        if not entries:
            raise broken(self.source, f"`{name[:80]}` has no layers", "add a layer and write the file again")
        if entries[0].is_input:
            given, entries = self._input(entries[0], 0, around), entries[1:]
        elif not around.depth and self.inputs:
            given = replace(self.inputs[0], name=self.inputs[0].name or free_name(entries))
        else:
            given = chain_input(name, config, entries, around.build or {}, self.source)
        before = Ref(given.name)
        layers = []
        for at, entry in enumerate(entries):
            built = self._built(entry, Call(), around)
            after = stated_shape(entries[at + 1].build.get("input_shape")) if at + 1 < len(entries) else None
            node = Node(entry.name, entry, Call())
            layers.append(self._layer(node, built, (before,), (after,) if after else (), around))
            before = Ref(entry.name)
        ends = tuple(Ref(before.layer, at) for at in range(min(around.outputs, MAX_OUTPUTS)))
        return Model(name, "keras", (given,), tuple(layers), ends, source=self.source)

    def _built(self, entry: Entry, call: Call, around: Around) -> Built:
        if entry.nested:
            return Built(entry.type, None, operands_of(entry.type, call))
        if entry.is_operation:
            from .operations import build_operation

            return build_operation(entry, call, self.words)
        return build(entry, call, self.words, lambda value: self._inside(value, around), self.known)

    def _inside(self, value: Mapping[str, Any], around: Around) -> Op:
        """A model that a layer wraps, as one op."""
        built = value.get("build_config")
        inner = replace(
            around, depth=around.depth + 1, weights=None, build=built if isinstance(built, Mapping) else None
        )
        return network(self._model(str(value["config"].get("name", "model")), value["config"], inner))

    def _layer(
        self,
        node: Node,
        built: Built,
        refs: tuple[Ref, ...],
        shapes: tuple[Shape, ...],
        around: Around,
        first: Layer | None = None,
    ) -> Layer:
        """One call of a layer; `first` is its first call, whose weights it uses."""
        entry = node.entry
        inside = around.inside(entry)
        kept = inside.weights if first is None else None
        model, why, weights = None, built.why, None
        if entry.nested:
            fed = node.call.tensors()
            inside = replace(inside, outputs=self.widths.get(entry, 1))
            if not inside.build and len(fed) == 1:
                inside = replace(inside, build={"input_shape": fed[0].shape})
            model = first.model if first is not None else self._model(entry.name, entry.config, inside)
            if model is not None and not _as_built(model, fed):
                model = silent(model)  # what it states holds for other shapes than those that it is called with here
            model = completed(model, shapes) if model is not None else None
        elif built.op is None and kept is not None and kept.tensors:
            weights = tuple((name, shape, inside.trainable) for name, shape in kept.tensors)
            why += NOT_SAID if len(weights) > 1 and inside.trainable else ""
        params = kept.params if kept is not None and not _recoded(entry) else None
        if entry.is_operation or (entry.type == "Lambda" and not entry.custom):  # without weights
            reported: Reported | None = Reported(shapes or None, 0, 0, 0, 0)
        else:
            reported = Reported(shapes or None, params) if shapes or params is not None else None
        return Layer(
            node.name,
            built.type,
            built.op,
            refs,
            built.arguments,
            trainable=inside.trainable,
            shared=entry.name if first is not None else self._owner(entry, around),
            model=model,
            weights=weights,
            reported=reported,
            why=why,
        )

    def _owner(self, entry: Entry, around: Around) -> str | None:
        """Where the same layer stands already, in another model of the file; None if nowhere."""
        if entry.identity is None:
            return None
        here = f"{around.path}{entry.name}"
        owner = self.owners.setdefault(entry.identity, here)
        return None if owner == here else owner

    def _input(self, entry: Entry, at: int, around: Around) -> Input:
        """An input of the model, with the shape that the user gives where he gives one."""
        own = input_of(entry, self.source)
        for number, given in enumerate(self.inputs if not around.depth else ()):
            if given.name == own.name or (not given.name and number == at):
                return replace(own, shape=given.shape)
        return own


def _as_built(model: Model, fed: Sequence[Tensor]) -> bool:
    """Whether a model inside is called with the shapes that it was built for."""
    pairs = [(own.shape, tensor.shape) for own, tensor in zip(model.inputs, fed, strict=False) if tensor.shape]
    return all(
        len(own) == len(given) and all(a == b or None in (a, b) for a, b in zip(own[1:], given[1:], strict=True))
        for own, given in pairs
    )


def _recoded(entry: Entry) -> bool:
    """Whether the weights are kept in another form than that of training: quantized, or merged with their LoRA."""
    policy = entry.config.get("dtype")
    settings = policy.get("config") if isinstance(policy, Mapping) else None
    named = settings.get("name") if isinstance(settings, Mapping) else policy
    quantized = isinstance(named, str) and named.startswith(("int", "float8"))
    return quantized or bool(entry.config.get("lora_rank")) or bool(entry.config.get("quantization_config"))
