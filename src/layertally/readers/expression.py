"""Whole-number arithmetic for variables: `width * 2`, `(a + b) // 4`. There are no calls and no attributes here.

In: a text and the variables. Out: an int. Length, depth and size are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

MAX_LENGTH = 200
MAX_DEPTH = 16
MAX_VALUE = 2**63
TOO_LARGE = "the value of an expression is larger than 2^63"
TOKEN = re.compile(r"\s*(?:(\d+)|([A-Za-z_]\w*)|(//|[-+*%()]))\s*")


class ExpressionError(Exception):
    """Why an expression has no value, and what to write."""

    def __init__(self, reason: str, fix: str = "") -> None:
        super().__init__(reason)
        self.reason, self.fix = reason, fix


def evaluate(text: str, variables: Mapping[str, object]) -> int:
    """The value. Raises ExpressionError.

    >>> evaluate("(width + 1) * 2", {"width": 64})
    130
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression of {len(text)} characters", f"the bound is {MAX_LENGTH}")
    return _Arithmetic(_tokens(text), variables).value()


def _tokens(text: str) -> list[str]:
    out, at = [], 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            bad = text[at:].lstrip()[:1]
            raise ExpressionError(
                f"`{bad}` is not arithmetic",
                "write `//` for a whole quotient" if bad == "/" else "use names, whole numbers, + - * // % and ( )",
            )
        out.append(found.group().strip())
        at = found.end()
    return out


def _divide(left: int, right: int) -> int:
    if right == 0:
        raise ExpressionError("a division by zero")
    return left // right


def _rest(left: int, right: int) -> int:
    if right == 0:
        raise ExpressionError("a division by zero")
    return left % right


OPERATORS: dict[str, tuple[int, Callable[[int, int], int]]] = {
    "+": (1, lambda a, b: a + b),
    "-": (1, lambda a, b: a - b),
    "*": (2, lambda a, b: a * b),
    "//": (2, _divide),
    "%": (2, _rest),
}


class _Arithmetic:
    """Precedence climbing over the pieces."""

    def __init__(self, tokens: list[str], variables: Mapping[str, object]) -> None:
        self.tokens, self.variables = tokens, variables
        self.at = 0

    def value(self) -> int:
        result = self.sum(1, 0)
        if self.at < len(self.tokens):
            raise ExpressionError(f"`{self.tokens[self.at]}` is not expected in an expression")
        if abs(result) > MAX_VALUE:
            raise ExpressionError(TOO_LARGE)
        return result

    def sum(self, least: int, depth: int) -> int:
        left = self.term(depth)
        while self.at < len(self.tokens) and self.tokens[self.at] in OPERATORS:
            level, apply = OPERATORS[self.tokens[self.at]]
            if level < least:
                break
            self.at += 1
            left = apply(left, self.sum(level + 1, depth))
            if abs(left) > MAX_VALUE:
                raise ExpressionError(TOO_LARGE)
        return left

    def term(self, depth: int) -> int:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"an expression nested deeper than {MAX_DEPTH}")
        if self.at >= len(self.tokens):
            raise ExpressionError("an expression ends too early")
        piece = self.tokens[self.at]
        self.at += 1
        if piece == "-":
            return -self.term(depth + 1)
        if piece == "(":
            inner = self.sum(1, depth + 1)
            if self.at >= len(self.tokens) or self.tokens[self.at] != ")":
                raise ExpressionError("`(` is never closed")
            self.at += 1
            return inner
        if piece.isdigit():
            return int(piece) if len(piece) <= 20 else MAX_VALUE + 1
        return self.variable(piece)

    def variable(self, piece: str) -> int:
        if not (piece[0].isalpha() or piece[0] == "_"):
            raise ExpressionError(f"`{piece}` is not expected in an expression")
        if piece not in self.variables:
            raise ExpressionError(unknown(piece), known(piece, self.variables))
        value = self.variables[piece]
        if isinstance(value, bool) or not isinstance(value, int):
            raise ExpressionError(f"the variable `{piece}` is not a whole number")
        return value


def unknown(name: str) -> str:
    """What is said of a variable that does not exist."""
    return f"there is no variable `{name}`"


def known(name: str, variables: Mapping[str, object]) -> str:
    """What to write instead of a variable that does not exist."""
    from ..errors import nearest

    near = nearest(name, variables)
    if near:
        return f"write `${near}`"
    return "give it under variables:; a dollar sign itself is written `$$`"
