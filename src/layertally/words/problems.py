"""The sentences of shapes that do not fit, and what to write instead."""

from __future__ import annotations

from typing import Any

from .languages import LANGUAGES

PROBLEMS: dict[str, tuple[str, str]] = {
    "features": ("expects {expected} features, gets {got}", "需要 {expected} 个特征，得到 {got}"),
    "channels": ("expects {expected} channels, gets {got}", "需要 {expected} 个通道，得到 {got}"),
    "rank": ("expects {expected} dims beside the batch, gets {got}", "需要除批次外 {expected} 个维度，得到 {got} 个"),
    "one_input": ("takes one input, gets {got}", "只接受一个输入，得到 {got} 个"),
    "window_too_long": ("the kernel is longer than the sequence: {formula}", "卷积核长于序列：{formula}"),
    "window_too_large": ("the kernel is larger than the image: {formula}", "卷积核大于图像：{formula}"),
    "groups": ("{channels} channels do not divide into {groups} groups", "{channels} 个通道不能分成 {groups} 组"),
    "empty": ("nothing is left of the image: {formula}", "图像没有剩余：{formula}"),
    "output_size": (
        "can only come to {least} to {most} here, not {size}",
        "此处输出只能是 {least} 到 {most}，不能是 {size}",
    ),
    "k_too_large": ("takes the {expected} largest of {got} steps", "要从 {got} 步中取最大的 {expected} 个"),
    "flatten_order": ("starts at dim {start}, after its end, dim {end}", "起始维 {start} 在结束维 {end} 之后"),
    "no_axis": (
        "has no dim {axis_given}: the input has {dims} dims with the batch",
        "没有第 {axis_given} 维：输入含批次共 {dims} 维",
    ),
    "batch_axis": ("dim 0 is the batch, of which no element can be taken", "第 0 维是批次，不能取其中一个元素"),
    "index": ("there is no element {index} in a dim of {size}", "大小为 {size} 的维中没有第 {index} 个元素"),
    "elements": ("{have} elements do not make {target}", "{have} 个元素不能排成 {target}"),
    "pad_too_large": (
        "a border of {border} needs more than the {n} rows there are; at most {most}",
        "宽 {border} 的边界多于现有的 {n} 行，最多 {most}",
    ),
    "divides": ("{what} = {got} does not divide by {unit}", "{what} = {got} 不能被 {unit} 整除"),
    "windows": ("expects {expected} windows, gets {got}", "需要 {expected} 个窗口，得到 {got} 个"),
    "two_inputs": ("takes two inputs, gets {got}", "需要两个输入，得到 {got} 个"),
    "several_inputs": ("takes two inputs or more, gets {got}", "至少需要两个输入，得到 {got} 个"),
    "axis": (
        "has no axis {given}: the axes are 0 (the batch) to {dims}",
        "没有维 {given}：各维编号为 0(批次)至 {dims}",
    ),
    "query_value": (
        "takes query and value, and a key if it is another; gets {got}",
        "需要查询与值(键不同时再加键)，得到 {got} 个输入",
    ),
    "query_key_value": ("takes query, key and value, gets {got}", "需要查询、键、值三个输入，得到 {got} 个"),
    "odd": ("halves a dim that is odd: {got}", "要对半分的维度是奇数：{got}"),
    "einsum_letter": ("{equation}: nothing says what {letter} is", "{equation}：{letter} 没有定义"),
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
    "cannot_broadcast": ("cannot take {left} and {right} together", "{left} 与 {right} 无法逐元素运算"),
    "cannot_stack": ("cannot stack {left} and {right}", "{left} 与 {right} 无法堆叠"),
    "not_one": ("can take away only a dim of 1, not one of {got}", "只能去掉大小为 1 的维，此维为 {got}"),
    "unknown_parts": ("cannot tell how many parts there are: the dim is unknown", "该维未知，无法确定份数"),
    "too_many_parts": ("makes {got} parts; the bound is {most}", "会分成 {got} 份，上限为 {most}"),
    "inputs": ("takes {expected} inputs, gets {got}", "需要 {expected} 个输入，得到 {got} 个"),
    "cannot_concatenate": (
        "cannot concatenate {left} and {right} along axis {along}",
        "{left} 与 {right} 无法沿维 {along} 拼接",
    ),
    "rule": ("its rule cannot be worked out with these settings", "以这些设置无法推导其规则"),
    "no_output": (
        "reads output {index} of {name}, which has {count}, counted from 0",
        "读取 {name} 的第 {index} 个输出，而它只有 {count} 个(从 0 数起)",
    ),
    "not_reached": ("not reached", "未到达"),
}

FIXES: dict[str, tuple[str, str]] = {
    "write": ("write {name}: {value}", "改为 {name}: {value}"),
    "write_gives": (
        "write {name}: {value}, which gives {worked} = {params} parameters",
        "改为 {name}: {value}，参数量为 {worked} = {params}",
    ),
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
        return FIXES["write_gives"][LANGUAGES.index(lang)].format(
            name=name, value=value, worked=worked, params=f"{params:,}" if isinstance(params, int) else params
        )
    return FIXES["write"][LANGUAGES.index(lang)].format(name=name, value=value)
