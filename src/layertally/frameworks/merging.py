"""Words for merging where a framework has functions instead of layers: the names of the field, the functions'
names as aliases."""

from __future__ import annotations

from ..ops.merge import Concatenate, Elementwise, MatMul
from .base import ANY_INT, Arg, LayerType, table

ELEMENTWISE = {
    "Add": ("add", "sum"),
    "Subtract": ("sub", "subtract"),
    "Multiply": ("mul", "multiply"),
    "Divide": ("div", "divide"),
    "Maximum": ("maximum",),
    "Minimum": ("minimum",),
    "Average": ("average",),
}


def _elementwise(name: str, aliases: tuple[str, ...]) -> LayerType:
    return LayerType(name, (), lambda _: Elementwise(name.lower(), aligned=False), aliases)


def merging(axis: str) -> dict[str, LayerType]:
    """The table; `axis` is what the framework calls it (`dim`, `axis`)."""
    spelling = Arg(axis, ANY_INT, 1, aliases=("axis",) if axis == "dim" else ("dim",))
    return table(
        *(_elementwise(name, aliases) for name, aliases in ELEMENTWISE.items()),
        LayerType("Concatenate", (spelling,), lambda a: Concatenate(a[axis]), ("Cat", "cat", "Concat", "concat")),
        LayerType("MatMul", (), lambda _: MatMul(), ("matmul", "bmm")),
    )
