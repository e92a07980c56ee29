"""A model, or one group of it, in Graphviz' DOT language, for who lays it out himself.

In: `Grouped` and a figure's id (`overview`, a stage's or a group's). Out: DOT text. Every label is escaped; names of
nodes are numbers, so nothing out of a model reaches the syntax.

>>> quoted('a"b\\\\n')
'"a\\\\"b\\\\\\\\n"'
"""

from __future__ import annotations

from collections.abc import Iterator

from ..annotation import AnnotatedLayer
from ..figure import group_of
from ..formula import text_value
from ..group import Group, Grouped, Item, Panel, every, opened
from ..group.stages import figure_id, folded, inside, stages
from ..model import Ref
from .cells import clean
from .rows import text_outputs, text_percent, text_shape, text_worked

HEAD = 'rankdir=TB; node [shape=box, style=rounded, fontname="Inter"]; edge [fontname="Inter", fontsize=10];'


def dot(grouped: Grouped, wanted: str, shown: Group | None = None) -> str:
    """The DOT text of one figure; `shown` is what it shows, where that is known. KeyError if there is no such group."""
    whole = opened(grouped)  # as figures show it
    if wanted == "overview":
        body = list(_overview(folded(whole)))
    elif (stage := _stage(whole, wanted)) is not None:
        body = list(_overview(inside(whole, stage)))
    else:
        group = shown or whole.find(wanted) or group_of(grouped, wanted)
        if group is None:
            raise KeyError(wanted)
        body = list(_group(whole, group))
    return "\n".join([f"digraph {quoted(grouped.annotated.model.name)} {{", f"  {HEAD}", *body, "}", ""])


def quoted(text: str) -> str:
    """A DOT string; a line break in it is written as one."""
    return '"' + clean(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _label(*lines: str) -> str:
    return '"' + "\\n".join(quoted(line)[1:-1] for line in lines if line) + '"'


def _overview(grouped: Grouped) -> Iterator[str]:
    ids: dict[str, str] = {}
    for name, ref in _entries(grouped):
        ids[ref.layer] = f"i{len(ids)}"
        label = _label(name, text_shape(grouped.annotated.shape_of(ref)))
        yield f"  {ids[ref.layer]} [label={label}, shape=plaintext];"
    for group in grouped.groups:
        ids[group.id] = f"g{group.id.partition('–')[0]}"
        share = text_percent(grouped.share(group.known_params))
        label = _label(group.title, f"{text_value(group.params)} params", share)
        yield f"  {ids[group.id]} [label={label}];"
    for source, target, ref in grouped.edges():
        shape = text_shape(grouped.annotated.shape_of(ref))
        yield f"  {ids[source]} -> {ids[target]} [label={quoted(shape)}];"


def _stage(grouped: Grouped, wanted: str) -> Group | None:
    """The stage whose figure has that id."""
    known = stages(grouped) if wanted.startswith("overview-") else ()
    return next((stage for stage in known if figure_id(stage) == wanted), None)


def _entries(grouped: Grouped) -> Iterator[tuple[str, Ref]]:
    """What comes in, by the names of inputs; into a stage, by those of the groups before it."""
    if grouped.within is None:
        yield from ((given.name, Ref(given.name)) for given in grouped.annotated.model.inputs)
        return
    for ref in grouped.within.stage.inputs:
        home = grouped.within.whole.group_of(ref.layer)
        yield home.title if home is not None else ref.layer, ref


def _group(grouped: Grouped, group: Group) -> Iterator[str]:
    # Of a part of a fold one copy is drawn.
    layers = group.layers if group.repeat == 1 else tuple(every(group.items))
    ids = {layer.name: f"n{number}" for number, layer in enumerate(layers)}
    if group.repeat > 1:
        yield f"  label={quoted(f'× {group.repeat}')};"
    for number, ref in enumerate(group.inputs):
        ids.setdefault(ref.layer, f"i{number}")
        shape = text_shape(grouped.annotated.shape_of(ref))
        yield f"  {ids[ref.layer]} [label={_label(ref.layer, shape)}, shape=plaintext];"
    yield from _items(group.items, ids, "  ", "c")
    for layer in layers:
        for ref in layer.layer.inputs:
            shape = text_shape(grouped.annotated.shape_of(ref))
            yield f"  {ids[ref.layer]} -> {ids[layer.name]} [label={quoted(shape)}];"


def _items(items: tuple[Item, ...], ids: dict[str, str], indent: str, cluster: str) -> Iterator[str]:
    """Layers as nodes, panels as clusters; every copy of a fold is written out."""
    for number, item in enumerate(items):
        if isinstance(item, Panel):
            name = f"{cluster}{number}_"
            title = item.title if item.repeat == 1 else f"{item.title} … {item.last_title} × {item.repeat}"
            yield f"{indent}subgraph cluster_{name} {{"
            yield f"{indent}  label={quoted(title)};"
            yield from _items(item.items, ids, indent + "  ", name)
            yield from (_node(layer, ids, indent + "  ") for layer in item.copies)
            yield f"{indent}}}"
        else:
            yield _node(item, ids, indent)


def _node(layer: AnnotatedLayer, ids: dict[str, str], indent: str) -> str:
    worked, value = text_worked(layer), text_value(layer.count.value)
    params = f"{worked} = {value}" if worked else value if value != "0" else ""
    return f"{indent}{ids[layer.name]} [label={_label(layer.name, layer.layer.type, text_outputs(layer), params)}];"
