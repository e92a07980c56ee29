"""The layer table as plain rows: every form of it (terminal, Markdown, CSV, LaTeX, pages) says the same.

In: `Grouped` and `View` (density, language, cost convention, folds). Out: `Row`s in order: a title row a group or panel
that subtotals what stands under it, a row a layer. Texts are Unicode and not yet escaped for any medium.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .. import words
from ..annotation import AnnotatedLayer
from ..formula import text_value, thousands
from ..group import Group, Grouped, Item, Panel, every, group as regroup, sum_params
from ..group.paths import own_name
from ..model import Shape, str_shape
from .cells import clean
from .costs import cost_of, sum_costs
from .phrases import say

Density = Literal["compact", "worked", "teaching"]


@dataclass(frozen=True, slots=True)
class View:
    """How a table is read: `expand` shows every copy of a fold, `ascii` leaves out `⌊ · −`."""

    density: str = "worked"
    lang: str = "en"
    macs: str = "macs"
    expand: bool = False
    ascii: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `kind`: `group`, `panel` (a scope or a fold inside a group), `layer`. `worked` has no `=`. `notes` go
    under it, each with its style (`bad`, `warn`, `dim`)."""

    kind: Literal["group", "panel", "layer"]
    name: str
    params: str
    macs: str
    type: str = ""
    sizes: tuple[str, ...] = ()
    output: str = ""
    worked: str = ""
    remark: str = ""
    depth: int = 0
    notes: tuple[tuple[str, str], ...] = ()
    layer: AnnotatedLayer | None = field(default=None, compare=False, repr=False)


def rows(grouped: Grouped, view: View) -> list[Row]:
    """All rows of the table; a model of one group has no group row."""
    out: list[Row] = []
    for group in grouped.groups:
        if len(grouped.groups) > 1:
            out.append(group_row(grouped, group, view))
        out += group_rows(group, view)
    return out


def group_rows(group: Group, view: View) -> list[Row]:
    """The rows of one group without its title."""
    if view.expand:
        return [row for layer in group.layers for row in _layer_rows(layer, view, 0, inside=False)]
    items = group.items
    if len(items) == 1 and isinstance(items[0], Panel) and items[0].repeat == 1:
        items = items[0].items
    return list(_item_rows(items, view, 0, inside=False))


def text_shape(shape: Shape | None) -> str:
    """A shape without its batch; a lone dim is a result and has its thousands."""
    if shape is None:
        return "?"
    if len(shape) == 2 and isinstance(shape[1], int):
        return thousands(shape[1])
    return str_shape(shape)


def text_percent(share: float | None) -> str:
    """`2.9 %`; what is there but rounds to nothing is `< 0.1 %`, what rounds to all but is not `> 99.9 %`; a growth of
    ten times and more has no decimals.

    >>> text_percent(0.02899), text_percent(0.0001), text_percent(0.0), text_percent(None)
    ('2.9 %', '< 0.1 %', '0 %', '')
    >>> text_percent(0.99999), text_percent(401.659)
    ('> 99.9 %', '40,166 %')
    """
    if share is None:
        return ""
    if share in {0, 1}:
        return f"{share:.0%}".replace("%", " %")
    if share >= 10:
        return f"{100 * share:,.0f} %"
    if 0.9995 <= share < 1:
        return "> 99.9 %"
    return "< 0.1 %" if share < 0.0005 else f"{100 * share:.1f} %"


def text_worked(layer: AnnotatedLayer) -> str:
    """The parameter formula with its numbers; empty where it would only repeat its result."""
    formula = layer.count.formula
    if formula is None or layer.count.tied_to is not None:
        return ""
    worked = formula.worked()
    return "" if worked == text_value(formula.value) else worked


def text_sizes(layer: AnnotatedLayer) -> tuple[str, ...]:
    """Each dim that is worked out, with its result, once where two are alike."""
    found: dict[str, None] = {}
    for out in layer.outputs:
        for size in out.sizes:
            worked, value = size.formula.worked(), size.formula.value
            if value is not None and worked not in (text_value(value), str(value)):
                found[f"{worked} = {text_value(value) if len(out.shape) == 2 else value}"] = None
            elif value is None and size.formula.parts:
                found[worked] = None
    return tuple(found)


def text_outputs(layer: AnnotatedLayer) -> str:
    """The shapes of all outputs; `?` where nothing is known."""
    return ", ".join(text_shape(out.shape) for out in layer.outputs) or "?"


