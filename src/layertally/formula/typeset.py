"""One walker, three alphabets: a formula as Unicode text, as ASCII, as LaTeX.

In: an `Expr`. Out: its text, with symbols or with the numbers put in. Thousands are separated in terms of sums and in
results, never in factors nor inside a fraction (`formulas`, typography).
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeGuard

from .expr import Add, Asked, Div, Expr, Max, Mul, Num, Sym, UnlessZero
from .value import Poly, Value


class Alphabet(NamedTuple):
    """How the marks are written; `{}` takes the inside."""

    times: str
    plus: str
    minus: str
    floor: str
    ceil: str
    fraction: str
    brackets: str
    maximum: str
    thousands: str
    latex: bool = False


UNICODE = Alphabet("·", " + ", " − ", "⌊{}⌋", "⌈{}⌉", "{}/{}", "({})", "max({})", ",")
ASCII = Alphabet("*", " + ", " - ", "floor({})", "ceil({})", "{}/{}", "({})", "max({})", ",")
LATEX = Alphabet(
    r" \cdot ",
    " + ",
    " - ",
    r"\left\lfloor {} \right\rfloor",
    r"\left\lceil {} \right\rceil",
    r"\frac{{{}}}{{{}}}",
    r"\left({}\right)",
    r"\max\left({}\right)",
    "{,}",
    latex=True,
)
GREEK = {"β": r"\beta", "α": r"\alpha", "γ": r"\gamma"}
_TO_ASCII = str.maketrans(
    {
        "·": "*",
        "−": "-",
        "⌊": "floor(",
        "⌋": ")",
        "⌈": "ceil(",
        "⌉": ")",
        "×": "x",
        "²": "^2",
        "→": "->",
        "Σ": "sum",
        "′": "'",
    }
)


def write(node: Expr, alphabet: Alphabet, *, numbers: bool, full: bool = False) -> str:
    """The text of a formula; `numbers` puts the values in, `full` keeps padding terms that are zero."""
    return _Writer(alphabet, numbers, full).text(node)


def thousands(value: int, alphabet: Alphabet = UNICODE) -> str:
    """A result: 9,248; a negative one has a true minus.

    >>> thousands(9248), thousands(-1152)
    ('9,248', '−1,152')
    """
    sign = "" if value >= 0 else alphabet.minus.strip()
    return sign + f"{abs(value):,}".replace(",", alphabet.thousands)


def text_value(value: Value | None) -> str:
    """A result as it stands in every table and figure: 9,248, a polynomial, or `?` where it is not known.

    >>> text_value(9248), text_value(Poly.name("T")), text_value(None)
    ('9,248', 'T', '?')
    """
    if value is None:
        return "?"
    return str(value) if isinstance(value, Poly) else thousands(value)


def to_ascii(text: str) -> str:
    """Any text of ours without the marks that an old terminal lacks.

    >>> to_ascii("⌊(28 − 3)/1⌋ + 1 = 26")
    'floor((28 - 3)/1) + 1 = 26'
    """
    return re.sub(r"floor\((\(.*?\)/[^()]*)\)", r"floor(\1)", text.translate(_TO_ASCII))


def latex_symbol(name: str) -> str:
    """`k_h` stays, `c_in` becomes `c_{\\mathrm{in}}`, H' stays.

    >>> latex_symbol("k_h"), latex_symbol("c_in"), latex_symbol("H'")
    ('k_h', 'c_{\\\\mathrm{in}}', "H'")
    """
    head, _, tail = name.partition("_")
    head = GREEK.get(head, head if len(head.rstrip("'")) == 1 else rf"\mathrm{{{head}}}")
    if not tail:
        return head
    return (
        f"{head}_{tail}"
        if len(tail) == 1
        else rf"{head}_{{\mathrm{{{tail}}}}}"
        if tail.isalpha()
        else f"{head}_{{{tail}}}"
    )


class _Writer(NamedTuple):
    alphabet: Alphabet
    numbers: bool
    full: bool

    def text(self, node: Expr, term: bool = False) -> str:
        """`term`: the node stands alone or in a sum, where thousands are separated."""
        if isinstance(node, Num):
            return self.number(node.number, term)
        if isinstance(node, Sym):
            return self.symbol(node, term)
        if isinstance(node, UnlessZero):
            return self.text(node.term, term)
        if isinstance(node, Asked):
            return node.mark if node.mark and self.numbers else self.text(node.term, term)
        if isinstance(node, Add):
            return self.sum(node, term)
        if isinstance(node, Mul):
            return self.product(node)
        if isinstance(node, Div):
            return self.quotient(node)
        if isinstance(node, Max):
            return self.alphabet.maximum.format(", ".join(self.text(choice) for choice in node.choices))
        raise TypeError(type(node).__name__)

    def number(self, value: int, term: bool) -> str:
        if term:
            return thousands(value, self.alphabet)
        return str(value) if value >= 0 else self.alphabet.minus.strip() + str(-value)

    def symbol(self, node: Sym, term: bool) -> str:
        if self.numbers and node.number is not None:
            if isinstance(node.number, int):
                return self.number(node.number, term)
            return self.poly(node.number, inside=not term)
        return latex_symbol(node.name) if self.alphabet.latex else node.name

    def poly(self, value: Poly, inside: bool) -> str:
        text = str(value)
        if self.alphabet is ASCII:
            text = to_ascii(text)
        return self.alphabet.brackets.format(text) if inside and len(value.terms) > 1 else text

    def sum(self, node: Add, term: bool) -> str:
        out = ""
        for sign, part in node.terms:
            if isinstance(part, UnlessZero) and part.value == 0 and not self.full:
                continue
            text = self.text(part, term=term or not self._in_fraction)
            if sign < 0 and (isinstance(part, Add) or _many(part, self.numbers)):
                text = self.alphabet.brackets.format(text)
            if out:
                out += (self.alphabet.minus if sign < 0 else self.alphabet.plus) + text
            else:
                out = (self.alphabet.minus.strip() if sign < 0 else "") + text
        return out or "0"

    def product(self, node: Mul) -> str:
        written = [
            self.alphabet.brackets.format(self.sum(factor, term=False)) if self.is_sum(factor) else self.text(factor)
            for factor in node.factors
        ]
        if not (self.alphabet.latex and not self.numbers):
            return self.alphabet.times.join(written)
        # Symbols stand side by side in print, k_h k_w; a number needs its dot before another number.
        out = written[0]
        for text in written[1:]:
            out += (r" \cdot " if text[0].isdigit() else r"\, ") + text
        return out

    def quotient(self, node: Div) -> str:
        inner = _Fraction(self.alphabet, self.numbers, self.full)
        top, bottom = inner.text(node.top), inner.text(node.bottom)
        if not self.alphabet.latex:
            top = f"({top})" if inner.is_sum(node.top) else top
            bottom = f"({bottom})" if isinstance(node.bottom, (Add, Mul)) else bottom
        fraction = self.alphabet.fraction.format(top, bottom)
        return {"floor": self.alphabet.floor, "ceil": self.alphabet.ceil, "exact": "{}"}[node.mode].format(fraction)

    def is_sum(self, node: Expr) -> TypeGuard[Add]:
        """Whether it is written with a plus or minus, so that it needs brackets in a product."""
        if not isinstance(node, Add):
            return False
        shown = [p for _, p in node.terms if self.full or not (isinstance(p, UnlessZero) and p.value == 0)]
        return len(shown) > 1 or _many(shown[0], self.numbers)

    @property
    def _in_fraction(self) -> bool:
        return False


class _Fraction(_Writer):
    """Inside a fraction the numbers are dims: no thousands."""

    __slots__ = ()

    @property
    def _in_fraction(self) -> bool:
        return True


def _many(node: Expr, numbers: bool) -> bool:
    """Whether a symbol is written as a sum once its value is put in."""
    return numbers and isinstance(node, Sym) and isinstance(node.number, Poly) and len(node.number.terms) > 1
