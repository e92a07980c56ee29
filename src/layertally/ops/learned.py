"""Learned tensors that belong to no layer of their own, worked out from the shapes that they meet: learned positions, a
scale a channel, a class token, tables that are added to the scores of an attention.

In: what the op does without them, and along which dims each tensor has numbers of its own. Out: its shape and cost;
parameters as the product of those dims, so that a tensor of another size is found out.

>>> from .broadcast import Broadcast
>>> positions = Learned(Broadcast("add", ((196, 768),)), (Spread("pos_embed", (1, 2)),))
>>> positions.weigh([(None, 196, 768)]).params.symbols(), positions.weigh([(None, 196, 768)]).params.worked()
('T·d_model', '196·768')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, times, total
from ..model import Shape
from .base import Around, Fact, Weight, Weights
from .core import CoreAttention


class Spread(NamedTuple):
    """A tensor with one number for each place along `axes` of what comes out (the batch is 0); a table has `rows` of
    such, as many as it was made with. None of both: one number for all."""

    name: str
    axes: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Learned(Around):
    """`layer` together with `tensors`, each spread along dims of the first output; they are all that is counted."""

    tensors: tuple[Spread, ...]

    def facts(self) -> tuple[Fact, ...]:
        """What the layer says, its only constant called the parameter that it is."""
        return tuple(_named(fact) for fact in super().facts())

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        if inputs is None:
            raise ShapeError("not_reached")
        shape = self.layer.infer(inputs)[0].shape
        return summed(tuple(Weight(each.name, _dims(each, shape)) for each in self.tensors))


def _named(fact: Fact) -> Fact:
    """A fact, a lone constant of more than one number called a parameter."""
    key, value = fact
    return ("parameters", value) if key == "constants" and len(value) == 1 and value[0] else fact


def summed(tensors: tuple[Weight, ...]) -> Weights:
    """Tensors whose formula is the sum of their sizes."""
    return Weights(tensors, total(*(each.size for each in tensors)))


def _dims(spread: Spread, shape: Shape) -> tuple[Expr, ...]:
    """The dims of a tensor: its rows, then those of what comes out."""
    for axis in spread.axes:
        if not 0 < axis < len(shape):
            raise ShapeError("rank", expected=axis, got=len(shape) - 1)
    rows = _rows(spread.rows)
    called = _called(len(shape), bool(rows), spread.axes)
    dims = [Sym(name, shape[axis]) for name, axis in zip(called, spread.axes, strict=True)]
    return (*rows, *dims) if rows or dims else (Num(1),)


def _rows(counts: tuple[int, ...]) -> list[Expr]:
    """The rows of a table: how many, or as many as its dims make."""
    real = [count for count in counts if count != 1]
    return [Sym("n" if len(real) == 1 else f"n_{place}", count) for place, count in enumerate(real, start=1)]


def _called(rank: int, rows: bool, axes: tuple[int, ...]) -> tuple[str, ...]:
    """How dims are called: one alone is the channels; of a sequence, positions and features."""
    if len(axes) == 1:
        return ("d_model",) if rows and (rank, axes) == (3, (2,)) else ("C",)
    if (rank, axes) == (3, (1, 2)):
        return ("T", "d_model")
    return tuple(f"n_{axis}" for axis in axes)


# ---- attention -------------------------------------------------------------------------------------------------------


class Table(NamedTuple):
    """A tensor that joins the scores of an attention. `along`: of its dims those that the attention has (`heads`,
    `queries`, `keys`, `key_width`); `window`: one row for each difference of two places in a window of these sides,
    and `extra` ones for a token outside of it; `rows`: its other dims, where the sides do not tell."""

    name: str
    along: tuple[str, ...] = ()
    window: tuple[int, ...] = ()
    extra: int = 0
    rows: tuple[int, ...] = ()


ALONG = {
    "heads": ("n_heads", "heads"),
    "queries": ("T_q", "queries"),
    "keys": ("T_k", "keys"),
    "key_width": ("d_k", "d_k"),
}
"""The symbol and the setting of each dim of an attention."""
SIDES = {1: ("w",), 2: ("w_h", "w_w"), 3: ("w_d", "w_h", "w_w")}


@dataclass(frozen=True)
class Biased(Around):
    """A core of attention with learned `tables` in its scores; they are all that is counted.

    >>> core = CoreAttention(heads=3, d_k=32, d_v=32, queries=49, keys=49, lead=(64,))
    >>> table = Table("relative_position_bias_table", ("heads",), (7, 7))
    >>> Biased(core, (table,)).weigh([]).params.worked()
    '(2·7 − 1)·(2·7 − 1)·3'
    """

    layer: CoreAttention
    tables: tuple[Table, ...]

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        return summed(tuple(Weight(each.name, self._dims(each)) for each in self.tables))

    def _dims(self, table: Table) -> tuple[Expr, ...]:
        names = SIDES.get(len(table.window), tuple(f"n_{place}" for place in range(1, len(table.window) + 1)))
        sides = [Sym(name, side) for name, side in zip(names, table.window, strict=True)]
        apart = times(*(2 * side - 1 for side in sides)) if sides else None
        rows = [] if apart is None else [apart + table.extra] if table.extra else [apart]
        rows += _rows(table.rows)
        own = [Sym(ALONG[word][0], getattr(self.layer, ALONG[word][1])) for word in table.along]
        return (*rows, *own) if rows or own else (Num(1),)
