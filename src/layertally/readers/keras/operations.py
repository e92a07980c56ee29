"""Bare operations of Keras 3, `x + y` or `keras.ops.mean`, as an author would write them: `ops.mean: {axis: [1, 2]}`.

In: an entry whose class is an operation, and its call. Out: `Built`.
"""

from __future__ import annotations

from typing import Any

from ...frameworks.base import ArgumentError, Framework, snake
from ...ops.tensor import Part, written
from .calls import Call, Constant, tensors
from .entries import FUNCTIONS, Entry
from .layers import Built
from .tensorflow import spelled

IGNORED = frozenset({"name", "dtype", "sparse", "weights"})
NO_RULE = "an operation that there is no rule for"


def build_operation(entry: Entry, call: Call, words: Framework) -> Built:
    """The operation behind an entry; it never has weights of its own."""
    operands = (*tensors(call.args), *tensors(dict(call.kwargs)))
    if entry.type in FUNCTIONS:
        found = spelled(entry, call)
        if found is None:
            return Built(str(entry.config.get("function", entry.type))[:60], None, operands, why=NO_RULE)
        word, call, config = found
        operands = tensors(call.args)
    else:
        word, config = snake(entry.type), dict(entry.config)
    name = f"ops.{word}"
    type_ = words.type(name)
    if type_ is None:
        return Built(name, None, operands, why=NO_RULE)
    given = {key: value for key, value in config.items() if key not in IGNORED and type_.arg(key) is not None}
    try:
        given.update(_from_call(name, call))
        if any(type_.arg(key) is None for key in given):
            return Built(name, None, operands, why=NO_RULE)
        op = type_.op(given)
    except ArgumentError as error:
        return Built(name, None, operands, why=f"no rule for it here: it {error}")
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
        return Built(name, None, operands, why=NO_RULE)
    return Built(name, op, operands, {key: value for key, value in given.items() if key != "axis" or value is not None})


def _from_call(name: str, call: Call) -> dict[str, Any]:
    """What is given beside the tensors."""
    given = [*call.args, *(value for key, value in call.kwargs.items() if key not in IGNORED)]
    if name == "ops.get_item":
        return {"key": written(_key(given[1] if len(given) > 1 else None))}
    if name == "ops.take":
        if tensors(given[1:2]):
            raise ArgumentError("takes elements whose number another tensor says")
        return {"indices": list(_shape(given[1] if len(given) > 1 else 0) or ())}
    if name.endswith((".pad", ".batch_norm", ".layer_norm", ".rms_norm", ".average", ".dot_product_attention")):
        return {}
    constants = [shape for value in given if (shape := _shape(value)) is not None]
    return {"constants": [list(shape) for shape in constants]} if constants else {}


def _key(value: Any) -> tuple[Part, ...]:
    parts = value if isinstance(value, (list, tuple)) else (value,)
    out: list[Part] = []
    for part in parts:
        if isinstance(part, slice):
            if not all(end is None or isinstance(end, int) for end in (part.start, part.stop, part.step)):
                raise ArgumentError("takes a slice whose ends another tensor says")
            out.append((part.start, part.stop, part.step))
        elif part is None or part is ... or (isinstance(part, int) and not isinstance(part, bool)):
            out.append(part)
        else:
            raise ArgumentError("takes elements whose number another tensor says")
    return tuple(out)


def _shape(value: Any) -> tuple[int, ...] | None:
    """The shape of a constant; None of what is none."""
    if isinstance(value, Constant):
        return value.shape
    if isinstance(value, (int, float)):
        return ()
    if isinstance(value, (list, tuple)) and value and not tensors(value):
        inner = _shape(value[0])
        return None if inner is None else (len(value), *inner)
    return None
