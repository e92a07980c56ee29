"""Numbers as a page prints them: short with a unit, as bytes, what a shape holds.

>>> short(9970304), size(329962 * 4), size(13_414_000)
('9.97 M', '1.26 MiB', '12.8 MiB')
"""

from __future__ import annotations

from collections.abc import Iterable

from ..figure.content import number
from ..formula import Value, thousands
from ..model import Dim, Shape

_DECIMAL = ((10**12, "T"), (10**9, "G"), (10**6, "M"), (10**3, "K"))
_BINARY = ((2**40, "TiB"), (2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"))
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
            return f"{_three(value / unit)} {letter}"
    return thousands(value)


def size(value: Value | None) -> str:
    """Bytes with a binary unit."""
    if not isinstance(value, int):
        return number(value) + (" B" if value is not None else "")
    for unit, name in _BINARY:
        if value >= unit * 0.9995 and value >= 1024:
            return f"{_three(value / unit)} {name}"
    return f"{value} B"


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


def _three(value: float) -> str:
    """Three digits that count."""
    digits = 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:.{digits}f}"
