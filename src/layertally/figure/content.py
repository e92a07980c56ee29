"""What a card says, before anyone knows where it stands: rows of label, formula, result.

In: a `Unit` and the options. Out: `Content`: plain strings.
"""

from __future__ import annotations

from ..annotation import AnnotatedLayer
from . import states
from .ledger import Content, Row
from .options import Options
from .texts import anchor, number, own_name, percent, shape_text
from .units import Unit, is_slim
from .writer import Writer, worked_params


def content(unit: Unit, options: Options, batch: str, *, brief: bool = False, short: bool = False) -> Content:
    """The card of a unit; `brief` for narrow columns, `short` leaves the batch out of shapes."""
    writer, layer = Writer(unit, options, batch, brief, short), unit.first
    if not layer.reached:
        return states.ghost(writer, layer)
    if layer.problem is not None:
        return states.broken(writer, layer)
    if layer.status == "unexplained":
        return states.unexplained(writer, layer)
    if layer.inner is not None:
        return states.nested(writer, layer)
    if len(unit.layers) == 1 and not writer.teaching and is_slim(layer):
        return _slim(writer, layer)
    return Content(
        writer.type(),
        writer.name(),
        writer.facts(),
        (*writer.out_rows(), *writer.param_rows(), *writer.macs_rows()),
        layer.family,
        dashed=layer.count.tied_to is not None,
        anchor=anchor(layer.name),
        key=layer.name,
    )


def _slim(writer: Writer, layer: AnnotatedLayer) -> Content:
    """One line; at its end the shape, or the parameters where there are any."""
    formula, tied = worked_params(layer), layer.count.tied_to is not None
    right = number(layer.count.value) if formula else writer.shape()
    if tied and formula:
        formula, right = "", "0"
    return Content(
        writer.type(),
        writer.name(),
        writer.facts(),
        (),
        layer.family,
        slim=True,
        right=right,
        right_formula=formula,
        dashed=tied,
        anchor=anchor(layer.name) if formula else "",
        key=layer.name,
    )


__all__ = ["Content", "Row", "anchor", "content", "number", "own_name", "percent", "shape_text"]
