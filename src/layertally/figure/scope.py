"""The card of a scope that is drawn closed: its class, its output, the sum of its parameters, which figure opens it.

In: a closed panel. Out: `Content`.
"""

from __future__ import annotations

from collections.abc import Sequence

from .. import words
from ..annotation import main_family
from ..group import Panel, span
from .ledger import Content, Row
from .options import Options
from .sums import node_terms, terms_texts, total_text
from .texts import number, own_name, shape_text
from .units import Node, Unit

MOST_INSIDE = 4
"""So many layers with weights are said on the card of a scope that has no figure."""


def closed(panel: Panel, options: Options, batch: str, *, short: bool = False, inside: Sequence[Node] = ()) -> Content:
    """What the card of a closed panel says; of a small one, which has no figure, also what is `inside` and weighs."""
    lang, layers = options.lang, panel.layers
    name = span(panel.title, panel.last_title) if panel.repeat > 1 else panel.title
    count = len(layers) // panel.repeat
    facts = [words.label("layers" if count > 1 else "one_layer", lang, number(count))]
    if panel.figure:
        shown = words.label("fig", lang, panel.figure)
        facts.append(words.label("like", lang, shown) if panel.like else shown)
    elif panel.like:
        facts.append(words.label("like", lang, panel.like))
    one = total_text([(1, panel.params)])
    times = f"{panel.repeat} × {one} =" if panel.repeat > 1 and panel.params is not None else ""
    total = total_text([(panel.repeat, panel.params)])
    label = words.label("params", lang)
    row = Row(label, times, total) if times else Row(label, "", number(panel.params))
    parts = [] if panel.figure or panel.like or panel.repeat > 1 else _weighed(inside)
    if parts:
        added = terms_texts([(1, unit.params) for unit in parts])
        row = Row(label, f"{added[0]} =" if added else "", number(panel.params))
    elif panel.repeat == 1 and (texts := terms_texts(node_terms(inside))) and texts[-1].count(" + ") < MOST_INSIDE:
        row = Row(label, f"{texts[-1]} =", number(panel.params))
    return Content(
        panel.type or name,
        name if panel.type else "",
        () if parts else tuple(facts),
        (
            Row(words.label("out", lang), "", shape_text(panel.output.shape, batch, short)),
            *(Row(own_name(unit.first), unit.worked, number(unit.params)) for unit in parts),
            row,
        ),
        main_family(layers),
        badge=f"× {panel.repeat}" if panel.repeat > 1 else "",
    )


def _weighed(inside: Sequence[Node]) -> list[Unit]:
    """The cards with weights, where all are known and few; else none."""
    parts = [unit for unit in inside if isinstance(unit, Unit) and unit.params != 0]
    plain = len(parts) == sum(not isinstance(node, Unit) or node.params != 0 for node in inside)
    return parts if plain and len(parts) <= MOST_INSIDE and all(unit.worked for unit in parts) else []
