"""The frameworks whose words a description may use: `keras`, `torch`, `paddle`."""

from __future__ import annotations

from importlib import import_module

from .base import Framework

NAMES = ("keras", "torch", "paddle")


def load(name: str) -> Framework:
    """The framework's table, imported when it is first asked for. KeyError if there is none."""
    if name not in NAMES:
        raise KeyError(name)
    found: Framework = import_module(f".{name}", __name__).FRAMEWORK
    return found
