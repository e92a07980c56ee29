"""What each counter adds to, or leaves out of, the multiply-adds of a layer: one table a convention, from an op's class
to a rule.

In: an op with the shapes in and out of it. Out: the cost of one sample as a formula; None where the counter sees
nothing. Sources: `paddle.flops` of Paddle 3.3.1, fvcore 0.1.5, torchinfo 1.8.0, DeepSpeed 0.19.8, run on the same
models.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..formula import Expr, Num, Sym, floor, times, total
from ..model import Dim, Shape
from ..ops.activation import Elementary, PReLU
from ..ops.attention import DotAttention, HeadAttention, ModelAttention
from ..ops.bare import Bare, Given, Helped, Idle
from ..ops.base import Op, Out
from ..ops.conv import Conv, Convolution, DepthwiseConv, SeparableConv
from ..ops.conv_recurrent import ConvLSTM
from ..ops.core import CoreAttention
from ..ops.dense import Dense
from ..ops.learned import Biased, Learned
from ..ops.norm import BatchNorm, GroupNorm, InstanceNorm, LayerNorm
from ..ops.packed import Packed
from ..ops.pool import AdaptivePool, GlobalPool, Pool
from ..ops.recurrent import Cell, CellStep, Recurrent
from ..ops.recurrent_stack import Stack
from ..ops.remade import Remade
from ..ops.transformer import Transformer, TransformerLayer, TransformerStack
from ..ops.transposed import TransposedConv
from ..ops.unrolled import Collected, Unrolled
from ..ops.window import area, split_channels
from ..ops.wrap import Bidirectional, SpectralNorm, TimeDistributed


@dataclass(frozen=True, slots=True)
class Call:
    """One op at work: `type` is the framework's class name."""

    op: Op
    inputs: tuple[Shape, ...]
    outputs: tuple[Out, ...]
    type: str = ""

    @property
    def macs(self) -> Expr | None:
        return self.op.macs(self.inputs, self.outputs)


Rule = Callable[[Call], "Expr | None"]
Rules = Mapping[type[Op], Rule]
NOT_ACTIVE = frozenset({
    "linear", "dropout", "spatial_dropout", "alpha_dropout", "gaussian_dropout", "gaussian_noise", "masking",
    "activity_regularization", "rescaling", "unit_normalization", "local_response_norm", "identity",
})  # fmt: skip


def elements(shape: Shape) -> Expr:
    """How many numbers one sample holds."""
    dims = [Sym(f"n_{n}", dim) for n, dim in enumerate(shape[1:], start=1)]
    return times(*dims) if dims else Num(1)


def cost(rules: Rules, call: Call) -> Expr | None:
    """What the table says of a call: the rule of the op's own class, or of the nearest class above it. A layer around a
    layer costs what that layer costs, as often as it is called."""
    if isinstance(call.op, (SpectralNorm, Bare, Learned, Biased, Remade, Packed)):
        return cost(rules, Call(call.op.layer, call.inputs, call.outputs, call.type))
    if isinstance(call.op, Idle):
        return None
    if isinstance(call.op, Given):
        return cost(rules, Call(call.op.layer, tuple(call.op.fed(call.inputs)), call.outputs, call.type))
    if isinstance(call.op, Helped):
        parts = (call.op.layer, *call.op.products)
        return plus(*(cost(rules, Call(part, call.inputs, call.outputs, call.type)) for part in parts))
    if isinstance(call.op, Bidirectional):
        given, ways = tuple(call.op.one_way(call.inputs)), (call.op.layer, call.op.backward)
        there, back = (
            None if way is None else cost(rules, Call(way, given, way.infer(given), call.type)) for way in ways
        )
        if there is None or call.op.backward is None:
            return None if there is None else times(2, there)
        return None if back is None else there + back
    if isinstance(call.op, Unrolled):
        each = cost(rules, Call(call.op.layer, call.inputs, call.outputs, call.type))
        return None if each is None else times(Sym("T", call.op.steps), each)
    if isinstance(call.op, Collected):
        return cost(rules, Call(call.op.layer, tuple(call.op.fed(call.inputs)), call.outputs, call.type))
    if isinstance(call.op, TimeDistributed):
        step: Shape = (call.inputs[0][0], *call.inputs[0][2:])
        each = cost(rules, Call(call.op.layer, (step,), call.op.layer.infer([step]), call.type))
        return None if each is None else times(Sym("T", call.inputs[0][1]), each)
    for kind in type(call.op).__mro__:
        if kind in rules:
            return rules[kind](call)
    return None


def plus(*terms: Expr | None) -> Expr | None:
    """The sum of what is there."""
    there = [term for term in terms if term is not None]
    return total(*there) if there else None


# ---- rules ---------------------------------------------------------------------------------------


def macs(call: Call) -> Expr | None:
    """Multiply-adds alone."""
    return call.macs


