"""Reads a live PyTorch model: what it is, and what happens when it runs.

In: a callable that makes the model. Out: a record (`form.py` says what stands in it).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def record(make: Callable[[], Any], *, inputs: tuple[str, ...] = (), reference: str = "model") -> dict[str, Any]:
    """The record of the model that `make` returns. `inputs` are shapes as they are typed after `--input`.

    Raises:
        LayertallyError: the model does not build, or does not run on what was typed.
    """
    from .form import written
    from .run import read

    return written(read(make, inputs, reference))
