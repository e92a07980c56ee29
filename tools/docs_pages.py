"""What the generators of docs share: which texts there are, and named regions inside them."""

from __future__ import annotations

import re
from pathlib import Path


def texts(root: Path) -> list[Path]:
    """Every page a reader meets, the README first."""
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def filled(text: str, name: str, inside: str) -> str:
    """The text with the region `<!-- begin: NAME -->` … `<!-- end: NAME -->` filled anew. ValueError without one.

    >>> filled("a\\n<!-- begin: x -->\\nold\\n<!-- end: x -->\\nb", "x", "new")
    'a\\n<!-- begin: x -->\\nnew\\n<!-- end: x -->\\nb'
    """
    begin, end = f"<!-- begin: {name} -->\n", f"<!-- end: {name} -->"
    region = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.DOTALL)
    if not region.search(text):
        raise ValueError(f"no region {begin.strip()}")
    return region.sub(lambda _: f"{begin}{inside.rstrip()}\n{end}", text)


def row(*cells: str) -> str:
    """One row of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
