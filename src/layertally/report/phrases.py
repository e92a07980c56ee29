"""What tables and verdicts say, in English and Chinese: column titles, sums, sentences.

In: a key, a language, values. Out: a phrase.

>>> say("layer"), say("layer", "zh"), say("claim", "en", "9 parameters")
('layer', '层', 'the claim of 9 parameters')
"""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "layer": ("layer", "层"),
    "type": ("type", "类型"),
    "size": ("size", "尺寸"),
    "output": ("output", "输出"),
    "worked": ("worked", "推导"),
    "params": ("params", "参数量"),
    "macs": ("MACs", "乘加次数"),
    "where": ("where", "其中"),
    "sum_params": ("Σ parameters", "Σ 参数量"),
    "sum_macs": ("Σ MACs", "Σ 乘加次数"),
    "trained": ("trained", "可训练"),
    "not_trained": ("not trained", "不可训练"),
    "buffers": ("buffers, not counted", "缓冲区(不计入)"),
    "known": ("known {}, the rest is not", "已知 {}，其余未知"),
    "not_reached": ("not reached", "未到达"),
    "tied": ("counted once, at {}", "只计一次，在 {}"),
    "no_rule": ("no rule", "无规则"),
    "no_rule_why": ("no rule: {}", "无规则：{}"),
    "nested": ("nested model, {} layers", "嵌套模型，共 {} 层"),
    "layers": ("{} layers", "{} 层"),
    "one_layer": ("1 layer", "1 层"),
    "layers_in_groups": ("{} layers in {} groups", "{} 层，分为 {} 组"),
    "n_parameters": ("{} parameters", "{} 个参数"),
    "one_parameter": ("1 parameter", "1 个参数"),
    "n_macs": ("{} MACs", "{} 次乘加"),
    "n_of": ("{1} {0}", "{0} {1}"),
    "share_of": ("{}, {}", "{}，{}"),
    "likewise": ("{} likewise", "{}同理"),
    "equals": ("{} = {}", "{} = {}"),
    "claim": ("the claim of {}", "声明的 {}"),
    "fresh": ("{} still says what {} is", "{} 与 {} 相符"),
    "stale": ("{} is stale: {} layers differ from {}", "{} 已过时：{} 层与 {} 不同"),
    "freeze_again": ("freeze it again:  {}", "请重新冻结：{}"),
    "changed": ("changed", "改动"),
    "added": ("added", "新增"),
    "removed": ("removed", "删除"),
    "same": ("same", "相同"),
    "before": ("before", "改前"),
    "after": ("after", "改后"),
    "reshaped": ("{}, {} with another shape", "{}，其中 {} 层形状不同"),
    "and_more": ("and {} more", "另有 {} 处"),
    "equal": ("no difference", "没有差别"),
    "differs": ("differs", "不同"),
    "only": ("only", "仅部分"),
    "not_there": ("not there", "没有这一层"),
    "others": ("others", "其他"),
    "n_rules": ("{} rules", "{} 条规则"),
    "no_weights": ("no weights", "无权重"),
    "arguments": ("arguments", "参数"),
    "none": ("none", "无"),
    "also": ("also", "别名"),
    "example": ("example", "示例"),
    "on": ("{}  on  {}", "{}  输入  {}"),
    "cost_conv": ("convolution", "卷积"),
    "cost_dense": ("dense", "全连接"),
    "cost_seq": ("sequence layers", "序列层"),
    "cost_core": ("attention", "注意力"),
    "cost_comma": (", ", "、"),
    "cost_and": ("{} and {}", "{}与{}"),
    "cost_no_bias": ("{}, no bias", "{}，不计偏置"),
    "coverage_label": ("beside", "归并"),
    "coverage": ("{} operations stand in {} layers that they work for: {}", "{} 个运算归入所服务的 {} 层：{}"),
    "coverage_1": ("{} operations stand in {} layer that they work for: {}", "{} 个运算归入所服务的 {} 层：{}"),
    "and_others": ("{} and {} other kinds", "{}，及其他 {} 种"),
    "memory_weights": ("weights", "权重"),
    "memory_cache": ("KV cache", "KV 缓存"),
    "memory_token": ("{} bytes a token in {}", "每个词元 {} 字节({})"),
    "memory_window": ("; {} layers keep the last {} tokens", "；其中 {} 层只保留最近 {} 个词元"),
    "memory_tokens": ("; {} tokens take {}", "；{} 个词元共 {}"),
    "sum_of": ("Σ {}", "Σ {}"),
    "not_stated": ("not stated there: {}", "其中未写明：{}"),
    "not_asked_of": ("not asked: {}", "未询问：{}"),
    "total_unknown": (": the total is not known", "：总量未知"),
    "claimed": ("claimed", "声明"),
    "predicted": ("predicted", "推导"),
    "reported": ("reported", "报告"),
    "delta": ("delta", "相差"),
    "formulas": ("{} formulas", "{} 个公式"),
    "one_formula": ("1 formula", "1 个公式"),
    "not_asked": ("{}: no framework was asked", "{}：未询问任何框架"),
    "not_asked_try": ("{}: no framework was asked; try  {}", "{}：未询问任何框架；可运行  {}"),
    "with": ("{} of {} layers with {} (shapes, parameters)", "{}/{} 层与 {} 一致(形状、参数量)"),
    "with_params": ("{} of {} layers with {} (parameters)", "{}/{} 层与 {} 一致(参数量)"),
    "with_shapes": ("{} of {} layers with {}", "{}/{} 层与 {} 一致"),
    "others_with": ("every other layer with {}", "其余各层与 {} 一致"),
    "others_and_total": ("every other layer and the total with {}", "其余各层及总量与 {} 一致"),
    "no_rule_layers": ("{} have no rule", "{} 没有规则"),
    "no_rule_layer": ("{} has no rule", "{} 没有规则"),
    "each_from": ("{} each, from {}", "每层 {}，来自 {}"),
    "from": ("{}, from {}", "{}，来自 {}"),
    "unknown_params": ("parameters unknown", "参数量未知"),
    "broken": ("{}: {}", "{}：{}"),
    "layer_index": ("layer {} ({})", "第 {} 层({})"),
    "layer_name": ("layer `{}` ({})", "层 `{}`({})"),
    "unreached": ("{} was not reached", "{} 未到达"),
    "unreached_n": ("{} layers after it were not reached", "其后 {} 层未到达"),
    "gives": ("{} gives {}", "{} 给出 {}"),
    "reports": ("{}: {} says {}, the formula gives {}", "{}：{} 给出 {}，公式得 {}"),
    "reports_shape": ("{}: {} says {}, the rule gives {}", "{}：{} 给出 {}，规则得 {}"),
    "fits_channels": ("the claim fits {} with {}", "若 {} 为 {}，则与声明相符"),
    "help_total": (
        "the totals are right: their {} parameters are counted from the weights.",
        "总量无误：其 {} 个参数由权重计得。",
    ),
    "help_new_rule": ("To explain them, add a rule: {}", "要推导它们，请添加规则：{}"),
    "line_says": ("line {} says {}", "第 {} 行写着 {}"),
    "in_channels": ("{} input channels", "{} 个输入通道"),
    "in_channel": ("1 input channel", "1 个输入通道"),
    "with_bias": ("a bias", "有偏置"),
    "without_bias": ("no bias", "无偏置"),
    "every_conv": ("every convolution", "所有卷积层"),
    "every_layer": ("every layer", "所有层"),
    "units": ("{} units", "{} 个单元"),
    "filters": ("{} filters", "{} 个过滤器"),
    "height": ("height", "高"),
    "width": ("width", "宽"),
    "depth": ("depth", "深"),
    "length": ("length", "长度"),
    "channels": ("channels", "通道"),
    "features": ("features", "特征"),
    "filters_word": ("filters", "过滤器个数"),
    "group": ("group", "组"),
    "share": ("share", "占比"),
    "total": ("total", "合计"),
    "caption": ("Layers of {}", "{} 的各层"),
}

DENSITIES = ("compact", "worked", "teaching")
"""How much of a formula is shown; figures take the same words."""

DIMS = {"H": "height", "W": "width", "D": "depth", "T": "length", "C": "channels", "features": "features"}
"""A dim's label in a rule and the word that it is said with."""


def say(key: str, lang: str = "en", *values: object) -> str:
    """A phrase with its values."""
    return PHRASES[key][lang == "zh"].format(*values)


def counted(many: str, one: str, count: int, lang: str = "en") -> str:
    """`12 layers`, `1 layer`.

    >>> counted("layers", "one_layer", 1), counted("layers", "one_layer", 1234)
    ('1 layer', '1,234 layers')
    """
    return say(one, lang) if count == 1 else say(many, lang, f"{count:,}")
