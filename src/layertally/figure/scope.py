"""The card of a scope that is drawn closed: its class, its output, the sum of its parameters, which figure opens it.

In: a closed panel. Out: `Content`.
"""

from __future__ import annotations

from .. import words
from ..annotation import main_family
from ..group import Panel, span
from .ledger import Content, Row
from .options import Options
from .sums import total_text
from .texts import number, shape_text


def closed(panel: Panel, options: Options, batch: str, *, short: bool = False) -> Content:
    """What the card of a closed panel says."""
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
    return Content(
        panel.type or name,
        name if panel.type else "",
        tuple(facts),
        (Row(words.label("out", lang), "", shape_text(panel.output.shape, batch, short)), row),
        main_family(layers),
        badge=f"× {panel.repeat}" if panel.repeat > 1 else "",
    )
