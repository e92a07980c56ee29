"""A layer whose weights are kept in few bits: what it computes, and what is really held in memory.

In: the layer with the parameters that its framework counts, the tensors beside them, and how many numbers of which
format all of that is. Out: shape and cost of the layer; parameters as the framework counts them, the rest as buffers.

>>> from .bare import Bare
>>> from .dense import Dense
>>> codes = ("qweight", (8, 128), "int32")
>>> packed = Packed(Bare(Dense(128, c_in=64), ()), (codes,), ((1024, "int32"),), (64, 128), 4)
>>> packed.infer([(None, 64)])[0].shape, [str(each.size.value) for each in packed.weigh([(None, 64)]).tensors]
((None, 128), ['1024'])
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from ..errors import ShapeError
from ..formula import Num
from ..model import Shape
from .bare import sizes
from .base import Around, Fact, Weight, Weights

Kept = tuple[str, tuple[int, ...], str]
"""Its name, its dims, its number format."""


@dataclass(frozen=True)
class Packed(Around):
    """`layer` with its parameters, if any; `beside` are tensors that are no parameters; `held` tells how many numbers
    of each format there are; `dims` of the weight that is packed at `bits` each, where that shows."""

    beside: tuple[Kept, ...] = ()
    held: tuple[tuple[int, str], ...] = ()
    dims: tuple[int, ...] = ()
    bits: int = 0

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        own = self.layer.weigh(inputs)
        kept = tuple(Weight(name, sizes(dims), "buffer") for name, dims, _ in self.beside)
        if own is None:
            return Weights(kept, Num(0)) if kept else None
        return own._replace(tensors=(*own.tensors, *kept))

    def facts(self) -> tuple[Fact, ...]:
        return (*self.layer.facts(), *self.storage())

    def storage(self) -> tuple[Fact, ...]:
        """What the weights are, and what is held of them."""
        packed = (("packed", (self.dims, self.bits)),) if self.bits else ()
        return (*self._uncounted(), *packed, ("held", self.held))

    def _uncounted(self) -> tuple[Fact, ...]:
        """The formula of the weights where none of them is a parameter."""
        inner = self.layer.layer if isinstance(self.layer, Around) else self.layer
        with suppress(ShapeError):
            own, all_ = self.layer.weigh(None), inner.weigh(None)
            if own is None and all_ is not None:
                return (("uncounted", (all_.params.worked(), all_.params.value)),)
        return ()
