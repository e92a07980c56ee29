"""Labels of figures, tables and pages, and the names of the families."""

from __future__ import annotations

from .languages import LANGUAGES

LABELS: dict[str, tuple[str, str]] = {
    "out": ("out", "输出"),
    "in": ("in", "输入"),
    "params": ("params", "参数量"),
    "macs": ("MACs", "乘加次数"),
    "trained": ("trained", "可训练"),
    "not_trained": ("not trained", "不可训练"),
    "sum_params": ("Σ params", "参数量合计"),
    "no_weights": ("no weights", "无权重"),
    "packed": ("packed, not counted", "打包存放，不计入"),
    "unchanged": ("unchanged", "不变"),
    "input": ("Input", "输入"),
    "output": ("Output", "输出"),
    "fig": ("fig. {}", "图 {}"),
    "figs": ("figs. {}", "图 {}"),
    "group_of": ("group {} of {} · {}", "共 {1} 组之 {0} · {2}"),
    "part_of": ("group {}, part {} of {} · {}", "第 {0} 组，共 {2} 部分之 {1} · {3}"),
    "n_params": ("{} params", "{} 个参数"),
    "share": ("{} of {}", "占总量 {1} 的 {0}"),
    "layers_in_groups": ("{} layers in {} groups", "{} 层，分为 {} 组"),
    "layers": ("{} layers", "{} 层"),
    "one_layer": ("1 layer", "1 层"),
    "bar": ("bar = share of parameters", "横条 = 参数占比"),
    "error": ("error", "错误"),
    "errors": ("1 error", "1 处错误"),
    "not_reached": ("not reached", "未到达"),
    "unknown": ("unknown", "未知"),
    "reported": ("reported, not worked out", "由框架给出，未推导"),
    "tied": ("counted once, at {}", "只计一次，在 {}"),
    "identity": ("identity", "恒等"),
    "projection": ("projection", "投影"),
    "skip": ("skip", "跳连"),
    "dashed": ("weights counted elsewhere", "权重已在别处计入"),
    "more": ("+ {} more", "另 {} 项"),
    "scalar": ("scalar", "标量"),
    "same_input": ("same input", "输入相同"),
    "all_of": ("all {}", "全部 {} 个"),
    "side_by_side": ("side by side", "并列"),
    "turns": ("{} blocks in turn", "{} 个块交替"),
    "stops": ("stops at layer {} of {}", "止于第 {} 层(共 {} 层)"),
    "nested": ("nested model, {} layers", "嵌套模型，共 {} 层"),
    "like": ("like {}", "结构同 {}"),
    "one_of": ("{}, one of {}", "{}，{} 份之一"),
    "sum_of": ("Σ of its {}", "其 {} 之和"),
    "overview": ("Overview", "总览"),
    "shared": ("same weights as {}", "与 {} 共享权重"),
    "caption": (
        "{} turns {} into {} with {} parameters, {} of the model.",
        "{} 把 {} 变为 {}，含 {} 个参数，占全模型的 {}。",
    ),
    "caption_stops": ("{} stops at {}: {}.", "{} 止于 {}：{}。"),
    "caption_unreached": ("{} is not reached; {} of its parameters are known.", "{} 未到达，其中 {} 个参数已知。"),
    "continued": ("continued in fig. {}", "续见图 {}"),
    "continues": ("from fig. {} · {}", "接图 {} · {}"),
    "semicolon": ("; ", "；"),
    "stop": (". ", "。"),
    "comma": (", ", "，"),
    "of_layer": ("{}: {}", "{}：{}"),
    "times_of": ("{} times {}: {}", "{} 次 {}：{}"),
    "more_parts": ("and {} more", "另有 {} 项"),
    "sum_one": ("Σ of one", "单个合计"),
    "sum_parts": ("Σ of parts", "各部分合计"),
    "exercise": ("exercise · {}", "练习 · {}"),
    "fill_in": ("fill in {} to {}", "填出 {} 到 {}"),
    "fill_in_one": ("fill in {}", "填出 {}"),
    "caption_exercise": ("Exercise: {}, blanks {} to {}.", "练习：{}，空格 {} 到 {}。"),
    "caption_exercise_one": ("Exercise: {}, blank {}.", "练习：{}，空格 {}。"),
    "asked_output": ("output {}", "输出的{}"),
    "asked_params": ("parameters", "参数量"),
    "asked_formula": ("{}, the formula", "{}的算式"),
    "asked_sum": ("Σ of {}", "{} 合计"),
    "asked_shape": (", output {}", "，输出 {}"),
    "dim_H": ("height", "高"),
    "dim_W": ("width", "宽"),
    "dim_D": ("depth", "深"),
    "dim_T": ("length", "长度"),
    "dim_C": ("channels", "通道数"),
    "dim_features": ("features", "特征数"),
    "dim_n": ("size", "大小"),
    "key": ("key", "答案"),
    "no_rule": ("no rule for this class: counted from its weights", "此类没有规则：按权重张量计数"),
}

FAMILIES: dict[str, tuple[str, str]] = {
    "conv": ("convolution", "卷积"),
    "pool": ("pooling", "池化"),
    "dense": ("dense", "全连接"),
    "embed": ("embedding", "嵌入"),
    "seq": ("recurrent, attention", "循环、注意力"),
    "core": ("attention, matrix product", "注意力、矩阵乘积"),
    "norm": ("normalisation", "归一化"),
    "plain": ("no parameters", "无参数"),
    "unk": ("no rule", "无规则"),
}


def label(key: str, lang: str = "en", *values: object) -> str:
    """A label of a figure, a table or a page."""
    return LABELS[key][LANGUAGES.index(lang)].format(*values)


def shape(text: str, lang: str = "en") -> str:
    """A shape as it is written; only that of a single number is a word.

    >>> shape("26×26×32", "zh"), shape("scalar", "zh")
    ('26×26×32', '标量')
    """
    return label("scalar", lang) if text == "scalar" else text


def family(key: str, lang: str = "en") -> str:
    """The name of a family in the legend."""
    return FAMILIES[key][LANGUAGES.index(lang)]
