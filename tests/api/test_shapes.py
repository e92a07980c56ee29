"""Whatever a caller has becomes the words of `--input`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from layertally import LayertallyError
from layertally.api.shapes import specs
from layertally.readers.inputs import parse


@dataclass
class Tensor:
    """What a tensor of any framework shows of itself."""

    shape: tuple[Any, ...]
    dtype: Any


class Named:
    """A dtype as PyTorch prints it."""

    def __repr__(self) -> str:
        return "torch.int64"


class float16:  # noqa: N801 - as NumPy writes it
    """A dtype that is a class."""


CASES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (None, ()),
    ((), ()),
    ("1,3,224,224", ("1,3,224,224",)),
    ((1, 3, 224, 224), ("1,3,224,224",)),
    ([1, 16], ("1,16",)),
    ((1, "T", 64), ("1,T,64",)),
    ((None, 28, 28, 1), ("?,28,28,1",)),
    (((1, 16), "int64"), ("1,16:int64",)),
    (((1, 16), float16), ("1,16:float16",)),
    ([(1, 3, 32, 32), (1, 8)], ("1,3,32,32", "1,8")),
    ([((1, 16), "int64"), (1, 8)], ("1,16:int64", "1,8")),
    (["1,3,32,32", "mask=1,8:bool"], ("1,3,32,32", "mask=1,8:bool")),
    ({"ids": (1, 16), "mask": ((1, 16), "bool")}, ("ids=1,16", "mask=1,16:bool")),
    (Tensor((1, 16), Named()), ("1,16:int64",)),
    (Tensor((1, 3), "float32"), ("1,3",)),
    ([Tensor((1, 3), "float32"), Tensor((1, 4), Named())], ("1,3", "1,4:int64")),
    ({"x": Tensor((2, 3), "bfloat16")}, ("x=2,3:bfloat16",)),
)


@pytest.mark.parametrize(("given", "wanted"), CASES)
def test_an_input_is_understood(given: Any, wanted: tuple[str, ...]) -> None:
    assert specs(given) == wanted
    for text in wanted:
        parse(text)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (7, "input is 7, not a shape"),
        (True, "input is True, not a shape"),
        ({"t": 0.5}, "t is 0.5, not a shape"),
        ([(1, 3), object()], "input 2 is an object, not a shape"),
        ((1.5, 3), "input 1 is 1.5, not a shape"),
        ([[]], "input 1 is [], not a shape"),
        ([(1, 3)] * 65, "65 inputs are given, the bound is 64"),
    ],
)
def test_what_is_no_shape_is_refused(given: Any, said: str) -> None:
    with pytest.raises(LayertallyError) as caught:
        specs(given)
    assert caught.value.reason == said


@pytest.mark.live("torch")
def test_a_tensor_of_torch() -> None:
    import torch

    assert specs(torch.zeros(1, 3, 4)) == ("1,3,4",)
    assert specs({"ids": torch.zeros(1, 5, dtype=torch.int64)}) == ("ids=1,5:int64",)
    assert specs(torch.zeros(2, 3).shape) == ("2,3",)
