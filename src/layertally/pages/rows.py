"""The rows of a group's table: layers, heads of panels, the sum.

In: a `Group`. Out: `Row`s and `PanelRow`s in the order in which they are drawn; of equal copies only the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..annotation import AnnotatedLayer
from ..figure.content import anchor, number, shape_text
from ..formula import Expr, Num, Sym, Value
from ..group import Group, Item, Panel
from ..model import str_shape
from ..report.costs import cost_of, sum_costs
from .data import PanelRow, Row, SumRow, Why
from .phrases import say
from .rules import Rules
from .whys import Whys

LONGEST_SUM = 6


Fused = Mapping[str, Sequence[AnnotatedLayer]]


def rows(items: Sequence[Item], whys: Whys, rules: Rules, fused: Fused, level: int = 0) -> Iterator[Row | PanelRow]:
    """The rows of a tree of panels; `fused` are the layers that figures draw on one card."""
    for item in items:
        if isinstance(item, Panel):
            yield PanelRow(item.title, _repeat(item, whys.lang), number(item.params), level)
            if not item.closed:
                yield from rows(item.items, whys, rules, fused, level + 1)
        else:
            yield _row(item, whys, rules, fused.get(item.name, ()), level)


def sum_row(group: Group, macs: str) -> SumRow:
    """Σ of the group, its cost under the convention `macs`; the addends are said where they fit in a line."""
    values = [value for item in group.items for value in _addends(item)]
    shown = [number(value) for value in values if value != 0]
    worked = " + ".join(shown) + " =" if 1 < len(shown) <= LONGEST_SUM and "?" not in shown else ""
    params = number(group.params) if group.params is not None else f"≥ {number(group.known_params)}"
    return SumRow(group.title, worked, params, number(sum_costs(group.layers, macs)))


def _addends(item: Item) -> list[Value | None]:
    if isinstance(item, Panel):
        return [item.params] * item.repeat
    return [item.count.value]


def _repeat(panel: Panel, lang: str) -> str:
    if panel.repeat == 1:
        return ""
    return (
        say("copies", lang, panel.title, panel.last_title, panel.repeat)
        if panel.last_title
        else say("equal", lang, panel.repeat)
    )


def _row(layer: AnnotatedLayer, whys: Whys, rules: Rules, fused: Sequence[AnnotatedLayer], level: int) -> Row:
    lang = whys.lang
    params_why = whys.params(layer, rules.link(layer, "params", layer.count.formula))
    return Row(
        whys.prefix + anchor(layer.name).replace("why-", "row-", 1),
        layer.name,
        layer.layer.type,
        layer.family,
        shape_text(layer.shape, whys.batch, short=False),
        str_shape(layer.shape) if layer.shape is not None else "?",
        _sizes(layer, whys, rules),
        _worked(layer, lang),
        number(layer.count.value),
        params_why,
        number(cost_of(layer, whys.convention)),
        whys.macs(layer),
        layer.status,
        _note(layer, whys),
        level,
        say("with_layers", lang, " + ".join(other.name for other in fused[1:])) if fused else "",
        whys.fused(fused) if fused else None,
    )


def _sizes(layer: AnnotatedLayer, whys: Whys, rules: Rules) -> tuple[tuple[str, Why], ...]:
    """What is worked out of the output, once where all dims are worked out alike."""
    out: dict[str, tuple[str, Why]] = {}
    for size in layer.outputs[0].sizes if layer.outputs else ():
        if isinstance(size.formula, (Sym, Num)):
            continue
        why = whys.size(layer, size, rules.link(layer, "out", size.formula))
        worked = size.formula.worked()
        if why is not None and worked not in out:
            out[worked] = ("" if worked == why.value else worked, why)
    return tuple(out.values())


def _worked(layer: AnnotatedLayer, lang: str) -> str:
    formula: Expr | None = layer.count.formula
    if layer.count.tied_to is not None:
        return say("tied", lang, layer.count.tied_to)
    if layer.inner is not None:
        return say("nested", lang, len(layer.inner.layers))
    if formula is not None:
        worked = formula.worked()
        return "" if worked == number(layer.count.value) else f"{worked} ="
    return say("no_weights", lang) if layer.count.value == 0 else ""


def _note(layer: AnnotatedLayer, whys: Whys) -> str:
    if not layer.reached:
        return say("not_reached", whys.lang)
    if layer.status == "unexplained":
        return layer.layer.why or say("unexplained", whys.lang)
    if layer.problem is not None:
        return say("no_output", whys.lang)
    if layer.status == "differs" and layer.layer.reported is not None:
        reported = layer.layer.reported
        shape = reported.output_shapes[0] if reported.output_shapes else None
        if reported.params is not None and reported.params != layer.count.value:
            return say("says", whys.lang, whys.framework, number(reported.params))
        if shape is not None:
            return say("says", whys.lang, whys.framework, shape_text(shape, whys.batch, short=False))
    return say("frozen", whys.lang) if not layer.layer.trainable and layer.count.value else ""
