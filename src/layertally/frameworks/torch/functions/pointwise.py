"""Functions that work element by element, or bring dims to one number: arithmetic, activations, means."""

from __future__ import annotations

from ....ops.activation import Elementary, Gated
from ....ops.broadcast import Broadcast, Reduce
from ....ops.merge import Comparison, Elementwise
from ....ops.spectrogram import Fourier
from .call import Given, Made, Rule


def _together(word: str, operation: str) -> Rule:
    """Data with data is a merge; data with a number, a mask or a table is that one function."""

    def rule(given: Given) -> Made:
        constants = tuple(operand.shape[1:] for operand in given.operands if not operand.data)
        flowing = given.data
        if len(flowing) > 1 and not constants and operation in _MERGES:
            return Made(word, Elementwise(operation))
        if not constants and len(flowing) == 1:
            constants = ((),)
        return Made(word, Broadcast(operation, constants))

    return rule


def _alike(word: str, function: str) -> Rule:
    return lambda _: Made(word, Elementary(function))


def _along(word: str, function: str) -> Rule:
    def rule(given: Given) -> Made:
        dim = given.whole(1, "dim", -1)
        axis = given.axis(0, -1 if dim is None else dim)
        last = axis == len(given.shape) - 1
        return Made(word, Elementary(function, axis=None if last else axis), {"dim": dim})

    return rule


def _compared(word: str, function: str) -> Rule:
    def rule(given: Given) -> Made | None:
        distance = function == "pairwise_distance"
        axis = given.axis(0, -1 if distance else given.whole(2, "dim", 1) or 0)
        return Made(word, Comparison(function, axis, bool(given.get(4, "keepdim", False)))) if axis else None

    return rule


def _fourier(inverse: bool) -> Rule:
    """The last of the dims that are transformed is the one of which half is kept."""

    def rule(given: Given) -> Made:
        sizes, dims = given.get(1, "n", given.get(1, "s")), given.get(2, "dim", -1)
        size, dim = (each[-1] if isinstance(each, (list, tuple)) and each else each for each in (sizes, dims))
        length = size if inverse and isinstance(size, int) else None
        axis = given.axis(0, dim if dim is not None else -1)
        return Made("IRFFT" if inverse else "RFFT", Fourier(axis, inverse, length))

    return rule


def _glu(given: Given) -> Made:
    dim = given.whole(1, "dim", -1) or 0
    return Made("GLU", Gated(given.axis(0, dim)), {"dim": dim})


