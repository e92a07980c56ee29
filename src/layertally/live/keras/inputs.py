"""What a model is called with: shapes as they are typed after `--input`, or what the model itself says.

In: such words, the model. Out: symbolic tensors as arguments of a call.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...errors import LayertallyError

FORM = re.compile(r"(?:(?P<name>[^=]+)=)?(?P<dims>[\w?, ]+)(?::(?P<dtype>[a-z]+\d*))?")
MAX_DIM = 2**31


class Given(NamedTuple):
    """One input: `name` "" where none is typed; the batch is left open."""

    name: str
    shape: tuple[int | None, ...]
    dtype: str


class Fed(NamedTuple):
    """The arguments of a call, and a name for each tensor in them, in the order in which Keras flattens them."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    names: list[str]
    shown: str


def parsed(text: str) -> Given:
    """One shape. Raises LayertallyError.

    >>> parsed("tokens=1,16:int64")
    Given(name='tokens', shape=(None, 16), dtype='int64')
    """
    found = FORM.fullmatch(text.strip())
    dims = [dim.strip() for dim in found["dims"].split(",")] if found else []
    if found is None or not all(dim.isdecimal() and 0 < int(dim) < MAX_DIM for dim in dims if not _open(dim)):
        raise LayertallyError(f"`{text[:80]}` is no input shape", fix="write --input 1,28,28,1 or name=1,16:int64")
    shape = (None, *(None if _open(dim) else int(dim) for dim in dims[1:]))
    return Given((found["name"] or "").strip(), shape, found["dtype"] or "float32")


def _open(dim: str) -> bool:
    """A dim that is not known: `?`, or a name such as T, which Keras has no word for."""
    return dim in ("?", "None", "null") or (dim.isidentifier() and len(dim) < 32)


def fed(library: Any, model: Any, inputs: Sequence[str], reference: str) -> Fed:
    """The call of a model that has no inputs of its own. Raises LayertallyError where nothing says what they are."""
    given = [parsed(each) for each in inputs] or _stated(model)
    if not given:
        raise LayertallyError(
            f"{reference} does not say what it is fed: a model with a call of its own has no shape before it is called",
            fix="give the shape with the batch first: --input 1,28,28,1, or call the model once where it is made",
        )
    tensors = [library.KerasTensor(each.shape, each.dtype) for each in given]
    takes = _parameters(model)
    first = takes[0] if takes else "inputs"
    names = [each.name or (takes[at] if at < len(takes) else f"input_{at + 1}") for at, each in enumerate(given)]
    if any("." in each.name for each in given):
        return _dotted(list(zip(given, tensors, strict=True)), takes)
    named = all(each.name for each in given)
    shown = "; ".join(_shown(each) for each in given)
    if named and not any(each.name in takes for each in given):  # one mapping of them
        order = sorted(zip(names, tensors, strict=True), key=lambda pair: pair[0])
        return Fed((dict(order),), {}, [name for name, _ in order], shown)
    if named and len(given) > 1 and first in names:
        order = sorted(zip(names, tensors, strict=True), key=lambda pair: (pair[0] != first, pair[0]))
        return Fed((order[0][1],), dict(order[1:]), [name for name, _ in order], shown)
    if len(tensors) > 1 and len(takes) < len(tensors):  # one list of them
        return Fed((tensors,), {}, [each.name or f"input_{at}" for at, each in enumerate(given, 1)], shown)
    return Fed(tuple(tensors), {}, ["input"] if names in (["inputs"], ["x"]) else names, shown)


def _dotted(given: list[tuple[Given, Any]], takes: Sequence[str]) -> Fed:
    """`batch.image=…`: what a call takes as a mapping, or as a list where it is numbered."""
    found: dict[str, Any] = {}
    for each, tensor in sorted(given, key=lambda pair: pair[0].name):
        name, _, inside = each.name.partition(".")
        if inside:
            found.setdefault(name, {})[inside] = (each, tensor)
        else:
            found[name] = (each, tensor)
    arguments, order = {}, []
    for name in sorted(found, key=lambda name: (name not in takes[:1], name)):
        value = found[name]
        pairs = list(value.values()) if isinstance(value, dict) else [value]
        order += [each for each, _ in pairs]
        numbered = isinstance(value, dict) and all(inside.isdecimal() for inside in value)
        inner = {inside: tensor for inside, (_, tensor) in value.items()} if isinstance(value, dict) else value[1]
        arguments[name] = list(inner.values()) if numbered else inner
    first = next((name for name in arguments if name in takes[:1]), None)
    args = () if first is None else (arguments.pop(first),)
    return Fed(args, arguments, [each.name for each in order], "; ".join(_shown(each) for each in order))


def _shown(given: Given) -> str:
    """As it is typed."""
    dims = ",".join("1" if at == 0 else "?" if dim is None else str(dim) for at, dim in enumerate(given.shape))
    return f"{given.name}={dims}" * bool(given.name) + dims * (not given.name) + f" ({given.dtype})"


def _parameters(model: Any) -> list[str]:
    """What `call` takes, without what carries no tensor of data."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(model.call).parameters.values()
    return [each.name for each in parameters if each.kind in kinds and each.name not in ("training", "mask")]


def _stated(model: Any) -> list[Given]:
    """What the model was built for."""
    shapes = getattr(model, "_build_shapes_dict", None) or {}
    out = []
    for key, shape in shapes.items():
        name = key.removesuffix("_shape")
        if isinstance(shape, Mapping):
            out += [
                Given(str(inner), _batched(each), _dtype(model, str(inner)))
                for inner, each in shape.items()
                if _is_shape(each)
            ]
        elif _is_shape(shape):
            out.append(Given("" if len(shapes) == 1 else name, _batched(shape), _dtype(model, name)))
        elif isinstance(shape, (list, tuple)):
            out += [Given("", _batched(each), "float32") for each in shape if _is_shape(each)]
    return out


def _is_shape(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(dim is None or isinstance(dim, int) for dim in value)


def _batched(shape: Sequence[int | None]) -> tuple[int | None, ...]:
    return (None, *shape[1:])


def _dtype(model: Any, name: str) -> str:
    """Words are whole numbers: a model that begins with a table of them takes such."""
    words = any(type(layer).__name__ == "Embedding" for layer in getattr(model, "layers", ())[:1])
    return "int64" if words or re.search(r"(^|_)(ids?|tokens?)$", name) else "float32"
