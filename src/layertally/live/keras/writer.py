"""A live model → the configuration that a file of it would hold, and what Keras says of each layer.

In: a model, or a layer of the user's own with tensors that it is called with. Out: dicts as `model.to_json()` has them.
What is inside a layer of the user's own stands in it as in a model; weights that it uses without a layer are `Weight`,
constants `Constant`. `told` is kept by path: `block/dense`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import LimitError
from .graph import BrokenGraphError, Graph, Source
from .names import Names, input_names, last_word
from .plain import Swap, plain, shape_of
from .run import Code, ran
from .tensors import input_layer, keras_name, open_batch, reference
from .trace import BATCH, followed

MAX_DEPTH = 32
OWN = ("keras.", "keras_core.", "tf_keras.")
HELD = "layertally"
"""The module of `Weight` and `Constant`, which are no layers of Keras."""

Raw = dict[str, Any]


class Writer:
    """Writes one model. `weights` grows by every variable that is met, `told` by every layer."""

    def __init__(self, library: Any) -> None:
        self.library = library
        self.told: dict[str, Raw] = {}
        self.weights: list[list[Any]] = []
        self.notes: list[str] = []
        self._numbers: dict[int, int] = {}
        self._layers: dict[int, int] = {}
        self._kept: list[Any] = []
        self.by_run = False

    def network(self, model: Any, path: str, depth: int) -> Raw:
        """`config` of a Functional or a built Sequential. BrokenGraphError where its calls cannot be followed."""
        functional = getattr(model, "_functional", None) or model
        graph = Graph(functional.inputs, functional.outputs)
        order = {id(operation): at for at, operation in enumerate(functional.operations)}
        graph.nodes.sort(key=lambda node: order.get(id(node.operation), 0))
        inputs = [input_layer(tensor, keras_name(tensor)) for tensor in functional.inputs]
        return self._config(model, graph, inputs, path, depth)

    def whole(self, model: Any, fed: Sequence[Any], outputs: Sequence[Any], names: Sequence[str]) -> Raw:
        """`config` of a model whose inside nothing shows: one layer, with all its weights."""
        inputs = [input_layer(tensor, name) for tensor, name in zip(fed, names, strict=True)]
        name = Names([each["name"] for each in inputs], anew=False).free(str(model.name))
        read = [reference(tensor, [each["name"], 0, 0]) for tensor, each in zip(fed, inputs, strict=True)]
        shapes = [open_batch(shape_of(tensor)) for tensor in outputs]
        self.told[name] = {"calls": [shapes], **self.said(model)}
        entry = {**self._about(model, name), "name": name, "calls_from": 0}
        entry["inbound_nodes"] = [{"args": [read], "kwargs": {}}]
        return {
            "name": str(model.name),
            "trainable": bool(model.trainable),
            "layers": [*inputs, entry],
            "input_layers": [[each["name"], 0, 0] for each in inputs],
            "output_layers": [[name, 0, index] for index in range(len(outputs))],
        }

    def inside(
        self,
        layer: Any,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        path: str,
        depth: int,
        names: Sequence[str] = (),
    ) -> tuple[Raw, list[int]] | None:
        """`config` of a layer of the user's own, and which of the tensors that it is called with it reads; None where
        it cannot be followed."""
        for reader in (self._followed, self._ran):
            graph = reader(layer, args, kwargs)
            if graph is not None and graph.nodes and graph.read:
                break
        else:
            return None
        used = [at for at, tensor in enumerate(graph.inputs) if id(tensor) in graph.read]
        graph.inputs = [graph.inputs[at] for at in used]
        called = [names[at] for at in used] if names else input_names(used)
        inputs = [input_layer(tensor, name) for tensor, name in zip(graph.inputs, called, strict=True)]
        return self._config(layer, graph, inputs, path, depth), used

    def _followed(self, layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Graph | None:
        found = followed(self.library, layer, args, kwargs)
        if found is None:
            return None
        self._kept.append(found)  # ids of its tensors stay theirs
        try:
            return Graph(found.given, found.outputs, found.origins)
        except BrokenGraphError:
            return None

    def _ran(self, layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Graph | None:
        found = ran(self.library, layer, args, kwargs) if own_layers(layer) else None
        if found is None:
            return None
        self._kept.append(found)
        self.by_run = self.by_run or any(isinstance(step.operation, Code) for step in found.steps)
        return Graph(found.given, found.outputs, steps=found.steps)

    # ---- one graph -----------------------------------------------------------------------------

    def _config(self, owner: Any, graph: Graph, inputs: list[Raw], path: str, depth: int) -> Raw:
        names = Names([each["name"] for each in inputs], self.kind(owner) == "own")
        calls: dict[int, list[Any]] = {}
        for node in graph.nodes:
            calls.setdefault(id(node.operation), []).append(node)
        where: dict[int, list[Any]] = {
            id(tensor): [each["name"], 0, 0] for tensor, each in zip(graph.inputs, inputs, strict=True)
        }
        layers = list(inputs)
        for source in graph.sources.values():
            layers.append(self._held(source, names, path))
            where[id(source.tensor)] = [layers[-1]["name"], 0, 0]
        for nodes in calls.values():
            name = names.of(nodes[0].operation)
            for at, node in enumerate(nodes):
                for index, tensor in enumerate(node.output_tensors):
                    where[id(tensor)] = [name, at, index]
        for nodes in calls.values():
            layers += self._entry(nodes, graph, where, names, path, depth)
        layers += self._left(owner, layers, path)
        return {
            "name": owner.name,
            "trainable": bool(owner.trainable),
            "layers": layers,
            "input_layers": [[each["name"], 0, 0] for each in inputs],
            "output_layers": [where[id(tensor)] for tensor in graph.outputs],
        }

    def _entry(
        self, nodes: Sequence[Any], graph: Graph, where: dict[int, list[Any]], names: Names, path: str, depth: int
    ) -> list[Raw]:
        """A layer or operation with all its calls; before it the weights that its calls use without a layer."""
        operation = nodes[0].operation
        name = names.of(operation)
        before: list[Raw] = []

        def swap(value: Any) -> Any:
            if isinstance(value, self.library.KerasTensor):
                place = where.get(id(value))
                return None if place is None else reference(value, place)
            source = graph.source(value, self.library)
            if source is not None:
                if id(value) not in where:
                    before.append(self._held(source, names, path))
                    where[id(value)] = [before[-1]["name"], 0, 0]
                    self._kept.append(value)
                return reference(value, where[id(value)])
            return None

        entry: Raw = {"name": name, **self._about(operation, name)}
        here = f"{path}{name}"
        used: list[int] | None = None
        self._tell(operation, nodes, here)
        if isinstance(operation, self.library.layers.Layer):
            used = self._open(entry, operation, nodes[0], here, depth)
            entry["shared_object_id"] = self._layers.setdefault(id(operation), len(self._layers))
        entry["calls_from"] = 0
        entry["inbound_nodes"] = [self._call(operation, node, used, swap) for node in nodes]
        return [*before, entry]

    def _call(self, operation: Any, node: Any, used: list[int] | None, swap: Swap) -> Raw:
        args, kwargs = node.arguments.args, node.arguments.kwargs
        if used is not None:
            flat = self.library.tree.flatten((args, kwargs))
            tensors = [each for each in flat if isinstance(each, self.library.KerasTensor)]
            return {"args": [plain([tensors[at] for at in used if at < len(tensors)], swap)], "kwargs": {}}
        args = tuple(_by_name(operation, each) for each in args)
        return {"args": plain(args, swap), "kwargs": plain(kwargs, swap)}

    def _about(self, operation: Any, name: str) -> Raw:
        """Class, module and settings, as Keras writes them; of a class that cannot say them, what every layer has."""
        cls = type(operation)
        out: Raw = {"module": cls.__module__, "class_name": cls.__name__, "config": {"name": name}}
        layer = isinstance(operation, self.library.layers.Layer)
        try:
            if layer:
                said = self.library.saving.serialize_keras_object(operation)
                out["module"], out["config"] = said.get("module") or cls.__module__, plain(said.get("config") or {})
                if isinstance(said.get("registered_name"), str):
                    out["registered_name"] = said["registered_name"]
                if said.get("build_config"):
                    out["build_config"] = plain(said["build_config"])
            else:
                out["config"] = plain(_settings(operation))
        except Exception:  # noqa: BLE001 - settings are asked of the user's own code
            out["config"] = {}
        if not isinstance(out["config"], dict):
            out["config"] = {}
        out["config"]["name"] = name
        if layer:
            out["config"]["trainable"] = bool(operation.trainable)
        return out

    def _open(self, entry: Raw, layer: Any, node: Any, path: str, depth: int) -> list[int] | None:
        """What is inside a layer, written into its entry; which of its tensors it reads, where its own code was
        followed."""
        kind = self.kind(layer)
        if depth >= MAX_DEPTH and kind != "leaf":
            raise LimitError(f"the model was refused: models nested deeper than {MAX_DEPTH}")
        if kind == "network":
            try:
                entry["config"] = {
                    **entry["config"],
                    **self.network(layer, f"{path}/", depth + 1),
                    "name": entry["name"],
                }
            except BrokenGraphError:
                return None
            return None
        if kind == "own":
            found = self.inside(layer, node.arguments.args, node.arguments.kwargs, f"{path}/", depth + 1)
            if found is not None:
                entry["config"] = {**found[0], "name": entry["name"]}
                return found[1]
        return None

    def kind(self, layer: Any) -> str:
        """`network`: a graph that Keras keeps; `own`: a class with a `call` of its own; `leaf`: one of Keras'."""
        library, cls = self.library, type(layer)
        if isinstance(layer, library.Sequential):
            return "network" if getattr(layer, "_functional", None) is not None else "own"
        functional = library.src.models.functional.Functional
        if isinstance(layer, functional) and cls.call is functional.call:
            return "network"
        if isinstance(layer, (library.layers.Lambda, library.layers.Pipeline)):
            return "own"
        return "leaf" if cls.__module__.startswith(OWN) else "own"

    # ---- what Keras says -----------------------------------------------------------------------

    def _tell(self, layer: Any, nodes: Sequence[Any], path: str) -> None:
        calls = [[open_batch(shape_of(tensor)) for tensor in node.output_tensors] for node in nodes]
        self.told[path] = {"calls": calls, **self.said(layer)}

    def said(self, layer: Any) -> Raw:
        """Numbers of the weights that Keras counts for a layer."""
        if not isinstance(layer, self.library.layers.Layer):
            return {"weights": []}
        return {"weights": [self.number(each) for each in layer.weights]} if layer.built else {}

    def number(self, variable: Any) -> int:
        """The number of a variable; noted down when it is met first."""
        if id(variable) not in self._numbers:
            self._numbers[id(variable)] = len(self.weights)
            self._kept.append(variable)
            self.weights.append([str(variable.path), shape_of(variable), bool(variable.trainable)])
        return self._numbers[id(variable)]

    def _held(self, source: Source, names: Names, path: str) -> Raw:
        """A tensor that nothing flows into, as a layer."""
        shape = shape_of(source.tensor)
        if not source.variables:
            name = names.free("constant")
            return {
                "name": name,
                "module": HELD,
                "class_name": "Constant",
                "config": {"shape": open_batch(shape)},
                "inbound_nodes": [],
            }
        return self._weight(
            [self.number(each) for each in source.variables],
            open_batch(shape),
            names.free(last_word(source.variables[0])),
            path,
        )

    def _weight(self, numbers: list[int], shape: list[int | None], name: str, path: str) -> Raw:
        self.told[f"{path}{name}"] = {"calls": [[shape]], "weights": numbers}
        return {"name": name, "module": HELD, "class_name": "Weight", "config": {"shape": shape}, "inbound_nodes": []}

    def _left(self, owner: Any, layers: Sequence[Mapping[str, Any]], path: str) -> list[Raw]:
        """The weights of a model that none of its layers was seen to use, so that the total stays right: the trained
        ones, and the others."""
        taken = {each["name"] for each in layers}
        seen = {number for name in taken for number in self.told.get(f"{path}{name}", {}).get("weights", ())}
        left = [number for each in owner.weights if (number := self.number(each)) not in seen]
        names = Names(list(taken), anew=False)
        out = []
        for word, trained in (("weights", True), ("fixed_weights", False)):
            own = [number for number in left if self.weights[number][2] is trained]
            if own:
                out.append(self._weight(own, [], names.free(word), path))
        return out


def own_layers(layer: Any) -> list[Any]:
    """The layers that a layer holds itself."""
    return list(layer._flatten_layers(include_self=False, recursive=False))  # noqa: SLF001 - the only list of them


def _settings(operation: Any) -> Any:
    """The arguments of a bare operation; where it was followed with a batch, that number is left open."""
    config = dict(operation.get_config())
    for name in ("newshape", "shape"):
        target = config.get(name)
        if (
            isinstance(target, (list, tuple))
            and target
            and isinstance(target[0], int)
            and target[0]
            and target[0] % BATCH == 0
        ):
            config[name] = [None if -1 in target else -1, *target[1:]]
    return config


def _by_name(operation: Any, value: Any) -> Any:
    """A model that is called with a mapping takes its tensors by the names of its inputs."""
    inputs = getattr(getattr(operation, "_functional", None) or operation, "inputs", None)
    if not isinstance(value, Mapping) or not isinstance(inputs, (list, tuple)):
        return value
    names = [tensor.name for tensor in inputs]
    return [value[name] for name in names] if set(names) <= set(value) else value
