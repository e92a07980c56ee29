"""The index of a site's models: how many agree, a line for each with its parameters as small bars, and a chart.

In: `Card`s. Out: `IndexData` for the template.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..conventions import DEFAULT
from ..report.costs import unit
from .card import Card
from .costs import index_note
from .phrases import say
from .scatter import NARROW, WIDE, scatter

CHART_FROM = 4
"""With fewer models a chart says less than the table."""
WIDTH, HEIGHT = 104.0, 28.0
MOST_BARS = 24


@dataclass(frozen=True, slots=True)
class IndexData:
    """What the index says: of each model its card, its bars (finished SVG), its address; `cost` heads the column of
    costs."""

    lang: str
    verdict: str
    cards: tuple[tuple[Card, str, str], ...]
    cost: str
    note: str
    scatter_svg: str
    scatter_narrow_svg: str = ""


def index(cards: Sequence[Card], lang: str = "en", href: Callable[[str], str] = str, macs: str = DEFAULT) -> IndexData:
    """The index of these models, smallest first; `href` tells where the page of a slug is, `macs` names the convention
    that their costs follow."""
    ordered = sorted(cards, key=lambda one: (one.status == "failed", one.params_value, one.name))
    known = [one for one in ordered if one.params_value > 0 and one.macs_value > 0]
    charts = [scatter(known, lang, href, width, macs) if len(known) >= CHART_FROM else "" for width in (WIDE, NARROW)]
    lines = tuple((one, bars(one, lang), href(one.slug)) for one in ordered)
    return IndexData(lang, counts(ordered, lang), lines, unit(macs, lang), index_note(macs, lang), *charts)


def counts(cards: Sequence[Card], lang: str) -> str:
    """`13 models · 12 agree · 1 differs`."""
    found = Counter(card.status for card in cards)
    said = [say("one_model", lang) if len(cards) == 1 else say("n_models", lang, len(cards))]
    for status, many, one in (
        ("agrees", "n_agree", "one_agrees"),
        ("differs", "n_differ", "one_differs"),
        ("unchecked", "n_unchecked", ""),
        ("unexplained", "n_unexplained", ""),
        ("failed", "n_failed", ""),
    ):
        if found[status]:
            said.append(say(one, lang) if found[status] == 1 and one else say(many, lang, found[status]))
    return " · ".join(said)


def bars(card: Card, lang: str) -> str:
    """A model's parameters from input to output, a bar a group; the height goes with the root of the share.

    >>> bars(Card("a", "A", "", "", "", "", 4, 4, "agrees", "", "conv", (("conv", 4),)), "en").count("<rect")
    1
    """
    from html import escape

    shown = _merged(card.bars)
    most = max((value for _, value in shown), default=0)
    step = WIDTH / max(len(shown), 4)
    out = ""
    for position, (family, value) in enumerate(shown):
        height = max(1.5, (HEIGHT - 1) * math.sqrt(value / most)) if most else 1.5
        tone = f"var(--lt-{family})" if value else "var(--lt-line)"
        place = f'x="{position * step:.1f}" y="{HEIGHT - height:.1f}" width="{step - 2:.1f}" height="{height:.1f}"'
        out += f'<rect {place} rx="1.5" fill="{tone}"/>'
    words = escape(say("bars_of", lang, card.name, card.titles))
    box = f'viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" width="{WIDTH:.0f}" height="{HEIGHT:.0f}"'
    return f'<svg class="lt-bars" {box} role="img" aria-label="{words}" data-search-exclude="">{out}</svg>'


def _merged(parts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Neighbours put together until the bars are wide enough to be seen."""
    out = list(parts)
    while len(out) > MOST_BARS:
        out = [
            (max(out[i : i + 2], key=lambda part: part[1])[0], sum(part[1] for part in out[i : i + 2]))
            for i in range(0, len(out), 2)
        ]
    return out
