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
    "caption": ("{} turns {} into {} with {} parameters, {} of the model.", "{} 把 {} 变为 {},含 {} 个参数,占全模型的 {}。"),
    "sum_parts": ("Σ of parts", "各部分合计"),
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


def _sizes(sizes: Any) -> str:
    return "×".join("?" if size is None else str(size) for size in sizes)


def _target(target: Any) -> str:
    return "×".join("?" if size == -1 else str(size) for size in target)


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


def _affine(there: Any, lang: int) -> str:
    """What a normalisation lacks: (scale, shift)."""
    words = {(True, True): ("", ""), (True, False): ("no shift", "无平移"), (False, True): ("no scale", "无缩放"),
             (False, False): ("no scale, no shift", "无缩放与平移")}
    return words[tuple(there)][lang]


_WRAPPED = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU", "conv_lstm": "ConvLSTM", "conv": "Conv", "dense": "Dense", "batch_norm": "BatchNorm"}


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
    "vocabulary": (lambda v: f"vocabulary {v}", lambda v: f"词表 {v}"),
    "width": (lambda v: f"width {v}", lambda v: f"宽度 {v}"),
    "lora_rank": (lambda v: f"LoRA rank {v}", lambda v: f"LoRA 秩 {v}"),
    "pooled": (lambda v: f"{v} of each bag", lambda v: f"每袋取 {v}"),
    "axis": (_axis, lambda v: _axis(v, 1)), "axes": (_axes, lambda v: _axes(v, 1)),
    "shared_axes": (lambda v: f"one slope along {_axes(v)}", lambda v: f"沿{_axes(v, 1)}共用斜率"),
    "slopes": (lambda v: f"{v} slopes" if v != 1 else "1 slope", lambda v: f"{v} 个斜率"),
    "of_channels": (lambda v: f"{v} channels" if v != 1 else "1 channel", lambda v: f"{v} 个通道"),
    "over": (lambda v: f"over {times(v)}", lambda v: f"归一化 {times(v)}"),
    "affine": (lambda v: _affine(v, 0), lambda v: _affine(v, 1)),
    "alpha": (lambda v: f"α {v:g}", lambda v: f"α {v:g}"),
    "return_sequences": (lambda v: "all steps" if v else "last state only", lambda v: "输出每一步" if v else "只输出最后状态"),
    "layers": (lambda v: f"{v} layers" if v != 1 else "", lambda v: f"{v} 层" if v != 1 else ""),
    "bidirectional": (lambda v: "both directions" if v else "", lambda v: "双向" if v else ""),
    "projected": (lambda v: f"projected to {v}", lambda v: f"投影到 {v}"),
    "wrapped": (lambda v: _WRAPPED.get(str(v), str(v)), lambda v: _WRAPPED.get(str(v), str(v))),
    "merge_mode": (lambda v: f"merged by {v}" if v != "two outputs" else v, lambda v: f"合并方式 {v}" if v != "two outputs" else "两路输出"),
    "heads": (lambda v: f"{v} heads" if v != 1 else "1 head", lambda v: f"{v} 个头"),
    "kv_heads": (lambda v: f"{v} key/value heads" if v != 1 else "1 key/value head", lambda v: f"{v} 个键/值头"),
    "head_width": (lambda v: f"head width {v}", lambda v: f"每头宽度 {v}"),
    "value_width": (lambda v: f"value width {v}", lambda v: f"值宽度 {v}"),
    "feed_forward": (lambda v: f"feed-forward width {v}", lambda v: f"前馈宽度 {v}"),
    "decoder_layers": (lambda v: f"{v} decoder layers" if v != 1 else "1 decoder layer", lambda v: f"解码器 {v} 层"),
    "scale": (lambda v: "learned scale" if v else "", lambda v: "可学缩放" if v else ""),
    "note": (str, str),
    "output_padding": (lambda v: f"output padding {_amounts(v)}" if v and any(v) else "", lambda v: f"输出填充 {_amounts(v)}" if v and any(v) else ""),
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
    "window_too_long": ("the kernel is longer than the sequence: {formula}", "卷积核长于序列:{formula}"),
    "window_too_large": ("the kernel is larger than the image: {formula}", "卷积核大于图像:{formula}"),
    "groups": ("{channels} channels do not divide into {groups} groups", "{channels} 个通道不能分成 {groups} 组"),
    "empty": ("nothing is left of the image: {formula}", "图像没有剩余:{formula}"),
    "output_size": ("can only come to {least} to {most} here, not {size}", "此处输出只能是 {least} 到 {most},不能是 {size}"),
    "k_too_large": ("takes the {expected} largest of {got} steps", "要从 {got} 步中取最大的 {expected} 个"),
    "flatten_order": ("starts at dim {start}, after its end, dim {end}", "起始维 {start} 在结束维 {end} 之后"),
    "no_axis": ("has no dim {axis_given}: the input has {dims} dims with the batch", "没有第 {axis_given} 维:输入含批次共 {dims} 维"),
    "batch_axis": ("dim 0 is the batch, of which no element can be taken", "第 0 维是批次,不能取其中一个元素"),
    "index": ("there is no element {index} in a dim of {size}", "大小为 {size} 的维中没有第 {index} 个元素"),
    "elements": ("{have} elements do not make {target}", "{have} 个元素不能排成 {target}"),
    "pad_too_large": ("a border of {border} needs more than the {n} rows there are; at most {most}", "宽 {border} 的边界多于现有的 {n} 行,最多 {most}"),
    "divides": ("{what} = {got} does not divide by {unit}", "{what} = {got} 不能被 {unit} 整除"),
    "windows": ("expects {expected} windows, gets {got}", "需要 {expected} 个窗口,得到 {got} 个"),
    "two_inputs": ("takes two inputs, gets {got}", "需要两个输入,得到 {got} 个"),
    "several_inputs": ("takes two inputs or more, gets {got}", "至少需要两个输入,得到 {got} 个"),
    "axis": ("has no axis {given}: the axes are 0 (the batch) to {dims}", "没有维 {given}:各维编号为 0(批次)至 {dims}"),
    "query_value": ("takes query and value, and a key if it is another; gets {got}", "需要查询与值(键不同时再加键),得到 {got} 个输入"),
    "query_key_value": ("takes query, key and value, gets {got}", "需要查询、键、值三个输入,得到 {got} 个"),
    "odd": ("halves a dim that is odd: {got}", "要对半分的维度是奇数:{got}"),
    "einsum_letter": ("{equation}: nothing says what {letter} is", "{equation}:{letter} 没有定义"),
    "no_kernel": ("wraps a layer without weights", "所包的层没有权重"),
    "cannot_add": ("cannot add {left} and {right}", "{left} 与 {right} 无法相加"),
    "cannot_subtract": ("cannot subtract {right} from {left}", "{left} 与 {right} 无法相减"),
    "cannot_multiply": ("cannot multiply {left} by {right}", "{left} 与 {right} 无法相乘"),
    "cannot_divide": ("cannot divide {left} by {right}", "{left} 与 {right} 无法相除"),
    "cannot_average": ("cannot average {left} and {right}", "{left} 与 {right} 无法取平均"),
    "cannot_maximum": ("cannot take the maximum of {left} and {right}", "{left} 与 {right} 无法取最大值"),
    "cannot_minimum": ("cannot take the minimum of {left} and {right}", "{left} 与 {right} 无法取最小值"),
    "cannot_matmul": ("cannot multiply the matrices {left} and {right}", "矩阵 {left} 与 {right} 无法相乘"),
    "cannot_dot": ("cannot take the dot product of {left} and {right}", "{left} 与 {right} 无法做点积"),
    "cannot_concatenate": ("cannot concatenate {left} and {right} along axis {along}", "{left} 与 {right} 无法沿维 {along} 拼接"),
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
    "p_l": Meaning("padding on the left", "左侧填充"), "p_r": Meaning("padding on the right", "右侧填充"), "p_t": Meaning("padding at the top", "上侧填充"),
    "p_b": Meaning("padding at the bottom", "下侧填充"), "p_f": Meaning("padding in front", "前侧填充"), "p_k": Meaning("padding at the back", "后侧填充"),
    "c": Meaning("cropped a side", "每侧裁剪"), "c_h": Meaning("cropped a side, top and bottom", "上下每侧裁剪"), "c_w": Meaning("cropped a side, left and right", "左右每侧裁剪"),
    "c_d": Meaning("cropped a side in depth", "深度每侧裁剪"), "c_l": Meaning("cropped on the left", "左侧裁剪"), "c_r": Meaning("cropped on the right", "右侧裁剪"),
    "c_t": Meaning("cropped at the top", "上侧裁剪"), "c_b": Meaning("cropped at the bottom", "下侧裁剪"), "c_f": Meaning("cropped in front", "前侧裁剪"), "c_k": Meaning("cropped at the back", "后侧裁剪"),
    "a": Meaning("output padding", "输出填充"), "a_h": Meaning("output padding down", "纵向输出填充"), "a_w": Meaning("output padding across", "横向输出填充"), "a_d": Meaning("output padding in depth", "深度输出填充"),
    "f": Meaning("scale factor", "缩放倍数"), "f_h": Meaning("scale factor down", "纵向缩放倍数"), "f_w": Meaning("scale factor across", "横向缩放倍数"), "f_d": Meaning("scale factor in depth", "深度缩放倍数"),
    "P": Meaning("padding of both sides that SAME works out", "SAME 算出的两侧填充之和"), "P_h": Meaning("padding of top and bottom that SAME works out", "SAME 算出的上下填充之和"),
    "P_w": Meaning("padding of left and right that SAME works out", "SAME 算出的左右填充之和"), "P_d": Meaning("padding of front and back that SAME works out", "SAME 算出的前后填充之和"),
    "r": Meaning("pixel shuffle factor", "像素重组倍数"), "n": Meaning("repetitions", "重复次数"),
    "n_1": Meaning("size of dim 1", "第 1 维大小"), "n_2": Meaning("size of dim 2", "第 2 维大小"), "n_3": Meaning("size of dim 3", "第 3 维大小"),
    "n_4": Meaning("size of dim 4", "第 4 维大小"), "n_5": Meaning("size of dim 5", "第 5 维大小"),
    "x": Meaning("input features of a step", "每步输入特征数"), "h": Meaning("units (hidden size)", "隐藏单元数"), "h_p": Meaning("projected size", "投影后的大小"),
    "L": Meaning("layers", "层数"), "V": Meaning("vocabulary size", "词表大小"), "d_model": Meaning("model width", "模型宽度"), "r": Meaning("LoRA rank", "LoRA 秩"),
    "x_1": Meaning("features of the first input", "第一个输入的特征数"), "x_2": Meaning("features of the second input", "第二个输入的特征数"),
    "n_heads": Meaning("attention heads", "注意力头数"), "n_kv": Meaning("key and value heads", "键/值头数"), "d_k": Meaning("key width of a head", "每头键宽度"),
    "d_v": Meaning("value width of a head", "每头值宽度"), "d_q": Meaning("query features", "查询特征数"), "d_key": Meaning("key features", "键特征数"),
    "d_val": Meaning("value features", "值特征数"), "d_out": Meaning("output features", "输出特征数"), "d_ff": Meaning("feed-forward width", "前馈层宽度"),
    "T_q": Meaning("query length", "查询长度"), "T_k": Meaning("key length", "键长度"), "n_alpha": Meaning("slopes", "斜率个数"),
    **{f"c_{n}": Meaning(f"channels or features of input {n}", f"第 {n} 个输入的通道数") for n in range(1, 65)},
    **{f"T_{which}_{n}": Meaning(f"{en}, dim {n}", f"{zh},第 {n} 维") for n in range(1, 4) for which, en, zh in (("q", "query length", "查询长度"), ("k", "key length", "键长度"))},
    **{f"n_{n}": Meaning(f"size of dim {n}", f"第 {n} 维大小") for n in range(1, 65)},
    **{f"n_{letter}": Meaning(f"size of dim {letter}", f"维 {letter} 的大小") for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"},
}
