"""What pages say, in English and Chinese: headings, captions, sentences under a rule, notes.

In: a key, a language, values. Out: a phrase.

>>> say("total"), say("total", "zh"), say("all_of", "en", 12, 12)
('Total', '合计', '12 of 12 layers')
"""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    # headings
    "overview": ("Overview", "总览"),
    "overview_of": ("Overview of figures {}", "图 {} 总览"),
    "total": ("Total", "合计"),
    "symbols": ("Symbols", "符号"),
    "downloads": ("Downloads", "下载"),
    "counted": ("How it was counted", "如何计数"),
    "models": ("Models", "模型"),
    "figure": ("Figure {}", "图 {}"),
    "titled": ("{}, {}", "{}，{}"),
    "table": ("Layer table", "层表"),
    "description": ("Description", "描述文件"),
    "as_table": ("All numbers as a table", "全部数字(表格)"),
    # columns
    "layer": ("layer", "层"),
    "output": ("output", "输出"),
    "worked": ("worked", "推导"),
    "params": ("params", "参数量"),
    "macs": ("MACs", "乘加次数"),
    "symbol": ("symbol", "符号"),
    "meaning": ("meaning", "含义"),
    "here": ("here", "此处的值"),
    "model": ("model", "模型"),
    "weights": ("weights", "权重"),
    "status": ("status", "状态"),
    "files": ("files", "文件"),
    "what": ("figure or table", "图表"),
    # strip
    "strip_params": ("parameters, all trainable", "个参数，全部可训练"),
    "strip_params_some": ("parameters, {} trainable", "个参数，其中 {} 可训练"),
    "strip_known": ("parameters known, the rest is not", "个已知参数，其余未知"),
    "strip_macs": ("MACs, one input", "次乘加(单个输入)"),
    "strip_cost": ("{} ({}), one input", "{}({})，单个输入"),
    "strip_weights": ("weights, float32", "权重，float32"),
    "strip_cache": ("KV cache a token, {}", "每词元 KV 缓存，{}"),
    "strip_outputs": ("layer outputs, float32", "各层输出，float32"),
    "strip_shape": ("input → output", "输入 → 输出"),
    # verdicts
    "agrees": ("agrees", "一致"),
    "differs": ("differs", "不一致"),
    "unchecked": ("unchecked", "未核对"),
    "unexplained": ("unexplained", "未解释"),
    "claim_differs": ("claim differs", "声明不符"),
    "broken": ("does not run", "无法运行"),
    "all_of": ("{} of {} layers", "{1} 层中的 {0} 层"),
    "with": ("{} with {}", "{}与 {} 相符"),
    "and_total": ("{} and the total", "{}及总量"),
    "and_claim": ("{} and with the claim in {}", "{}，并与 {} 中的声明相符"),
    "claim_only": ("the claim in {}", "{} 中的声明"),
    "claim_off": ("the claim of {} in {}: the formulas give {}", "{1} 中的声明为 {0}，公式得 {2}"),
    "not_asked": ("{} layers: no framework was asked", "{} 层：未询问框架"),
    "no_rule_n": (
        "{} layers have no rule: their parameters are counted from the weights",
        "{} 层没有规则：参数量由权重计得",
    ),
    "no_rule_1": ("1 layer has no rule: its parameters are counted from the weights", "1 层没有规则：参数量由权重计得"),
    "stops": ("stops at layer {} of {}", "止于第 {} 层(共 {} 层)"),
    "layers_differ": ("{}: the formula and {} say different numbers", "{}：公式与 {} 给出的数不同"),
    "all_equal": ("all three are equal, every layer’s shape and count too", "三者相等，每层的形状与参数量也相等"),
    "two_equal": ("both are equal, every layer’s shape and count too", "两者相等，每层的形状与参数量也相等"),
    "claim_equal": ("the claim is what the formulas give", "声明与公式相符"),
    "nothing_held": (
        "nothing to hold it against: no framework was asked, nothing is claimed",
        "没有可比较的数：未询问框架，也无声明",
    ),
    "by": ("by {} = {}", "相差 {} = {}"),
    "by_delta": ("by {}", "相差 {}"),
    "predicted": ("predicted", "推导"),
    "reported": ("reported", "报告"),
    "claimed": ("claimed", "声明"),
    "sum_formulas": ("sum of {} formulas: {}", "{} 个公式之和：{}"),
    "sum_one": ("one formula", "一个公式"),
    "line": ("{}, line {}", "{}，第 {} 行"),
    # tables
    "no_weights": ("no weights", "无权重"),
    "not_reached": ("not reached", "未到达"),
    "tied": ("same weights as {}, counted there", "与 {} 共享权重，在该处计数"),
    "counted_from": ("counted from the weights", "由权重计得"),
    "as_reported": ("as reported", "按报告"),
    "nested": ("nested model, {} layers", "嵌套模型，共 {} 层"),
    "with_layers": ("with {}:", "连同 {}："),
    "no_output": ("no output", "无输出"),
    "says": ("{} says {}", "{} 给出 {}"),
    "copies": ("{} to {}, {} equal copies", "{} 至 {}，共 {} 份相同"),
    "equal": ("{} equal copies", "共 {} 份相同"),
    "frozen": ("not trained", "不训练"),
    # derivations
    "why_params": ("parameters", "参数量"),
    "why_cost": ("{} ({})", "{}({})"),
    "why_out": ("output {}", "输出的{}"),
    "bias_one": ("one bias each", "各一个偏置"),
    "rule": ("rule", "规则"),
    "reports": ("{} reports {}", "{} 报告 {}"),
    "weights_are": ("weights: {}", "权重：{}"),
    "convention": ("convention {}: {}", "口径 {}：{}"),
    "copy_latex": ("Copy as LaTeX", "复制 LaTeX"),
    "close": ("Close", "关闭"),
    "H": ("height", "高"),
    "W": ("width", "宽"),
    "D": ("depth", "深"),
    "T": ("length", "长度"),
    "C": ("channels", "通道数"),
    "features": ("features", "特征数"),
    # rules
    "rule_params": ("{}, parameters", "{} 参数量"),
    "rule_out": ("{}, output", "{} 输出"),
    "rule_macs": ("{}, MACs", "{} 乘加次数"),
    "same_rule": ("The same rule as that of {}.", "与 {} 的规则相同。"),
    "rules_of": ("The rules are those of {}.", "规则与 {} 相同。"),
    "likewise": ("{} likewise.", "{}同理。"),
    "with_padding": ("With padding `{}`.", "填充方式为 `{}`。"),
    "channels_filters": ("Channels: the number of filters.", "通道数等于过滤器个数。"),
    "channels_stay": ("Channels stay.", "通道数不变。"),
    # how it was counted
    "how_params": ("Parameters are the elements of the weight tensors.", "参数量是各权重张量的元素个数之和。"),
    "how_params_keras": (
        "Parameters are the elements of the weight tensors, batch-norm statistics included, as {} counts them.",
        "参数量是各权重张量的元素个数之和，按 {} 的口径包括批归一化的统计量。",
    ),
    "how_macs": (
        "MACs are multiply–adds for one input, without biases (convention macs); FLOPs = 2 × MACs.",
        "MACs 是单个输入的乘加次数，不计偏置(口径 macs)；FLOPs = 2 × MACs。",
    ),
    "how_cost": (
        "{} are for one input, by the convention {} ({}): {}.",
        "{}按单个输入计，口径 {}({})：{}。",
    ),
    "how_shapes": ("Shapes begin with the batch, which {} prints as {}.", "形状以批次开头，{} 将其写作 {}。"),
    "how_outputs": (
        "Layer outputs is the sum of all {} outputs for one input, more than is alive at any moment.",
        "各层输出是单个输入下全部 {} 个输出之和，多于任一时刻实际占用。",
    ),
    "how_folded": ("{}.", "{}。"),
    "how_named": ("Named dims ({}) stay names in every formula.", "具名维度({})在公式中保留其名。"),
    # index
    "n_models": ("{} models", "{} 个模型"),
    "one_model": ("1 model", "1 个模型"),
    "n_agree": ("{} agree", "{} 个一致"),
    "n_differ": ("{} differ", "{} 个不一致"),
    "one_agrees": ("1 agrees", "1 个一致"),
    "one_differs": ("1 differs", "1 个不一致"),
    "n_unchecked": ("{} unchecked", "{} 个未核对"),
    "n_unexplained": ("{} with layers without a rule", "{} 个含无规则的层"),
    "n_failed": ("{} could not be read", "{} 个无法读取"),
    "failed": ("could not be read", "无法读取"),
    "index_macs": (
        "MACs are for one input of the stated size, without biases.",
        "MACs 按所列输入尺寸的单个输入计，不含偏置。",
    ),
    "index_note": (
        (
            "Weights are float32. The small bars show where the parameters are, from input to output; colours as in "
            "the figures."
        ),
        "权重按 float32 计。小图从输入到输出表示参数的分布，颜色与图中一致。",
    ),
    "bars_of": ("Parameters of {} by group: {}", "{} 各组的参数量：{}"),
    "scatter": (
        (
            "Parameters against {}, both axes logarithmic. Up the page, each weight is used more often: a "
            "convolution’s weights at every position, a dense layer’s once."
        ),
        "参数量与{}，双对数坐标。越靠上，每个权重用得越多：卷积层的权重用于每个位置，全连接层的只用一次。",
    ),
    "scatter_title": ("Parameters against {}", "参数量与{}"),
    "axis_params": ("parameters", "参数量"),
    "once": ("each weight used once", "每个权重用一次"),
    "hundred": ("100 times", "100 次"),
    # notes
    "note_broken": ("{} {}", "{}{}"),
    "unreached_n": (
        "{} layers after it were not reached; their parameters are counted where they are known.",
        "其后 {} 层未到达；已知的参数仍然计入。",
    ),
    "unreached_1": (
        "1 layer after it was not reached; its parameters are counted where they are known.",
        "其后 1 层未到达；已知的参数仍然计入。",
    ),
    "note_claim": ("claims {} {}, the formulas give {}", "声明 {1} 为 {0}，公式得 {2}"),
    "note_no_rule": ("{} ({}) is unexplained", "{}({})未解释"),
    "no_rule_for": (
        "There is no rule for {}. Its {} parameters are counted from its weights, its output is what {} reported.",
        "没有 {} 的规则。其 {} 个参数由权重计得，输出形状按 {} 的报告。",
    ),
    "the_framework": ("the framework", "框架"),
    "not_shown": ("This figure could not be made", "无法生成此图"),
    # exercises
    "key": ("Key", "答案"),
    "result": ("result", "结果"),
    "field_right": ("right", "正确"),
    "field_wrong": ("not yet", "不对"),
    "field_formula": ("the formula, please", "请写算式"),
    "field_unread": ("not a number or a formula", "不是数或算式"),
    # side by side
    "row_differs": ("differs", "不同"),
    "row_only": ("not in each", "并非都有"),
    "no_such_layer": ("not there", "没有这一层"),
    "sum_params": ("Σ parameters", "Σ 参数量"),
    "sum_trainable": ("trainable", "可训练"),
    "sum_buffers": ("buffers, not counted", "缓冲区(不计入)"),
    "count_differs": ("{} of {} layers differ.", "{1} 层中有 {0} 层不同。"),
    "all_alike": ("All {} layers are counted alike.", "{} 层的计数都相同。"),
    # what changed
    "row_changed": ("changed", "改动"),
    "row_added": ("added", "新增"),
    "row_removed": ("removed", "删除"),
    "delta": ("difference", "差"),
    "sum_macs": ("Σ MACs", "Σ 乘加次数"),
    "count_changes": (
        "{} changed, {} added, {} removed, {} the same.",
        "改动 {} 处，新增 {} 层，删除 {} 层，{} 层相同。",
    ),
    "all_same": ("No difference in {} layers.", "{} 层没有差别。"),
    # figures
    "opens": ("Each card opens its group.", "点击卡片可跳到该组。"),
    "opens_stages": (
        "Each card opens its group, that of several groups their overview.",
        "点击卡片可跳到该组；含多组的卡片可跳到其总览。",
    ),
    "notebook_large": (
        '{} groups are too much for one output: `.draw(group="1")` shows one, `.draw("figures")` writes all',
        '共 {} 组，一次输出放不下：`.draw(group="1")` 显示一组，`.draw("figures")` 写出全部',
    ),
    "zoom_hint": ("Zoom with the buttons or Ctrl + wheel, drag to move.", "用按钮或 Ctrl + 滚轮缩放，拖动可移动。"),
}

