"""Models as dots, parameters against MACs, both logarithmic; each label takes the first free place round its dot.

In: cards with both numbers known. Out: an SVG element whose colours are the page's variables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from ..conventions import DEFAULT
from ..paint.text import wide
from ..report.costs import unit
from .card import Card
from .numbers import short
from .phrases import say

WIDE, NARROW = 640.0, 336.0
HEIGHT = 340.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 16.0, 26.0, 44.0
DOT = 4.5
STYLE = "t11"
PLACES = (
    (9.0, 4.0, "start"),
    (-9.0, 4.0, "end"),
    (0.0, -9.0, "middle"),
    (0.0, 17.0, "middle"),
    (8.0, -6.0, "start"),
    (-8.0, -6.0, "end"),
    (8.0, 14.0, "start"),
    (-8.0, 14.0, "end"),
    (0.0, -24.0, "middle"),
    (0.0, 31.0, "middle"),
)
"""Offsets and anchors in the order in which they are tried; the last two get a leader."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """Powers of ten from `low` to `high` on `start` to `end` px."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[int]:
        return [10**power for power in range(self.low, self.high + 1)]

    @staticmethod
    def over(values: Sequence[int], start: float, end: float) -> Axis:
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        return Axis(low, max(high, low + 1), start, end)


def scatter(
    cards: Sequence[Card],
    lang: str = "en",
    href: Callable[[str], str] = str,
    width: float = WIDE,
    macs: str = DEFAULT,
) -> str:
    """The chart, `width` px wide; the cards must have parameters and costs above 0; `href` tells where a dot leads,
    `macs` names the convention. Only multiply-adds tell how often a weight is used, so only they get the guides."""
    x = Axis.over([card.params_value for card in cards], LEFT, width - RIGHT)
    y = Axis.over([card.macs_value for card in cards], HEIGHT - BOTTOM, TOP)
    body = [
        *_grid(x, y, lang, unit(macs, lang)),
        *(_guides(x, y, lang) if macs == DEFAULT else ()),
        *_dots(cards, x, y, href),
    ]
    title = escape(say("scatter_title", lang, unit(macs, lang)))
    return (
        f'<svg class="lt-scatter" viewBox="0 0 {width:.0f} {HEIGHT:.0f}" width="{width:.0f}" height="{HEIGHT:.0f}" '
        f'role="group" aria-label="{title}" data-search-exclude="">\n' + "\n".join(body) + "\n</svg>"
    )


def _grid(x: Axis, y: Axis, lang: str, cost: str) -> list[str]:
    out = []
    for value in x.ticks:
        at = x.at(value)
        out.append(f'<path class="lt-grid" d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        out.append(
            f'<text class="lt-tick" x="{at:.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{_tick(value)}</text>'
        )
    for value in y.ticks:
        at = y.at(value)
        out.append(f'<path class="lt-grid" d="M{LEFT} {at:.1f}H{x.end}"/>')
        out.append(f'<text class="lt-tick" x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{_tick(value)}</text>')
    middle, below = (LEFT + x.end) / 2, HEIGHT - 6
    words = escape(say("axis_params", lang))
    out.append(f'<text class="lt-axis" x="{middle}" y="{below}" text-anchor="middle">{words}</text>')
    out.append(f'<text class="lt-axis" x="{LEFT + 4}" y="{TOP - 10}">{escape(cost)}</text>')
    return out


def _tick(value: int) -> str:
    return short(value).replace(".00", "").replace(".0", "")


def _guides(x: Axis, y: Axis, lang: str) -> list[str]:
    """Where each weight is used once, and a hundred times."""
    out = []
    for factor, key in ((1, "once"), (100, "hundred")):
        low = max(x.low, y.low - math.log10(factor))
        high = min(x.high, y.high - math.log10(factor))
        if high - low < 0.5:
            continue
        ends = [(x.at(10**power), y.at(10**power * factor)) for power in (low, high)]
        out.append(f'<path class="lt-guide" d="M{ends[0][0]:.1f} {ends[0][1]:.1f}L{ends[1][0]:.1f} {ends[1][1]:.1f}"/>')
        (x1, y1), (x2, y2) = ends
        along = 0.97
        tilt = math.degrees(math.atan2(y2 - y1, x2 - x1))
        px, py = x1 + (x2 - x1) * along, y1 + (y2 - y1) * along
        at = f"translate({px:.1f} {py + 13:.1f}) rotate({tilt:.1f})"
        out.append(f'<text class="lt-axis" transform="{at}" text-anchor="end">{escape(say(key, lang))}</text>')
    return out


def _dots(cards: Sequence[Card], x: Axis, y: Axis, href: Callable[[str], str]) -> list[str]:
    spots = [(x.at(card.params_value), y.at(card.macs_value)) for card in cards]
    taken: list[Box] = [(cx - DOT - 1, cy - DOT - 1, cx + DOT + 1, cy + DOT + 1) for cx, cy in spots]
    out = []
    for card, (cx, cy) in zip(cards, spots, strict=True):
        label = _label(card.name, cx, cy, x.end + RIGHT, taken)
        dot = f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{DOT}" fill="var(--lt-{card.family})"/>'
        words = escape(f"{card.name}: {card.params}, {card.macs}")
        out.append(f'<a xlink:href="{escape(href(card.slug))}" aria-label="{words}">{dot}{label}</a>')
    return out


def _label(name: str, cx: float, cy: float, width: float, taken: list[Box]) -> str:
    """The name beside its dot; empty where no place is free (the table names it)."""
    length = wide(name, STYLE)
    for number, (dx, dy, anchor) in enumerate(PLACES):
        left = cx + dx - {"start": 0.0, "middle": length / 2, "end": length}[anchor]
        box = (left - 2, cy + dy - 10, left + length + 2, cy + dy + 3)
        inside = box[0] >= LEFT and box[2] <= width and box[1] >= TOP - 6 and box[3] <= HEIGHT - BOTTOM
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            leader = (
                f'<path class="lt-guide" d="M{cx:.1f} {cy:.1f}L{cx + dx:.1f} {cy + dy + (3 if dy < 0 else -10):.1f}"/>'
                if number >= len(PLACES) - 2
                else ""
            )
            return f'{leader}<text x="{cx + dx:.1f}" y="{cy + dy:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
    return ""


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
