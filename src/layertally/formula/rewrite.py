"""The same formula with other symbols.

In: an `Expr` and what becomes of each symbol. Out: an `Expr` in the same written order.
"""

from __future__ import annotations

from collections.abc import Callable

from .expr import Add, Asked, Div, Expr, Max, Mul, Sym, UnlessZero


def rewritten(node: Expr, change: Callable[[Sym], Expr]) -> Expr:
    """The formula with each symbol changed.

    >>> size = Sym("H", 28) + UnlessZero(Sym("p", 0)) - Sym("k", 3)
    >>> rewritten(size, lambda sym: Sym("①") if sym.name == "H" else sym).worked()
    '① − 3'
    """
    match node:
        case Sym():
            return change(node)
        case Add():
            return Add(tuple((sign, rewritten(term, change)) for sign, term in node.terms))
        case Mul():
            return Mul(tuple(rewritten(factor, change) for factor in node.factors))
        case Div():
            return Div(rewritten(node.top, change), rewritten(node.bottom, change), node.mode)
        case Max():
            return Max(tuple(rewritten(choice, change) for choice in node.choices))
        case UnlessZero():
            return UnlessZero(rewritten(node.term, change))
        case Asked():
            return Asked(rewritten(node.term, change), node.mark)
    return node
