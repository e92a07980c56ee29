"""Which layertally this is: its version, and a digest of its code that tells a cache when it is out of date."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version as installed
from pathlib import Path

from .._places import templates_dir

PACKAGE = Path(__file__).resolve().parent.parent


def version() -> str:
    """As installed; `0` in a checkout that is not."""
    try:
        return installed("layertally")
    except PackageNotFoundError:
        return "0"


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Changes whenever the package or its templates do."""
    digest = hashlib.sha256(version().encode())
    for folder, pattern in ((PACKAGE, "*.py"), (PACKAGE / "pages" / "assets", "*"), (templates_dir(), "*")):
        for path in sorted(folder.rglob(pattern)):
            if path.is_file():
                stat = path.stat()
                digest.update(f"{path.relative_to(folder)}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
