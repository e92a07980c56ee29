"""How numbers, shares, shapes and names are written on cards, in tables and on pages.

In: a value. Out: its text, the same wherever it stands.
"""

from __future__ import annotations

from .. import words
from ..annotation import AnnotatedLayer
from ..formula import text_value as number
from ..group.paths import own_name
from ..model import Shape, str_dim, str_shape
from ..ops.activation import Elementary


def anchor(name: str) -> str:
    """The fragment under which a page explains a layer's numbers; different names give different fragments.

    >>> anchor("conv2d_1"), anchor("block 1/a")
    ('why-conv2d_1', 'why-block-20-1-2f-a')
    """
    return "why-" + "".join(c if c.isascii() and (c.isalnum() or c == "_") else f"-{ord(c):x}-" for c in name)


def percent(share: float | None) -> str:
    """A share of 0 to 1 as 2.9 %, 0.84 %, 100 %; nothing where it is not known. Only all is 100 %, only nothing 0 %.

    >>> percent(0.029), percent(0.0084), percent(1.0), percent(0.00001), percent(0)
    ('2.9 %', '0.84 %', '100 %', '< 0.01 %', '0 %')
    >>> percent(0.9994), percent(0.99989), percent(0.99999)
    ('99.9 %', '99.99 %', '> 99.99 %')
    """
    if share is None:
        return ""
    if share in (0, 1):
        return f"{share * 100:.0f} %"
    amount = share * 100
    if amount < 0.01:
        return "< 0.01 %"
    if amount >= 99.95:
        return f"{amount:.2f} %" if amount < 99.995 else "> 99.99 %"
    return f"{amount:.1f} %" if amount >= 0.995 else f"{amount:.2f} %"


def shape_text(shape: Shape | None, batch: str, short: bool) -> str:
    """`(None, 26, 26, 32)` or, short, `26×26×32`; `batch` is the framework's own word for the unknown first dim.

    >>> shape_text((None, 26, 26, 32), "N", False), shape_text((None, 26, 26, 32), "N", True)
    ('(N, 26, 26, 32)', '26×26×32')
    """
    if shape is None:
        return "?"
    if short:
        return str_shape(shape)
    dims = [batch if shape[0] is None else str_dim(shape[0]), *(str_dim(dim) for dim in shape[1:])]
    return "(" + ", ".join(dims) + ("," if len(dims) == 1 else "") + ")"


def part_name(layer: AnnotatedLayer, brief: bool) -> str:
    """What follows a weighted layer on its card: an activation by its function, in narrow cards BN for batch norm."""
    op = layer.layer.op
    if isinstance(op, Elementary) and op.named:
        return words.ACTIVATIONS.get(op.function, op.function)
    return "BN" if brief and op is not None and op.kind == "batch_norm" else layer.layer.type


__all__ = ["anchor", "number", "own_name", "part_name", "percent", "shape_text"]
