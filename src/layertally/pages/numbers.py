"""Numbers as a page prints them: short with a unit, what a shape holds.

>>> short(9970304), listed([3, 3, 5])
('9.97 M', '3, 5')
"""

from __future__ import annotations

from collections.abc import Iterable

from ..figure.content import number
from ..formula import Value, thousands
from ..model import Dim, Shape
from ..report.memory import three

_DECIMAL = ((10**12, "T"), (10**9, "G"), (10**6, "M"), (10**3, "K"))
FLOAT32 = 4
"""Bytes of one element."""


def short(value: Value | None) -> str:
    """Three digits and a letter; a polynomial stays as it is.

    >>> short(341_000), short(714_200_000), short(17_563_000_000), short(320), short(999_999)
    ('341 K', '714 M', '17.6 G', '320', '1.00 M')
    """
    if not isinstance(value, int):
        return number(value)
    for unit, letter in _DECIMAL:
        if value >= unit * 0.9995 and value >= 1000:
            return f"{three(value / unit)} {letter}"
    return thousands(value)


def elements(shape: Shape | None) -> Value | None:
    """How many numbers one sample of that shape holds; None where a dim is unknown.

    >>> elements((None, 26, 26, 32))
    21632
    """
    return product(shape[1:]) if shape is not None else None


def product(dims: Iterable[Dim]) -> Value | None:
    """All dims multiplied."""
    total: Value = 1
    for dim in dims:
        if dim is None:
            return None
        total = total * dim
    return total


def listed(values: Iterable[Dim], limit: int = 12) -> str:
    """Values in the order in which they came, each once."""
    seen = list(dict.fromkeys(number(value) for value in values))
    return ", ".join(seen[:limit]) + (", …" if len(seen) > limit else "")
