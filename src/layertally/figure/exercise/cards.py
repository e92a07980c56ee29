"""The cards of a group and what may be asked of each.

In: a group, who reads what. Out: `Card`s with their answers: a formula as it is worked, what it comes to, what the
card shows in its place. Only whole numbers are asked for: what stays a name, or is not known, has no answer to check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ...annotation import AnnotatedLayer
from ...formula import Expr, Num, Sym, added
from ...formula.expr import Max
from ...group import Item, Panel, every
from ..texts import shape_text
from ..units import Unit, units

OUTPUT, OUTPUT_FORMULA, PARAMS, FORMULA, SUM = "output", "output_formula", "params", "formula", "sum"
ASKS = (OUTPUT, OUTPUT_FORMULA, PARAMS, FORMULA)
"""What may be asked of a card, in the order in which it stands there."""


class Answer(NamedTuple):
    """What belongs into a blank: the formula with its numbers, its value; `dim` labels the dim of an output, `shape` is
    what the card shows of it."""

    formula: str
    value: int
    dim: str = ""
    shape: str = ""


class Asking(NamedTuple):
    """A card with the answers that it could be asked for."""

    unit: Unit
    answers: Mapping[str, Answer]

    @property
    def name(self) -> str:
        return self.unit.first.name


def cards(items: Sequence[Item], readers: Mapping[str, Sequence[str]], fuse: bool, batch: str) -> Iterator[Asking]:
    """Every layer's card that is drawn, those in open panels too, of a folded one those of its first copy."""
    for node in units(items, readers, fuse):
        if isinstance(node, Panel):
            if not node.closed:
                yield from cards(node.items, readers, fuse, batch)
        else:
            yield Asking(node, _answers(node, batch))


def same_layers(items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """(layer of a first copy, the same layer of another copy), for every folded panel."""
    for item in items:
        if not isinstance(item, Panel):
            continue
        yield from same_layers(item.items)
        own = list(every(item.items))
        for start in range(0, len(item.copies), max(1, len(own))):
            copy = item.copies[start : start + len(own)]
            yield from ((one.name, other.name) for one, other in zip(own, copy, strict=False))


def _answers(unit: Unit, batch: str) -> dict[str, Answer]:
    if not all(_sound(layer) for layer in unit.layers):
        return {}
    out: dict[str, Answer] = {}
    for size in unit.first.outputs[0].sizes if unit.first.outputs else ():
        if telling(size.formula) and isinstance(size.formula.value, int):
            shape = shape_text(unit.last.shape, batch, short=False)
            out[OUTPUT] = Answer(size.formula.worked(), size.formula.value, size.label, shape)
            if _can_be_written(size.formula):
                out[OUTPUT_FORMULA] = out[OUTPUT]
            break
    formulas = [layer.count.formula for layer in unit.layers if layer.count.formula is not None]
    value = added(layer.count.value for layer in unit.layers if layer.count.formula is not None)
    if formulas and isinstance(value, int) and value > 0:
        out[PARAMS] = Answer(" + ".join(formula.worked() for formula in formulas), value)
        if all(_can_be_written(formula) for formula in formulas):
            out[FORMULA] = out[PARAMS]
    return out


def telling(formula: Expr) -> bool:
    """Whether a size is worked out and not merely set."""
    return not isinstance(formula, (Sym, Num))


def _can_be_written(formula: Expr) -> bool:
    """Whether a reader could write it with signs and brackets alone, and has something to write."""
    plain = not any(isinstance(node, Max) for node in formula.walk())
    return plain and re.search(r"[·+−/]", formula.worked()) is not None


def _sound(layer: AnnotatedLayer) -> bool:
    return (
        layer.reached
        and layer.problem is None
        and layer.status != "unexplained"
        and layer.inner is None
        and layer.count.tied_to is None
    )
