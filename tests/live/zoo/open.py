"""A module that makes its names as they are asked for."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("made"):
        return dict
    raise AttributeError(name)
