"""The ports of a group's figure: what comes in, where it goes, and which figure the port leads to.

In: `Grouped`, a group, one end of an edge. Out: a `Port`.
"""

from __future__ import annotations

from .. import words
from ..group import Group, Grouped
from ..model import Ref, Shape, str_shape
from .blocks.small import Port


def port_in(grouped: Grouped, group: Group, ref: Ref, width: float, lang: str) -> Port:
    """The port through which `ref` comes in; it leads to the figure that it comes from."""
    home = grouped.group_of(ref.layer)
    return Port(_entry_text(grouped, group, ref, lang), width, f"group-{home.id}" if home is not None else "")


def _entry_text(grouped: Grouped, group: Group, ref: Ref, lang: str) -> str:
    shape = _shape(grouped.annotated.shape_of(ref))
    inputs = [given.name for given in grouped.annotated.model.inputs]
    if ref.layer in inputs:
        return f"{words.label('input', lang) if len(inputs) == 1 else ref.layer} {shape}"
    home = grouped.group_of(ref.layer)
    return f"{home.title} {shape}" if len(group.inputs) > 1 and home is not None else shape


def port_out(grouped: Grouped, group: Group, ref: Ref, width: float, lang: str) -> Port:
    """The port through which `ref` leaves; it leads to the first figure that reads it."""
    shape, outputs = _shape(grouped.annotated.shape_of(ref)), grouped.annotated.model.outputs
    if ref in outputs:
        name = words.label("output", lang) if len(outputs) == 1 else ref.layer
        return Port((f"{shape} → {name}", f"→ {name}"), width)
    goals = [other for other in (*grouped.inner, *grouped.groups) if other.id != group.id and ref in other.inputs]
    if not goals:
        return Port((shape,), width)
    titles = ", ".join(goal.title for goal in goals[:2]) + (", …" if len(goals) > 2 else "")
    return Port((f"{shape} → {titles}", f"→ {titles}"), width, f"group-{goals[0].id}")


def _shape(shape: Shape | None) -> str:
    return "?" if shape is None else str_shape(shape)