def twice(call: Call) -> Expr | None:
    """Two operations a multiply-add."""
    return None if call.macs is None else times(2, call.macs)


def nothing(call: Call) -> None:
    """Not seen by the counter."""


def per_output(count: int) -> Rule:
    """So many for each number that comes out."""
    return lambda call: times(count, elements(call.outputs[0].shape)) if count > 1 else elements(call.outputs[0].shape)


def per_input(call: Call) -> Expr | None:
    """One for each number that comes in."""
    return elements(call.inputs[0])


def only(accept: Callable[[Call], bool], rule: Rule) -> Rule:
    """The rule, where the condition holds."""
    return lambda call: rule(call) if accept(call) else None


def normalised(call: Call) -> Expr | None:
    """The norms of one sample as fvcore counts them: 5 a number, 4 without scale and shift."""
    return per_output(4 if call.op.weigh(call.inputs) is None else 5)(call)


def averages(call: Call) -> bool:
    """Average pooling, by the class name: global and adaptive pooling are one op for maximum and mean."""
    return "Max" not in call.type and getattr(call.op, "method", "average") == "average"


def conv_and_bias(call: Call) -> Expr | None:
    """Paddle's and torchinfo's convolution: output positions times (k_h·k_w·c_in/g + 1); for a transposed one too."""
    op = call.op
    assert isinstance(op, Convolution)
    where = area(call.outputs[0].shape, op.window.rank, op.channels_last)
    inside = times(*op.window.kernel(), op.per_group(Sym("c_in", op.channels_in(call.inputs))))
    return times(where, Sym("c_out", op.filters), inside + 1 if op.bias else inside)


def bias_of_images(call: Call) -> Expr | None:
    """The bias of a depthwise or separable convolution: one addition a number out."""
    return plus(call.macs, elements(call.outputs[0].shape) if getattr(call.op, "bias", False) else None)


def window_means(call: Call) -> Expr | None:
    """Adaptive means: the window's additions and one division, for each number out."""
    op = call.op
    assert isinstance(op, (AdaptivePool, GlobalPool))
    rank = len(op.output_size) if isinstance(op, AdaptivePool) else op.rank
    _, before = split_channels(call.inputs[0], rank, op.channels_last)
    after: tuple[Dim, ...] = (1,) * rank
    if isinstance(op, AdaptivePool):
        _, after = split_channels(call.outputs[0].shape, rank, op.channels_last)
    window = [floor(Sym(f"n_{n}", a), Sym(f"n_{n}", b)) for n, (a, b) in enumerate(zip(before, after, strict=True), 1)]
    return times(times(*window) + 1, elements(call.outputs[0].shape))


def projections(call: Call) -> Expr | None:
    """Attention as its dense layers alone: the core is not seen."""
    op = call.op
    assert isinstance(op, ModelAttention)
    d, widths = Sym("d_model", op.width), ("d_model", "d_key", "d_val", "d_model")
    shapes = call.inputs if len(call.inputs) == 3 else call.inputs * 3
    fed = (*shapes[:3], shapes[0])
    terms = [
        times(Sym("T_k" if n in (1, 2) else "T_q", shape[1]), Sym(name, shape[-1]), d)
        for n, (name, shape) in enumerate(zip(widths, fed, strict=True))
    ]
    return total(*terms)


def dense_parts(call: Call) -> Expr | None:
    """A transformer as its dense layers alone."""
    op = call.op
    if isinstance(op, TransformerStack):
        return times(Sym("L", op.layers), _layer_parts(op.layer, call.inputs))
    if isinstance(op, Transformer):
        source, target = call.inputs
        decoder = times(Sym("L", op.decoder.layers), _layer_parts(op.decoder.layer, (target, source)))
        return total(times(Sym("L", op.encoder.layers), _layer_parts(op.encoder.layer, (source,))), decoder)
    assert isinstance(op, TransformerLayer)
    return _layer_parts(op, call.inputs)


def _layer_parts(op: TransformerLayer, inputs: Sequence[Shape]) -> Expr:
    d, d_ff = Sym("d_model", op.width), Sym("d_ff", op.feed_forward)
    t_q, t_k = Sym("T_q", inputs[0][1]), Sym("T_k", inputs[-1][1])
    cross = [times(2, t_q, d, d), times(2, t_k, d, d)] if op.cross else []
    return total(times(4, t_q, d, d), *cross, times(2, t_q, d, d_ff))


def trained(call: Call) -> Expr | None:
    """torchinfo: the trained parameters once a sample, whatever the length of the sequence."""
    weights = call.op.weigh(call.inputs)
    if weights is None or not any(tensor.role == "trainable" for tensor in weights.tensors):
        return None
    return weights.split[0] if weights.split is not None else weights.params


def trained_each_step(call: Call) -> Expr | None:
    """torchinfo: the parameters of a recurrent layer at every step."""
    each = trained(call)
    return None if each is None else times(Sym("T", call.inputs[0][1]), each)


