"""A product written as an equation, of what flows with one tensor of weights: a dense layer over any dims.

In: a node of `einsum`. Out: the op, with the batch in front; None where the equation is no such product.
"""

from __future__ import annotations

from ...ops.bare import Fed
from ...ops.base import Op
from ...ops.dense import EinsumDense
from .shapes import Shapes
from .trace import Node, Src
from .units import Units

FRESH = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def weighted_einsum(units: Units, shapes: Shapes, node: Node) -> Op | None:
    """The dense layer that an equation is."""
    equation = node.args[0] if node.op == "einsum" and node.args else ""
    if not isinstance(equation, str) or "->" not in equation or "..." in equation or len(node.operands) != 2:
        return None
    given, out = equation.replace(" ", "").split("->")
    terms = given.split(",")
    weights = [place for place, src in enumerate(node.operands) if units.reached(src)]
    if len(terms) != 2 or len(weights) != 1:
        return None
    kernel, data = terms[weights[0]], terms[1 - weights[0]]
    source, result = node.operands[1 - weights[0]], Src("n", node.index)
    before, after = _ahead(shapes, source, data), _ahead(shapes, result, out)
    if before is None or after is None or before[0] != after[0] or before[0] in kernel:
        return None
    dims = shapes.of(result)[1:]
    whole = tuple(dim if isinstance(dim, int) else None for dim in dims)
    op = EinsumDense(f"{before},{kernel}->{after}", whole)
    return op if units.kinds.flows(source) else Fed(op, shapes.of(source)[1:])


def _ahead(shapes: Shapes, src: Src, letters: str) -> str | None:
    """The letters of a term with that of the batch in front; a fresh one where there is no batch, or more in it."""
    at = shapes.at(src)
    fresh = next(letter for letter in FRESH if letter not in letters)
    if at is None:
        return None if shapes.trace.tensor(src).shape[:1] == (1,) else fresh + letters
    if at.axis >= len(letters):
        return None
    if at.times != 1:  # windows in the batch, a dim of their own here
        return fresh + letters
    return letters[at.axis] + letters[: at.axis] + letters[at.axis + 1 :]
