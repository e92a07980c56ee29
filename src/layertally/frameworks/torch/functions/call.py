"""One call of a function of PyTorch, and what the tables make of it.

In: arguments as written, the shapes of tensors with the batch in front. Out: `Given` for the rules, `Made` from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ....model import Shape
from ....ops.base import Op


class Operand(NamedTuple):
    """A tensor that a function is given: `shape` with the batch in front, `data` whether it flows through the network
    (else a constant, a mask, a parameter); `dims` of a parameter, or of what is made of parameters alone."""

    shape: Shape
    data: bool
    dims: tuple[int, ...] | None = None


class Given(NamedTuple):
    """One call. `args` and `kwargs` as written, a tensor standing as `{"t": k}`; `axis` says where a dim of the k-th
    tensor (or, with -1, of the first output) stands with the batch in front."""

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    operands: tuple[Operand, ...]
    outs: tuple[Shape, ...]
    axis: Callable[[int, int], int]

    def get(self, place: int, name: str, default: Any = None) -> Any:
        """An argument by its place (tensors count) or its name."""
        if name in self.kwargs:
            return self.kwargs[name]
        return self.args[place] if place < len(self.args) else default

    def whole(self, place: int, name: str, default: int | None = None) -> int | None:
        """A whole number; `default` where it is none."""
        value = self.get(place, name, default)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def wholes(self, place: int, name: str) -> list[int] | None:
        """A list of whole numbers, or one, or all arguments from that place on."""
        value = self.get(place, name)
        items = list(value) if isinstance(value, (list, tuple)) else [value]
        if name not in self.kwargs and isinstance(value, int):
            items = [item for item in self.args[place:] if not isinstance(item, Mapping)]
        good = [item for item in items if isinstance(item, int) and not isinstance(item, bool)]
        return good if good and len(good) == len(items) else None

    @property
    def data(self) -> list[Shape]:
        """The shapes that flow in."""
        return [operand.shape for operand in self.operands if operand.data]

    @property
    def shape(self) -> Shape:
        """That of the first tensor."""
        return self.operands[0].shape if self.operands else (None,)

    @property
    def out(self) -> Shape:
        """That of the first output."""
        return self.outs[0] if self.outs else (None,)


class Made(NamedTuple):
    """What a call is: the word for it, the op, its settings as an author would write them."""

    type: str
    op: Op
    arguments: Mapping[str, Any] = {}


Rule = Callable[[Given], "Made | None"]
