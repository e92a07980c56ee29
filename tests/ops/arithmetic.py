"""Works out the text of a formula, knowing nothing of how it was written: school arithmetic in fractions."""

from __future__ import annotations

import ast
import math
from fractions import Fraction

_MARKS = str.maketrans({"·": "*", "−": "-", "⌊": "F(", "⌋": ")", "⌈": "C(", "⌉": ")", ",": "", ";": ","})


def work_out(text: str) -> Fraction:
    """The value of a worked formula.

    >>> work_out("⌊(28 − 3)/2⌋ + 1"), work_out("1,024·2 + max(3 − 2, 0)")
    (Fraction(13, 1), Fraction(2049, 1))
    """
    return _value(ast.parse(text.replace(", ", "; ").translate(_MARKS), mode="eval").body)


def _value(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(int(number)):
            return Fraction(number)
        case ast.UnaryOp(ast.USub(), inner):
            return -_value(inner)
        case ast.BinOp(left, ast.Add(), right):
            return _value(left) + _value(right)
        case ast.BinOp(left, ast.Sub(), right):
            return _value(left) - _value(right)
        case ast.BinOp(left, ast.Mult(), right):
            return _value(left) * _value(right)
        case ast.BinOp(left, ast.Div(), right):
            return _value(left) / _value(right)
        case ast.Call(ast.Name("F"), [inner]):
            return Fraction(math.floor(_value(inner)))
        case ast.Call(ast.Name("C"), [inner]):
            return Fraction(math.ceil(_value(inner)))
        case ast.Call(ast.Name("max"), choices):
            return max(_value(choice) for choice in choices)
    raise ValueError(ast.dump(node))
