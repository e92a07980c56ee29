"""A `.keras` archive (`model.save("net.keras")`) → `Model`: its configuration and, where h5py is installed, the
shapes of its weights.

In: a zip archive with `config.json` and `model.weights.h5`. Out: a model. Nothing is unpacked to disk.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import IO, Any

from ..errors import LayertallyError, LimitError, Place
from ..model import Model
from .inputs import parse as typed
from .keras.document import MAX_BYTES, Config, parse
from .source import Source

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
MAX_PACKED = 256 * 2**20
"""How much of a gzip file, or of packed weights, is unpacked."""
MAX_DIRECTORY = 4 * 2**20
"""What the archive's table of contents may take: a model's has three entries and its vocabularies."""


def accepts(source: Source) -> bool:
    """Whether it is a zip archive that holds a configuration, or says that it is one of Keras."""
    if source.head[:2] != b"PK":
        return False
    return ".keras" in source.name.lower() or CONFIG.encode() in source.head


def read(source: Source) -> Model:
    """The model. Raises LayertallyError."""
    place = Place(source.name)
    try:
        if source.packed or source.path is None:
            with io.BytesIO(source.content(MAX_PACKED)) as data:
                return _read(source, data)
        with source.path.open("rb") as file:
            return _read(source, file)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())[:160]
        raise LayertallyError(
            f"{source.name} is not a whole .keras archive: {reason}", place, "copy or save it again"
        ) from error
    except OSError as error:
        raise LayertallyError(f"cannot read {source.name}: {error.strerror or error}", place) from error


def _read(source: Source, file: IO[bytes]) -> Model:
    from .keras.model import Reader

    _refuse_large(source, file)
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        if CONFIG not in names:
            raise LayertallyError(
                f"{source.name} is a zip archive without {CONFIG}: no Keras model",
                Place(source.name),
                "write it with model.save(...)",
            )
        config = parse(_member(source, archive, CONFIG, MAX_BYTES), source.name)
        version = _version(source, archive) if METADATA in names else ""
        reader = Reader(source.name, [typed(each) for each in source.inputs], source.max_layers, version=version)
        if WEIGHTS in names:
            _add_weights(reader, archive, config)
        return reader.model(config)


def _add_weights(reader: Any, archive: zipfile.ZipFile, config: Config) -> None:
    """The shapes of the weights; where they cannot be read, a note says why."""
    try:
        import h5py
    except ImportError:
        reader.notes += ("the weights were not compared: h5py is not installed (pip install 'layertally[h5]')",)
        return
    from .keras.weights import TooManyError, of_archive

    info = archive.getinfo(WEIGHTS)
    if info.compress_type != zipfile.ZIP_STORED and info.file_size > MAX_PACKED:
        reader.notes += (f"the weights were not compared: packed, and larger than {MAX_PACKED // 2**20} MB",)
        return
    try:
        with archive.open(info) as member:
            stored = info.compress_type == zipfile.ZIP_STORED
            with h5py.File(member if stored else io.BytesIO(member.read(MAX_PACKED)), "r") as weights:
                reader.weights = of_archive(weights, _classes(config))
    except (OSError, RuntimeError, KeyError, ValueError, TooManyError, zipfile.BadZipFile) as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        reader.notes += (f"the weights were not compared: {reason}",)


def _classes(config: Config) -> list[tuple[str, str]]:
    """(name, class) of the layers, bare operations left out: they are no layers for Keras."""
    inner = config["config"]
    layers = inner.get("layers") if isinstance(inner, dict) else inner
    out = []
    for layer in layers if isinstance(layers, list) else ():
        if isinstance(layer, dict) and isinstance(layer.get("class_name"), str):
            settings = layer.get("config")
            name = layer.get("name") or (settings.get("name") if isinstance(settings, dict) else None)
            if isinstance(name, str) and ".ops." not in str(layer.get("module")):
                out.append((name, layer["class_name"]))
    return out


def _version(source: Source, archive: zipfile.ZipFile) -> str:
    try:
        found = json.loads(_member(source, archive, METADATA, 2**16)).get("keras_version")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return found[:20] if isinstance(found, str) else ""


def _member(source: Source, archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One file of the archive, never more of it than allowed: what it says of its size may be a lie."""
    with archive.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise LimitError(f"{source.name} was refused: its {name} is larger than {most // 2**20} MB", Place(source.name))
    return data


def _refuse_large(source: Source, file: IO[bytes]) -> None:
    """LimitError for a table of contents that takes long to read alone."""
    size = file.seek(0, io.SEEK_END)
    start = max(0, size - 2**16 - 22)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if directory > MAX_DIRECTORY:
        raise LimitError(f"{source.name} was refused: an archive of too many files", Place(source.name))
    file.seek(0)
