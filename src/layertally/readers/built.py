"""Ask the framework of a description: build each layer with the arguments as written, and note what it says of itself.

In: a `Model` that was described. Out: the same model with `Reported` parameters and shapes. Layer by layer, each on the
shape that our own rules give it: where all of them agree, the whole model does. PyTorch's modules stand on its `meta`
device and Keras' layers are called symbolically, so no weight is ever filled; no code but the framework's own runs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ..frameworks import load
from ..frameworks.base import Framework
from ..model import Layer, Model, Reported, Shape
from ..ops.base import Worked

SAMPLES = 2
"""The batch that PyTorch is shown: batch norm refuses a batch of one."""


class Builder(Protocol):
    """One framework: `title` with its version, and what it says of one layer (None: it has no such layer)."""

    title: str

    def ask(self, layer: Layer, shapes: tuple[Shape | None, ...]) -> Reported | None: ...


def frameworks() -> tuple[str, ...]:
    """The frameworks in which a description can be built."""
    return tuple(_BUILDERS)


def report(annotated: Any) -> Model:
    """The model of an annotated one, with what its framework reports. KeyError for a framework that is not built in."""
    model: Model = annotated.model
    builder = _BUILDERS[model.framework]()
    layers = tuple(_told(layer, builder) for layer in annotated.layers)
    return replace(model, layers=layers, reported_by=builder.title)


def _told(found: Worked, builder: Builder) -> Layer:
    """The layer with what was reported; where the framework refuses it, `why` has its words."""
    layer = found.layer
    if found.inner is not None and layer.model is not None:
        inner = tuple(_told(each, builder) for each in found.inner.layers)
        told = replace(layer.model, layers=inner)
        return replace(layer, model=told, reported=_together(found.inner.layers, inner))
    if layer.op is None or layer.shared is not None:
        return layer
    try:
        return replace(layer, reported=builder.ask(layer, found.input_shapes))
    except Exception as error:  # noqa: BLE001 - a framework may refuse with any exception; the others are still asked
        return replace(layer, why=f"{builder.title} refuses it: {' '.join(str(error).split())[:200]}")


def _together(worked: Sequence[Any], layers: Sequence[Layer]) -> Reported | None:
    """What the layers of a nested model come to, if every one that holds weights was asked."""
    total = 0
    for found, layer in zip(worked, layers, strict=True):
        if layer.reported is not None and layer.reported.params is not None:
            total += layer.reported.params
        elif found.count.value != 0:
            return None
    return Reported(params=total)


def _made(table: Framework, module: Any, type_: str, arguments: Mapping[str, Any]) -> Any:
    """The framework's own layer; None if it has no class of that name. A layer inside is made first."""
    cls = getattr(module, type_, None)
    known = table.type(type_)
    if cls is None or known is None:
        return None
    return cls(**{name: _value(table, module, value) for name, value in arguments.items()})


def _value(table: Framework, module: Any, value: Any) -> Any:
    """An argument as the framework takes it: a layer inside (`{LSTM: {units: 4}}`) is made."""
    if isinstance(value, list):
        return [_value(table, module, each) for each in value]
    if isinstance(value, Mapping) and len(value) == 1:
        ((type_, given),) = value.items()
        known = table.type(str(type_))
        if known is not None:
            if not isinstance(given, Mapping):
                values = given if isinstance(given, list) else [] if given is None else [given]
                given = {arg.name: each for arg, each in zip(known.args, values, strict=False)}
            return _made(table, module, known.name, given)
    return value


def _whole(shape: Shape | None, batch: int | None) -> tuple[int | None, ...] | None:
    """The shape with numbers alone; None where a dim is not a number."""
    if shape is None or not all(isinstance(dim, int) for dim in shape[1:]):
        return None
    return (batch, *(dim for dim in shape[1:] if isinstance(dim, int)))


class _Torch:
    def __init__(self) -> None:
        import torch

        self.torch, self.table = torch, load("torch")
        self.title = f"{self.table.title} {torch.__version__.split('+')[0]}"

    def ask(self, layer: Layer, shapes: tuple[Shape | None, ...]) -> Reported | None:
        torch = self.torch
        with torch.device("meta"):
            module = _made(self.table, torch.nn, layer.type, layer.arguments)
            if module is None:
                return None
            module.eval()
            out = self._run(module, layer, shapes)
        weights = list(module.parameters())
        if any(isinstance(weight, torch.nn.UninitializedParameter) for weight in weights):
            return None
        params = sum(weight.numel() for weight in weights)
        buffers = sum(buffer.numel() for buffer in module.buffers())
        trainable = params if layer.trainable else 0
        return Reported(out, params, trainable, params - trainable, buffers)

    def _run(self, module: Any, layer: Layer, shapes: tuple[Shape | None, ...]) -> tuple[Shape, ...] | None:
        """The shape of the only output; None where there are several, or a dim that is not a number comes in."""
        torch = self.torch
        given = [_whole(shape, SAMPLES) for shape in shapes]
        if any(shape is None for shape in given):
            return None
        dtype = torch.int64 if layer.type.startswith("Embedding") else torch.float32
        out = module(*(torch.empty(shape, dtype=dtype) for shape in given))
        return ((None, *out.shape[1:]),) if isinstance(out, torch.Tensor) else None


class _Keras:
    def __init__(self) -> None:
        # Whichever backend is there will do: nothing is computed.
        if "KERAS_BACKEND" not in os.environ:
            from importlib.util import find_spec

            os.environ["KERAS_BACKEND"] = next(
                (name for name in ("torch", "jax", "tensorflow") if find_spec(name)), "numpy"
            )
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        import keras

        self.keras, self.table = keras, load("keras")
        self.title = f"{self.table.title} {keras.__version__}"

    def ask(self, layer: Layer, shapes: tuple[Shape | None, ...]) -> Reported | None:
        keras = self.keras
        made = _made(self.table, keras.layers, layer.type, layer.arguments)
        given = [_whole(shape, None) for shape in shapes]
        if made is None or any(shape is None for shape in given):
            return None
        out = self._run(made, layer, given)
        params = made.count_params()
        trainable = sum(_size(weight.shape) for weight in made.trainable_weights) if layer.trainable else 0
        return Reported(out, params, trainable, params - trainable)

    def _run(self, made: Any, layer: Layer, given: list[Any]) -> tuple[Shape, ...] | None:
        """The shape of the only output; None where there are several. A lone cell wants a state: it is only built."""
        if layer.type.endswith(("Cell", "Cells")):
            made.build(given[0])
            return None
        dtype = "int64" if "Embedding" in layer.type else "float32"
        tensors = [self.keras.KerasTensor(shape, dtype=dtype) for shape in given]
        apart = len(tensors) == 1 or layer.type in ("MultiHeadAttention", "GroupQueryAttention")
        out = made(*tensors) if apart else made(tensors)
        return None if isinstance(out, (list, tuple)) else ((None, *tuple(out.shape)[1:]),)


def _size(shape: Any) -> int:
    size = 1
    for dim in shape:
        size *= int(dim)
    return size


_BUILDERS: dict[str, Callable[[], Builder]] = {"torch": _Torch, "keras": _Keras}
