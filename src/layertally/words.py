"""Every word the product says about a model, in English and Chinese: labels, settings, problems, symbols.

In: a key, a language (`en`, `zh`), values. Out: a phrase. Terms follow the field's glossary; a word the field does not
translate (ReLU, softmax, valid) stays as it is.

>>> fact("kernel", (3, 3), "en"), fact("filters", 32, "zh"), fact("groups", 1, "en")
('3×3 kernel', '过滤器 32 个', '')
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LANGUAGES = ("en", "zh")

LABELS: dict[str, tuple[str, str]] = {
    "out": ("out", "输出"), "in": ("in", "输入"), "params": ("params", "参数量"), "macs": ("MACs", "乘加次数"),
    "trained": ("trained", "可训练"), "not_trained": ("not trained", "不可训练"), "sum_params": ("Σ params", "参数量合计"),
    "sum_macs": ("Σ MACs", "乘加合计"), "no_weights": ("no weights", "无权重"), "unchanged": ("unchanged", "不变"),
    "input": ("Input", "输入"), "output": ("Output", "输出"), "fig": ("fig. {}", "图 {}"), "figure": ("Figure {}", "图 {}"),
    "group_of": ("group {} of {} · {}", "共 {1} 组之 {0} · {2}"), "n_params": ("{} params", "{} 个参数"),
    "share": ("{} of {}", "占总量 {1} 的 {0}"), "layers_in_groups": ("{} layers in {} groups", "{} 层,分为 {} 组"),
    "layers": ("{} layers", "{} 层"), "one_layer": ("1 layer", "1 层"), "bar": ("bar = share of parameters", "横条 = 参数占比"), "error": ("error", "错误"),
    "errors": ("1 error", "1 处错误"), "not_reached": ("not reached", "未到达"), "unknown": ("unknown", "未知"),
    "reported": ("reported, not worked out", "由框架给出,未推导"), "tied": ("counted once, at {}", "只计一次,在 {}"),
    "identity": ("identity", "恒等"), "projection": ("projection", "投影"), "residual": ("residual", "残差"), "skip": ("skip", "跳连"),
    "one_copy": ("one copy", "单份"), "continued": ("continued in {}", "续 {}"), "continues": ("continued from {}", "接 {}"),
    "stops": ("stops at layer {} of {}", "止于第 {} 层(共 {} 层)"), "nested": ("nested model, {} layers", "嵌套模型,共 {} 层"),
    "nested_fig": ("drawn in {}", "见 {}"), "sum_of": ("Σ of its {}", "其 {} 之和"), "overview": ("Overview", "总览"),
    "shared": ("same weights as {}", "与 {} 共享权重"), "copies": ("{} copies", "{} 份"), "step": ("element {} of dim {}", "维 {1} 的第 {0} 个"),
    "no_rule": ("no rule for this class: counted from its weights", "此类没有规则:按权重张量计数"),
    "tokens": ("{} tokens", "{} 个词元"), "of_params": ("{} of params", "参数的 {}"), "width": ("width", "宽度"),
}

FAMILIES: dict[str, tuple[str, str]] = {
    "conv": ("convolution", "卷积"), "pool": ("pooling", "池化"), "dense": ("dense", "全连接"), "embed": ("embedding", "嵌入"),
    "seq": ("recurrent, attention", "循环、注意力"), "core": ("attention core", "注意力核心"), "norm": ("normalisation", "归一化"),
    "plain": ("no parameters", "无参数"), "unk": ("no rule", "无规则"),
}


def label(key: str, lang: str = "en", *values: object) -> str:
    """A label of a figure, a table or a page."""
    return LABELS[key][LANGUAGES.index(lang)].format(*values)


def family(key: str, lang: str = "en") -> str:
    return FAMILIES[key][LANGUAGES.index(lang)]


# ---- settings ---------------------------------------------------------------------------------------------------------


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
    names = {"valid": ("valid", "无填充 valid"), "same": ("same", "等宽填充 same"), "stride_one_same": ("same", "等宽填充 same"), "causal": ("causal", "因果填充 causal")}
    return names[padding.mode][lang]


def _name(value: Any) -> str:
    return ACTIVATIONS.get(str(value), str(value))


ACTIVATIONS = {
    "relu": "ReLU", "relu6": "ReLU6", "elu": "ELU", "selu": "SELU", "gelu": "GELU", "silu": "SiLU", "swish": "Swish",
    "leaky_relu": "LeakyReLU", "hard_sigmoid": "hard sigmoid", "hard_silu": "hard SiLU", "log_softmax": "log softmax", "linear": "",
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
    "dilation": (lambda v: f"dilation {_amounts(v)}" if set(v) != {1} else "", lambda v: f"膨胀率 {_amounts(v)}" if set(v) != {1} else ""),
    "groups": (lambda v: f"{v} groups" if v != 1 else "", lambda v: f"分 {v} 组" if v != 1 else ""),
    "no_bias": (lambda v: "no bias" if v else "", lambda v: "无偏置" if v else ""),
    "activation": (lambda v: _name(v) if v else "", lambda v: _name(v) if v else ""),
    "rate": (lambda v: f"rate {v:g}", lambda v: f"比率 {v:g}"),
    "multiplier": (lambda v: f"depth multiplier {v}" if v != 1 else "", lambda v: f"深度倍数 {v}" if v != 1 else ""),
    "note": (str, str),
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
    "padding": lambda v: "" if v.mode == "valid" or not any(a for pair in v.pairs for a in pair) and v.mode == "explicit" else _padding(v, 0).replace("padding", "pad"),
}
"""How narrow cards say it: what is usual is left out."""


def brief(pairs: tuple[tuple[str, Any], ...], lang: str = "en") -> tuple[str, ...]:
    """The phrases of a narrow card."""
    out = []
    for key, value in pairs:
        short = BRIEF.get(key) if lang == "en" or key in ("kernel", "window") else None
        phrase = (short(value) if short and value is not None else fact(key, value, lang))
        if phrase:
            out.append(phrase)
    return tuple(out)


KINDS_ZH: dict[str, str] = {
    "conv": "卷积层", "transposed": "转置卷积层", "depthwise": "深度卷积层", "separable": "深度可分离卷积层", "pool": "池化层",
    "max_pool": "最大池化层", "average_pool": "平均池化层", "global_pool": "全局池化层", "adaptive_pool": "自适应池化层", "k_max_pool": "k 最大池化层",
    "dense": "全连接层", "embedding": "嵌入层", "flatten": "展平", "reshape": "变形", "permute": "维度置换", "dropout": "随机失活",
    "batch_norm": "批归一化", "layer_norm": "层归一化", "group_norm": "组归一化", "instance_norm": "实例归一化", "rms_norm": "RMS 归一化",
    "concatenate": "拼接", "add": "相加", "multiply": "相乘", "relu": "激活", "softmax": "激活", "sigmoid": "激活", "tanh": "激活", "gelu": "激活",
    "pad": "填充", "crop": "裁剪", "upsample": "上采样", "select": "取值", "lstm": "长短期记忆层", "gru": "门控循环层", "rnn": "循环层",
}


def kind(op: Any, lang: str = "en") -> str:
    """What an op is, before its framework's name: 卷积层 Conv2D. English needs none."""
    if lang == "en":
        return ""
    name = str(op.kind)
    flavour = str(getattr(op, "operation", ""))
    return KINDS_ZH.get(f"{flavour}_{name}", KINDS_ZH.get(name, ""))


