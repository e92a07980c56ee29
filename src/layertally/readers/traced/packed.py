"""Layers whose weights are kept in few bits: which these are, and what is held of them.

In: modules of a trace with their parameters, buffers and packed tensors. Out: the class of PyTorch whose rule says what
such a module computes; its op together with what it holds. Told by the tensors: whole numbers of at most 32 bits, or
numbers of 8 bits, are codes; positions and counts have 64.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import prod

from ...errors import ShapeError
from ...model import Shape
from ...ops.bare import Bare
from ...ops.base import Op
from ...ops.packed import Kept, Packed
from .learned import tensors_of
from .trace import Module, Trace
from .units import Units

CODES = re.compile(r"q?u?int(1|2|3|4|5|6|7|8|16|32|4x2|2x4)|float(8|4)_\w+")
OF_QUANTISATION = ("torch.ao.nn", "torch.nn.quantized", "torch.nn.intrinsic")
FUSED = re.compile(r"(Conv|Linear)(?:Bn)?(ReLU|LeakyReLU|Tanh)?(\dd)?")
"""Names of layers that PyTorch fuses for quantisation: `ConvBnReLU2d` is a `Conv2d` and what follows it."""
ACTIVATIONS = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "Tanh": "tanh"}
FEATURES = ("in_features", "out_features")
FEWEST, MOST = 1, 8
"""Bits of a weight that is packed together with others."""


def is_code(dtype: str) -> bool:
    """Whether numbers of this format stand for weights and are not such themselves.

    >>> [is_code(each) for each in ("uint8", "qint8", "int32", "int64", "float32", "float8_e4m3fn", "bool")]
    [True, True, True, False, False, True, False]
    """
    return CODES.fullmatch(dtype) is not None


def width(dtype: str) -> int:
    """How many bits a number of this format takes.

    >>> [width(each) for each in ("quint4x2", "bfloat16", "float8_e4m3fn", "bool")]
    [4, 16, 8, 8]
    """
    found = re.search(r"\d+", dtype)
    return int(found[0]) if found else 8


def parameters_of(trace: Trace, names: Iterable[str]) -> list[Kept]:
    """What really is behind parameters: themselves, or the tensors inside one of a class of its own."""
    found: list[Kept] = []
    for param in (trace.params[name] for name in names if name in trace.params):
        found += param.stored or [(param.name, param.shape, param.dtype)]
    return found


def beside(trace: Trace, module: Module) -> list[Kept]:
    """What a module holds beside its parameters, where codes are among all of it: packed tensors and buffers."""
    found = [*module.packed, *((name, *trace.buffers[name]) for name in module.buffers if name in trace.buffers)]
    return found if module.packed or _coded((*found, *parameters_of(trace, module.params))) else []


def held(trace: Trace, module: Module) -> list[Kept]:
    """All that a module holds, where codes are among it; else nothing."""
    found = [*parameters_of(trace, module.params), *beside(trace, module)]
    return found if _coded(found) else []


def _coded(kept: Iterable[Kept]) -> bool:
    return any(is_code(dtype) and len(dims) > 1 for _, dims, dtype in kept)


def stands_for(trace: Trace, module: Module) -> str:
    """The class of PyTorch that a quantised module is one of: by its name where it is PyTorch's own, else by the class
    that it is made from, or by its features where the codes are as many bits as these need. Empty for any other."""
    if module.package.startswith(OF_QUANTISATION):
        fused = FUSED.fullmatch(module.type)
        own = bool(module.packed or module.params)  # else a container of what will be fused
        return (fused[1] + (fused[3] or "") if fused is not None else module.type) if own else ""
    kept = held(trace, module)
    if not kept or any(each.startswith(f"{module.path}.") for each in _with_parameters(trace)):
        return ""
    features = [module.settings.get(name) for name in FEATURES]
    if module.base:
        return module.base
    sizes = [each for each in features if isinstance(each, int) and each > 0]
    return "Linear" if len(sizes) == len(FEATURES) and bits(kept, prod(sizes)) else ""


def _with_parameters(trace: Trace) -> Iterable[str]:
    return (module.path for module in trace.modules.values() if module.params)


def bits(kept: Iterable[Kept], weights: int) -> int:
    """How many bits a weight takes in the largest tensor of codes; 0 where that is no whole number.

    >>> bits([("qweight", (8, 128), "int32"), ("scales", (2, 128), "float32")], 64 * 128)
    4
    """
    codes = max((prod(dims) * width(dtype) for _, dims, dtype in kept if is_code(dtype)), default=0)
    found = codes // weights if weights and codes % weights == 0 else 0
    return found if FEWEST <= found <= MOST else 0


def activated(op: Op, module: Module) -> Op:
    """The op with the activation that is fused into it."""
    from dataclasses import fields, replace

    fused = FUSED.fullmatch(module.type) if module.package.startswith(OF_QUANTISATION) else None
    if fused is None or not fused[2] or "activation" not in {each.name for each in fields(op)}:
        return op
    return replace(op, activation=ACTIVATIONS[fused[2]])  # type: ignore[call-arg]


def packed(units: Units, op: Op, module: Module, own: Sequence[str], inputs: Sequence[Shape]) -> Op:
    """The op with what its module holds, where that is codes. `own` are the parameters that are counted here."""
    trace = units.trace
    kept = held(trace, module)
    if not kept:
        return op
    try:
        weights = op.weigh(inputs)
    except ShapeError:
        weights = None
    found = [each.size.value for each in weights.tensors] if weights is not None else []
    kernel = weights.tensors[0].shape if weights is not None and weights.tensors else ()
    dims = tuple(each.value for each in kernel if isinstance(each.value, int))
    size = bits(kept, prod(dims)) if found and len(dims) == len(kernel) else 0
    apart = prod(dims) not in [prod(shape) for _, shape, dtype in kept if is_code(dtype)]
    counts: dict[str, int] = {}
    for _, shape, dtype in kept:
        counts[dtype] = counts.get(dtype, 0) + prod(shape)
    return Packed(
        Bare(op, tensors_of(units, own)),
        tuple((name.rsplit(".", 1)[-1], shape, dtype) for name, shape, dtype in beside(trace, module)),
        tuple((count, dtype) for dtype, count in counts.items()),
        dims if size and apart else (),
        size if apart else 0,
    )


def in_memory(trace: Trace) -> tuple[tuple[str, int, int], ...]:
    """How all weights of a model are kept, where some are codes: format, numbers, bytes."""
    kept = parameters_of(trace, trace.params)
    for module in trace.modules.values():
        kept += beside(trace, module)
    if not _coded(kept):
        return ()
    bits_of: dict[str, int] = {}
    for _, shape, dtype in kept:
        bits_of[dtype] = bits_of.get(dtype, 0) + prod(shape) * width(dtype)
    return tuple((dtype, count // width(dtype), -(-count // 8)) for dtype, count in bits_of.items())
