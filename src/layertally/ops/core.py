"""The core of attention, after the projections and before the output projection: scores, softmax, weighted sum.

In: queries, keys and values, or one tensor that holds all three, laid out as a model has them; the lengths are
settings. Out: one row of heads·d_v features a query; T_q·T_k·heads·(d_k + d_v) multiply-adds.

>>> core = CoreAttention(heads=32, d_k=128, d_v=128, queries=16, keys=16, kv_heads=8)
>>> shapes = [(None, 16, 4096), (None, 16, 1024), (None, 16, 1024)]
>>> out = core.infer(shapes)
>>> out[0].shape, out[0].sizes[0].formula.worked(), core.macs(shapes, out).worked()
((None, 16, 4096), '32·128', '2·16·16·32·128')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Sym, Value, times
from ..model import Dim, Shape, str_shape
from .attention import core_macs
from .base import Fact, Op, Out, Size


@dataclass(frozen=True)
class CoreAttention(Op):
    """Attention of `queries` to `keys` positions in `heads` heads. `lead`: dims before the positions (windows), each
    with an attention of its own. `kv_heads` below `heads`: groups of query heads share keys and values. `out`: the dims
    that come out, if not (…, T_q, heads·d_v); `extra`: further outputs (the scores). The first `operands` inputs hold
    queries, keys and values, one each, or all in one, or `mixed`; what follows is added to the scores. `rotary`,
    `causal`, `mask`, `window` say what happens to the scores and change no number."""

    heads: int
    d_k: int
    d_v: int
    queries: Dim
    keys: Dim
    kv_heads: int | None = None
    lead: tuple[Dim, ...] = ()
    out: tuple[Dim, ...] | None = None
    extra: tuple[tuple[Dim, ...], ...] = ()
    operands: int = 3
    mixed: bool = False
    rotary: bool = False
    causal: bool = False
    mask: bool = False
    window: int | None = None
    family: ClassVar[str] = "core"
    kind: ClassVar[str] = "attention"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) < self.operands:
            raise ShapeError("query_key_value", got=len(inputs))
        wanted = self._wanted(self.operands) if not self.mixed else []
        for operand, (shape, count) in enumerate(zip(inputs, wanted, strict=False)):
            have = _product(shape[1:])
            if isinstance(have, int) and isinstance(count, int) and have != count:
                target = f"{self.heads} heads"
                raise ShapeError("elements", operand=operand, have=f"{str_shape(shape)} = {have}", target=target)
        more = tuple(Out((inputs[0][0], *dims)) for dims in self.extra)
        if self.out is not None:
            return (Out((inputs[0][0], *self.out)), *more)
        features = times(Sym("n_heads", self.heads), Sym("d_v", self.d_v))
        dims = (*self.lead, self.queries, features.value)
        return (Out((inputs[0][0], *dims), (Size(len(dims), "features", features),)), *more)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        names = (Sym(f"n_{place}", dim) for place, dim in enumerate(self.lead, start=1))
        heads, d_k, d_v = Sym("n_heads", self.heads), Sym("d_k", self.d_k), Sym("d_v", self.d_v)
        one = core_macs(Sym("T_q", self.queries), Sym("T_k", self.keys), heads, d_k, d_v)
        return times(*names, one) if self.lead else one

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("heads", self.heads),
            ("kv_heads", self.kv_heads if self.kv_heads != self.heads else None),
            ("head_width", self.d_k),
            ("value_width", self.d_v if self.d_v != self.d_k else None),
            ("rotary", self.rotary),
            ("causal", self.causal),
            ("masked", self.mask),
            ("attention_window", self.window),
        )

    def _wanted(self, inputs: int) -> list[Value | None]:
        """How many numbers each input holds."""
        kv = self.heads if self.kv_heads is None else self.kv_heads
        rows = _product(self.lead)
        query, key, value = (
            _product((rows, *dims))
            for dims in (
                (self.queries, self.heads, self.d_k),
                (self.keys, kv, self.d_k),
                (self.keys, kv, self.d_v),
            )
        )
        if inputs == 3:
            return [query, key, value]
        if inputs == 2:
            return [query, None]
        return [None if query is None or key is None or value is None else query + key + value]


def _product(dims: Sequence[Value | None]) -> Value | None:
    count: Value = 1
    for dim in dims:
        if dim is None:
            return None
        count = count * dim
    return count
