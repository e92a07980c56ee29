"""Transformer layers as PyTorch and Paddle have them: attention, a feed-forward part of two dense layers, a norm
after (or before) each; stacks of them, and the whole of encoder and decoder.

>>> layer = TransformerLayer(512, 8, 2048)
>>> layer.weigh(None).params.worked()
'4·(512 + 1)·512 + (512 + 1)·2048 + (2,048 + 1)·512 + 2·2·512'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Sym, times, total
from ..model import Shape
from .attention import ModelAttention
from .base import Fact, Op, Out, Weight, Weights, passed, rank_of
from .dense import check_features


@dataclass(frozen=True)
class TransformerLayer(Op):
    """An encoder layer; with `cross` a decoder layer, which has a second attention that looks at the memory (its
    second input). `norm_bias` where a layer without biases keeps those of its norms; `packed` as in
    `ModelAttention`."""

    width: int
    heads: int
    feed_forward: int
    bias: bool = True
    cross: bool = False
    norm_bias: bool = True
    packed: bool = True
    activation: str | None = None
    family: ClassVar[str] = "seq"
    kind: ClassVar[str] = "transformer_layer"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) != 1 + self.cross:
            raise ShapeError("two_inputs" if self.cross else "one_input", got=len(inputs))
        for operand, shape in enumerate(inputs):
            rank_of(shape, 2, 2)
            check_features(self.width, shape[-1], argument="d_model", field="width", operand=operand)
        return passed(inputs[0])

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        d, d_ff = self._sizes
        attention = self._attention.weigh(None)
        names = ("self_attn", "multihead_attn")[: self._attentions]
        tensors = [tensor._replace(name=f"{name}.{tensor.name}") for name in names for tensor in attention.tensors]
        tensors += [Weight("linear1.weight", (d_ff, d)), Weight("linear2.weight", (d, d_ff))]
        tensors += [Weight("linear1.bias", (d_ff,)), Weight("linear2.bias", (d,))] if self.bias else []
        kinds = ("weight", "bias")[: self._per_norm]
        tensors += [Weight(f"norm{n}.{kind}", (d,)) for n in range(1, self._attentions + 2) for kind in kinds]
        return Weights(tuple(tensors), self.params())

    def params(self) -> Expr:
        """Attention, feed-forward, norms."""
        d, d_ff = self._sizes
        attention = self._attention.projections()
        first, second = (d + 1, d_ff + 1) if self.bias else (d, d_ff)
        norms = times(self._attentions + 1, *((self._per_norm,) if self._per_norm > 1 else ()), d)
        return total(times(2, attention) if self.cross else attention, times(first, d_ff), times(second, d), norms)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        d, d_ff = self._sizes
        t_q, t_k = Sym("T_q", inputs[0][1]), Sym("T_k", inputs[-1][1])
        own = [times(4, t_q, d, d), times(2, t_q, t_q, d)]
        other = [times(2, t_q, d, d), times(2, t_k, d, d), times(2, t_q, t_k, d)] if self.cross else []
        return total(*own, *other, times(2, t_q, d, d_ff))

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("width", self.width),
            ("heads", self.heads),
            ("feed_forward", self.feed_forward),
            ("no_bias", not self.bias),
            ("activation", self.activation),
        )

    @property
    def _sizes(self) -> tuple[Sym, Sym]:
        return Sym("d_model", self.width), Sym("d_ff", self.feed_forward)

    @property
    def _attention(self) -> ModelAttention:
        return ModelAttention(self.width, self.heads, self.bias, packed=self.packed)

    @property
    def _attentions(self) -> int:
        return 2 if self.cross else 1

    @property
    def _per_norm(self) -> int:
        return 2 if self.norm_bias else 1


@dataclass(frozen=True)
class TransformerStack(Op):
    """`layers` copies of one layer, and a norm at the end if there is one (`norm`: 0, 1 = scale, 2 = scale and
    shift)."""

    layer: TransformerLayer
    layers: int
    norm: int = 0
    family: ClassVar[str] = "seq"
    kind: ClassVar[str] = "transformer_stack"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return self.layer.infer(inputs)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        each = self.layer.weigh(None)
        tensors = [
            tensor._replace(name=f"layers.{n}.{tensor.name}") for n in range(self.layers) for tensor in each.tensors
        ]
        d = Sym("d_model", self.layer.width)
        tensors += [Weight(f"norm.{kind}", (d,)) for kind in ("weight", "bias")[: self.norm]]
        return Weights(tuple(tensors), self.params())

    def params(self) -> Expr:
        copies = times(Sym("L", self.layers), self.layer.params())
        d = Sym("d_model", self.layer.width)
        return copies if not self.norm else total(copies, times(*((self.norm,) if self.norm > 1 else ()), d))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        return times(Sym("L", self.layers), self.layer.macs(inputs, outputs))

    def facts(self) -> tuple[Fact, ...]:
        return (("layers", self.layers), *self.layer.facts())


@dataclass(frozen=True)
class Transformer(Op):
    """An encoder over the source (first input) and a decoder over the target (second), which looks at the
    encoder."""

    encoder: TransformerStack
    decoder: TransformerStack
    family: ClassVar[str] = "seq"
    kind: ClassVar[str] = "transformer"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) != 2:
            raise ShapeError("two_inputs", got=len(inputs))
        self.encoder.infer([inputs[0]])
        return self.decoder.infer([inputs[1], inputs[0]])

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        parts = (("encoder", self.encoder.weigh(None)), ("decoder", self.decoder.weigh(None)))
        tensors = tuple(
            tensor._replace(name=f"{name}.{tensor.name}") for name, part in parts for tensor in part.tensors
        )
        return Weights(tensors, total(self.encoder.params(), self.decoder.params()))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        return total(self.encoder.macs([inputs[0]], outputs), self.decoder.macs([inputs[1], inputs[0]], outputs))

    def facts(self) -> tuple[Fact, ...]:
        return (("layers", self.encoder.layers), ("decoder_layers", self.decoder.layers), *self.encoder.layer.facts())