def trained_each_position(call: Call) -> Expr | None:
    """torchinfo: the parameters of a convolution at every position of the output."""
    op, each = call.op, trained(call)
    assert isinstance(op, (Convolution, DepthwiseConv, SeparableConv))
    return None if each is None else times(area(call.outputs[0].shape, op.window.rank, op.channels_last), each)


# ---- the full count ------------------------------------------------------------------------------

GATE_EXTRAS = {"rnn": 1, "gru": 7, "lstm": 10}
"""Additions and products of a step beside the matrices, for each unit (DeepSpeed; the biases are among them)."""


def doubled(call: Call) -> Expr | None:
    """Two operations a multiply-add, and one a number out for the activation that the layer carries."""
    active = getattr(call.op, "activation", None)
    return plus(twice(call), elements(call.outputs[0].shape) if active else None)


def doubled_and_bias(call: Call) -> Expr | None:
    """A convolution: and one addition a number out for the bias."""
    bias = getattr(call.op, "bias", False)
    return plus(doubled(call), elements(call.outputs[0].shape) if bias else None)


def doubled_and_gates(call: Call) -> Expr | None:
    """A recurrent layer: and what its gates do beside the matrices."""
    op = call.op
    assert isinstance(op, (Recurrent, Stack, CellStep))
    return plus(twice(call), _gates(op, op.cell, call.inputs[0]))


def _gates(op: Recurrent | Stack | CellStep, cell: Cell, shape: Shape) -> Expr:
    copies = [Num(op.layers * op.directions)] if isinstance(op, Stack) and op.layers * op.directions > 1 else []
    steps = [] if isinstance(op, CellStep) else [Sym("T", shape[1])]
    return times(*copies, *steps, GATE_EXTRAS[cell.name], Sym("h", op.units))


def doubled_and_softmax(call: Call) -> Expr | None:
    """Attention: and one a score for the softmax."""
    heads = getattr(call.op, "heads", 1)
    score = times(
        Sym("n_heads", heads), Sym("T_q", call.inputs[0][1]), Sym("T_k", call.inputs[min(1, len(call.inputs) - 1)][1])
    )
    return plus(twice(call), score)


def core_and_softmax(call: Call) -> Expr | None:
    """The core of attention alone: and one a score."""
    op = call.op
    assert isinstance(op, CoreAttention)
    lead = [Sym(f"n_{n}", dim) for n, dim in enumerate(op.lead, start=1)]
    return plus(twice(call), times(*lead, Sym("n_heads", op.heads), Sym("T_q", op.queries), Sym("T_k", op.keys)))


# ---- tables --------------------------------------------------------------------------------------

MACS: Rules = {Op: macs}

FLOPS: Rules = {Op: twice}

PADDLE: Rules = {
    Convolution: conv_and_bias,
    DepthwiseConv: bias_of_images,
    SeparableConv: bias_of_images,
    Dense: macs,
    ModelAttention: projections,
    TransformerLayer: dense_parts,
    TransformerStack: dense_parts,
    Transformer: dense_parts,
    InstanceNorm: nothing,
    BatchNorm: only(lambda call: len(call.inputs[0]) == 4, per_output(2)),
    Elementary: only(lambda call: call.op.kind == "leaky_relu", per_output(1)),
    Pool: only(averages, per_output(1)),
    AdaptivePool: only(averages, window_means),
    GlobalPool: only(averages, window_means),
}

FVCORE: Rules = {
    Op: macs,
    Recurrent: nothing,
    Stack: nothing,
    CellStep: nothing,
    InstanceNorm: nothing,
    BatchNorm: per_output(2),
    LayerNorm: normalised,
    GroupNorm: normalised,
    AdaptivePool: only(averages, per_input),
    GlobalPool: only(averages, per_input),
}

TORCHINFO: Rules = {
    Op: trained,
    Convolution: trained_each_position,
    DepthwiseConv: trained_each_position,
    SeparableConv: trained_each_position,
    Recurrent: trained_each_step,
    Stack: trained_each_step,
    ConvLSTM: trained_each_step,
}

FULL: Rules = {
    Op: doubled,
    **dict.fromkeys((Conv, TransposedConv, DepthwiseConv, SeparableConv), doubled_and_bias),
    **dict.fromkeys((Recurrent, Stack, CellStep), doubled_and_gates),
    **dict.fromkeys((HeadAttention, ModelAttention, DotAttention), doubled_and_softmax),
    CoreAttention: core_and_softmax,
    BatchNorm: per_output(2),
    LayerNorm: per_output(5),
    GroupNorm: per_output(5),
    Elementary: only(lambda call: call.op.kind not in NOT_ACTIVE, per_output(1)),
    PReLU: per_output(1),
    Pool: per_input,
    AdaptivePool: per_input,
    GlobalPool: per_input,
}
