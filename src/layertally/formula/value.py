"""Values that may contain names: integers, or polynomials over named dims and floors of them.

In: integers, names such as `T`. Out: an `int` where everything is known, a `Poly` where a name is left. A floor of a
floor collapses, so a shape keeps one short name however deep the net is:

>>> H = Poly.name("H")
>>> once = floor_div(H + -3, 2) + 1
>>> print(once, "|", floor_div(once + -3, 2) + 1)
⌊(H − 3)/2⌋ + 1 | ⌊(H − 7)/4⌋ + 1
>>> print(Poly.name("T") * Poly.name("T") * 8192)
8,192·T²
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Monomial = tuple[tuple[object, int], ...]
"""Atoms (names of dims, `Floor`s) with their powers."""
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Floor:
    """⌊top/bottom⌋ with a positive integer `bottom`, as an atom of a polynomial."""

    top: Poly
    bottom: int

    def __str__(self) -> str:
        top = str(self.top)
        return f"⌊{f'({top})' if len(self.top.terms) > 1 else top}/{self.bottom}⌋"


@dataclass(frozen=True, slots=True)
class Poly:
    """An integer polynomial: `terms` maps a product of atoms to its coefficient, sorted, no zero coefficients."""

    terms: tuple[tuple[Monomial, int], ...]

    @staticmethod
    def name(symbol: str) -> Poly:
        """The polynomial that is just this named dim."""
        return Poly(((((symbol, 1),), 1),))

    @staticmethod
    def of(value: int | Poly) -> Poly:
        """A number as a polynomial; a polynomial as it is."""
        if isinstance(value, Poly):
            return value
        return Poly((((), value),) if value else ())

    def __add__(self, other: int | Poly) -> Value:
        sums: dict[Monomial, int] = dict(self.terms)
        for monomial, factor in Poly.of(other).terms:
            sums[monomial] = sums.get(monomial, 0) + factor
        return _tidy(sums)

    def __mul__(self, other: int | Poly) -> Value:
        products: dict[Monomial, int] = {}
        for left, a in self.terms:
            for right, b in Poly.of(other).terms:
                powers: dict[object, int] = dict(left)
                for atom, power in right:
                    powers[atom] = powers.get(atom, 0) + power
                monomial = tuple(sorted(powers.items(), key=lambda item: str(item[0])))
                products[monomial] = products.get(monomial, 0) + a * b
        return _tidy(products)

    __radd__, __rmul__ = __add__, __mul__

    def __str__(self) -> str:
        out = ""
        for monomial, factor in self.terms:
            body = "·".join(
                f"{atom}{str(power).translate(SUPERSCRIPTS) if power > 1 else ''}" for atom, power in monomial
            )
            size = abs(factor)
            number = f"{size:,}"
            text = number if not body else body if size == 1 else f"{number}·{body}"
            out += (" − " if factor < 0 else " + ") + text if out else ("−" if factor < 0 else "") + text
        return out or "0"

    @property
    def names(self) -> tuple[str, ...]:
        """The named dims it depends on, sorted."""
        found: set[str] = set()
        for monomial, _ in self.terms:
            for atom, _power in monomial:
                found |= set(atom.top.names) if isinstance(atom, Floor) else {str(atom)}
        return tuple(sorted(found))


Value = int | Poly


def floor_div(top: Value, bottom: int) -> Value:
    """⌊top/bottom⌋ for a positive integer `bottom`."""
    if isinstance(top, int):
        return top // bottom
    whole: dict[Monomial, int] = {}
    rest: dict[Monomial, int] = {}
    for monomial, factor in top.terms:
        quotient, left = divmod(factor, bottom)
        if monomial == () or left:
            rest[monomial] = factor
        else:
            whole[monomial] = quotient
    tail = _tidy(rest)
    inner: Value = tail // bottom if isinstance(tail, int) else _floor_atom(tail, bottom)
    return Poly.of(_tidy(whole)) + inner


def ceil_div(top: Value, bottom: int) -> Value:
    """⌈top/bottom⌉ for a positive integer `bottom`."""
    return -(-top // bottom) if isinstance(top, int) else floor_div(top + (bottom - 1), bottom)


def added(values: Iterable[Value | None]) -> Value | None:
    """The sum; None where one of the values is not known.

    >>> print(added([320, Poly.name("T"), 9248]), added([320, None]), added([]))
    T + 9,568 None 0
    """
    total: Value = 0
    for value in values:
        if value is None:
            return None
        total = total + value
    return total


def _floor_atom(top: Poly, bottom: int) -> Value:
    # ⌊(⌊x/a⌋ + b)/c⌋ = ⌊(x + a·b)/(a·c)⌋ for integers x and positive a, c
    if len(top.terms) <= 2:
        lone = [(m, f) for m, f in top.terms if m != ()]
        if len(lone) == 1 and lone[0][1] == 1 and len(lone[0][0]) == 1 and lone[0][0][0][1] == 1:
            atom = lone[0][0][0][0]
            shift = dict(top.terms).get((), 0)
            if isinstance(atom, Floor):
                return floor_div(atom.top + atom.bottom * shift, atom.bottom * bottom)
    constant = dict(top.terms).get((), 0)
    quotient, left = divmod(constant, bottom) if abs(constant) >= bottom and constant > 0 else (0, constant)
    reduced = _tidy({**{m: f for m, f in top.terms if m != ()}, (): left})
    atom_poly = Poly((((((Floor(Poly.of(reduced), bottom)), 1),), 1),))
    return atom_poly + quotient


def _tidy(sums: dict[Monomial, int]) -> Value:
    kept = [(m, f) for m, f in sums.items() if f]
    if not kept or (len(kept) == 1 and kept[0][0] == ()):
        return kept[0][1] if kept else 0
    # highest power first, the constant last: T² + 3·T + 1
    kept.sort(key=lambda item: (item[0] == (), -sum(power for _, power in item[0]), str(item[0])))
    return Poly(tuple(kept))
