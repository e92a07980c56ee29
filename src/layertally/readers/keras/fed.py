"""What a model is fed: its input layers, or the shape that a chain of layers was built for.

In: entries and settings. Out: `Input`, or an error that says how to give the shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import LayertallyError, Place
from ...model import Input
from .calls import Tensor, is_reference, stated_shape
from .entries import Entry, broken


def input_of(entry: Entry, source: str) -> Input:
    """An input layer. Raises LayertallyError if it has no shape."""
    shape = stated_shape(entry.config.get("batch_shape")) or stated_shape(entry.config.get("batch_input_shape"))
    if not shape:
        raise broken(source, f"the input `{entry.name[:80]}` has no shape")
    dtype = entry.config.get("dtype")
    return Input(entry.name, shape, dtype if isinstance(dtype, str) else "float32")


def chain_input(
    name: str, config: Mapping[str, Any], entries: Sequence[Entry], built: Mapping[str, Any], source: str
) -> Input:
    """What a Sequential without an input layer is fed: what its first layer or the file says."""
    first = _innermost(entries[0].config)
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
            return Input(free_name(entries), shape, "int32" if entries[0].type == "Embedding" else "float32")
    raise LayertallyError(
        f"`{name[:80]}` does not say what it is fed: it was never built, and its first layer has no input shape",
        Place(source),
        "give the shape with the batch first: --input 1,28,28,1, or put keras.Input(shape) first",
    )


def free_name(entries: Sequence[Entry]) -> str:
    """A name for the input that no layer has."""
    taken = {entry.name for entry in entries}
    return next(word for n in range(len(entries) + 1) if (word := f"input{'_' * n}") not in taken)


def references(value: Any, what: str, source: str, depth: int = 0) -> list[Tensor]:
    """Every `[layer, call, output]` in a nest; of a mapping in the order of its keys, as Keras flattens it."""
    if value is None:
        return []
    if is_reference(value):
        return [Tensor(value[0], value[1], value[2])]
    if isinstance(value, list) and depth < 8:
        return [tensor for item in value for tensor in references(item, what, source, depth + 1)]
    if isinstance(value, Mapping) and depth < 8:
        return [tensor for key in sorted(value) for tensor in references(value[key], what, source, depth + 1)]
    raise broken(source, f"{str(value)[:80]} in `{what}` names no tensor")


def _innermost(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of the first layer; of a model that comes first those of its own first layer."""
    while isinstance(config.get("layers"), list) and config["layers"]:
        first = config["layers"][0]
        inner = first.get("config") if isinstance(first, Mapping) else None
        config = inner if isinstance(inner, Mapping) else {}
    return config
