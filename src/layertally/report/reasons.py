"""Why the same layer counts differently in two frameworks: a table of settings and what they mean.

In: a layer as each model has it. Out: one sentence, or nothing where no setting in the table explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ..annotation import AnnotatedLayer
from ..ops.base import Op

RECURRENT = ("lstm", "gru", "rnn", "lstm_cell", "gru_cell", "rnn_cell")
NORMS = ("batch_norm", "instance_norm", "group_norm", "layer_norm")
WEIGHTED = ("conv", "depthwise", "separable", "transposed", "dense", "bilinear", "local")


class Side(NamedTuple):
    """A column's title, its layer in this row (None: it has none), the last layer with weights before it in the
    same model."""

    title: str
    layer: AnnotatedLayer | None
    before: AnnotatedLayer | None = None


class Reason(NamedTuple):
    """`read` gives what the setting of these kinds is, None where it says nothing; `says` is a clause (English,
    Chinese) for each value it may have: `{}` takes the titles, `{s}` an s of the verb after a single one."""

    kinds: tuple[str, ...]
    read: Callable[[Op], object]
    says: Mapping[object, tuple[str, str]]


def _biases(op: Op) -> object:
    found: Any = getattr(op, "biases", None)
    return len(found) if isinstance(found, tuple) else found


def _affine(op: Op) -> object:
    pair = (getattr(op, "scale", None), getattr(op, "center", None))
    return pair if None not in pair else None


REASONS = (
    Reason(
        RECURRENT,
        _biases,
        {
            2: ("{} keep{s} two biases a gate", "{} 每个门有两个偏置"),
            1: ("{} one", "{} 只有一个"),
            0: ("{} none", "{} 没有偏置"),
        },
    ),
    Reason(
        ("batch_norm", "instance_norm"),
        lambda op: getattr(op, "statistics", None) or "none",
        {
            "fixed": (
                "{} count{s} the moving mean and variance as parameters that are not trained",
                "{} 把移动均值与方差计为不训练的参数",
            ),
            "buffer": ("{} hold{s} them as buffers", "{} 把它们存为缓冲区"),
            "none": ("{} keep{s} none", "{} 不保存"),
        },
    ),
    Reason(
        NORMS,
        _affine,
        {
            (True, True): ("{} train{s} a scale and a shift", "{} 训练缩放与平移"),
            (True, False): ("{} only a scale", "{} 只训练缩放"),
            (False, True): ("{} only a shift", "{} 只训练平移"),
            (False, False): ("{} neither", "{} 两者都没有"),
        },
    ),
    Reason(
        WEIGHTED,
        lambda op: getattr(op, "bias", None),
        {
            True: ("{} add{s} a bias, one for each filter or unit", "{} 有偏置,每个过滤器或单元一个"),
            False: ("{} none", "{} 没有偏置"),
        },
    ),
)
LAST_STEP = (
    "{} return{s} the last step alone; elsewhere all steps come out, and one is taken",
    "{} 只返回最后一步;其余返回每一步,再取其一",
)
INSIDE = ("{} name{s} the activation in the layer before", "{} 把激活写在前一层里")
FROZEN = ("{} do{es} not train this layer", "{} 不训练这一层")


def reason(sides: Sequence[Side], lang: str = "en") -> str:
    """One sentence that says why the layers of a row count differently; empty where the table does not know."""
    clauses = _missing(sides, lang) if any(side.layer is None for side in sides) else _settings(sides, lang)
    if not clauses:
        return ""
    comma, end = (",", "。") if lang == "zh" else (", ", ".")
    return f"{comma.join(clauses)}{_fewer(sides, lang)}{end}"


def _settings(sides: Sequence[Side], lang: str) -> list[str]:
    layers = [side.layer for side in sides if side.layer is not None]
    ops = [layer.layer.op for layer in layers if layer.layer.op is not None]
    if len(ops) < len(sides):
        return []
    for each in REASONS:
        values = [each.read(op) for op in ops]
        if all(op.kind in each.kinds for op in ops) and len(set(values)) > 1 and set(values) <= set(each.says):
            clauses = []
            for value, phrase in each.says.items():
                titles = [side.title for side, own in zip(sides, values, strict=True) if own == value]
                if titles:
                    clauses.append(_say(phrase, titles, lang))
            return clauses
    idle = [side.title for side in sides if side.layer is not None and not side.layer.layer.trainable]
    return [_say(FROZEN, idle, lang)] if 0 < len(idle) < len(sides) else []


def _missing(sides: Sequence[Side], lang: str) -> list[str]:
    """Why some models do without the layer: another one does its work."""
    op = next(side.layer.layer.op for side in sides if side.layer is not None)
    without = [side for side in sides if side.layer is None]
    before = [side.before.layer.op if side.before is not None else None for side in without]
    titles = [side.title for side in without]
    if op is None:
        return []
    if op.kind == "select" and all(getattr(own, "return_sequences", None) is False for own in before):
        return [_say(LAST_STEP, titles, lang)]
    function = getattr(op, "function", op.kind)
    if all(getattr(own, "activation", None) == function for own in before):
        return [_say(INSIDE, titles, lang)]
    return []


def _say(phrase: tuple[str, str], titles: Sequence[str], lang: str) -> str:
    one = len(titles) == 1
    return phrase[lang == "zh"].format(listed(titles, lang), s="s" if one else "", es="es" if one else "")


def listed(titles: Sequence[str], lang: str = "en") -> str:
    """`A, B and C`.

    >>> listed(["Keras"]), listed(["PyTorch", "Paddle"]), listed(["a", "b", "c"], "zh")
    ('Keras', 'PyTorch and Paddle', 'a、b 与 c')
    """
    *some, last = titles
    if not some:
        return last
    return f"{'、'.join(some)} 与 {last}" if lang == "zh" else f"{', '.join(some)} and {last}"


def _fewer(sides: Sequence[Side], lang: str) -> str:
    """`: 4·64 = 256 fewer`, where the biases of a recurrent layer are the whole of the difference."""
    ops: list[Any] = [side.layer.layer.op for side in sides if side.layer is not None]
    values = {side.layer.count.value for side in sides if side.layer is not None}
    if len(ops) < len(sides) or any(op is None or op.kind not in RECURRENT for op in ops) or len(values) != 2:
        return ""
    whole = [value for value in values if isinstance(value, int)]
    gates, units = ops[0].cell.gates, ops[0].units
    if len(whole) < 2 or max(whole) - min(whole) != gates * units:
        return ""
    product = f"{gates}·{units} = {gates * units:,}" if gates > 1 else f"{units:,}"
    return f":少 {product}" if lang == "zh" else f": {product} fewer"
