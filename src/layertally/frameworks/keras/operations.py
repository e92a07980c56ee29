"""Operations of Keras 3 that are no layers: `x + y` (`ops.add`), `keras.ops.mean` (`ops.mean`), in a description as
`ops.mean: {axis: [1, 2]}`. Source: keras.io, ops API, 3.15.

Axes count the batch as 0. What works across the batch has no rule: a figure shows one sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ...ops.activation import Elementary, Gated
from ...ops.axes import Attend, Move, Swap
from ...ops.base import Op
from ...ops.broadcast import Broadcast, Reduce
from ...ops.merge import Concatenate, MatMul
from ...ops.pool import Patches
from ...ops.reshape import Permute
from ...ops.resize import Resize
from ...ops.tensor import (
    Append,
    Einsum,
    ExpandDims,
    PadAll,
    Part,
    ReshapeAll,
    Slice,
    Split,
    Squeeze,
    Stack,
    Tile,
)
from ...ops.window import Padding, Window
from ..base import (
    ANY,
    ANY_INT,
    FLAG,
    INT,
    POSITIVE,
    TEXT,
    Arg,
    ArgumentError,
    Arguments,
    Kind,
    LayerType,
    choice,
    optional,
    table,
)
from ..settings import AXES, SHAPE
from .common import DATA_FORMAT, channels_last


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ALIKE = _names(
    """
    absolute abs fabs angle arccos arccosh arcsin arcsinh arctan arctanh bitwise_invert bitwise_not cbrt ceil
    clip conj conjugate copy cos cosh cumprod cumsum nancumprod nancumsum deg2rad rad2deg exp exp2 expm1 flip
    floor full_like ones_like zeros_like i0 imag isfinite isinf isnan isneginf isposinf isreal log log10
    log1p log2 logical_not nan_to_num negative real reciprocal roll round sign signbit sin sinc sinh sort
    argsort sqrt rsqrt square tan tanh tril triu trunc erf erfc erfinv cast saturate_cast convert_to_tensor
    stop_gradient normalize layer_norm rms_norm batch_norm identity relu relu6 sigmoid sparse_sigmoid
    softplus softsign soft_shrink sparse_plus silu squareplus log_sigmoid leaky_relu hard_sigmoid hard_silu
    elu selu gelu celu tanh_shrink hard_tanh hard_shrink threshold softmax log_softmax sparsemax
    """
)
"""What keeps the shape."""
TOGETHER = _names(
    """
    add subtract multiply divide true_divide divide_no_nan floor_divide mod fmod power maximum minimum fmax
    fmin arctan2 hypot heaviside logaddexp logaddexp2 ldexp gcd lcm nextafter equal not_equal greater
    greater_equal less less_equal isclose logical_and logical_or logical_xor bitwise_and bitwise_or
    bitwise_xor bitwise_left_shift bitwise_right_shift left_shift right_shift where
    """
)
"""What works element by element on several."""
REDUCING = _names(
    """
    all any amax amin argmax argmin average count_nonzero logsumexp max mean median min prod ptp std sum var
    norm nanargmax nanargmin nanmax nanmean nanmedian nanmin nanprod nanstd nansum nanvar
    """
)
"""What brings axes to one number."""
LETTERS = re.compile(r"[a-zA-Z]+(?:,[a-zA-Z]+)*->[a-zA-Z]*")


def _axes(value: Any) -> tuple[int, ...]:
    """Axes that leave the batch alone."""
    if value is None:
        raise ArgumentError("works across the batch", "name the axis")
    axes: tuple[int, ...] = AXES.parse(value)
    if 0 in axes:
        raise ArgumentError("works across the batch", "name another axis")
    return axes


def _axis(value: Any) -> int:
    axes = _axes(value)
    if len(axes) != 1:
        raise ArgumentError(f"{list(axes)} is not one axis", "")
    return axes[0]


def _shapes(value: Any) -> tuple[tuple[int, ...], ...]:
    items = value if isinstance(value, (list, tuple)) else (value,)
    if items and not all(isinstance(item, (list, tuple)) for item in items):
        items = (items,)
    return tuple(tuple(INT.parse(dim) for dim in shape) for shape in items)


def _target(value: Any) -> tuple[int | None, ...]:
    if not isinstance(value, (list, tuple)) or not value:
        raise ArgumentError(f"{value!r} is not a shape with the batch", "write [-1, 4, 16]")
    out = tuple(None if dim is None else ANY_INT.parse(dim) for dim in value)
    if out.count(-1) > 1 or any(dim is not None and dim < -1 for dim in out):
        raise ArgumentError(f"{list(value)} is no shape", "at most one −1")
    return out


def _key(value: Any) -> tuple[Part, ...]:
    if not isinstance(value, str) or not re.fullmatch(r"\[[-\d:., None]*\]", value):
        raise ArgumentError(f"{value!r} is no index", 'write it as "[:, 0]"')
    return tuple(_part(part.strip(), value) for part in value[1:-1].split(",") if part.strip())


def _part(text: str, whole: str) -> Part:
    if text == "...":
        return ...
    if text == "None":
        return None
    ends = text.split(":")
    if len(ends) > 3 or not all(re.fullmatch(r"-?\d{1,12}", end) for end in ends if end or len(ends) == 1):
        raise ArgumentError(f"`{text}` in {whole} is no index", 'write it as "[:, 0]"')
    if len(ends) == 1:
        return int(text)
    start, stop, step = (int(end) if end else None for end in (*ends, "", "")[:3])
    if step == 0:
        raise ArgumentError("the step of a slice cannot be 0", "")
    return (start, stop, step)


def _equation(value: Any) -> str:
    text = str(value).replace(" ", "") if isinstance(value, str) else ""
    if not LETTERS.fullmatch(text):
        raise ArgumentError(f"{value!r} is no equation that there is a rule for", "write it as bij,bjk->bik")
    return text


def _pads(value: Any) -> tuple[tuple[int, int], ...]:
    items = value if isinstance(value, (list, tuple)) else ((value, value),)
    if len(items) == 2 and not any(isinstance(item, (list, tuple)) for item in items):
        items = (items,)
    if not all(isinstance(item, (list, tuple)) and len(item) == 2 for item in items):
        raise ArgumentError(f"{value!r} is not a pair for each axis", "write [[0, 0], [1, 1]]")
    return tuple((INT.parse(begin), INT.parse(end)) for begin, end in items)


def _parts(value: Any) -> int | tuple[int, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(INT.parse(item) for item in value)
    number: int = POSITIVE.parse(value)
    return number


REST = Kind("axes beside the batch", lambda value: None if value is None else AXES.parse(value), {})
SHAPES = Kind("shapes of constants, [] for a number", _shapes, {"type": "array"})
TARGET = Kind("a shape with the batch, -1 for what is left", _target, {"type": "array"})
KEY = Kind('an index as Python writes it, such as "[:, 0]"', _key, {"type": "string"})
EQUATION = Kind("an equation such as bij,bjk->bik", _equation, {"type": "string"})
PADS = Kind("a pair for each axis", _pads, {"type": ["array", "integer"]})
PARTS = Kind("a number of parts, or where to cut", _parts, {"type": ["array", "integer"]})
DIMS = Kind("the dims of a constant", lambda value: tuple(INT.parse(dim) for dim in value), {"type": "array"})
CONSTANTS = Arg("constants", SHAPES, ())
AXIS = Arg("axis", REST)
KEEP = Arg("keepdims", FLAG, False)


def _op(name: str, args: tuple[Arg, ...], build: Callable[[Arguments], Op]) -> LayerType:
    return LayerType(f"ops.{name}", args, build, base_name=name)


def _alike(name: str) -> LayerType:
    return _op(name, (Arg("axis", ANY, None),), lambda _: Elementary(name))


def _together(name: str) -> LayerType:
    return _op(name, (CONSTANTS,), lambda a: Broadcast(name, a["constants"]))


def _reducing(name: str) -> LayerType:
    return _op(name, (AXIS, KEEP), lambda a: Reduce(name, _axes(a["axis"]), a["keepdims"]))


def _reshape(a: Arguments) -> Op:
    return ReshapeAll(a["newshape"])


def _permute(a: Arguments) -> Op:
    order = a["axes"]
    if order is None or sorted(order) != list(range(len(order))) or order[0] != 0:
        raise ArgumentError("moves the batch", "write axes that begin with 0")
    return Permute(tuple(order))


def _matmul(a: Arguments) -> Op:
    if not a["constants"]:
        return MatMul()
    matrix = a["constants"][0]
    if len(matrix) != 2:
        raise ArgumentError("multiplies with a constant that is no matrix", "write its rows and columns")
    return Append("matmul", matrix[1:], -1)


def _patches(a: Arguments) -> Op:
    size = a["size"] * (3 - len(a["size"])) if len(a["size"]) == 1 else a["size"]

    def each(value: Any) -> tuple[int, ...]:
        return tuple(value) if len(value) == len(size) else tuple(value) * len(size)

    strides = each(a["strides"]) if a["strides"] is not None else size
    return Patches(Window(size, strides, each(a["dilation_rate"]), Padding(a["padding"])), channels_last(a))


TYPES = table(
    *(_alike(name) for name in ALIKE),
    *(_together(name) for name in TOGETHER),
    *(_reducing(name) for name in REDUCING),
    _op("moments", (Arg("axes", REST), KEEP), lambda a: Reduce("moments", _axes(a["axes"]), a["keepdims"], 2)),
    _op("glu", (Arg("axis", ANY_INT, -1),), lambda a: Gated(a["axis"])),
    _op("concatenate", (Arg("axis", ANY_INT, -1),), lambda a: Concatenate(_axis(a["axis"]))),
    _op("append", (AXIS,), lambda a: Concatenate(_axis(a["axis"]))),
    _op("stack", (Arg("axis", ANY_INT, -1),), lambda a: Stack(_axis(a["axis"]))),
    _op(
        "unstack",
        (Arg("num", optional(POSITIVE), None), Arg("axis", ANY_INT, -1)),
        lambda a: Split(a["num"], _axis(a["axis"]), remove=True),
    ),
    _op(
        "split",
        (Arg("indices_or_sections", PARTS, 2), Arg("axis", ANY_INT, -1)),
        lambda a: Split(a["indices_or_sections"], _axis(a["axis"])),
    ),
    _op("reshape", (Arg("newshape", TARGET, (-1, 64)),), _reshape),
    _op("transpose", (Arg("axes", optional(AXES), (0, 2, 1)),), _permute),
    _op("squeeze", (Arg("axis", REST, None),), lambda a: Squeeze(() if a["axis"] is None else _axes(a["axis"]))),
    _op("expand_dims", (Arg("axis", REST, -1),), lambda a: ExpandDims(_axes(a["axis"]))),
    _op("get_item", (Arg("key", KEY, "[:, 0]"),), lambda a: Slice(a["key"])),
    _op("tile", (Arg("repeats", AXES, 1),), lambda a: Tile(a["repeats"])),
    _op(
        "repeat",
        (Arg("repeats", POSITIVE, 2), Arg("axis", REST, -1)),
        lambda a: Tile((a["repeats"],), _axis(a["axis"])),
    ),
    _op(
        "pad",
        (Arg("pad_width", PADS, ((0, 0), (1, 1))), Arg("mode", TEXT, "constant")),
        lambda a: PadAll(a["pad_width"]),
    ),
    _op("take", (Arg("indices", DIMS, ()), AXIS), lambda a: Append("take", a["indices"], _axis(a["axis"]))),
    _op(
        "one_hot",
        (Arg("num_classes", POSITIVE, 10), Arg("axis", ANY_INT, -1)),
        lambda a: Append("one_hot", (a["num_classes"],)),
    ),
    _op("top_k", (Arg("k", POSITIVE, 1),), lambda a: Append("top_k", (a["k"],), -1, outputs=2)),
    _op("dot_product_attention", (), lambda _: Attend()),
    _op("swapaxes", (Arg("axis1", ANY_INT, 1), Arg("axis2", ANY_INT, -1)), lambda a: Swap(a["axis1"], a["axis2"])),
    _op(
        "moveaxis",
        (Arg("source", AXES, 1), Arg("destination", AXES, -1)),
        lambda a: Move(a["source"], a["destination"]),
    ),
    _op("matmul", (CONSTANTS,), _matmul),
    _op("einsum", (Arg("subscripts", EQUATION, "bij,bjk->bik"),), lambda a: Einsum(a["subscripts"])),
    _op(
        "extract_patches",
        (
            Arg("size", SHAPE, (6, 6)),
            Arg("strides", optional(SHAPE), None),
            Arg("dilation_rate", SHAPE, 1),
            Arg("padding", choice("valid", "same"), "valid"),
            Arg("data_format", optional(DATA_FORMAT), None),
        ),
        _patches,
    ),
    _op(
        "resize",
        (Arg("size", AXES, (14, 14)), Arg("data_format", optional(DATA_FORMAT), None)),
        lambda a: Resize(a["size"], channels_last(a)),
    ),
)
