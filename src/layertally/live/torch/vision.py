"""A torchvision whose compiled part does not load (built for another torch, for a device that is not here) is imported
all the same: the operators that its import asks for get names.

In: nothing. Out: nothing; models of torchvision, timm and transformers can be built. The operators themselves, such as
non-maximum suppression, stay missing.
"""

from __future__ import annotations

import importlib.util
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch

ASKED = ("nms", "qnms")
_HELD: list[Any] = []  # a library lives as long as it is held


def declare() -> None:
    """Name them where they are missing."""
    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.origin is None or _HELD:
        return
    folder = Path(spec.origin).parent
    for file in (*folder.glob("_C*.so"), *folder.glob("_C*.pyd")):
        with suppress(OSError, RuntimeError):
            torch.ops.load_library(str(file))
    missing = [name for name in ASKED if not _there(name)]
    if missing:
        library = torch.library.Library("torchvision", "FRAGMENT")
        for name in missing:
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        _HELD.append(library)


def _there(name: str) -> bool:
    try:
        getattr(torch.ops.torchvision, name)
    except (AttributeError, RuntimeError):
        return False
    return True
