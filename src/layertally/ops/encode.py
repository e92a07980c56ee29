"""Words, numbers and categories as integers or as rows of numbers: lookups, hashing, binning, one-hot coding.

>>> Encode("one_hot", 12).infer([(None, 5)])[0].shape, Encode("multi_hot", 12).infer([(None, 5)])[0].shape
((None, 5, 12), (None, 12))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Sym
from ..model import Dim, Shape
from .base import Fact, Op, Out, Size, one, rank_of


@dataclass(frozen=True)
class Encode(Op):
    """Each number a row of `depth` numbers (`one_hot`), one row for all of the last axis (`multi_hot`, `count`,
    `tf_idf`), or an integer (`int`). `crossed`: how many are taken together; `bins`: of several axes the second goes
    away."""

    mode: str
    depth: int | None = None
    crossed: int = 1
    bins: bool = False
    family: ClassVar[str] = "embed"
    kind: ClassVar[str] = "encode"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) != self.crossed:
            raise ShapeError("inputs", expected=self.crossed, got=len(inputs))
        shape = inputs[0]
        if self.mode == "int":
            return (Out(shape),)
        if self.mode == "one_hot" and (shape[-1] != 1 or len(shape) < 2):
            lead = shape
        elif self.bins and self.mode != "one_hot" and len(shape) > 1:
            lead = (shape[0], *shape[2:])
        else:
            rank_of(shape, 1)
            lead = shape[:-1]
        return (Out((*lead, self.depth), (Size(len(lead), "features", Sym("V", self.depth)),)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("vocabulary", self.depth), ("note", self.mode))


@dataclass(frozen=True)
class Tokens(Op):
    """A text as a sequence of `length` integers (None: as long as it is), or as one row of `depth` numbers."""

    mode: str = "int"
    length: int | None = None
    depth: int | None = None
    family: ClassVar[str] = "embed"
    kind: ClassVar[str] = "tokens"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        if self.mode == "int":
            return (Out((shape[0], self.length)),)
        rows: tuple[Dim, ...] = shape[1:] if len(shape) > 1 else ()
        return (Out((shape[0], *rows, self.depth), (Size(len(rows) + 1, "features", Sym("V", self.depth)),)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("vocabulary", self.depth), ("note", self.mode))