SENTENCES: dict[tuple[str, str], tuple[str, str]] = {
    ("conv", "params"): (
        "One weight for each place of the kernel and each channel in, once a filter",
        "每个过滤器在核的每个位置、每个输入通道各有一个权重",
    ),
    ("depthwise", "params"): (
        "One kernel for each channel in, not across channels",
        "每个输入通道各有一个卷积核，通道之间不混合",
    ),
    ("separable", "params"): (
        "First a kernel for each channel, then a 1×1 convolution across channels",
        "先逐通道卷积，再用 1×1 卷积混合通道",
    ),
    ("transposed", "params"): (
        "As in a convolution: one weight for each place of the kernel, channel in and channel out",
        "与卷积相同：核的每个位置、每对输入输出通道各一个权重",
    ),
    ("dense", "params"): ("One weight for each feature in, once a unit", "每个单元对每个输入特征各有一个权重"),
    ("embedding", "params"): (
        "One row for each word of the vocabulary, looked up and not multiplied",
        "词表中每个词一行，查表而不做乘法",
    ),
    ("batch_norm", "4·C"): (
        "A scale and a shift for each channel, and the mean and variance kept for it",
        "每个通道一个缩放、一个平移，另有保存的均值与方差",
    ),
    ("batch_norm", "2·C"): (
        "A scale and a shift for each channel; mean and variance are buffers and not counted",
        "每个通道一个缩放、一个平移；均值与方差属缓冲区，不计入",
    ),
    ("layer_norm", "params"): ("A scale and a shift for each feature", "每个特征一个缩放、一个平移"),
    ("group_norm", "params"): ("A scale and a shift for each channel", "每个通道一个缩放、一个平移"),
    ("rms_norm", "params"): ("A scale for each feature", "每个特征一个缩放"),
    ("multi_head_attention", "params"): (
        "Projections for query, key and value, and one for the output",
        "查询、键、值各一个投影，输出再一个投影",
    ),
    ("lstm", "params"): (
        "Four gates, each with weights for the input, weights for the state before, and a bias",
        "四个门，每个门各有输入权重、前一状态的权重和偏置",
    ),
    ("gru", "params"): (
        "Three gates, each with weights for the input, weights for the state before, and biases",
        "三个门，每个门各有输入权重、前一状态的权重和偏置",
    ),
    ("flatten", "out"): ("All dims behind the batch become one", "批次之外的各维合成一维"),
    ("concatenate", "out"): ("The inputs one after the other, so their dims add up", "各输入依次相接，该维相加"),
}
"""What a rule says in words, by the op's kind and what is worked out (or its formula); without a full stop."""

BIAS = ("; one bias a filter or unit", "；每个过滤器或单元一个偏置")


def say(key: str, lang: str = "en", *values: object) -> str:
    """A phrase of a page."""
    return PHRASES[key][lang == "zh"].format(*values)


def sentence(kind: str, what: str, lang: str, bias: bool = False) -> str:
    """What a rule says in words, or nothing where there is no such sentence."""
    found = SENTENCES.get((kind, what))
    if found is None:
        return ""
    return found[lang == "zh"] + (BIAS[lang == "zh"] if bias else "") + ("。" if lang == "zh" else ".")
