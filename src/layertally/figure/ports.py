"""The ports of a group's figure: what comes in, where it goes, and which figure the port leads to.

In: `Grouped`, a group, one end of an edge. Out: a `Port`.
"""

from __future__ import annotations

from collections.abc import Sequence

from .. import words
from ..group import Group, Grouped
from ..model import Ref, Shape, str_shape
from .blocks.small import Port
from .split import siblings


def port_in(grouped: Grouped, group: Group, ref: Ref, width: float, lang: str) -> Port:
    """The port through which `ref` comes in; it leads to the figure that it comes from."""
    home = grouped.group_of(ref.layer)
    texts = _entry_texts(grouped, group, ref, lang)
    return Port(texts, width, f"group-{home.id}" if home is not None else "")


def _entry_texts(grouped: Grouped, group: Group, ref: Ref, lang: str) -> tuple[str, ...]:
    """What the port may say, from the fullest text to the shortest."""
    shape = words.shape(_shape(grouped.annotated.shape_of(ref)), lang)
    inputs = [given.name for given in grouped.annotated.model.inputs]
    if ref.layer in inputs:
        name = words.label("input", lang) if len(inputs) == 1 else ref.layer
        return f"{name} {shape}", name
    home = grouped.group_of(ref.layer)
    if home is not None and siblings(home, group):
        return words.label("continues", lang, home.id, shape), f"{home.id} · {shape}", home.id
    return (f"{home.title} → {shape}", shape) if len(group.inputs) > 1 and home is not None else (shape,)


def port_out(grouped: Grouped, group: Group, ref: Ref, width: float, lang: str) -> Port:
    """The port through which `ref` leaves; it leads to the first figure that reads it."""
    shape, outputs = words.shape(_shape(grouped.annotated.shape_of(ref)), lang), grouped.annotated.model.outputs
    same = {ref, dict(group.twins).get(ref, ref)}
    if not same.isdisjoint(outputs):
        name = words.label("output", lang) if len(outputs) == 1 else ref.layer
        # Where there are several each has the name of the layer above it.
        return Port((f"{shape} → {name}", f"→ {name}" if len(outputs) == 1 else shape), width)
    known = (*grouped.inner, *grouped.groups)
    goals = [other for other in known if other.id != group.id and not same.isdisjoint(other.inputs)]
    if not goals:
        return Port((shape,), width)
    own = [goal for goal in goals if siblings(goal, group)]
    others = [goal.title for goal in goals if goal not in own]
    parts = ", ".join(goal.id for goal in own)
    says = [words.label("continued", lang, parts), words.label("fig", lang, parts), parts] if own else [""]
    titles = [_listed([say, *others] if say else others) for say in says]
    texts = (*(f"{shape} → {title}" for title in titles), f"→ {titles[-1]}")
    return Port(texts, width, f"group-{goals[0].id}")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:2]) + (", …" if len(names) > 2 else "")


def _shape(shape: Shape | None) -> str:
    return "?" if shape is None else str_shape(shape)
