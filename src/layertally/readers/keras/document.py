"""JSON of any size and depth → the configuration of a model, or one clear error.

In: the text of a file. Out: a mapping with `class_name` and `config`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...errors import LayertallyError, LimitError, Place

MAX_BYTES = 32 * 2**20
"""What a configuration may take: the largest networks of keras.applications take 2 MB."""

Config = Mapping[str, Any]


def parse(text: str | bytes, name: str) -> Config:
    """The configuration in a text. Raises LayertallyError, LimitError where it passes a bound."""
    if len(text) > MAX_BYTES:
        raise LimitError(
            f"{name} was refused: its configuration is larger than {MAX_BYTES // 2**20} MB",
            Place(name),
            "a constant tensor in the model may have been written out as numbers: make it a weight",
        )
    try:
        root = json.loads(text)
    except RecursionError as error:
        raise LimitError(f"{name} was refused: nested too deep", Place(name)) from error
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno, 1, _line(error.doc, error.lineno))
        fix = "is the file whole? write model.to_json() again"
        raise LayertallyError(f"not JSON: {error.msg}", place, fix) from error
    except ValueError as error:
        raise LayertallyError(f"{name} is not JSON: {str(error)[:200]}", Place(name)) from error
    # Some programs dump the string that to_json() returns once more.
    if isinstance(root, str) and root.lstrip().startswith("{"):
        return parse(root, name)
    if not is_model(root):
        raise LayertallyError(
            f"{name} holds no Keras model", Place(name), "write what model.to_json() returns: class_name and config"
        )
    return root  # type: ignore[no-any-return]


def is_model(root: Any) -> bool:
    """Whether a value looks like the configuration of a model."""
    if not isinstance(root, dict) or not isinstance(root.get("class_name"), str):
        return False
    return isinstance(root.get("config"), (dict, list))


def _line(text: str, number: int) -> str:
    """A line of the source, cut where it is too long to show."""
    lines = text.split("\n", number)
    line = lines[number - 1] if number <= len(lines) else ""
    return line if len(line) <= 160 else ""
