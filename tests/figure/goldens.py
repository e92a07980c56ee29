"""Pictures that must not change unawares: a few figures kept as SVG, and a page that shows before and after.

`LAYERTALLY_ACCEPT=1 pytest tests/figure` writes what is drawn now. A difference leaves `build/figures.html` with both
pictures side by side.
"""

from __future__ import annotations

import base64
import html
import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "goldens"
PAGE = ROOT / "build" / "figures.html"
ACCEPT = os.environ.get("LAYERTALLY_ACCEPT") == "1"

HEAD = """<!doctype html><meta charset="utf-8"><title>Figures that changed</title>
<style>
body { font: 14px sans-serif; margin: 2em }
td { vertical-align: top; padding: 1em; border: 1px solid #ccc }
img { max-width: 45vw }
</style>
"""


def compare(name: str, drawn: str) -> bool:
    """Whether a figure is as it was kept; what differs is put on the page of differences."""
    kept = KEPT / f"{name}.svg"
    before = kept.read_text(encoding="utf-8") if kept.exists() else ""
    if before == drawn:
        return True
    if ACCEPT:
        KEPT.mkdir(exist_ok=True)
        kept.write_text(drawn, encoding="utf-8")
        return True
    PAGE.parent.mkdir(exist_ok=True)
    fresh = not PAGE.exists() or HEAD not in PAGE.read_text(encoding="utf-8")
    with PAGE.open("w" if fresh else "a", encoding="utf-8") as page:
        page.write((HEAD if fresh else "") + row(name, before, drawn))
    return False


def row(name: str, before: str, after: str) -> str:
    """A figure before and after."""
    return (
        f"<h2>{html.escape(name)}</h2><table><tr><th>before<th>after<tr><td>{image(before)}<td>{image(after)}</table>\n"
    )


def image(svg: str) -> str:
    """A picture that needs no file of its own."""
    return f'<img src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">' if svg else "new"
