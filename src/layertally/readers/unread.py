"""Formats that are known by sight and that this version does not read. In: a source. Out: an error that says so."""

from __future__ import annotations

from ..errors import LayertallyError, Place
from ..model import Model
from .source import Source


def accepts(source: Source) -> bool:
    """Whether it is one of them."""
    return _format(source) is not None


def read(source: Source) -> Model:
    """Always raises LayertallyError."""
    raise LayertallyError(
        f"{source.name} is {_format(source)}; this version reads descriptions and files of Keras",
        Place(source.name) if source.path else None,
        "describe it: framework:, input: and layers:",
    )


def _format(source: Source) -> str | None:
    if source.head[:4] == b"PK\x03\x04":
        return "a zip archive that holds no Keras model"
    if source.text is None:
        return "an ONNX file" if ".onnx" in source.name else "not a text in UTF-8"
    return None
