"""Embeddings: a table with one row a word. Parameters V·d_model; looking a row up costs no multiplication.

>>> table = Embedding(10000, 256)
>>> table.weigh(None).params.worked(), table.infer([(None, 100)])[0].shape
('10000·256', (None, 100, 256))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..formula import Expr, Sym, times
from ..model import Shape
from .base import Fact, Op, Out, Size, Weight, Weights, one, positions, rank_of
from .dense import check_features


@dataclass(frozen=True)
class Embedding(Op):
    """A row of `width` numbers for each of `vocabulary` words. `pooled`: the rows of a sequence become one (a bag).
    `reverse`: a second table of its own leads back to the words; `back`: this call goes back."""

    vocabulary: int
    width: int
    lora_rank: int | None = None
    pooled: str | None = None
    reverse: bool = False
    back: bool = False
    family: ClassVar[str] = "embed"
    kind: ClassVar[str] = "embedding"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        if self.back:
            rank_of(shape, 1)
            check_features(self.width, shape[-1], argument="output_dim", field="width", axis=len(shape) - 1)
            out: Shape = (*shape[:-1], self.vocabulary)
            return (Out(out, (Size(len(out) - 1, "features", Sym("V", self.vocabulary)),)),)
        if self.pooled is not None:
            rank_of(shape, 1, 1)
        out = (*(shape[:-1] if self.pooled is not None else shape), self.width)
        return (Out(out, (Size(len(out) - 1, "features", Sym("d_model", self.width)),)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        vocabulary, width = Sym("V", self.vocabulary), Sym("d_model", self.width)
        params = vocabulary * width
        if self.reverse:
            tables = (Weight("embeddings", (vocabulary, width)), Weight("reverse_embeddings", (width, vocabulary)))
            return Weights(tables, times(2, params))
        if self.lora_rank is None:
            return Weights((Weight("embeddings", (vocabulary, width)),), params)
        rank = Sym("r", self.lora_rank)
        added = rank * (vocabulary + width)
        tensors = (
            Weight("embeddings", (vocabulary, width), "fixed"),
            Weight("lora_embeddings_a", (vocabulary, rank)),
            Weight("lora_embeddings_b", (rank, width)),
        )
        return Weights(tensors, params + added, (added, params))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        if not self.back:
            return None
        return times(*positions(inputs[0]), Sym("d_model", self.width), Sym("V", self.vocabulary))

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("vocabulary", self.vocabulary),
            ("width", self.width),
            ("lora_rank", self.lora_rank),
            ("pooled", self.pooled),
        )
