"""Layers that are described, made by their framework one by one: what it says of each.

In: a job: `{"kind": "layers", "framework", "layers": [{"class", "arguments", "shapes", "trainable"}]}`; an argument
that is a layer itself stands as `{"made": class, "arguments": {...}}`; a shape of null has a dim that is no number.
Out: `{"title": "Keras 3.15.1", "layers": [...]}`: for each `{"shape", "params", "trainable", "fixed", "buffers"}`,
`{"why"}` where it is refused, or null where there is no such class. PyTorch's modules and Keras' layers stand on the
`meta` device: no weight is ever filled, no code but the framework's own runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

SAMPLES = 2
"""The batch that PyTorch is shown: batch norm refuses a batch of one."""
Said = dict[str, Any]
Ask = Callable[[Mapping[str, Any]], "Said | None"]


def record(job: Mapping[str, Any]) -> Said:
    """What the framework says of every layer of a job."""
    title, ask = _FRAMEWORKS[job["framework"]]()
    return {"title": title, "layers": [_asked(ask, layer) for layer in job["layers"]]}


def _asked(ask: Ask, layer: Mapping[str, Any]) -> Said | None:
    try:
        return ask(layer)
    except Exception as error:  # noqa: BLE001 - a framework may refuse with any exception; the others are still asked
        return {"why": " ".join(str(error).split())[:200]}


def _made(module: Any, class_: str, arguments: Mapping[str, Any]) -> Any:
    """The framework's own layer; None if it has no class of that name. A layer inside is made first."""
    cls = getattr(module, class_, None)
    return None if cls is None else cls(**{name: _value(module, value) for name, value in arguments.items()})


def _value(module: Any, value: Any) -> Any:
    if isinstance(value, list):
        return [_value(module, each) for each in value]
    if isinstance(value, Mapping) and "made" in value:
        return _made(module, value["made"], value["arguments"])
    return value


def _torch() -> tuple[str, Ask]:
    import torch

    def ask(layer: Mapping[str, Any]) -> Said | None:
        with torch.device("meta"):
            module = _made(torch.nn, layer["class"], layer["arguments"])
            if module is None:
                return None
            module.eval()
            shape = run(module, layer)
        weights = list(module.parameters())
        if any(isinstance(weight, torch.nn.UninitializedParameter) for weight in weights):
            return None
        params = sum(weight.numel() for weight in weights)
        trainable = params if layer["trainable"] else 0
        buffers = sum(buffer.numel() for buffer in module.buffers())
        return _told(shape, params, trainable, buffers)

    def run(module: Any, layer: Mapping[str, Any]) -> Sequence[int] | None:
        """The shape of the only output; None where there are several, or a dim that is not a number comes in."""
        if None in layer["shapes"]:
            return None
        dtype = torch.int64 if layer["class"].startswith("Embedding") else torch.float32
        out = module(*(torch.empty((SAMPLES, *shape), dtype=dtype) for shape in layer["shapes"]))
        return tuple(out.shape[1:]) if isinstance(out, torch.Tensor) else None

    return f"PyTorch {torch.__version__.split('+')[0]}", ask


def _keras() -> tuple[str, Ask]:
    from .keras.start import keras, weightless

    library = keras()

    def ask(layer: Mapping[str, Any]) -> Said | None:
        with weightless(library):
            made = _made(library.layers, layer["class"], layer["arguments"])
            if made is None or None in layer["shapes"]:
                return None
            shape = run(made, layer)
        params = made.count_params()
        trained = {id(weight): _size(weight.shape) for weight in made.trainable_weights} if layer["trainable"] else {}
        return _told(shape, params, sum(trained.values()))

    def run(made: Any, layer: Mapping[str, Any]) -> Sequence[int] | None:
        """The shape of the only output; None where there are several. A lone cell wants a state: it is only built."""
        class_, shapes = layer["class"], [(None, *shape) for shape in layer["shapes"]]
        if class_.endswith(("Cell", "Cells")):
            made.build(shapes[0])
            return None
        dtype = "int64" if "Embedding" in class_ else "float32"
        tensors = [library.KerasTensor(shape, dtype=dtype) for shape in shapes]
        apart = len(tensors) == 1 or class_ in ("MultiHeadAttention", "GroupQueryAttention")
        out = made(*tensors) if apart else made(tensors)
        return None if isinstance(out, (list, tuple)) else tuple(out.shape)[1:]

    return f"Keras {library.__version__}", ask


def _told(shape: Sequence[int] | None, params: int, trainable: int, buffers: int | None = None) -> Said:
    return {
        "shape": None if shape is None else list(shape),
        "params": params,
        "trainable": trainable,
        "fixed": params - trainable,
        "buffers": buffers,
    }


def _size(shape: Any) -> int:
    size = 1
    for dim in shape:
        size *= int(dim)
    return size


_FRAMEWORKS: dict[str, Callable[[], tuple[str, Ask]]] = {"torch": _torch, "keras": _keras}
FRAMEWORKS = tuple(_FRAMEWORKS)
"""Those in which a description can be built."""
