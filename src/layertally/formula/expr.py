"""A formula, written once with Python operators.

In: numbers and symbols that know their value. Out: the value (`int`, a `Poly` where a named dim is left, None where a
dim is unknown); the text forms are in `typeset`. Written order is kept, factors of 1 are kept.

>>> k_h, k_w, c_in, c_out = Sym("k_h", 3), Sym("k_w", 3), Sym("c_in", 1), Sym("c_out", 32)
>>> params = (k_h * k_w * c_in + 1) * c_out
>>> params.symbols(), params.worked(), params.value
('(k_h·k_w·c_in + 1)·c_out', '(3·3·1 + 1)·32', 320)
>>> H, s, p = Sym("H", 28), Sym("s_h", 1), Sym("p_h", 0)
>>> size = floor(H + unless_zero(2 * p) - k_h, s) + 1
>>> size.worked(), size.worked(full=True), size.ascii()
('⌊(28 − 3)/1⌋ + 1', '⌊(28 + 2·0 − 3)/1⌋ + 1', 'floor((28 - 3)/1) + 1')
>>> size.latex()
'\\\\left\\\\lfloor \\\\frac{H - k_h}{s_h} \\\\right\\\\rfloor + 1'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .value import Poly, Value, ceil_div, floor_div


class Expr:
    """A node of a formula; see the module for an example. Subclasses are frozen dataclasses."""

    @property
    def value(self) -> Value | None:
        """The number it comes to; a `Poly` if a named dim is left in it, None if a dim is unknown."""
        raise NotImplementedError  # pragma: no cover - each node has its own

    @property
    def parts(self) -> tuple[Expr, ...]:
        return ()

    def walk(self) -> Iterator[Expr]:
        """Every node, this one first, in written order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def symbols(self, full: bool = False) -> str:
        """With its symbols: `(k_h·k_w·c_in + 1)·c_out`. `full` keeps padding terms that are zero."""
        from .typeset import UNICODE, write

        return write(self, UNICODE, numbers=False, full=full)

    def worked(self, full: bool = False) -> str:
        """With the numbers put in: `(3·3·1 + 1)·32`."""
        from .typeset import UNICODE, write

        return write(self, UNICODE, numbers=True, full=full)

    def ascii(self, numbers: bool = True, full: bool = False) -> str:
        """For a terminal or a file that knows no `⌊ · −`."""
        from .typeset import ASCII, write

        return write(self, ASCII, numbers=numbers, full=full)

    def latex(self, numbers: bool = False, full: bool = False) -> str:
        """For MathJax or LaTeX's math mode."""
        from .typeset import LATEX, write

        return write(self, LATEX, numbers=numbers, full=full)

    def __add__(self, other: Expr | int) -> Expr:
        return Add((*_terms(self), *_terms(expr(other))))

    def __radd__(self, other: int) -> Expr:
        return expr(other) + self

    def __sub__(self, other: Expr | int) -> Expr:
        return Add((*_terms(self), (-1, expr(other))))

    def __rsub__(self, other: int) -> Expr:
        return expr(other) - self

    def __mul__(self, other: Expr | int) -> Expr:
        return Mul((*_factors(self), *_factors(expr(other))))

    def __rmul__(self, other: int) -> Expr:
        return expr(other) * self


@dataclass(frozen=True)
class Num(Expr):
    """A number that belongs to the rule itself, such as the 1 of a bias."""

    number: int

    @property
    def value(self) -> int:
        return self.number


@dataclass(frozen=True)
class Sym(Expr):
    """A symbol of the field (`c_in`) and what it stands for here; its meaning is in `words.SYMBOLS`."""

    name: str
    number: Value | None = None

    @property
    def value(self) -> Value | None:
        return self.number


@dataclass(frozen=True)
class Add(Expr):
    """Terms with their signs, in written order."""

    terms: tuple[tuple[int, Expr], ...]

    @property
    def parts(self) -> tuple[Expr, ...]:
        return tuple(term for _, term in self.terms)

    @cached_property
    def value(self) -> Value | None:
        total: Value = 0
        for sign, term in self.terms:
            value = term.value
            if value is None:
                return None
            total = total + sign * value
        return total