# ---- problems ---------------------------------------------------------------------------------------------------------

PROBLEMS: dict[str, tuple[str, str]] = {
    "features": ("expects {expected} features, gets {got}", "需要 {expected} 个特征,得到 {got}"),
    "channels": ("expects {expected} channels, gets {got}", "需要 {expected} 个通道,得到 {got}"),
    "rank": ("expects {expected} dims beside the batch, gets {got}", "需要除批次外 {expected} 个维度,得到 {got} 个"),
    "one_input": ("takes one input, gets {got}", "只接受一个输入,得到 {got} 个"),
    "window_too_large": ("the kernel is larger than the image: {formula}", "卷积核大于图像:{formula}"),
    "groups": ("{channels} channels do not divide into {groups} groups", "{channels} 个通道不能分成 {groups} 组"),
    "not_reached": ("not reached", "未到达"),
}

FIXES: dict[str, tuple[str, str]] = {
    "write": ("write {name}: {value}", "改为 {name}: {value}"),
    "write_gives": ("write {name}: {value}, which gives {worked} = {params} parameters", "改为 {name}: {value},参数量为 {worked} = {params}"),
}


def problem(key: str, lang: str = "en", **values: object) -> str:
    """The sentence of a `ShapeError`; an unknown key is said as it is."""
    sentence = PROBLEMS[key][LANGUAGES.index(lang)] if key in PROBLEMS else key
    return sentence.format(**values)


def fix(trouble: Any, lang: str = "en") -> str:
    """What to write instead, of a layer's `Problem`; empty where no single setting mends it."""
    if trouble.fix is None:
        return ""
    name, value = trouble.fix
    if trouble.fix_params is not None:
        worked, params = trouble.fix_params
        return FIXES["write_gives"][LANGUAGES.index(lang)].format(name=name, value=value, worked=worked, params=f"{params:,}" if isinstance(params, int) else params)
    return FIXES["write"][LANGUAGES.index(lang)].format(name=name, value=value)


# ---- symbols ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a symbol stands for."""

    en: str
    zh: str

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


SYMBOLS: dict[str, Meaning] = {
    "H": Meaning("input height", "输入高度"), "W": Meaning("input width", "输入宽度"), "D": Meaning("input depth", "输入深度"),
    "T": Meaning("sequence length", "序列长度"), "H'": Meaning("output height", "输出高度"), "W'": Meaning("output width", "输出宽度"),
    "D'": Meaning("output depth", "输出深度"), "T'": Meaning("output length", "输出长度"),
    "k": Meaning("kernel size", "卷积核尺寸"), "k_h": Meaning("kernel height", "卷积核高"), "k_w": Meaning("kernel width", "卷积核宽"), "k_d": Meaning("kernel depth", "卷积核深"),
    "s": Meaning("stride", "步长"), "s_h": Meaning("stride down", "纵向步长"), "s_w": Meaning("stride across", "横向步长"), "s_d": Meaning("stride in depth", "深度步长"),
    "p": Meaning("padding a side", "每侧填充"), "p_h": Meaning("padding a side, top and bottom", "上下每侧填充"), "p_w": Meaning("padding a side, left and right", "左右每侧填充"), "p_d": Meaning("padding a side in depth", "深度每侧填充"),
    "d": Meaning("dilation", "膨胀率"), "d_h": Meaning("dilation down", "纵向膨胀率"), "d_w": Meaning("dilation across", "横向膨胀率"), "d_d": Meaning("dilation in depth", "深度膨胀率"),
    "c_in": Meaning("channels or features in", "输入通道数"), "c_out": Meaning("channels or features out", "输出通道数"), "g": Meaning("groups", "分组数"),
    "m": Meaning("depth multiplier", "深度倍数"), "C": Meaning("channels", "通道数"),
}
