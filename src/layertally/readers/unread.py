"""Formats that are known by sight and that this version does not read. In: a source. Out: an error that says what it is
and what to give instead."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from ..errors import LayertallyError, Place
from ..model import Model
from .source import Source

DESCRIBE = "describe it: framework:, input: and layers:"
TEXTS = (".yaml", ".yml", ".json", ".txt", ".md")


class Known(NamedTuple):
    """What a file is, and what to name in its place."""

    what: str
    fix: str


BUILDS = "name the code that builds the model: package.module:name"
WEIGHTS = Known("a file of weights, which says no layers", f"{BUILDS}; or the config.json beside it")
COMPILED = Known("a model compiled for one runtime", BUILDS)
BY_SUFFIX = {
    **dict.fromkeys((".pt", ".pth", ".ckpt", ".bin", ".safetensors", ".gguf", ".npz", ".pdparams"), WEIGHTS),
    **dict.fromkeys((".tflite", ".pb", ".pdmodel", ".mlmodel", ".engine", ".trt"), COMPILED),
    ".onnx": Known("an ONNX file", DESCRIBE),
}


def accepts(source: Source) -> bool:
    """Whether it is one of them."""
    return _format(source) is not None


def read(source: Source) -> Model:
    """Always raises LayertallyError."""
    found = _format(source) or Known("of an unknown format", DESCRIBE)
    raise LayertallyError(
        f"{source.name} is {found.what}; this version reads descriptions and files of Keras",
        Place(source.name) if source.path else None,
        found.fix,
    )


def _format(source: Source) -> Known | None:
    zipped = source.head[:4] == b"PK\x03\x04"
    if not zipped and source.text is not None:
        return None
    suffix = PurePath(source.name.removesuffix(".gz")).suffix.lower()
    if suffix in BY_SUFFIX:
        return BY_SUFFIX[suffix]
    if zipped:
        return Known("a zip archive that holds no Keras model", DESCRIBE)
    return Known(f"not a text in UTF-8{_spot(source)}", "save it as UTF-8" if suffix in TEXTS else DESCRIBE)


def _spot(source: Source) -> str:
    """Where the first bytes stand that are no UTF-8, in a file that is text before them."""
    try:
        source.head.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source.head[: error.start]
        if before and b"\0" not in source.head:
            return f" (line {before.count(10) + 1} has the byte 0x{source.head[error.start]:02x})"
    return ""