@dataclass(frozen=True)
class Mul(Expr):
    """Factors in written order."""

    factors: tuple[Expr, ...]

    @property
    def parts(self) -> tuple[Expr, ...]:
        return self.factors

    @cached_property
    def value(self) -> Value | None:
        total: Value = 1
        for factor in self.factors:
            value = factor.value
            if value is None:
                return None
            total = total * value
        return total


@dataclass(frozen=True)
class Div(Expr):
    """`top/bottom`, rounded `floor` or `ceil`, or `exact` (c_in/g: a remainder is the caller's error)."""

    top: Expr
    bottom: Expr
    mode: str = "floor"

    @property
    def parts(self) -> tuple[Expr, ...]:
        return (self.top, self.bottom)

    @cached_property
    def value(self) -> Value | None:
        top, bottom = self.top.value, self.bottom.value
        if top is None or not isinstance(bottom, int) or bottom <= 0:
            return None
        if self.mode == "exact" and isinstance(top, int) and top % bottom:
            return None
        return ceil_div(top, bottom) if self.mode == "ceil" else floor_div(top, bottom)


@dataclass(frozen=True)
class Max(Expr):
    """The greatest of its parts."""

    choices: tuple[Expr, ...]

    @property
    def parts(self) -> tuple[Expr, ...]:
        return self.choices

    @cached_property
    def value(self) -> Value | None:
        values = [choice.value for choice in self.choices]
        whole = [value for value in values if isinstance(value, int)]
        return max(whole) if len(whole) == len(values) else None


@dataclass(frozen=True)
class UnlessZero(Expr):
    """A term that is left out of the text where it is zero (`2·p` without padding), kept at full density."""

    term: Expr

    @property
    def parts(self) -> tuple[Expr, ...]:
        return (self.term,)

    @property
    def value(self) -> Value | None:
        return self.term.value


@dataclass(frozen=True)
class Asked(Expr):
    """A formula that an exercise asks about: it does not say what it comes to; with a `mark`, which stands in place of
    its numbers, not even how.

    >>> Asked(Sym("H", 28) - 2).worked(), Asked(Sym("H", 28) - 2, "①").worked(), Asked(Sym("H", 28) - 2, "①").symbols()
    ('28 − 2', '①', 'H − 2')
    """

    term: Expr
    mark: str = ""

    @property
    def parts(self) -> tuple[Expr, ...]:
        return (self.term,)

    @property
    def value(self) -> None:
        return None


def expr(value: Expr | int) -> Expr:
    """Numbers become nodes."""
    return value if isinstance(value, Expr) else Num(value)


def floor(top: Expr | int, bottom: Expr | int) -> Expr:
    """⌊top/bottom⌋, as the output of a convolution is counted."""
    return Div(expr(top), expr(bottom), "floor")


def ceil(top: Expr | int, bottom: Expr | int) -> Expr:
    """⌈top/bottom⌉, as `same` padding counts."""
    return Div(expr(top), expr(bottom), "ceil")


def exact(top: Expr | int, bottom: Expr | int) -> Expr:
    """top/bottom, which must come out even."""
    return Div(expr(top), expr(bottom), "exact")


def greatest(*choices: Expr | int) -> Expr:
    """The greatest of its arguments: max(a, b, …)."""
    return Max(tuple(expr(choice) for choice in choices))


def unless_zero(term: Expr | int) -> Expr:
    """A padding term: shown only where it is not zero, or at full density."""
    return UnlessZero(expr(term))


def times(*factors: Expr | int) -> Expr:
    """A product in written order; of a single factor, that factor."""
    return (
        expr(factors[0]) if len(factors) == 1 else Mul(tuple(f for factor in factors for f in _factors(expr(factor))))
    )


def total(*terms: Expr | int) -> Expr:
    """A sum in written order; of a single term, that term."""
    return expr(terms[0]) if len(terms) == 1 else Add(tuple(t for term in terms for t in _terms(expr(term))))


def _terms(node: Expr) -> tuple[tuple[int, Expr], ...]:
    return node.terms if isinstance(node, Add) else ((1, node),)


def _factors(node: Expr) -> tuple[Expr, ...]:
    return node.factors if isinstance(node, Mul) else (node,)


__all__ = [
    "Add",
    "Asked",
    "Div",
    "Expr",
    "Max",
    "Mul",
    "Num",
    "Poly",
    "Sym",
    "UnlessZero",
    "Value",
    "ceil",
    "exact",
    "expr",
    "floor",
    "greatest",
    "times",
    "total",
    "unless_zero",
]
