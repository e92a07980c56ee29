"""Attention: queries look at keys and take a weighted sum of values.

With projections: a dense layer each for query, key and value, and one for the output; the core costs
T_q·T_k·n_heads·(d_k + d_v) multiply-adds. Widths of the heads are free in Keras (`HeadAttention`) and add up to
d_model in PyTorch and Paddle (`ModelAttention`).

>>> attention = HeadAttention(heads=8, d_k=64, d_v=64)
>>> attention.weigh([(None, 10, 512), (None, 10, 512)]).params.worked()
'3·(512 + 1)·8·64 + (8·64 + 1)·512'
>>> ModelAttention(512, 8).weigh(None).params.worked()
'4·(512 + 1)·512'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, times, total
from ..model import Dim, Shape
from .base import Fact, Op, Out, Size, Weight, Weights, rank_of
from .dense import check_features


def core_macs(query: Expr, key: Expr, heads: Expr, d_k: Expr, d_v: Expr) -> Expr:
    """Scores and weighted sums of all heads."""
    if d_k.value == d_v.value:
        return times(2, query, key, heads, d_k)
    return times(query, key, heads, d_k + d_v)


def length(symbol: str, shape: Shape) -> Expr:
    """How many positions there are: the product of the dims between batch and features."""
    dims = shape[1:-1]
    return (
        Sym(symbol, dims[0]) if len(dims) == 1 else times(*(Sym(f"{symbol}_{n}", dim) for n, dim in enumerate(dims, 1)))
    )


@dataclass(frozen=True)
class HeadAttention(Op):
    """Multi-head attention with free head widths; inputs query, value and, if it is another, key. `kv_heads`
    below `heads`: groups of query heads share keys and values. `width`: what the output projection gives (None:
    as the query). `axes`: the axes that attend (None: all between batch and features). `gate`: one more
    projection that gates the heads; `scores`: they come out too."""

    heads: int
    d_k: int
    d_v: int
    kv_heads: int | None = None
    width: int | None = None
    bias: bool = True
    axes: tuple[int, ...] | None = None
    gate: bool = False
    scores: bool = False
    family: ClassVar[str] = "seq"
    kind: ClassVar[str] = "multi_head_attention"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        query, key, _ = self._operands(inputs)
        out = (*query[:-1], self._out(query))
        result = Out(out, (Size(len(out) - 1, "features", Sym("d_out", self._out(query))),))
        return (result, Out(self._scores(query, key))) if self.scores else (result,)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        if inputs is None:
            raise ShapeError("not_reached")
        widths = [shape[-1] for shape in self._operands(inputs)]
        heads, kv_heads, d_k, d_v = self._head_symbols()
        out = Sym("d_out", self._out(inputs[0]))
        d_q, d_key, d_val = (Sym(name, dim) for name, dim in zip(("d_q", "d_key", "d_val"), widths, strict=True))
        parts = [("query", d_q, heads, d_k), ("key", d_key, kv_heads, d_k), ("value", d_val, kv_heads, d_v)]
        if self.gate:
            parts.insert(1, ("gate", d_q, heads, d_v))
        tensors: list[Weight] = []
        for name, width, count, each in parts:
            tensors.append(Weight(f"{name}/kernel", (width, count, each)))
            tensors += [Weight(f"{name}/bias", (count, each))] if self.bias else []
        tensors.append(Weight("attention_output/kernel", (heads, d_v, out)))
        tensors += [Weight("attention_output/bias", (out,))] if self.bias else []
        return Weights(tuple(tensors), self._params(parts, widths, (heads, d_v, out)))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        query, key, value = self._operands(inputs)
        heads, kv_heads, d_k, d_v = self._head_symbols()
        t_q, t_k = length("T_q", query), length("T_k", key)
        attended = [axis % len(key) for axis in self.axes] if self.axes is not None else list(range(1, len(key) - 1))
        seen = (
            times(*(Sym("T_k" if len(attended) == 1 else f"T_k_{axis}", key[axis]) for axis in attended))
            if attended
            else Num(1)
        )
        terms = [
            times(t_q, Sym("d_q", query[-1]), heads, d_k),
            times(t_k, Sym("d_key", key[-1]), kv_heads, d_k),
            times(t_k, Sym("d_val", value[-1]), kv_heads, d_v),
            core_macs(t_q, seen, heads, d_k, d_v),
            times(t_q, heads, d_v, Sym("d_out", self._out(query))),
        ]
        if self.gate:
            terms.insert(1, times(t_q, Sym("d_q", query[-1]), heads, d_v))
        return total(*terms)

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("heads", self.heads),
            ("kv_heads", self.kv_heads if self.kv_heads != self.heads else None),
            ("head_width", self.d_k),
            ("value_width", self.d_v if self.d_v != self.d_k else None),
            ("no_bias", not self.bias),
        )

    def _operands(self, inputs: Sequence[Shape]) -> tuple[Shape, Shape, Shape]:
        """Query, key, value."""
        if len(inputs) not in (2, 3):
            raise ShapeError("query_value", got=len(inputs))
        for shape in inputs:
            rank_of(shape, 2)
        return inputs[0], inputs[-1], inputs[1]

    def _scores(self, query: Shape, key: Shape) -> Shape:
        """How much each position of the queries looks at each of the keys, head by head."""
        axes = range(1, len(query) - 1) if self.axes is None else [axis % len(query) for axis in self.axes]
        others = (query[axis] for axis in range(1, len(query) - 1) if axis not in axes)
        return (query[0], *others, self.heads, *(query[axis] for axis in axes), *(key[axis] for axis in axes))

    def _out(self, query: Shape) -> Dim:
        return query[-1] if self.width is None else self.width

    def _head_symbols(self) -> tuple[Sym, Sym, Sym, Sym]:
        kv_heads = self.heads if self.kv_heads is None else self.kv_heads
        shared = "n_kv" if self.kv_heads is not None else "n_heads"
        return Sym("n_heads", self.heads), Sym(shared, kv_heads), Sym("d_k", self.d_k), Sym("d_v", self.d_v)

    def _params(self, parts: list[tuple[str, Sym, Sym, Sym]], widths: list[Dim], last: tuple[Sym, Sym, Sym]) -> Expr:
        """One product for query, key and value where all are alike, else one each; then the output projection."""
        heads, d_v, out = last
        given = times(heads, d_v) + 1 if self.bias else times(heads, d_v)
        alike = len(set(widths)) == 1 and self.kv_heads in (None, self.heads) and self.d_k == self.d_v
        if alike:
            width = Sym("d_q", widths[0])
            return total(
                times(len(parts), width + 1 if self.bias else width, heads, Sym("d_k", self.d_k)), times(given, out)
            )
        return total(
            *(times(width + 1 if self.bias else width, count, each) for _, width, count, each in parts),
            times(given, out),
        )


@dataclass(frozen=True)
class ModelAttention(Op):
    """Multi-head attention whose heads share d_model; inputs query, key, value. `k_in` and `v_in`: widths of key
    and value where they differ. `packed`: the three projections are one tensor. `extra_kv`: a learned key and
    value more, `zero`: one of zeros. `scores`: a second output, the attention of all heads (`heads`) or their
    mean (`mean`)."""

    width: int
    heads: int
    bias: bool = True
    k_in: int | None = None
    v_in: int | None = None
    packed: bool = True
    extra_kv: bool = False
    zero: bool = False
    scores: str | None = "mean"
    alone: bool = False
    family: ClassVar[str] = "seq"
    kind: ClassVar[str] = "multi_head_attention"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        query, key, value = self._operands(inputs)
        for operand, (shape, declared, argument) in enumerate(
            (
                (query, self.width, "embed_dim"),
                (key, self.k_in or self.width, "kdim"),
                (value, self.v_in or self.width, "vdim"),
            )
        ):
            check_features(
                declared,
                shape[-1],
                argument=argument,
                operand=min(operand, len(inputs) - 1),
                field=("width", "k_in", "v_in")[operand],
                axis=len(shape) - 1,
            )
        out = Out((*query[:-1], self.width), (Size(len(query) - 1, "features", Sym("d_model", self.width)),))
        if self.scores is None:
            return (out,)
        seen = self._seen(key).value
        spread: tuple[Dim, ...] = (self.heads,) if self.scores == "heads" else ()
        return (out, Out((query[0], *spread, *query[1:-1], seen)))

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        d = Sym("d_model", self.width)
        key, value = Sym("d_key", self.k_in or self.width), Sym("d_val", self.v_in or self.width)
        extra = times(2, d)
        if self.packed and self._alike:
            tensors = [Weight("in_proj_weight", (times(3, d), d))]
        else:
            tensors = [Weight(f"{name}_proj", (d, width)) for name, width in (("q", d), ("k", key), ("v", value))]
        if self.bias:
            tensors += (
                [Weight("in_proj_bias", (times(3, d),))]
                if self.packed
                else [Weight(f"{name}_bias", (d,)) for name in "qkv"]
            )
        tensors += [Weight(name, (Num(1), Num(1), d)) for name in ("bias_k", "bias_v") if self.extra_kv]
        tensors += [Weight("out_proj", (d, d)), *([Weight("out_bias", (d,))] if self.bias else [])]
        return Weights(tuple(tensors), self.projections() + extra if self.extra_kv else self.projections())

    def projections(self) -> Expr:
        """The parameters of the four dense layers."""
        d = Sym("d_model", self.width)
        if self._alike:
            return times(4, d + 1 if self.bias else d, d)
        key, value = Sym("d_key", self.k_in or self.width), Sym("d_val", self.v_in or self.width)
        return total(*(times(width + 1 if self.bias else width, d) for width in (d, key, value, d)))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        query, key, value = self._operands(inputs)
        d, t_q, t_k = Sym("d_model", self.width), length("T_q", query), length("T_k", key)
        core = times(2, t_q, self._seen(key), d)
        if self._alike and query == key == value:
            return total(times(4, t_q, d, d), core)
        return total(
            times(2, t_q, d, d), times(t_k, Sym("d_key", key[-1]), d), times(t_k, Sym("d_val", value[-1]), d), core
        )

    def facts(self) -> tuple[Fact, ...]:
        return (("width", self.width), ("heads", self.heads), ("no_bias", not self.bias))

    @property
    def _alike(self) -> bool:
        return (self.k_in or self.width) == (self.v_in or self.width) == self.width

    def _seen(self, key: Shape) -> Expr:
        """How many keys a query sees."""
        more = self.extra_kv + self.zero
        return length("T_k", key) + more if more else length("T_k", key)

    def _operands(self, inputs: Sequence[Shape]) -> tuple[Shape, Shape, Shape]:
        """Query, key, value; one input is all three where the framework allows it."""
        if len(inputs) == 1 and self.alone:
            inputs = (inputs[0],) * 3
        if len(inputs) != 3:
            raise ShapeError("query_key_value", got=len(inputs))
        for shape in inputs:
            rank_of(shape, 2, 2)
        return inputs[0], inputs[1], inputs[2]


@dataclass(frozen=True)
class DotAttention(Op):
    """Attention without projections; inputs query, value and, if it is another, key. `scalars` are the names of
    learned numbers; `additive`: a learned scale for each feature instead (Bahdanau)."""

    scalars: tuple[str, ...] = ()
    additive: bool = False
    scaled: bool = False
    scores: bool = False
    family: ClassVar[str] = "core"
    kind: ClassVar[str] = "attention"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        query, value, key = self._operands(inputs)
        out = Out((*query[:-1], value[-1]))
        return (out, Out((*query[:-1], *key[1:-1]))) if self.scores else (out,)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        if self.additive and self.scaled:
            if inputs is None:
                raise ShapeError("not_reached")
            width = Sym("d_q", self._operands(inputs)[0][-1])
            return Weights((Weight("scale", (width,)),), width)
        if not self.scalars:
            return None
        return Weights(tuple(Weight(name, ()) for name in self.scalars), Num(len(self.scalars)))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        query, value, key = self._operands(inputs)
        return times(length("T_q", query), length("T_k", key), Sym("d_key", key[-1]) + Sym("d_val", value[-1]))

    def facts(self) -> tuple[Fact, ...]:
        return (("learned_scale", bool(self.scalars) or self.scaled),)

    def _operands(self, inputs: Sequence[Shape]) -> tuple[Shape, Shape, Shape]:
        """Query, value, key."""
        if len(inputs) not in (2, 3):
            raise ShapeError("query_value", got=len(inputs))
        for shape in inputs:
            rank_of(shape, 2)
        return inputs[0], inputs[1], inputs[-1]
