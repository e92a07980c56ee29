"""What counts as the cost of a layer: the same model has many numbers, each with its convention's name.

In: a layer with its shapes worked out, and a convention. Out: a formula, so that the number prints with its arithmetic.

>>> from layertally.annotation import annotate
>>> from layertally.readers.description import read_text
>>> a = annotate(read_text("{framework: paddle, input: [2, 320, 320], layers: [{Conv2D: [2, 4, 3, 1, 1]}]}"))
>>> CONVENTIONS["paddle"].cost(a.layers[0]).worked(), total(a, "paddle"), total(a, "macs")
('320·320·4·(3·3·2 + 1)', 7782400, 7372800)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import LayertallyError, nearest
from ..formula import Expr, Value, added
from ..ops.base import Worked

if TYPE_CHECKING:
    from .rules import Rules

DEFAULT = "macs"


class Convention(NamedTuple):
    """A way of counting. `label` stands beside every number; `title` and `about` say which counter counts so and what
    it includes, in English and Chinese; `table` is the table of its rules, read when it is first asked for."""

    name: str
    label: tuple[str, str]
    title: tuple[str, str]
    about: tuple[str, str]
    table: str

    @property
    def rules(self) -> Rules:
        """What each kind of layer costs."""
        from . import rules

        found: Rules = getattr(rules, self.table)
        return found

    def cost(self, layer: Worked) -> Expr | None:
        """The cost of one sample; None where it has none, or where the shapes are not known."""
        op, shapes = layer.layer.op, layer.input_shapes
        known = tuple(shape for shape in shapes if shape is not None)
        if op is None or not layer.outputs or len(known) != len(shapes):
            return None
        if self.name == DEFAULT:
            return op.macs(known, layer.outputs)
        from .rules import Call, cost

        return cost(self.rules, Call(op, known, layer.outputs, layer.layer.type))


def convention(name: str) -> Convention:
    """The convention of that name. LayertallyError if there is none.

    >>> convention("flops").label[0]
    'FLOPs'
    """
    if name not in CONVENTIONS:
        near = nearest(name, CONVENTIONS)
        raise LayertallyError(
            f"no convention `{name}`",
            fix=f"write `{near}`" if near else f"the conventions are {', '.join(CONVENTIONS)}",
        )
    return CONVENTIONS[name]


def value_of(layer: Worked, name: str = DEFAULT) -> Value | None:
    """The cost of a layer, a nested model's included: 0 where it has none, None where it is not known."""
    if layer.inner is not None:
        return total(layer.inner, name)
    if layer.layer.op is None or not layer.outputs or any(shape is None for shape in layer.input_shapes):
        return None
    found = convention(name).cost(layer)
    return 0 if found is None else found.value


def total_of(layers: Iterable[Worked], name: str = DEFAULT) -> Value | None:
    """The sum over some layers; None where one is not known."""
    return added(value_of(layer, name) for layer in layers)


def total(annotated: Any, name: str = DEFAULT) -> Value | None:
    """The cost of a whole annotated model for one sample; None where a part is not known."""
    return total_of(annotated.layers, name)


_MACS, _FLOPS = ("MACs", "乘加次数"), ("FLOPs", "浮点运算数")
CONVENTIONS: dict[str, Convention] = {
    each.name: each
    for each in (
        Convention(
            "macs",
            _MACS,
            ("multiply-adds", "乘加次数"),
            (
                "convolution, dense, recurrent and attention products, no bias",
                "卷积、全连接、循环与注意力的乘加，不计偏置",
            ),
            "MACS",
        ),
        Convention(
            "flops",
            _FLOPS,
            ("two operations a multiply-add", "每次乘加计两次运算"),
            (
                "2·MACs, as language-model papers and torch.utils.flop_counter count",
                "2·MACs，语言模型论文与 torch.utils.flop_counter 的算法",
            ),
            "FLOPS",
        ),
        Convention(
            "paddle",
            _FLOPS,
            ("paddle.flops", "paddle.flops"),
            (
                "multiply-adds with the bias of convolutions, not of dense layers; BatchNorm2D; average pooling",
                "乘加次数，计卷积偏置(不计全连接偏置)，BatchNorm2D 每元素 2 次，另计平均池化",
            ),
            "PADDLE",
        ),
        Convention(
            "fvcore",
            _FLOPS,
            ("fvcore", "fvcore"),
            (
                "multiply-adds, normalisation, adaptive average pooling; recurrent layers are not seen",
                "乘加次数、归一化与自适应平均池化；不计循环层",
            ),
            "FVCORE",
        ),
        Convention(
            "torchinfo",
            _MACS,
            ("torchinfo mult-adds", "torchinfo mult-adds"),
            (
                "parameters at every position of a convolution and step of a recurrent layer, else once a sample",
                "参数(含偏置)按卷积的每个输出位置、循环层的每一步计，其余每个样本计一次",
            ),
            "TORCHINFO",
        ),
        Convention(
            "full",
            _FLOPS,
            ("DeepSpeed", "DeepSpeed"),
            (
                "2·MACs, bias of convolutions, normalisation, activations, pooling, softmax",
                "2·MACs，另计卷积偏置、归一化、激活、池化与 softmax",
            ),
            "FULL",
        ),
    )
}
