"""The settings of a layer as phrases: `3×3 kernel`, `步长 1`; and how narrow cards say them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .languages import LANGUAGES


def times(amounts: tuple[int, ...]) -> str:
    """3×3; of one dim or of equal strides, see `_amounts`."""
    return "×".join(str(amount) for amount in amounts)


def _amounts(amounts: Any) -> str:
    """One number where all dims agree."""
    if isinstance(amounts, int):
        return str(amounts)
    return str(amounts[0]) if len(set(amounts)) == 1 else times(tuple(amounts))


def _padding(padding: Any, lang: int) -> str:
    if padding.mode == "explicit":
        if not any(amount for pair in padding.pairs for amount in pair):
            return ("padding 0", "填充 0")[lang]
        if all(begin == end for begin, end in padding.pairs):
            return ("padding ", "填充 ")[lang] + _amounts(tuple(begin for begin, _ in padding.pairs))
        return ("padding ", "填充 ")[lang] + " × ".join(f"{begin}+{end}" for begin, end in padding.pairs)
    names = {
        "valid": ("valid", "无填充 valid"),
        "same": ("same", "等宽填充 same"),
        "stride_one_same": ("same", "等宽填充 same"),
        "causal": ("causal", "因果填充 causal"),
    }
    return names[padding.mode][lang]


def _name(value: Any) -> str:
    return ACTIVATIONS.get(str(value), str(value))


def _sizes(sizes: Any) -> str:
    return "×".join("?" if size is None else str(size) for size in sizes)


def _target(target: Any) -> str:
    """−1×8×64 as it is written: what is left over is worked out in the output."""
    return "×".join(_signed(size) for size in target)


def _signed(number: int) -> str:
    return str(number).replace("-", "−")


def _scales(scales: Any) -> str:
    return "×".join(f"{scale:g}" for scale in (scales[:1] if len(set(scales)) == 1 else scales))


def _borders(pairs: Any) -> str:
    """1, where all sides agree; else begin+end of each dim."""
    if len({amount for pair in pairs for amount in pair}) == 1:
        return str(pairs[0][0])
    return " × ".join(f"{begin}+{end}" for begin, end in pairs)


def _axis(axis: Any, lang: int = 0) -> str:
    """`last axis` for −1; others are counted with the batch as 0."""
    if isinstance(axis, int) and axis == -1:
        return ("last axis", "最后一维")[lang]
    return (f"axis {str(axis).replace('-', '−')}", f"维 {str(axis).replace('-', '−')}")[lang]


def _axes(axes: Any, lang: int = 0) -> str:
    if len(axes) == 1:
        return _axis(axes[0], lang)
    return ("axes ", "维 ")[lang] + ", ".join(str(axis).replace("-", "−") for axis in axes)


def _line(line: Any) -> str:
    """`1 − x`, `x·0.5 + 1`: a scale and an offset."""
    scale, offset = line
    term = {1.0: "x", -1.0: "−x"}.get(scale) or f"x·{scale:g}".replace("-", "−")
    if not offset:
        return term
    sign = "−" if offset < 0 else "+"
    return f"{offset:g} − x" if scale == -1.0 and offset > 0 else f"{term} {sign} {abs(offset):g}"


def _affine(there: Any, lang: int) -> str:
    """What a normalisation lacks: (scale, shift)."""
    words = {
        (True, True): ("", ""),
        (True, False): ("no shift", "无平移"),
        (False, True): ("no scale", "无缩放"),
        (False, False): ("no scale, no shift", "无缩放与平移"),
    }
    return words[tuple(there)][lang]


_WRAPPED = {
    "rnn": "RNN",
    "lstm": "LSTM",
    "gru": "GRU",
    "conv_lstm": "ConvLSTM",
    "conv": "Conv",
    "dense": "Dense",
    "batch_norm": "BatchNorm",
}


ACTIVATIONS = {
    "relu": "ReLU",
    "relu6": "ReLU6",
    "elu": "ELU",
    "selu": "SELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "swish": "Swish",
    "leaky_relu": "LeakyReLU",
    "hard_sigmoid": "hard sigmoid",
    "hard_silu": "hard SiLU",
    "log_softmax": "log softmax",
    "linear": "",
}

Phrase = Callable[[Any], str]
FACTS: dict[str, tuple[Phrase, Phrase]] = {
    "kernel": (lambda v: f"{times(v)} kernel" if len(v) > 1 else f"kernel {v[0]}", lambda v: f"卷积核 {times(v)}"),
    "window": (lambda v: f"{times(v)} window" if len(v) > 1 else f"window {v[0]}", lambda v: f"池化窗口 {times(v)}"),
    "filters": (lambda v: f"{v} filters" if v != 1 else "1 filter", lambda v: f"过滤器 {v} 个"),
    "channels": (lambda v: f"{v[0]}→{v[1]}", lambda v: f"{v[0]}→{v[1]}"),
    "units": (lambda v: f"{v} units" if v != 1 else "1 unit", lambda v: f"{v} 个单元"),
    "stride": (lambda v: f"stride {_amounts(v)}", lambda v: f"步长 {_amounts(v)}"),
    "padding": (lambda v: _padding(v, 0), lambda v: _padding(v, 1)),
    "dilation": (
        lambda v: f"dilation {_amounts(v)}" if set(v) != {1} else "",
        lambda v: f"膨胀率 {_amounts(v)}" if set(v) != {1} else "",
    ),
    "groups": (lambda v: f"{v} groups" if v != 1 else "", lambda v: f"分 {v} 组" if v != 1 else ""),
    "no_bias": (lambda v: "no bias" if v else "", lambda v: "无偏置" if v else ""),
    "activation": (lambda v: _name(v) if v else "", lambda v: _name(v) if v else ""),
    "rate": (lambda v: f"rate {v:g}", lambda v: f"比率 {v:g}"),
    "multiplier": (lambda v: f"depth multiplier {v}" if v != 1 else "", lambda v: f"深度倍数 {v}" if v != 1 else ""),
    "vocabulary": (lambda v: f"vocabulary {v}", lambda v: f"词表 {v}"),
    "rows": (lambda v: f"{v} rows", lambda v: f"{v} 行"),
    "width": (lambda v: f"width {v}", lambda v: f"宽度 {v}"),
    "lora_rank": (lambda v: f"LoRA rank {v}", lambda v: f"LoRA 秩 {v}"),
    "pooled": (lambda v: f"{v} of each bag", lambda v: f"每袋取 {v}"),
    "axis": (_axis, lambda v: _axis(v, 1)),
    "axes": (_axes, lambda v: _axes(v, 1)),
    "shared_axes": (lambda v: f"one slope along {_axes(v)}", lambda v: f"沿{_axes(v, 1)}共用斜率"),
    "slopes": (lambda v: f"{v} slopes" if v != 1 else "1 slope", lambda v: f"{v} 个斜率"),
    "of_channels": (lambda v: f"{v} channels" if v != 1 else "1 channel", lambda v: f"{v} 个通道"),
    "over": (lambda v: f"over {times(v)}", lambda v: f"归一化 {times(v)}"),
    "affine": (lambda v: _affine(v, 0), lambda v: _affine(v, 1)),
    "alpha": (lambda v: f"α {v:g}", lambda v: f"α {v:g}"),
    "line": (_line, _line),
    "return_sequences": (
        lambda v: "all steps" if v else "last state only",
        lambda v: "输出每一步" if v else "只输出最后状态",
    ),
    "layers": (lambda v: f"{v} layers" if v != 1 else "", lambda v: f"{v} 层" if v != 1 else ""),
    "bidirectional": (lambda v: "both directions" if v else "", lambda v: "双向" if v else ""),
    "projected": (lambda v: f"projected to {v}", lambda v: f"投影到 {v}"),
    "wrapped": (lambda v: _WRAPPED.get(str(v), str(v)), lambda v: _WRAPPED.get(str(v), str(v))),
    "merge_mode": (
        lambda v: f"merged by {v}" if v != "two outputs" else v,
        lambda v: f"合并方式 {v}" if v != "two outputs" else "两路输出",
    ),
    "heads": (lambda v: f"{v} heads" if v != 1 else "1 head", lambda v: f"{v} 个头"),
    "kv_heads": (lambda v: f"{v} key/value heads" if v != 1 else "1 key/value head", lambda v: f"{v} 个键/值头"),
    "head_width": (lambda v: f"head width {v}", lambda v: f"每头宽度 {v}"),
    "value_width": (lambda v: f"value width {v}", lambda v: f"值宽度 {v}"),
    "steps": (lambda v: f"{v} steps", lambda v: f"{v} 步"),
    "times": (lambda v: f"× {v} steps", lambda v: f"× {v} 步"),
    "recurs": (lambda v: "reads the step before" if v else "", lambda v: "读取前一步" if v else ""),
    "idle": (
        lambda run: "no forward pass reaches it" if run else "not run",
        lambda run: "前向计算未经过此层" if run else "未运行",
    ),
    "experts": (
        lambda v: f"{v[0]} experts, {v[1]} for each token",
        lambda v: f"{v[0]} 个专家，每个词元用 {v[1]} 个",
    ),
    "active": (lambda v: f"{v:,} active", lambda v: f"激活 {v:,}"),
    "rotary": (lambda v: "rotary positions" if v else "", lambda v: "旋转位置编码" if v else ""),
    "causal": (lambda v: "causal" if v else "", lambda v: "因果掩码" if v else ""),
    "masked": (lambda v: "mask" if v else "", lambda v: "掩码" if v else ""),
    "attention_window": (lambda v: f"window {v}", lambda v: f"窗口 {v}"),
    "feed_forward": (lambda v: f"feed-forward width {v}", lambda v: f"前馈宽度 {v}"),
    "decoder_layers": (lambda v: f"{v} decoder layers" if v != 1 else "1 decoder layer", lambda v: f"解码器 {v} 层"),
    "learned_scale": (lambda v: "learned scale" if v else "", lambda v: "可学缩放" if v else ""),
    "note": (str, str),
    "output_padding": (
        lambda v: f"output padding {_amounts(v)}" if v and any(v) else "",
        lambda v: f"输出填充 {_amounts(v)}" if v and any(v) else "",
    ),
    "output_size": (lambda v: f"output size {times(v)}", lambda v: f"输出尺寸 {times(v)}"),
    "global": (lambda v: f"over {', '.join(v)}", lambda v: f"在 {'、'.join(v)} 上"),
    "to_size": (lambda v: f"to {_sizes(v)}", lambda v: f"到 {_sizes(v)}"),
    "largest": (lambda v: f"the {v} largest of T" if v != 1 else "the largest of T", lambda v: f"取 T 上最大的 {v} 个"),
    "target": (lambda v: f"to {_target(v)}", lambda v: f"到 {_target(v)}"),
    "order": (lambda v: f"dims {', '.join(str(d) for d in v)}", lambda v: f"维序 {', '.join(str(d) for d in v)}"),
    "repeat": (lambda v: f"{v} times", lambda v: f"重复 {v} 次"),
    "element": (lambda v: f"element {_signed(v[1])} of dim {v[0]}", lambda v: f"维 {v[0]} 的第 {_signed(v[1])} 个元素"),
    "border": (lambda v: f"border {_borders(v)}", lambda v: f"边界 {_borders(v)}"),
    "cropped": (lambda v: f"{_borders(v)} cut off", lambda v: f"裁去 {_borders(v)}"),
    "scale": (lambda v: f"× {_scales(v)}", lambda v: f"× {_scales(v)}"),
    "constants": (
        lambda v: "with " + ", ".join(f"a constant of {size}" if size else "a number" for size in v),
        lambda v: "与" + "、".join(f"常量 {size}" if size else "一个数" for size in v),
    ),
    "parameters": (
        lambda v: "with " + ", ".join(f"a parameter of {size}" for size in v),
        lambda v: "与" + "、".join(f"参数 {size}" for size in v),
    ),
    "packed": (
        lambda v: f"{times(v[0])} weights of {v[1]} bits" if v[1] != 1 else f"{times(v[0])} weights of 1 bit",
        lambda v: f"{times(v[0])} 个 {v[1]} 位权重",
    ),
    "uncounted": (
        lambda v: f"{v[0]} = {v[1]:,} numbers, no parameters",
        lambda v: f"{v[0]} = {v[1]:,} 个数，不计为参数",
    ),
    "held": (
        lambda v: "kept as " + ", ".join(f"{count:,} {dtype}" for count, dtype in v),
        lambda v: "存为 " + "、".join(f"{count:,} 个 {dtype}" for count, dtype in v),
    ),
    "factor": (lambda v: f"factor {v}", lambda v: f"倍数 {v}"),
}


def fact(key: str, value: Any, lang: str = "en") -> str:
    """One setting as a phrase; empty if it is not worth saying (one group, no dilation)."""
    return FACTS[key][LANGUAGES.index(lang)](value) if value is not None else ""


def facts(pairs: tuple[tuple[str, Any], ...], lang: str = "en") -> tuple[str, ...]:
    """All phrases of a card's settings line, the empty ones left out."""
    return tuple(phrase for key, value in pairs if (phrase := fact(key, value, lang)))


BRIEF: dict[str, Phrase] = {
    "kernel": lambda v: times(v) if len(v) > 1 else f"k {v[0]}",
    "window": lambda v: times(v) if len(v) > 1 else f"k {v[0]}",
    "stride": lambda v: f"stride {_amounts(v)}" if set(v) != {1} else "",
    "padding": lambda v: (
        ""
        if v.mode == "valid" or (not any(a for pair in v.pairs for a in pair) and v.mode == "explicit")
        else _padding(v, 0).replace("padding", "pad")
    ),
}
"""How narrow cards say it: what is usual is left out."""


def brief(pairs: tuple[tuple[str, Any], ...], lang: str = "en") -> tuple[str, ...]:
    """The phrases of a narrow card."""
    out = []
    for key, value in pairs:
        short = BRIEF.get(key)
        said = short(value) if short and value is not None else None
        # What is left out is so in every language; what is said in numbers alone as well.
        phrase = (
            said if said is not None and (lang == "en" or not said or said[0].isdigit()) else fact(key, value, lang)
        )
        if phrase:
            out.append(phrase)
    return tuple(out)
