"""What changed between two models as a page shows it: the flow of both, and every change with its formulas as a table.

In: a `Comparison`, the names of both. Out: `DifferenceView`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..annotation import AnnotatedLayer
from ..figure import Figure, Options
from ..formula import Value, text_value
from ..paint.theme import Theme
from ..report.compare import Change, Comparison
from ..report.diff import difference as less, text_delta
from ..report.difference import SIGNS, figure, short
from .data import FigureView, Note
from .notes import notes
from .phrases import say
from .views import view


class Side(NamedTuple):
    """A layer in one of the models: its formula with numbers, its parameters; both empty for what has none."""

    worked: str
    value: str


class ChangeRow(NamedTuple):
    """A change; a side is None where that model has no such layer."""

    sign: str
    word: str
    type: str
    name: str
    family: str
    what: str
    before: Side | None
    after: Side | None
    delta: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """`figure` is that of the flow; `sums` are (label, before, after, difference); `table` is `closed`, `open` or
    empty; `notes` what is wrong with a model."""

    prefix: str
    lang: str
    theme: Theme
    figure: FigureView
    titles: tuple[str, str]
    rows: tuple[ChangeRow, ...]
    sums: tuple[tuple[str, str, str, str], ...]
    table: str
    notes: tuple[Note, ...] = ()


def difference(
    found: Comparison,
    names: tuple[str, str],
    *,
    lang: str = "en",
    theme: Theme = "auto",
    prefix: str = "",
    caption: str = "",
    table: str = "closed",
) -> DifferenceView:
    """The figure in two layouts, and its numbers. `names` are what the models are called; `caption` takes the place of
    ours."""
    wide, narrow = (figure(found, names, Options(lang=lang, preset=preset)) for preset in ("page", "narrow"))
    shown = view(_captioned(wide, caption or _counted(found, lang)), narrow, "", prefix, {}, theme)
    totals = found.before.totals, found.after.totals
    pairs = {"sum_params": [each.params for each in totals], "sum_macs": [each.macs for each in totals]}
    sums = tuple(
        (say(label, lang), text_value(one), text_value(other), text_delta(less(one, other)))
        for label, (one, other) in pairs.items()
    )
    said = tuple(note for model in (found.before, found.after) for note in notes(model, lang))
    return DifferenceView(prefix, lang, theme, shown, short(names, lang), tuple(_rows(found, lang)), sums, table, said)


def _captioned(made: Figure, caption: str) -> Figure:
    return made._replace(caption=caption)


def _counted(found: Comparison, lang: str) -> str:
    counts = [sum(change.kind == kind for change in found.changes) for kind in ("changed", "added", "removed", "same")]
    return say("all_same", lang, counts[3]) if found.equal else say("count_changes", lang, *counts)


def _rows(found: Comparison, lang: str) -> Iterator[ChangeRow]:
    for change in found.changes:
        if change.kind != "same":
            yield _row(change, lang)


def _row(change: Change, lang: str) -> ChangeRow:
    layer = change.after or change.before
    counts: tuple[Value | None, ...] = change.params
    return ChangeRow(
        SIGNS[change.kind],
        say(f"row_{change.kind}", lang),
        change.type or say("input", lang),
        change.name,
        layer.family if layer is not None else "plain",
        change.what,
        _side(change.before),
        _side(change.after),
        text_delta(less(*counts)) if layer is not None else "",
    )


def _side(layer: AnnotatedLayer | None) -> Side | None:
    if layer is None:
        return None
    formula = layer.count.formula
    return Side(formula.worked() if formula is not None else "", text_value(layer.count.value))
