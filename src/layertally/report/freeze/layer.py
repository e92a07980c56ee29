"""One layer as an item of a description: the class name and what stands behind it.

In: an annotated layer. Out: `Item`. A layer is spelled as its framework spells it wherever that reads back to the same
rule; else as `Custom`, with the rule written out, or, without one, with its output and its weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...annotation import AnnotatedLayer
from ...errors import LayertallyError
from ...formula import Poly
from ...formula.written import written
from ...frameworks import load
from ...model import Dim, Layer, Ref, Shape
from ...ops.spelled import spelled
from .text import flow, scalar

NESTED = ("Sequential", "Model")
RESERVED = (*NESTED, "Scope", "Custom")


class Item(NamedTuple):
    """`shared` is the layer whose weights it uses; `nested` tells that a model stands inside."""

    type: str
    arguments: Mapping[str, Any]
    inputs: tuple[Ref, ...]
    shared: str | None = None
    nested: bool = False


class Speller:
    """Spells the layers of one model."""

    def __init__(self, framework: str) -> None:
        self.framework, self.words = framework, load(framework)
        self._read: dict[str, Layer | None] = {}

    def item(self, layer: AnnotatedLayer, owner: AnnotatedLayer | None) -> Item:
        """The item of a layer; `owner` has the weights that it uses again."""
        found = layer.layer
        if found.model is not None:
            return self._nested(layer)
        if found.shared is not None and owner is not None and self._says_all(found, owner.layer):
            type_ = found.type if owner.layer.op is not None else "Custom"
            return Item(type_, self._called(found), found.inputs, found.shared)
        kept: dict[str, Any] = {} if found.trainable or found.shared is not None else {"trainable": False}
        if found.op is None:
            return Item("Custom", {**_opaque(layer), **kept}, found.inputs, found.shared)
        if self.in_table(found) and found.shared is None:
            return Item(found.type, {**kept, **found.arguments}, found.inputs)
        rule: dict[str, Any] = {"class": found.type, "rule": spelled(found.op)}
        if found.why:
            rule["why"] = found.why
        return Item("Custom", {**kept, **rule}, found.inputs, found.shared)

    def _nested(self, layer: AnnotatedLayer) -> Item:
        found = layer.layer
        type_ = found.type if found.type in NESTED else "Model"
        own: dict[str, Any] = {} if found.trainable else {"trainable": False}
        if found.type not in (*NESTED, "Functional"):
            own["class"] = found.type
        return Item(type_, {} if found.shared is not None else own, found.inputs, found.shared, nested=True)

    def in_table(self, layer: Layer) -> bool:
        """Whether the framework's own spelling reads back to the very rule."""
        if not layer.type.isidentifier() or layer.type in RESERVED or self.words.type(layer.type) is None:
            return False
        written = f"{layer.type}: {flow(dict(layer.arguments))}" if layer.arguments else layer.type
        if written not in self._read:
            self._read[written] = self._alone(written)
        read = self._read[written]
        return read is not None and (read.type, read.op) == (layer.type, layer.op)

    def _alone(self, written: str) -> Layer | None:
        """A layer that is read by itself; None if it cannot be."""
        from ...readers.description import read_text

        head = f"framework: {self.framework}\ninput: {{a: [1], b: [1]}}\nlayers:\n"
        reads = "inputs: [a]" if "{" not in written else "inputs: [a], "
        item = written.replace("{", f"{{{reads}", 1) if "{" in written else f"{written}: {{{reads}}}"
        try:
            return read_text(f"{head}  - {item}\n", "frozen").layers[0]
        except LayertallyError:
            return None

    def _says_all(self, layer: Layer, owner: Layer) -> bool:
        """Whether `shared` says all that a second use needs: it is the owner again."""
        if owner.op is None:
            return layer.op is None and layer.type == owner.type and layer.reported == owner.reported
        if layer.op is None or layer.type != owner.type or not self.in_table(owner):
            return False
        own = {name: value for name, value in owner.arguments.items() if name not in self._call_names(owner.type)}
        again = self._alone(f"{layer.type}: {flow({**own, **self._called(layer)})}")
        return again is not None and again.op == layer.op

    def _called(self, layer: Layer) -> dict[str, Any]:
        """What a layer is given when it is called, which shared weights do not decide."""
        return {name: value for name, value in layer.arguments.items() if name in self._call_names(layer.type)}

    def _call_names(self, type_: str) -> set[str]:
        found = self.words.type(type_)
        return {arg.name for arg in found.args if arg.call} if found is not None else set()


def _opaque(layer: AnnotatedLayer) -> dict[str, Any]:
    """A layer without a rule: its class, its shapes, its weights by size."""
    found = layer.layer
    out: dict[str, Any] = {"class": found.type}
    shapes = [shape_list(one.shape) for one in layer.outputs]
    if shapes:
        out["output"] = shapes[0] if len(shapes) == 1 else shapes
    if found.weights:
        out["weights"] = {
            name: list(shape) if trained else {"shape": list(shape), "trainable": False}
            for name, shape, trained in found.weights
        }
    elif found.shared is None and layer.count.value == 0:
        out["weights"] = {}
    elif found.shared is None and layer.count.value is not None:
        out["params"] = layer.count.value
    if found.shared is None and layer.count.buffers:
        out["buffers"] = layer.count.buffers
    return {**out, "why": found.why}


def shape_list(shape: Shape) -> list[Any]:
    """A shape without its batch."""
    return [dim_value(dim) for dim in shape[1:]]


def dim_value(dim: Dim) -> Any:
    """A dim: a number, a name, what is worked out of names, or null."""
    return written(dim) if isinstance(dim, Poly) else dim


__all__ = ["Item", "Speller", "dim_value", "scalar", "shape_list"]
