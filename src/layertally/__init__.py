"""layertally: architecture figures whose every number is worked out, shown and checked.

The public calls are here and import what they need when they are called:

>>> from layertally import annotate, read
>>> model = read("net.yaml", text="{framework: keras, input: [28, 28, 1], layers: [{Conv2D: [32, 3]}]}")
>>> annotate(model).totals.params
320
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .annotation import annotate as annotate
    from .api import read as read
    from .api.difference import compare as compare, diff as diff
    from .errors import LayertallyError as LayertallyError
    from .report.calls import check as check, draw as draw, table as table

__version__ = "0.1.0"

_HOMES = {
    "read": "api",
    "annotate": "annotation",
    "draw": "report.calls",
    "table": "report.calls",
    "check": "report.calls",
    "diff": "api.difference",
    "compare": "api.difference",
    "LayertallyError": "errors",
}
__all__ = ["LayertallyError", "annotate", "check", "compare", "diff", "draw", "read", "table"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
