"""What a live model is fed, in whatever form a caller has it, as the words that `--input` takes.

In: a shape, a tensor or array, a pair of shape and dtype, a mapping or a list of these. Out: texts such as
`1,3,224,224` and `tokens=1,16:int64`. Only the shape and the dtype of a tensor are looked at, never its values.

>>> specs((1, 3, 224, 224)), specs({"ids": ((1, "T"), "int64"), "mask": (1, "T")})
(('1,3,224,224',), ('ids=1,T:int64', 'mask=1,T'))
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import LayertallyError

DTYPE = re.compile(r"(?:bool|(?:b?float|u?int|complex)\d+)")
MOST = 64
"""Inputs that a model may have."""


def specs(given: Any) -> tuple[str, ...]:
    """One text an input. Raises LayertallyError for what is no shape and has none."""
    if given is None:
        return ()
    if isinstance(given, Mapping):
        return tuple(f"{name}={_spec(value, str(name))}" for name, value in _bounded(given.items()))
    if _is_one(given):
        return (_spec(given, "input"),)
    if isinstance(given, (list, tuple)):
        return tuple(_spec(value, f"input {number}") for number, value in enumerate(_bounded(given), 1))
    return (_spec(given, "input"),)


def _bounded(given: Any) -> list[Any]:
    if len(given) > MOST:
        raise LayertallyError(f"{len(given):,} inputs are given, the bound is {MOST}")
    return list(given)


def _is_one(given: Any) -> bool:
    """Whether it is a single input: a text, a shape, a pair of shape and dtype, something that has a shape."""
    return isinstance(given, str) or _is_shape(given) or _is_pair(given) or hasattr(given, "shape")


def _is_shape(given: Any) -> bool:
    return (
        isinstance(given, (list, tuple))
        and any(_is_size(dim) for dim in given)
        and all(_is_size(dim) or dim is None or (isinstance(dim, str) and dim.isidentifier()) for dim in given)
    )


def _is_size(dim: Any) -> bool:
    """Whether it counts: an int, also one of NumPy, and no bool."""
    return hasattr(dim, "__index__") and not isinstance(dim, bool) and not hasattr(dim, "dtype")


def _is_pair(given: Any) -> bool:
    return isinstance(given, (list, tuple)) and len(given) == 2 and _is_shape(given[0]) and bool(_dtype(given[1]))


def _dtype(given: Any) -> str:
    """`int64` of `torch.int64`, of a NumPy dtype or type, of a text; empty for what is none."""
    name = given.__name__ if isinstance(given, type) else str(given)
    name = name.rpartition(".")[2]
    return name if DTYPE.fullmatch(name) else ""


def _spec(given: Any, name: str) -> str:
    if isinstance(given, str):
        return given
    if _is_pair(given):
        return f"{_shape(given[0])}:{_dtype(given[1])}"
    if _is_shape(given):
        return _shape(given)
    shape = getattr(given, "shape", None)
    if isinstance(shape, (list, tuple)) and _is_shape(shape):
        dtype = _dtype(getattr(given, "dtype", ""))
        return _shape(shape) + (f":{dtype}" if dtype and dtype != "float32" else "")
    raise LayertallyError(
        f"{name} is {_called(given)}, not a shape", fix="give a shape with its batch, (1, 3, 224, 224), or a tensor"
    )


def _shape(dims: Any) -> str:
    return ",".join("?" if dim is None else str(dim) if isinstance(dim, str) else str(int(dim)) for dim in dims)


def _called(given: Any) -> str:
    text = repr(given) if isinstance(given, (int, float, list, tuple)) else an(type(given).__name__)
    return text if len(text) <= 40 else text[:39] + "…"


def an(name: str) -> str:
    """A name with its article.

    >>> an("object"), an("Tensor")
    ('an object', 'a Tensor')
    """
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"
