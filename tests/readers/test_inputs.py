"""Shapes as they are typed after `--input`."""

from __future__ import annotations

import pytest

from layertally.errors import LayertallyError
from layertally.formula import Poly
from layertally.model import Input
from layertally.readers.inputs import parse


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("1,28,28,1", Input("", (None, 28, 28, 1))),
        ("None,?,null,3", Input("", (None, None, None, 3))),
        ("1,T,64", Input("", (None, Poly.name("T"), 64))),
        ("tokens=1,16:int64", Input("tokens", (None, 16), "int64")),
        (" image = 2, 3, 8 ", Input("image", (None, 3, 8))),
        ("1", Input("", (None,))),
    ],
)
def test_a_shape(typed: str, given: Input) -> None:
    assert parse(typed) == given


@pytest.mark.parametrize(
    "typed", ["", "1,,3", "1,-2", "1,2.5", "1,0", "a=b=1,2", "1,9999999999999", "1,2:INT64 ", "[1, 2]"]
)
def test_what_is_no_shape(typed: str) -> None:
    with pytest.raises(LayertallyError) as caught:
        parse(typed)
    assert caught.value.fix == "write --input 1,28,28,1 or name=1,16:int64"
