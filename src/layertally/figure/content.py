"""What a card says, before anyone knows where it stands: rows of label, formula, result.

In: a `Unit` and the options. Out: `Content`: plain strings.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..annotation import AnnotatedLayer
from . import states
from .exercise.cards import FORMULA, OUTPUT, OUTPUT_FORMULA, PARAMS
from .ledger import Content, Row
from .options import Options
from .texts import anchor, number, own_name, percent, shape_text
from .units import Unit, is_slim
from .writer import Writer, worked_params


def content(
    unit: Unit,
    options: Options,
    batch: str,
    *,
    brief: bool = False,
    short: bool = False,
    asks: Mapping[str, str] | None = None,
    scope: str = "",
) -> Content:
    """The card of a unit; `brief` for narrow columns, `short` leaves the batch out of shapes; `asks` names the blanks
    of an exercise; names leave out the `scope` that all have in common."""
    asks = asks or {}
    writer, layer = Writer(unit, options, batch, brief, short, scope), unit.first
    if not layer.reached:
        return states.ghost(writer, layer)
    if layer.problem is not None:
        return states.broken(writer, layer)
    if layer.status == "unexplained":
        return states.unexplained(writer, layer)
    if layer.inner is not None:
        return states.nested(writer, layer)
    if len(unit.layers) == 1 and not writer.teaching and not asks and is_slim(layer):
        return _slim(writer, layer)
    rows = (
        *blanked(writer.out_rows(), asks.get(OUTPUT_FORMULA), asks.get(OUTPUT)),
        *blanked(writer.param_rows(), asks.get(FORMULA), asks.get(PARAMS)),
        *(() if options.exercise else writer.macs_rows()),
    )
    # Nothing is worked out: a shape alone, that of a permutation for one.
    bare = layer.family == "plain" and len(rows) == 1 and not rows[0].formula and not (writer.teaching or asks)
    return Content(
        writer.type(),
        writer.name(),
        writer.facts(),
        rows,
        layer.family,
        slim=bare,
        right=writer.shape() if bare else "",
        dashed=layer.count.tied_to is not None,
        anchor=anchor(layer.name),
        key=layer.name,
    )


def blanked(rows: tuple[Row, ...], formula: str | None, result: str | None) -> tuple[Row, ...]:
    """The rows with a blank in place of the first formula or of the last result.

    >>> blanked((Row("out", "⌊(12 − 3)/1⌋ + 1", "(None, ①, ①, 64)"),), None, "①")[0][1:3]
    ('⌊(12 − 3)/1⌋ + 1 =', '①')
    """
    if not rows:
        return rows
    if formula:
        rows = (rows[0]._replace(formula=formula, asked="formula", words=False), *rows[1:])
    if result:
        last = rows[-1]
        text = f"{last.formula} =" if last.formula and not last.formula.endswith("=") else last.formula
        rows = (*rows[:-1], last._replace(formula=text, result=result, asked="result"))
    return rows


def _slim(writer: Writer, layer: AnnotatedLayer) -> Content:
    """One line; at its end the shape, or the parameters where there are any."""
    formula, tied = worked_params(layer), layer.count.tied_to is not None
    right = number(layer.count.value) if formula else writer.shape()
    if tied and formula:
        formula, right = "", "0"
    return Content(
        writer.type(),
        writer.name(),
        (*writer.facts(), writer.say("shared", layer.count.tied_to)) if tied else writer.facts(),
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
