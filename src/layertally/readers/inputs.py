"""Shapes as they are typed after `--input`: `1,28,28,1`, `1,3,224,224:float16`, `tokens=1,16:int64`.

In: such words. Out: `Input` values, the batch first and left open.

>>> given = parse("tokens=1,16:int64")
>>> given.name, given.shape, given.dtype
('tokens', (None, 16), 'int64')
>>> parse("1,T,64").shape[1]
Poly(terms=(((('T', 1),), 1),))
"""

from __future__ import annotations

import re

from ..errors import LayertallyError
from ..formula import Poly
from ..model import Dim, Input

FORM = re.compile(r"(?:(?P<name>[^=]+)=)?(?P<dims>[\w?, ]+)(?::(?P<dtype>[a-z]+\d*))?")
OPEN = ("?", "None", "null")
MAX_DIM = 2**31


def parse(given: str) -> Input:
    """One shape. Raises LayertallyError. The name is "" where none is typed."""
    found = FORM.fullmatch(given.strip())
    dims = [dim.strip() for dim in found["dims"].split(",")] if found else []
    if found is None or not all(_is_dim(dim) for dim in dims):
        raise LayertallyError(f"`{given[:80]}` is no input shape", fix="write --input 1,28,28,1 or name=1,16:int64")
    return Input((found["name"] or "").strip(), (None, *map(_dim, dims[1:])), found["dtype"] or "float32")


def _is_dim(text: str) -> bool:
    return (text.isdecimal() and 0 < int(text) < MAX_DIM) or text in OPEN or (text.isidentifier() and len(text) < 32)


def _dim(text: str) -> Dim:
    return int(text) if text.isdecimal() else None if text in OPEN else Poly.name(text)
