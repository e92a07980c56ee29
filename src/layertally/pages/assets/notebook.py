"""The style of a model in a notebook: the sheet of pages under one class, with the palettes of notebook hosts.

In: nothing. Out: a text for a `<style>` element. Nothing outside the output is styled, nothing is fetched.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ...paint.theme import css_variables
from . import CSS, HERE, squeezed

SCOPE = ".lt-notebook"
DARK = ("[data-jp-theme-light=false]", ".vscode-dark", "[theme=dark]", "[data-bs-theme=dark]")
"""How JupyterLab, VS Code, Colab and exported pages say that they are dark."""

_OWN = (
    "{s}{{max-width:960px;padding:12px;border-radius:6px;background:var(--lt-page);color:var(--lt-ink);"
    "font:400 13px/1.5 var(--lt-sans)}}"
    "{s} p{{margin:0 0 12px}}"
    "{s} .lt-title{{margin:0 0 4px;font-weight:700;font-size:15px}}"
    "{s} .lt-figure{{margin:8px 0 16px}}"
    "{s} .lt-part{{margin:0;padding:6px 0;border-top:1px solid var(--lt-line)}}"
    "{s} .lt-part>summary{{cursor:pointer;font-weight:600}}"
    "{s} .lt-part>summary span{{font:400 12.4px/1.5 var(--lt-mono);color:var(--lt-muted)}}"
    "{s} .lt-table tr{{background:none}}"
)


@lru_cache(maxsize=1)
def notebook_css() -> str:
    """The sheet. What is for a site alone (a font to fetch, print, the width of a window) is left out."""
    rules = squeezed((HERE / CSS).read_text(encoding="utf-8"))
    rules = re.sub(r"@font-face\{[^}]*\}", "", rules)
    rules = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", rules)
    dark = ",".join(f"{host} {SCOPE}" for host in DARK)
    rules = rules.replace(":root{", f"{SCOPE}{{")
    rules = rules.replace("[data-md-color-scheme=slate],[data-bs-theme=dark]{", f"{dark}{{")
    rules = rules.replace(".md-typeset ", f"{SCOPE} ")
    palettes = f"{SCOPE}{{{css_variables('light')}}}{dark}{{{css_variables('dark')}}}"
    return palettes + rules + _OWN.format(s=SCOPE)
