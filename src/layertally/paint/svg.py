"""Paint a drawing as SVG: text stays text, colours are classes, the bytes depend on drawing and theme alone.

A file of its own carries literal colours (`auto` adds a media query); inlined in a page every colour is
`var(--lt-token, literal)`, so the page's own stylesheet recolours the figure. No script, no external resource.
"""

from __future__ import annotations

import re
from zlib import crc32

from .canvas import Drawing, Item, Link
from .own_font import own_font
from .paths import EDGE_WIDTH
from .svg_items import Used, elements, number, plain
from .theme import OUTLINE, THEMES, Theme, base_of, colours, variable

_HANZI = '"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei"'
FONTS = {
    "sans": f'Inter,Roboto,"Helvetica Neue",Arial,{_HANZI},sans-serif',
    "mono": f'"JetBrains Mono","Roboto Mono",Menlo,Consolas,"Liberation Mono",{_HANZI},monospace',
    "cjk": f"{_HANZI},sans-serif",
}
"""Font stack by face; the first name of each is the shipped font."""


def svg(
    drawing: Drawing, theme: Theme = "light", *, inline: bool = False, prefix: str = "", width_in: float | None = None
) -> str:
    """The drawing as an SVG document, or with `inline` as an element for an HTML page (no page background).

    `theme` is `light`, `dark`, `mono`, `auto` or a palette. `prefix` scopes ids and style rules; without one a hash of
    the content does, so several figures may share a page (the same figure twice needs two prefixes). `width_in` is its
    width in print, in inches; without it a px is a CSS pixel.
    """
    used = Used(theme)
    body = "\n".join(elements(drawing.items, used))
    scope = re.sub(r"[^A-Za-z0-9_-]", "", prefix) or "lt" + _digest(f"{plain(drawing.title)}\n{body}")
    size = f'width="{number(drawing.width)}" height="{number(drawing.height)}"'
    outer = size
    if width_in:
        high = width_in * drawing.height / drawing.width
        outer = f'width="{width_in:.6g}in" height="{high:.6g}in"'
    root = [
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"',
        f'viewBox="0 0 {number(drawing.width)} {number(drawing.height)}" {outer}',
        f'class="{scope}" role="{"group" if _has_links(drawing.items) else "img"}" xml:space="preserve"',
    ]
    words = ""
    for name, tag, string in (("labelledby", "title", drawing.title), ("describedby", "desc", drawing.description)):
        if string:
            root.append(f'aria-{name}="{scope}-{tag}"')
            words += f'<{tag} id="{scope}-{tag}">{plain(string)}</{tag}>\n'
    if inline:
        root.append('data-search-exclude=""')
    page = "" if inline else f'<rect {size} class="f-page"/>\n'
    style = f"<style>{_style(used, scope, inline)}</style>\n"
    # Text extractors and search engines join what has no break between: every text ends its line.
    lines = body.replace("</text><", "</text>\n<")
    return f"<svg {' '.join(root)}>\n{words}{style}{page}{lines}\n</svg>\n"


def _stack(face: str) -> str:
    """The font stack of a face; a font of one's own goes first, the reader's follow."""
    if face != "own":
        return FONTS[face]
    name = re.sub(r"[^\w .-]", "", own_font().family)
    return f'"{name}",{FONTS["sans"]}'


def _digest(content: str) -> str:
    return f"{crc32(content.encode()):08x}"


def _has_links(items: tuple[Item, ...]) -> bool:
    return any(isinstance(item, Link) for item in items)


def _style(used: Used, scope: str, inline: bool) -> str:
    """The style sheet: every selector under the scope's class, rules only for what was painted."""
    fluid = ";max-width:100%;height:auto" if inline else ""
    out = [f".{scope}{{font-family:{FONTS['sans']};font-variant-ligatures:none{fluid}}}"]
    families: dict[str, list[str]] = {face: [f"face-{face}"] for face in sorted(used.faces)}
    for name, face, size, weight in sorted(used.texts):
        bold = f";font-weight:{weight}" if weight != 400 else ""
        out.append(f".{scope} .{name}{{font-size:{number(size)}px{bold}}}")
        if face != "sans":
            families.setdefault(face, []).append(name)
    for face, names in families.items():
        out.append(f"{','.join(f'.{scope} .{name}' for name in names)}{{font-family:{_stack(face)}}}")
    out.append(f".{scope} .f-none{{fill:none}}.{scope} .k-line{{fill:none;stroke-width:{EDGE_WIDTH}}}")
    if used.links:
        out.append(f".{scope} a:focus-visible{{outline:2px solid;outline-offset:2px}}")
    out.append(_tones(used, scope, colours(used.theme), inline))
    faint = OUTLINE.get(base_of(used.theme), OUTLINE["light"])
    if used.outline and faint < 1:
        out.append(f".{scope} .k-pale{{stroke-opacity:{f'var(--lt-outline,{faint})' if inline else faint}}}")
    if used.theme == "auto" and not inline:
        out.append(f"@media (prefers-color-scheme:dark){{{_tones(used, scope, THEMES['dark'], inline)}}}")
    return "".join(out)


def _tones(used: Used, scope: str, table: dict[str, str], inline: bool) -> str:
    def tone(token: str) -> str:
        return f"var({variable(token)},{table[token]})" if inline else table[token]

    out = f".{scope} a{{color:{tone('edge')}}}" if used.links else ""
    out += f".{scope} text{{fill:{tone('ink')};white-space:pre}}"
    out += "".join(f".{scope} .f-{token}{{fill:{tone(token)}}}" for token in sorted(used.fills))
    return out + "".join(f".{scope} .s-{token}{{stroke:{tone(token)}}}" for token in sorted(used.strokes))