_MERGES = frozenset({"add", "subtract", "multiply", "divide", "maximum", "minimum"})
_ARITHMETIC = {
    "Add": ("add", "add __add__ __radd__ __iadd__"),
    "Subtract": ("subtract", "sub subtract rsub __sub__ __rsub__ __isub__"),
    "Multiply": ("multiply", "mul multiply __mul__ __rmul__ __imul__"),
    "Divide": ("divide", "div divide true_divide __truediv__ __rtruediv__ __itruediv__ __div__ __rdiv__"),
    "Maximum": ("maximum", "maximum"),
    "Minimum": ("minimum", "minimum"),
    "Power": ("power", "pow __pow__ __rpow__ float_power"),
    "FloorDivide": ("floor_divide", "floor_divide __floordiv__"),
    "Remainder": ("remainder", "remainder __mod__"),
}
_TOGETHER = """
    where masked_fill masked_scatter fmod fmax fmin lerp addcmul addcdiv atan2 arctan2 hypot logaddexp logaddexp2
    copysign xlogy ldexp heaviside fill zero
    dist
"""
"""What works element by element on several, or writes one into the other."""
_ALIKE = """
    relu relu6 silu gelu mish sigmoid tanh logsigmoid tanhshrink softsign selu hardsigmoid hardswish softplus rrelu
    threshold hardtanh leaky_relu elu celu hardshrink softshrink exp exp2 expm1 log log2 log10 log1p sqrt rsqrt neg
    negative __neg__ abs absolute __abs__ sin cos tan sinc asin acos atan sinh cosh asinh acosh atanh erf erfc erfinv
    square reciprocal clamp clip clamp_min clamp_max round floor ceil trunc frac sign sgn signbit sinc cumsum cumprod
    cummax logcumsumexp roll flip fliplr flipud tril triu normalize layer_norm rms_norm group_norm instance_norm
    batch_norm local_response_norm logical_not isnan isinf isfinite __invert__ bitwise_not msort argsort nan_to_num
    fft_fft fft_fft2 fft_fftn fft_ifft fft_ifft2 fft_ifftn
    quantize_per_tensor quantize_per_channel quantize_per_tensor_dynamic dequantize
    logit special_logit gumbel_softmax i0 digamma lgamma angle conj real imag
    bucketize searchsorted
"""
"""What keeps the shape."""
_WORDS = {
    "relu": ("ReLU", "relu"), "relu6": ("ReLU6", "relu6"), "silu": ("SiLU", "silu"), "gelu": ("GELU", "gelu"),
    "logsigmoid": ("LogSigmoid", "log_sigmoid"), "tanhshrink": ("Tanhshrink", "tanh_shrink"),
    "selu": ("SELU", "selu"), "hardsigmoid": ("Hardsigmoid", "hard_sigmoid"), "hardswish": ("Hardswish", "hard_silu"),
    "rrelu": ("RReLU", "rrelu"), "hardtanh": ("Hardtanh", "hard_tanh"), "leaky_relu": ("LeakyReLU", "leaky_relu"),
    "elu": ("ELU", "elu"), "celu": ("CELU", "celu"), "hardshrink": ("Hardshrink", "hard_shrink"),
    "softshrink": ("Softshrink", "soft_shrink"), "neg": ("Negative", "negative"), "__neg__": ("Negative", "negative"),
    "abs": ("Abs", "absolute"), "__abs__": ("Abs", "absolute"), "clip": ("Clamp", "clip"), "clamp": ("Clamp", "clip"),
    "rms_norm": ("RMSNorm", "rms_norm"), "cumsum": ("CumSum", "cumsum"), "dequantize": ("DeQuantize", "dequantize"),
    **dict.fromkeys(
        ("quantize_per_tensor", "quantize_per_channel", "quantize_per_tensor_dynamic"), ("Quantize", "quantize")
    ),
}  # fmt: skip
"""Words and names of the field where they are not the function's own."""
_REDUCING = {
    "Mean": "mean", "Sum": "sum", "Amax": "amax", "Amin": "amin", "Max": "max", "Min": "min", "Prod": "prod",
    "Std": "std", "Var": "var", "Norm": "norm", "LogSumExp": "logsumexp", "Argmax": "argmax", "Argmin": "argmin",
    "Median": "median", "All": "all", "Any": "any", "VarMean": "var_mean", "Aminmax": "aminmax",
}  # fmt: skip


_NORMS = ("norm", "linalg_norm", "linalg_vector_norm")


def _reducing(word: str, function: str) -> Rule:
    def rule(given: Given) -> Made | None:
        if function in ("max", "min") and len(given.operands) == 2:
            return _together(f"{word}imum", f"{function}imum")(given)
        place = 2 if function in _NORMS else 1  # after the order of the norm
        dims = given.get(place, "dim", given.get(9, "axis"))
        items = dims if isinstance(dims, (list, tuple)) else [dims]
        if not items or not all(isinstance(dim, int) and not isinstance(dim, bool) for dim in items):
            axes = tuple(range(1, len(given.shape)))
        else:
            axes = tuple(given.axis(0, dim) for dim in items)
        axes = tuple(axis for axis in axes if axis)  # over the batch: one row of it stays
        keep = bool(given.get(place + 1, "keepdim", False))
        return Made(word, Reduce(function, axes, keep, len(given.outs)), {"dim": dims} if dims is not None else {})

    return rule


def _word(name: str) -> tuple[str, str]:
    """The word on a card and the field's name of a function: `exp2` is Exp2, `layer_norm` LayerNorm."""
    plain = name.strip("_")
    return _WORDS.get(name) or ("".join(part[:1].upper() + part[1:] for part in plain.split("_")), plain)


TABLE: dict[str, Rule] = {
    **{name: _together(word, op) for word, (op, names) in _ARITHMETIC.items() for name in names.split()},
    **{name: _together(*_word(name)) for name in _TOGETHER.split()},
    **{name: _alike(*_word(name)) for name in _ALIKE.split()},
    **{name: _reducing(word, name) for word, name in _REDUCING.items()},
    **{name: _reducing("Norm", name) for name in _NORMS},
    **{name: _along("Softmax", "softmax") for name in ("softmax", "_softmax")},
    "log_softmax": _along("LogSoftmax", "log_softmax"),
    "softmin": _along("Softmin", "softmin"),
    "glu": _glu,
    "cosine_similarity": _compared("CosineSimilarity", "cosine_similarity"),
    "pairwise_distance": _compared("PairwiseDistance", "pairwise_distance"),
    **{f"fft_rfft{n}": _fourier(False) for n in ("", "2", "n")},
    **{f"fft_irfft{n}": _fourier(True) for n in ("", "2", "n")},
}
