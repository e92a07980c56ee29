"""Formulas written once: with symbols, with numbers, as LaTeX, as ASCII, and their value."""

from __future__ import annotations

from .expr import Asked, Expr, Num, Sym, ceil, exact, expr, floor, greatest, times, total, unless_zero
from .rewrite import rewritten
from .typeset import text_value, thousands, to_ascii
from .value import Poly, Value, added

__all__ = [
    "Asked",
    "Expr",
    "Num",
    "Poly",
    "Sym",
    "Value",
    "added",
    "ceil",
    "exact",
    "expr",
    "floor",
    "greatest",
    "rewritten",
    "text_value",
    "thousands",
    "times",
    "to_ascii",
    "total",
    "unless_zero",
]
