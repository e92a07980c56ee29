"""Reads a live PyTorch model: what it is, and what happens when it runs.

In: a callable that makes the model. Out: a record (`form.py` says what stands in it).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def record(make: Callable[[], Any], *, inputs: tuple[str, ...] = (), reference: str = "model") -> dict[str, Any]:
    """The record of the model that `make` returns. `inputs` are shapes as they are typed after `--input`; a dim that is
    a name stays one, `named` in the record says which number stands for it.

    Raises:
        LayertallyError: the model does not build, or does not run on what was typed.
    """
    from ...errors import LayertallyError
    from ..named import divides, names, proposals
    from .form import written
    from .run import read

    if not names(inputs):
        return written(read(make, inputs, reference))
    refused: LayertallyError | None = None
    found: dict[str, Any] = {}
    for words, numbers in proposals(inputs):
        try:
            found = {**written(read(make, words, reference)), "named": numbers}
        except LayertallyError as error:
            refused = refused or error
            continue
        if not divides(numbers.values(), (each["shape"] for each in found["params"])):
            break
    if not found and refused is not None:
        raise refused
    return found
