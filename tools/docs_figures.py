"""The pictures in docs/assets that the tool itself draws: those of the README, where no fence can stand.

In: `examples/`. Out: SVG, PNG and PDF, the same bytes on every machine.
"""

from __future__ import annotations

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


def _drawn(root: Path, name: str, wishes: dict[str, Any]) -> bytes:
    group = wishes.get("group", "overview")
    with tempfile.TemporaryDirectory() as folder:
        (path,) = draw(root / "examples" / MODEL, Path(folder) / name, **{**wishes, "group": group})
        return path.read_bytes()
