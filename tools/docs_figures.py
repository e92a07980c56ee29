"""The pictures in docs/assets that the tool itself draws: those of the README, where no fence can stand.

In: `examples/`. Out: SVG, PNG and PDF. An SVG is ours to the last byte; how PNG and PDF are packed is the libraries'
matter and changes with their versions, so those are compared by what they show.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from layertally import draw

MODEL = "vgg.yaml"
FIGURES: dict[str, dict[str, Any]] = {
    "vgg-overview.svg": {"theme": "auto"},
    "vgg-group-1.svg": {"group": "1", "theme": "auto"},
    "vgg-group-2-column.png": {"group": "2", "theme": "mono", "preset": "column", "dpi": 200},
    "vgg-group-2-column.pdf": {"group": "2", "theme": "mono", "preset": "column"},
}


def files(root: Path) -> dict[Path, bytes]:
    """Each picture by its path."""
    return {root / "docs" / "assets" / name: _drawn(root, name, wishes) for name, wishes in FIGURES.items()}


def same(path: Path, data: bytes, other: bytes) -> bool:
    """Whether two files show the same."""
    if path.suffix == ".png":
        return _pixels(data) == _pixels(other)
    return _words(data) == _words(other) if path.suffix == ".pdf" else data == other


def _pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    """Its size, and a small grey copy in few steps: what a renderer rounds differently is gone."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        small = image.convert("L").resize((image.width // 8, image.height // 8))
        return image.size, small.point(lambda value: (value + 16) // 64).tobytes()


def _words(data: bytes) -> list[str]:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def _drawn(root: Path, name: str, wishes: dict[str, Any]) -> bytes:
    group = wishes.get("group", "overview")
    with tempfile.TemporaryDirectory() as folder:
        (path,) = draw(root / "examples" / MODEL, Path(folder) / name, **{**wishes, "group": group})
        return path.read_bytes()
