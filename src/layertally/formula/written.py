"""Values with names in them as one line of text, and back.

In: an `int` or a `Poly`. Out: `4*T*T + 2*T - 3`, `(T - 3)//2 + 1`; a floor is a whole division.

>>> from .value import Poly, floor_div
>>> written(Poly.name("T") * 4 + -3), written(floor_div(Poly.name("T") + -3, 2) + 1)
('4*T - 3', '(T - 3)//2 + 1')
>>> print(parsed("(T - 3)//2 + 1"), parsed("-2*T*H"))
⌊(T − 3)/2⌋ + 1 −2·H·T
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .value import Floor, Poly, Value, floor_div

MOST = 200
"""So many words a text may have."""


def written(value: Value) -> str:
    """The text, as `parsed` reads it."""
    if isinstance(value, int):
        return str(value)
    out = ""
    for monomial, factor in value.terms:
        atoms = [_atom(atom) for atom, power in monomial for _ in range(power)]
        if abs(factor) != 1 or not atoms:
            atoms.insert(0, str(abs(factor)))
        sign = "-" if factor < 0 else "+"
        body = "*".join(f"({each})" if "//" in each and len(atoms) > 1 else each for each in atoms)
        out = f"{out} {sign} {body}" if out else f"{'-' if factor < 0 else ''}{body}"
    return out


def _atom(atom: object) -> str:
    if not isinstance(atom, Floor):
        return str(atom)
    top = written(atom.top)
    return f"({top})//{atom.bottom}" if len(atom.top.terms) > 1 or "*" in top or "-" in top else f"{top}//{atom.bottom}"


TOKEN = re.compile(r"\s*(?:(\d{1,15})|([A-Za-z_]\w{0,15})|(//|[-+*()]))")


def parsed(text: str) -> Value:
    """A value with names in it. Raises ValueError."""
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        found = TOKEN.match(text, at)
        if found is None or len(tokens) > MOST:
            raise ValueError(f"`{text[:40]}` is no size")
        tokens.append(found[0].strip())
        at = found.end()
    value, rest = _sum(tokens, 0)
    if rest != len(tokens):
        raise ValueError(f"`{text[:40]}` is no size")
    return value


def _sum(tokens: Sequence[str], at: int) -> tuple[Value, int]:
    sign = -1 if tokens[at : at + 1] == ["-"] else 1
    value, at = _product(tokens, at + (sign < 0))
    total: Value = value * sign
    while at < len(tokens) and tokens[at] in "+-":
        sign = -1 if tokens[at] == "-" else 1
        value, at = _product(tokens, at + 1)
        total = total + value * sign
    return total, at


def _product(tokens: Sequence[str], at: int) -> tuple[Value, int]:
    value, at = _factor(tokens, at)
    while at < len(tokens) and tokens[at] in ("*", "//"):
        other, after = _factor(tokens, at + 1)
        if tokens[at] == "*":
            value = value * other
            if isinstance(value, Poly) and len(value.terms) > MOST:
                raise ValueError(f"a size of more than {MOST} terms")
        elif isinstance(other, int) and other > 0:
            value = floor_div(value, other)
        else:
            raise ValueError("sizes are divided by whole numbers only")
        at = after
    return value, at


def _factor(tokens: Sequence[str], at: int) -> tuple[Value, int]:
    token = tokens[at] if at < len(tokens) else ""
    if token == "(":  # noqa: S105 - a bracket, no secret
        value, at = _sum(tokens, at + 1)
        if tokens[at : at + 1] != [")"]:
            raise ValueError("a bracket is not closed")
        return value, at + 1
    if token.isdigit():
        return int(token), at + 1
    if token and (token[0].isalpha() or token[0] == "_"):
        return Poly.name(token), at + 1
    raise ValueError("a size ends where a number or a name should stand")
