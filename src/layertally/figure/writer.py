"""The lines of a card, one after the other: type, name, settings, output, parameters, MACs.

In: a `Unit`, the options, the framework's word for the batch. Out: strings and `Row`s. The formulas are the very
strings of the tables and the JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from .. import words
from ..annotation import AnnotatedLayer
from ..conventions import convention
from ..formula import Expr, Num, Sym, added
from ..ops.base import Size
from .ledger import Row
from .options import Options
from .texts import anchor, number, own_name, part_name, shape_text
from .units import Unit


class Writer(NamedTuple):
    """What is known while a card is written; `brief` for narrow columns, `short` leaves the batch out of shapes, names
    leave out the `scope` that the whole figure is about."""

    unit: Unit
    options: Options
    batch: str
    brief: bool
    short: bool
    scope: str = ""

    @property
    def teaching(self) -> bool:
        return self.options.density == "teaching"

    def say(self, key: str, *values: object) -> str:
        """A label in the figure's language."""
        return words.label(key, self.options.lang, *values)

    # ---- head ----

    def type(self) -> str:
        """`Conv2d → BatchNorm2d → ReLU`: the framework's own names; with room also what the first is, in Chinese."""
        alone = len(self.unit.layers) == 1
        roomy = alone or not (self.brief or self.short)
        return " → ".join([self.kind() if roomy else self.unit.first.layer.type, *self.parts()])

    def kind(self) -> str:
        """The first layer's own name, in Chinese after what it is."""
        layer = self.unit.first.layer
        kind = words.kind(layer.op, self.options.lang) if layer.op is not None else ""
        return f"{kind} {layer.type}" if kind else layer.type

    def parts(self) -> list[str]:
        """What follows the first layer on its card."""
        return [part_name(layer, self.brief) for layer in self.unit.layers[1:]]

    def name(self) -> str:
        """The block that is just this card, else the names of its first layers; of one in a scope of its own, that."""
        first, *others = self.unit.layers[:2]
        at = len(first.layer.scope)
        deeper = (layer.layer.scope[at] if len(layer.layer.scope) > at else own_name(layer) for layer in others)
        return self.unit.scope or " · ".join(name.removeprefix(self.scope) for name in (own_name(first), *deeper))

    def facts(self) -> tuple[str, ...]:
        """The settings worth a word."""
        op = self.unit.first.layer.op
        if op is None:
            return ()
        return words.brief(op.facts(), self.options.lang) if self.brief else words.facts(op.facts(), self.options.lang)

    # ---- output ----

    def shape(self) -> str:
        """The output's shape."""
        return shape_text(self.unit.last.shape, self.batch, self.short)

    def out_rows(self) -> tuple[Row, ...]:
        """How the output's dims come about: one row where they come about alike, else one a dim."""
        if not self.unit.first.outputs:  # parameters that no forward pass reaches: they lie beside the flow
            return ()
        label, shape = self.say("out"), self.shape()
        sizes = self.unit.first.outputs[0].sizes
        shown = [size for size in sizes if _telling(size.formula)]
        if not shown:
            plain = self._plain_size(sizes)
            return (Row(label, plain, shape, words="=" not in plain),)
        if self.brief and not self.teaching and self._keeps_size(shown):
            return (Row(label, "", shape),)
        rows = [self._size_row(size) for size in shown]
        alike = [list(same) for _, same in groupby(rows, lambda row: row.formula)]
        if len(alike) == 1:
            return (rows[0]._replace(label=label, result=shape),)
        out = [same[0]._replace(label=f"{label} {_dims(same)}".rstrip()) for same in alike]
        return (*out[:-1], out[-1]._replace(result=shape))

    def _size_row(self, size: Size) -> Row:
        """One dim, its letter as the label."""
        worked, value = size.formula.worked(full=self.teaching), number(size.formula.value)
        text = worked if size.formula.value is None or worked == value else f"{worked} = {value}"
        symbols = size.formula.symbols(full=True) if self.teaching else ""
        return Row(size.label.lower() if size.label in "THWDC" else "", text, symbols=symbols)

    def _plain_size(self, sizes: tuple[Size, ...]) -> str:
        if self.unit.first.input_shapes[:1] == (self.unit.last.shape,):
            return "" if self.brief else self.say("unchanged")
        if self.unit.first.family == "dense" and sizes and not self.brief:
            return f"{'units' if self.batch == 'None' else 'out_features'} = {sizes[-1].formula.worked()}"
        return ""

    def _keeps_size(self, sizes: list[Size]) -> bool:
        """Whether every dim that is worked out comes out as it went in: then a narrow card need not say how."""
        before = self.unit.first.input_shapes[0]
        return before is not None and all(
            size.axis < len(before) and size.formula.value is not None and size.formula.value == before[size.axis]
            for size in sizes
        )

    # ---- cost ----

    def param_rows(self) -> tuple[Row, ...]:
        """The parameters of all layers of the card; at teaching density also what of them is trained."""
        label, first = self.say("params"), self.unit.first
        if first.count.tied_to is not None:
            return (Row(label, self.say("tied", first.count.tied_to), "0", words=True),)
        formulas = [layer.count.formula for layer in self.unit.layers if layer.count.formula is not None]
        if not formulas:
            return self._bare_params(label)
        result = number(added(layer.count.value for layer in self.unit.layers if layer.count.formula is not None))
        worked = " + ".join(formula.worked() for formula in formulas)
        symbols = " + ".join(formula.symbols() for formula in formulas) if self.teaching else ""
        rows = [Row(label, f"{worked} =", result, symbols=symbols, anchor=anchor(first.name))]
        if len(formulas) == 1 and self.teaching:
            rows += self._split_rows()
        return tuple(rows)

    def _bare_params(self, label: str) -> tuple[Row, ...]:
        """No formula: no weights, or a number that was reported."""
        first = self.unit.first
        value = first.count.value
        if value == 0 and first.layer.op is not None and first.family == "plain":
            return ()
        kept = first.layer.op is not None and bool(first.layer.op.storage())  # weights that are no parameters
        said = self.say("packed" if kept else "no_weights") if value == 0 and not self.brief else ""
        return (Row(label, said, number(value), words=True),)

    def _split_rows(self) -> list[Row]:
        split = next(layer.count.split for layer in self.unit.layers if layer.count.formula is not None)
        if split is None:
            return []
        return [
            Row(self.say(key), f"{part.worked()} =", number(part.value), symbols=part.symbols())
            for key, part in zip(("trained", "not_trained"), split, strict=True)
        ]

    def macs_rows(self) -> tuple[Row, ...]:
        """The multiply-adds: at teaching density, and where a layer has nothing else to count."""
        layer, counted = self.unit.first, convention(self.options.macs)
        cost = counted.cost(layer)
        if cost is None or not (self.teaching or layer.family == "core"):
            return ()
        symbols = cost.symbols() if self.teaching else ""
        label = counted.label[self.options.lang == "zh"]
        return (Row(label, f"{cost.worked()} =", number(cost.value), symbols=symbols),)


def worked_params(layer: AnnotatedLayer) -> str:
    """`(3·3·1 + 1)·32 =`, or nothing where the parameters have no formula."""
    return f"{layer.count.formula.worked()} =" if layer.count.formula is not None else ""


def _dims(rows: Sequence[Row]) -> str:
    """`h, w`: the dims that come about alike."""
    return ", ".join(dict.fromkeys(row.label for row in rows if row.label))


def _telling(formula: Expr) -> bool:
    """Whether the formula says more than a setting."""
    return not isinstance(formula, (Sym, Num))
