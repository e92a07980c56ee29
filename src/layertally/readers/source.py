"""Where a model comes from: a file (or its `.gz`), a text, or `package.module:name`.

In: what the user wrote. Out: `Source`, with as much of its content as is needed to tell the format, bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import LayertallyError, LimitError, Place, nearest

MAX_BYTES = 8 * 2**20
PYTHON = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(\(.*\))?")
GZIP = b"\x1f\x8b"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What every config.json of Hugging Face says and no description does.
CONFIG = re.compile(r"\"(?:model_type|architectures)\"\s*:")


@dataclass(frozen=True)
class Source:
    """`name` is how the user wrote it; `path` None for a text and for Python. `max_layers` None = the default bound.
    `inputs` are shapes as they are typed after `--input`; `timeout` (seconds) and `memory` (gigabytes) bound a live
    model, None = the default."""

    name: str
    path: Path | None = None
    given: str | None = None
    max_layers: int | None = None
    inputs: tuple[str, ...] = ()
    timeout: float | None = None
    memory: float | None = None

    @property
    def python(self) -> bool:
        """Whether it names a live model: `package.module:name`."""
        return self.given is None and self.path is None

    @cached_property
    def packed(self) -> bool:
        """Whether it is a gzip file."""
        if self.path is None:
            return False
        try:
            with self.path.open("rb") as file:
                return file.read(2) == GZIP
        except OSError as error:
            raise LayertallyError(f"cannot read {self.name}: {error.strerror or error}", Place(self.name)) from error

    @cached_property
    def head(self) -> bytes:
        """The first bytes, unpacked: enough to tell binary formats apart."""
        return self._bytes(4096)

    @property
    def binary(self) -> bool:
        """Whether its first bytes look like no text: which readers to ask first."""
        return b"\0" in self.head and self.head[:2] not in UTF_16

    @cached_property
    def data(self) -> bytes:
        """All of it. Raises LimitError above MAX_BYTES."""
        data = self._bytes(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise LimitError(
                f"{self.name} was refused: larger than {MAX_BYTES // 2**20} MB",
                Place(self.name),
                "a description is a small text; is this a file of weights?",
            )
        return data

    @cached_property
    def text(self) -> str | None:
        """The text; None if it is binary."""
        if self.given is not None:
            return self.given
        if self.python or self.head[:4] == b"PK\x03\x04" or self.head[:4] == b"\x89HDF":
            return None
        encoding = "utf-16" if self.head[:2] in UTF_16 else "utf-8"
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError:
            return None

    def content(self, most: int) -> bytes:
        """All of it. Raises LimitError above `most` bytes."""
        data = self._bytes(most + 1)
        if len(data) > most:
            raise LimitError(f"{self.name} was refused: larger than {most // 2**20} MB", Place(self.name))
        return data

    def _bytes(self, most: int) -> bytes:
        if self.path is None:
            return (self.given or "").encode("utf-8", "replace")[:most]
        try:
            if self.packed:
                return _unpacked(self.path, self.name, most)
            with self.path.open("rb") as content:
                return content.read(most)
        except OSError as error:
            raise LayertallyError(f"cannot read {self.name}: {error.strerror or error}", Place(self.name)) from error


def _unpacked(path: Path, name: str, most: int) -> bytes:
    import gzip
    import zlib

    try:
        with gzip.open(path) as content:
            return content.read(most)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise LayertallyError(f"{name} is not a whole gzip file: {error}", Place(name), "pack it again") from error


def find(
    reference: str | Path,
    text: str | None = None,
    max_layers: int | None = None,
    inputs: tuple[str, ...] = (),
    timeout: float | None = None,
    memory: float | None = None,
) -> Source:
    """The source that a reference means. Raises LayertallyError if there is no such file."""
    name = str(reference)
    if text is not None:
        return Source(name, None, text, max_layers, inputs)
    path = Path(reference)
    try:
        exists, folder = path.exists(), path.is_dir()
    except (OSError, ValueError):
        exists = folder = False
    if folder:
        raise LayertallyError(f"{name} is a folder", fix=_models_in(path) or "name a file in it")
    if exists and path.suffix == ".py":
        raise LayertallyError(f"{name} is Python code", fix=_as_module(path, "NAME", ", the model or what builds it"))
    if exists:
        return Source(name, path, None, max_layers, inputs)
    if PYTHON.fullmatch(name):
        return Source(name, None, None, max_layers, inputs, timeout, memory)
    raise LayertallyError(f"no file `{name[:200]}`", fix=_near(path))


def _near(path: Path) -> str:
    """A file of the same folder with a similar name; a file of Python that is meant as a module."""
    file, sign, called = str(path).partition(":")
    code = Path(file.removesuffix(".py")).with_suffix(".py")
    if sign and called and code.is_file():
        return _as_module(code, called)
    try:
        names = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file())[:1000]
    except (OSError, ValueError):
        return f"there is no folder {path.parent}" if len(str(path)) < 200 else ""
    near = nearest(path.name, names)
    return f"write `{path.with_name(near)}`" if near else "name a file (.yaml .json) or package.module:name"


def _as_module(code: Path, called: str, what: str = "") -> str:
    """How a file of Python is named: by its module, from the folder that this lies in."""
    if code.is_absolute() or ".." in code.parts:
        return f"in the folder {code.parent}, write `{code.stem}:{called}`{what}"
    return f"write `{'.'.join(code.with_suffix('').parts)}:{called}`{what}"


def _models_in(path: Path) -> str:
    try:
        names = sorted(entry.name for entry in path.iterdir() if entry.name.endswith((".yaml", ".yml", ".json")))
    except OSError:
        return ""
    return f"name one of {', '.join(names[:5])}" if names else ""
