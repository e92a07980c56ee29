"""The layer table for other media: Markdown, CSV and LaTeX share these columns and sums.

In: `Grouped`, `View`, optionally one group. Out: `Table`: plain cells that a writer escapes for its medium.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..formula import text_value
from ..group import Group, Grouped
from .costs import sum_costs, unit
from .phrases import say
from .rows import Row, View, group_row, group_rows, rows

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Table:
    """`header`, then a line a row; `kinds` tells a group's or a panel's title from a layer. `total` is the last line.
    Columns named in `right` are numbers."""

    header: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]
    total: tuple[str, ...] | None
    right: frozenset[int]


def build(grouped: Grouped, view: View, only: Group | None = None) -> Table:
    """Columns layer, type, size, output, worked, params, MACs; `compact` leaves out size and worked."""
    lang = view.lang
    keys = ["layer", "type", "size", "output", "worked", "params", "macs"]
    if view.density == "compact":
        keys = [key for key in keys if key not in ("size", "worked")]
    found = rows(grouped, view) if only is None else [group_row(grouped, only, view), *group_rows(only, view)]
    body = tuple(tuple(_cell(row, key) for key in keys) for row in found)
    total = None
    if only is None:
        totals = grouped.annotated.totals
        parts = [text_value(group.params) for group in grouped.groups if group.params != 0]
        sums = {
            "layer": "Σ",
            "worked": " + ".join(parts) if len(parts) > 1 and "?" not in parts else "",
            "params": text_value(totals.params),
            "macs": text_value(sum_costs(grouped.annotated.layers, view.macs)),
        }
        total = tuple(sums.get(key, "") for key in keys)
    right = frozenset(position for position, key in enumerate(keys) if key in ("worked", "params", "macs"))
    header = tuple(unit(view.macs, lang) if key == "macs" else say(key, lang) for key in keys)
    return Table(header, body, tuple(row.kind for row in found), total, right)


def _cell(row: Row, key: str) -> str:
    if key == "layer":
        return INDENT * row.depth + row.name
    if key == "size":
        return "; ".join(row.sizes)
    if key == "worked":
        return row.worked or row.remark
    return str(getattr(row, key))
