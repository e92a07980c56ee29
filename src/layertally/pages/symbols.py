"""Which symbols formulas use, what they mean, which values they take.

In: formulas. Out: `SymbolUse` rows; a pair of one kind (k_h and k_w) stands in one row where both take the same values.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..formula import Expr, Sym
from ..model import Dim
from ..words import SYMBOLS
from .data import SymbolUse
from .numbers import listed

PAIRS = (("H", "W"), ("H'", "W'"), *((f"{one}_h", f"{one}_w") for one in "kspdw"))


def symbols_of(formulas: Iterable[Expr], lang: str, full: bool = False) -> tuple[SymbolUse, ...]:
    """Every symbol of the formulas, in the order in which it is met; what is left out of a formula's text (a padding of
    zero) is left out here too unless `full`."""
    taken: dict[str, list[Dim]] = {}
    for formula in formulas:
        for symbol in _shown(formula, full):
            taken.setdefault(symbol.name, []).append(symbol.number)
    values = {name: listed(numbers) for name, numbers in taken.items()}
    out: list[SymbolUse] = []
    done: set[str] = set()
    for name, shown in values.items():
        if name in done:
            continue
        names = next((pair for pair in PAIRS if name in pair and all(values.get(p) == shown for p in pair)), (name,))
        done.update(names)
        out.append(SymbolUse(names, _meaning(names, lang), shown))
    return tuple(out)


def _meaning(names: tuple[str, ...], lang: str) -> str:
    known = [SYMBOLS[name][lang] for name in names if name in SYMBOLS]
    return ("、" if lang == "zh" else ", ").join(known)


def _shown(formula: Expr, full: bool) -> Iterable[Sym]:
    from ..formula.expr import UnlessZero

    if isinstance(formula, Sym):
        yield formula
    elif full or not (isinstance(formula, UnlessZero) and formula.value == 0):
        for part in formula.parts:
            yield from _shown(part, full)
