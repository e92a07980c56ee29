"""Arithmetic of variables is Python's own, bounded."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from layertally.readers.expression import ExpressionError, evaluate

NUMBERS = st.integers(0, 10**6).map(str) | st.sampled_from(["width", "depth"])
VARIABLES = {"width": 64, "depth": 7}


def _join(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(children, st.sampled_from(["+", "-", "*", "//", "%"]), children)
    return (
        pairs.map(lambda p: f"{p[0]} {p[1]} {p[2]}")
        | children.map(lambda c: f"({c})")
        | children.map(lambda c: f"-{c}")
    )


@given(st.recursive(NUMBERS, _join, max_leaves=8))
def test_as_python_works_it_out(text: str) -> None:
    try:
        expected = eval(text, {"__builtins__": {}}, VARIABLES)  # noqa: S307 - made of numbers and operators above
    except ZeroDivisionError:
        expected = None
    try:
        found, refused = evaluate(text, VARIABLES), ""
    except ExpressionError as error:
        found, refused = None, error.reason
    bounded = any(bound in refused for bound in ("larger", "deeper", "characters"))
    assert bounded or found == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "an expression ends too early"),
        ("1 +", "an expression ends too early"),
        ("(1", "`(` is never closed"),
        ("1)", "`)` is not expected in an expression"),
        ("1 2", "`2` is not expected in an expression"),
        ("* 2", "`*` is not expected in an expression"),
        ("1 // 0", "a division by zero"),
        ("1 % 0", "a division by zero"),
        ("name", "there is no variable `name`"),
        ("text + 1", "the variable `text` is not a whole number"),
        ("9" * 30, "the value of an expression is larger than 2^63"),
        ("-" * 50 + "1", "an expression nested deeper than 16"),
        ("1" * 201, "an expression of 201 characters"),
        ("2 ^ 3", "`^` is not arithmetic"),
    ],
)
def test_what_has_no_value(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, {"text": "a"})
    assert caught.value.reason == reason
