"""The style sheet, the script and the fonts that pages use.

In: nothing. Out: their text or bytes. The colours are those of `paint.theme`, so a figure in a page and one in a file
never differ.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ...paint.theme import css_variables
from . import fonts as faces

HERE = Path(__file__).resolve().parent
CSS, JS = "layertally.css", "layertally.js"
EXERCISE = "exercise.js"
FONT, LICENCE = "layertally-math.woff2", "OFL-STIXTwoMath.txt"


@lru_cache(maxsize=4)
def css(inline: bool = False, fonts: bool = True) -> str:
    """The style sheet: colours of both palettes, of fixed themes and of print, then the rules. `inline` is for a page
    that cannot link to files: it asks for no font. Without `fonts` it asks for that of formulas only."""
    light, dark, mono = (css_variables(theme) for theme in ("light", "dark", "mono"))
    rules = squeezed((HERE / CSS).read_text(encoding="utf-8"))
    paper = ",".join(f":root [data-{mark}]" for mark in ("md-color-scheme", "bs-theme", "lt-theme=dark"))
    scopes = (
        f":root,[data-lt-theme=light]{{{light}}}",
        f"[data-md-color-scheme=slate],[data-bs-theme=dark],[data-lt-theme=dark]{{{dark}}}",
        f"[data-lt-theme=mono]{{{mono}}}",
        f"@media print{{:root,{paper}{{{light}}}}}",
    )
    if inline:
        rules = re.sub(r"@font-face\{[^}]*\}", "", rules)
    elif fonts:
        rules = faces.rules() + rules
    return "".join(scopes) + rules


def js() -> str:
    """The module: custom elements, no dependency; that of exercises behind the others."""
    return "".join((HERE / name).read_text(encoding="utf-8") for name in (JS, EXERCISE))


def files(fonts: bool = True) -> dict[str, bytes]:
    """All of them by name, for a site that links to them; `fonts`: those of text and figures too."""
    own = {CSS: css(fonts=fonts).encode(), JS: js().encode()}
    own |= {name: (HERE / name).read_bytes() for name in (FONT, LICENCE)}
    return own | (faces.files() if fonts else {})


def squeezed(text: str) -> str:
    """Without comments and without white space that says nothing."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).replace(";}", "}").strip()
