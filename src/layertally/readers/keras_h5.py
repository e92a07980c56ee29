"""An `.h5` file of Keras (`model.save("net.h5")`) → `Model`: its configuration and the shapes of its weights.

In: an HDF5 file, gzip or not. Out: a model. Needs h5py.
"""

from __future__ import annotations

import io
from typing import Any

from ..errors import LayertallyError, Place
from ..model import Model
from .inputs import parse as typed
from .keras.document import parse
from .source import Source

MAX_PACKED = 256 * 2**20
"""How much of a gzip file is unpacked."""


def accepts(source: Source) -> bool:
    """Whether it is HDF5."""
    return source.head[:4] == b"\x89HDF"


def read(source: Source) -> Model:
    """The model. Raises LayertallyError."""
    try:
        import h5py
    except ImportError as error:
        raise LayertallyError(
            f"{source.name} is an HDF5 file, and h5py is not installed",
            Place(source.name),
            "pip install 'layertally[h5]', or write model.to_json()",
        ) from error
    where = io.BytesIO(source.content(MAX_PACKED)) if source.packed or source.path is None else source.path
    try:
        with h5py.File(where, "r") as file:
            return _read(source, file)
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        reason = " ".join(str(error).split())[:160]
        raise LayertallyError(
            f"{source.name} is not a whole HDF5 file: {reason}", Place(source.name), "copy or save it again"
        ) from error


def _read(source: Source, file: Any) -> Model:
    from .keras.model import Reader
    from .keras.weights import TooManyError, Weights, of_file

    config = file.attrs.get("model_config")
    if config is None:
        raise LayertallyError(
            f"{source.name} holds weights only, no model",
            Place(source.name),
            "save the whole model: model.save(...), or write model.to_json()",
        )
    weights: Weights | None = None
    notes: tuple[str, ...] = ()
    try:
        weights = of_file(file["model_weights"]) if "model_weights" in file else None
    except TooManyError:
        notes = ("the weights were not read: more of them than any model has",)
    version = file.attrs.get("keras_version")
    reader = Reader(
        source.name, [typed(each) for each in source.inputs], source.max_layers, weights, _text(version), notes
    )
    return reader.model(parse(config if isinstance(config, (str, bytes)) else str(config), source.name))


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value[:20] if isinstance(value, str) else ""
