"""Inputs of a live model as they are typed after `--input`: `1,3,224,224`, `1,16:int64`, `mask=1,16:bool`.

In: such words. Out: `Spec` values with numbers alone: a model that runs needs each dim, the batch as well.

>>> parse("mask=1,16:int64")
Spec(name='mask', shape=(1, 16), dtype='int64')
>>> str(parse("1, 3,32,32"))
'1,3,32,32'
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import LayertallyError

FORM = re.compile(r"(?:(?P<name>[^=\s]+)\s*=)?(?P<dims>[\d, ]*)(?::(?P<dtype>[a-z]+\d*))?")
DTYPES = ("float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool", "complex64")
MOST_ELEMENTS = 2**31


class Spec(NamedTuple):
    """One input. `name` is the parameter of the model's call; empty for the next one in order."""

    name: str
    shape: tuple[int, ...]
    dtype: str = "float32"

    def __str__(self) -> str:
        """As it is typed."""
        dims = ",".join(str(dim) for dim in self.shape)
        return (
            f"{self.name}={dims}" * bool(self.name)
            + dims * (not self.name)
            + (f":{self.dtype}" if self.dtype != "float32" else "")
        )


def parse(given: str) -> Spec:
    """One input. Raises LayertallyError."""
    found = FORM.fullmatch(given.strip())
    dims = [dim.strip() for dim in found["dims"].split(",") if dim.strip()] if found else []
    if found is None or not all(dim.isdecimal() for dim in dims):
        raise LayertallyError(
            f"`{given[:80]}` is no input of a live model",
            fix="write --input 1,3,224,224 or name=1,16:int64, the batch first",
        )
    dtype = found["dtype"] or "float32"
    if dtype not in DTYPES:
        from ..errors import nearest

        near = nearest(dtype, DTYPES)
        raise LayertallyError(
            f"`{given[:80]}`: no dtype `{dtype}`", fix=f"write `{near}`" if near else f"one of {', '.join(DTYPES)}"
        )
    shape = tuple(int(dim) for dim in dims)
    size = 1
    for dim in shape:
        size *= dim
    if size > MOST_ELEMENTS:
        raise LayertallyError(f"`{given[:80]}` holds {size:,} numbers; the bound is {MOST_ELEMENTS:,}")
    return Spec((found["name"] or "").strip(), shape, dtype)
