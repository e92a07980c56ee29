"""Files that appear whole or not at all.

In: a path and bytes. Out: whether the file changed. Written beside its place and moved there, so that a reader never
sees half a figure; equal bytes leave the file, and its date, alone.
"""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import LayertallyError


def write(path: Path, data: bytes) -> bool:
    """Write atomically; False if the file already held these bytes. Raises LayertallyError."""
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
        try:
            with beside.open("xb") as file:
                file.write(data)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LayertallyError(f"cannot write {path}: {reason}", fix="name another place with -o") from error
    return True


def size(count: int) -> str:
    """`980 B`, `6.5 KB`, `140 KB`, `1.2 MB`.

    >>> size(980), size(6650), size(143360), size(1258291)
    ('980 B', '6.5 KB', '140 KB', '1.2 MB')
    """
    if count < 1000:
        return f"{count} B"
    value, unit = (count / 1024, "KB") if count < 1000 * 1024 else (count / 1024**2, "MB")
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"