def facts(layer: AnnotatedLayer, lang: str) -> str:
    """The settings worth a word: `3×3 kernel, 32 filters, stride 1, valid, ReLU`."""
    return ", ".join(words.facts(layer.layer.op.facts(), lang)) if layer.layer.op is not None else ""


def problem_text(layer: AnnotatedLayer, lang: str = "en") -> str:
    """Why a layer has no output, as one sentence; empty if it has none of this."""
    if layer.problem is None:
        return ""
    return words.problem(layer.problem.key, lang, **layer.problem.values)


def group_row(grouped: Grouped, group: Group, view: View) -> Row:
    """The title of a group: its share of the parameters, its subtotals."""
    params = group.params
    share = text_percent(grouped.share(group.known_params))
    macs = sum_costs(group.layers, view.macs)
    return Row("group", clean(group.title), text_value(params), text_value(macs), remark=share)


def _item_rows(items: Sequence[Item], view: View, depth: int, *, inside: bool) -> Iterator[Row]:
    for item in items:
        if isinstance(item, Panel):
            yield from _panel_rows(item, view, depth)
        else:
            yield from _layer_rows(item, view, depth, inside=inside)


def _panel_rows(panel: Panel, view: View, depth: int) -> Iterator[Row]:
    title = panel.title if panel.repeat == 1 else f"{panel.title} … {panel.last_title}"
    one, cost = panel.params, sum_costs(tuple(every(panel.items)), view.macs)
    many, worked = one, ""
    if panel.repeat > 1:
        title += f" × {panel.repeat}"
        many = None if one is None else one * panel.repeat
        # A tied copy counts nothing: then the sum is not a product.
        real = sum_params((*every(panel.items), *panel.copies))
        worked = f"{panel.repeat} × {text_value(one)}" if real == many else ""
        many = real
    total = None if cost is None else cost * panel.repeat
    output = text_shape(panel.output.shape) if panel.closed else ""
    yield Row(
        "panel", clean(title), text_value(many), text_value(total), clean(panel.type), output=output, worked=worked,
        depth=depth,
    )  # fmt: skip
    if panel.closed:
        return
    yield from _item_rows(panel.items, view, depth + 1, inside=True)


def _layer_rows(layer: AnnotatedLayer, view: View, depth: int, *, inside: bool) -> Iterator[Row]:
    yield Row(
        "layer",
        clean(own_name(layer) if inside else layer.name),
        text_value(layer.count.value),
        text_value(cost_of(layer, view.macs)),
        type=_type(layer),
        sizes=text_sizes(layer),
        output=_output(layer, view.lang),
        worked=text_worked(layer),
        remark=_remark(layer, view.lang),
        depth=depth,
        notes=tuple(_notes(layer, view.lang)),
        layer=layer,
    )
    if layer.inner is not None:
        inner = regroup(layer.inner, view.lang)
        for group in inner.groups:
            yield from (_deeper(row, depth + 1) for row in group_rows(group, view))


def _type(layer: AnnotatedLayer) -> str:
    """Its class, and how many steps of a loop it stands for."""
    op = layer.layer.op
    return clean(layer.layer.type) + (f" × {op.in_loop}" if op is not None and op.in_loop > 1 else "")


def _deeper(row: Row, by: int) -> Row:
    from dataclasses import replace

    return replace(row, depth=row.depth + by)


def _output(layer: AnnotatedLayer, lang: str) -> str:
    return say("not_reached", lang) if not layer.reached else text_outputs(layer)


def _remark(layer: AnnotatedLayer, lang: str) -> str:
    if layer.count.tied_to is not None:
        return say("tied", lang, clean(layer.count.tied_to))
    if layer.inner is not None:
        return say("nested", lang, f"{len(layer.inner.layers):,}")
    return ""


def _notes(layer: AnnotatedLayer, lang: str) -> Iterator[tuple[str, str]]:
    if layer.problem is not None:
        yield "bad", problem_text(layer, lang)
    elif layer.status == "unexplained":
        why = clean(layer.layer.why)
        yield "warn", say("no_rule_why", lang, why) if why else say("no_rule", lang)
    elif layer.status == "differs" and layer.layer.reported is not None and layer.inner is None:
        reported = layer.layer.reported
        if reported.params is not None and reported.params != layer.count.value:
            yield "bad", f"{say('reported', lang)} {reported.params:,}"
        elif reported.output_shapes:
            yield "bad", f"{say('reported', lang)} {', '.join(text_shape(shape) for shape in reported.output_shapes)}"
    stored = layer.layer.op.storage() if layer.layer.op is not None else ()
    if stored:
        yield "dim", "; ".join(words.facts(stored, lang))
