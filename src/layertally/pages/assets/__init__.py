"""The style sheet, the script and the maths font that pages use.

In: nothing. Out: their text or bytes. The colours are those of `paint.theme`, so a figure in a page and one in a file
never differ.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ...paint.theme import css_variables

HERE = Path(__file__).resolve().parent
CSS, JS, FONT = "layertally.css", "layertally.js", "layertally-math.woff2"


@lru_cache(maxsize=2)
def css(inline: bool = False) -> str:
    """The style sheet: colours of both palettes, of fixed themes and of print, then the rules. `inline` is for a page
    that cannot link to files: it asks for no font."""
    light, dark, mono = (css_variables(theme) for theme in ("light", "dark", "mono"))
    rules = _squeezed((HERE / CSS).read_text(encoding="utf-8"))
    paper = ",".join(f":root [data-{mark}]" for mark in ("md-color-scheme", "bs-theme", "lt-theme=dark"))
    scopes = (
        f":root,[data-lt-theme=light]{{{light}}}",
        f"[data-md-color-scheme=slate],[data-bs-theme=dark],[data-lt-theme=dark]{{{dark}}}",
        f"[data-lt-theme=mono]{{{mono}}}",
        f"@media print{{:root,{paper}{{{light}}}}}",
    )
    if inline:
        rules = re.sub(r"@font-face\{[^}]*\}", "", rules)
    return "".join(scopes) + rules


def js() -> str:
    """The module: custom elements, no dependency."""
    return (HERE / JS).read_text(encoding="utf-8")


def files() -> dict[str, bytes]:
    """All of them by name, for a site that links to them."""
    return {CSS: css().encode(), JS: js().encode(), FONT: (HERE / FONT).read_bytes()}


def _squeezed(text: str) -> str:
    """Without comments and without white space that says nothing."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).replace(";}", "}").strip()
