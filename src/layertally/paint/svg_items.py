"""The elements of an SVG: an item of the display list in, its markup out; `Used` remembers the style rules needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from . import paths
from .canvas import Bar, Box, Disc, Edge, Item, Link, Rule, Text
from .links import safe
from .text import STYLES, Run, Style, clean, missing_glyphs, runs
from .theme import OUTLINE, Theme, opacity

_NAMED: dict[tuple[str, float, int], str] = {
    (style.face, style.size, style.weight): name for name, style in STYLES.items()
}
_SIGN = Style("sans", 12, 700)
# As `html.escape` does, without the tables of entities that its module loads.
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


@dataclass(slots=True)
class Used:
    """What has been painted so far: tokens, text styles as (class, face, size, weight), faces of runs that differ."""

    theme: Theme
    fills: set[str] = field(default_factory=lambda: {"page"})
    strokes: set[str] = field(default_factory=set)
    texts: set[tuple[str, str, float, int]] = field(default_factory=set)
    faces: set[str] = field(default_factory=set)
    outline: bool = False
    links: bool = False

    def fill(self, token: str | None) -> str:
        if token is None:
            return "f-none"
        self.fills.add(token)
        return f"f-{token}"

    def stroke(self, token: str | None) -> str:
        if token is None:
            return ""
        self.strokes.add(token)
        return f"s-{token}"

    def text(self, run: Run) -> str:
        own = f"{run.face}{run.size:g}-{run.weight}".replace(".", "_")
        name = _NAMED.get((run.face, run.size, run.weight), own)
        self.texts.add((name, run.face, run.size, run.weight))
        return name


def number(value: float) -> str:
    """At most two decimals, no trailing zeros.

    >>> number(28.0), number(-0.001), number(1 / 3)
    ('28', '0', '0.33')
    """
    out = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if out == "-0" else out


@lru_cache(maxsize=4096)
def plain(string: str) -> str:
    """Text or attribute value, cleaned and escaped."""
    return clean(string).translate(_MARKUP)


def d(steps: paths.Path) -> str:
    """Path data."""
    return "".join(step.op + " ".join(f"{number(x)} {number(y)}" for x, y in step.points) for step in steps)


def elements(items: Iterable[Item], used: Used) -> list[str]:
    """Markup of the items, in their order."""
    return [_element(item, used) for item in items]


def _element(item: Item, used: Used) -> str:
    match item:
        case Text():
            return _text(item, used)
        case Box():
            return _box(item, used)
        case Bar():
            return f'<path d="{d(paths.bar(item))}"{_classes(used.fill(item.fill))}/>'
        case Edge():
            return _edge(item, used)
        case Rule():
            ends = f"M{number(item.x1)} {number(item.y1)}L{number(item.x2)} {number(item.y2)}"
            return f'<path d="{ends}"{_classes("f-none", used.stroke(item.stroke))}{_stroke_width(item.width)}/>'
        case Disc():
            return _disc(item, used)
        case Link():
            return _link(item, used)


def _box(item: Box, used: Used) -> str:
    outline = item.stroke is not None and item.stroke_opacity == OUTLINE["light"]
    used.outline = used.outline or outline
    out = f'<rect x="{number(item.x)}" y="{number(item.y)}" width="{number(item.w)}" height="{number(item.h)}"'
    if item.radius:
        out += f' rx="{number(min(item.radius, item.w / 2, item.h / 2))}"'
    out += _classes(used.fill(item.fill), used.stroke(item.stroke), "k-pale" if outline else "")
    if item.stroke:
        out += _stroke_width(item.stroke_width) + _dash(item.dash)
        faded = opacity(used.theme, item.stroke_opacity)
        out += f' stroke-opacity="{number(faded)}"' if faded < 1 and not outline else ""
    return out + "/>"


def _text(item: Text, used: Used) -> str:
    base = min(item.runs, key=lambda run: (run.dy != 0, run.face == "cjk"))
    used.fills.add("ink")
    look = _classes(used.text(base), used.fill(item.fill) if item.fill != "ink" else "")
    tip = f"<title>{plain(item.full)}</title>" if item.full else ""
    if len(item.runs) == 1:
        return f'<text x="{number(item.x)}" y="{number(item.y)}"{_fit(base)}{look}>{tip}{plain(base.text)}</text>'
    spans, lowered = "", 0.0
    for run in item.runs:
        spans += _span(run, base, item.x, run.dy - lowered, used)
        lowered = run.dy
    return f'<text y="{number(item.y)}"{look}>{tip}{spans}</text>'


def _span(run: Run, base: Run, left: float, dy: float, used: Used) -> str:
    out = f'<tspan x="{number(left + run.x)}"'
    out += f' dy="{number(dy)}"' if dy else ""
    out += f' font-size="{number(run.size)}"' if run.size != base.size else ""
    out += f' font-weight="{run.weight}"' if run.weight != base.weight else ""
    if run.face != base.face:
        used.faces.add(run.face)
        out += _classes(f"face-{run.face}")
    return f"{out}{_fit(run)}>{plain(run.text)}</tspan>"


def _fit(run: Run) -> str:
    """Whatever font a reader's machine puts in, the run keeps its width; not where no shipped font knows the width."""
    if len(run.text) < 2 or missing_glyphs(run.text):
        return ""
    return f' textLength="{number(run.width)}" lengthAdjust="spacingAndGlyphs"'


def _edge(item: Edge, used: Used) -> str:
    if len(item.points) < 2:
        return ""
    out = f'<path d="{d(paths.line(item))}"{_classes("k-line", used.stroke(item.stroke))}{_dash(item.dash)}/>'
    if item.head:
        out += f'<path d="{d(paths.head(item))}"{_classes(used.fill(item.stroke))}/>'
    return f'<g opacity="{number(item.opacity)}">{out}</g>' if item.opacity < 1 else out


def _disc(item: Disc, used: Used) -> str:
    look = _classes(used.fill(item.fill), used.stroke(item.stroke))
    out = f'<circle cx="{number(item.x)}" cy="{number(item.y)}" r="{number(item.r)}"{look}/>'
    if strokes := paths.sign(item):
        look = _classes("k-line", used.stroke(item.stroke or "ink"))
        return f'{out}<path d="{d(strokes)}"{look} stroke-linecap="round"/>'
    return out + _text(sign_text(item), used) if item.sign else out


def sign_text(item: Disc) -> Text:
    """A merge's sign that has no strokes of its own, centred."""
    parts = runs(item.sign, _SIGN)
    total = sum(run.width for run in parts)
    return Text(item.x - total / 2, item.y + 4.3, parts, total, _SIGN.size)


def _link(item: Link, used: Used) -> str:
    inside = "\n".join(elements(item.items, used))
    target = safe(item.href)
    if not target:
        return inside
    used.links = True
    out = f'<a xlink:href="{plain(target)}"' + (f' aria-label="{plain(item.label)}"' if item.label else "")
    for name, value in item.data:
        if re.fullmatch(r"[a-z][a-z0-9_]*", name):
            out += f' data-{name.replace("_", "-")}="{plain(value)}"'
    return f"{out}>\n{inside}\n</a>"


def _classes(*names: str) -> str:
    return f' class="{" ".join(filter(None, names))}"'


def _stroke_width(width: float) -> str:
    return "" if width == 1 else f' stroke-width="{number(width)}"'


def _dash(dash: tuple[float, ...]) -> str:
    return f' stroke-dasharray="{" ".join(map(number, dash))}"' if dash else ""
