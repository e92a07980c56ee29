"""Finished pieces of pages by the hash of everything they are made of.

In: the parts of a key. Out: bytes, made once. Whatever is wrong with the folder or a file in it is a miss, never an
error; a write is atomic, so several builds may share a folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .version import code_digest

SEAL = 64
"""Length of the digest that stands before the content and proves that it is whole."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of finished pieces; None: nothing is kept.

    >>> Cache(None).bytes(("a", 1), lambda: b"made")
    b'made'
    """

    folder: Path | None

    def bytes(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """What `make` gives, or gave before for the same key."""
        if self.folder is None:
            return make()
        path = self.folder / _digest(repr((code_digest(), *key)).encode())
        found = _read(path)
        if found is not None:
            return found
        made = make()
        with contextlib.suppress(OSError):
            write_atomic(path, _digest(made).encode() + made)
        return made

    def text(self, key: tuple[object, ...], make: Callable[[], str]) -> str:
        """The same for text."""
        return self.bytes(key, lambda: make().encode()).decode()


def file_digest(path: Path) -> str:
    """Of a file's content; of one that cannot be read, something that is never met again."""
    try:
        return _digest(path.read_bytes())
    except OSError:
        return f"unreadable {path} {os.getpid()}"


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def write_changed(path: Path, data: bytes) -> bool:
    """Write a file only where its content differs; whether it did."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return False
    write_atomic(path, data)
    return True


def _read(path: Path) -> bytes | None:
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    seal, content = whole[:SEAL], whole[SEAL:]
    return content if seal == _digest(content).encode() else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
