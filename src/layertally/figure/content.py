"""What a card says, before anyone knows where it stands: rows of label, formula, result.

In: a `Unit` and the options. Out: `Content`: plain strings. The formulas are the very strings of the tables and the JSON.
"""

from __future__ import annotations

from typing import NamedTuple

from .. import words
from ..annotation import AnnotatedLayer
from ..formula import Expr, Num, Poly, Sym, Value, thousands
from ..model import Shape, str_dim, str_shape
from ..ops.activation import Elementary
from ..ops.base import Size
from .options import Options
from .units import Unit


class Row(NamedTuple):
    """One line of a card's ledger. `symbols` comes first, muted; `words` marks prose in the formula's place."""

    label: str
    formula: str = ""
    result: str = ""
    symbols: str = ""
    words: bool = False
    error: bool = False
    anchor: str = ""


class Content(NamedTuple):
    """A card. `family` also says its state: `err`, `unk`, `ghost`. A slim card has one line: `right` and its formula."""

    type: str
    name: str
    facts: tuple[str, ...]
    rows: tuple[Row, ...]
    family: str
    badge: str = ""
    slim: bool = False
    right: str = ""
    right_formula: str = ""
    sentences: tuple[str, ...] = ()
    dashed: bool = False
    anchor: str = ""
    key: str = ""


def anchor(name: str) -> str:
    """The fragment under which a page explains a layer's numbers; different names give different fragments.

    >>> anchor("conv2d_1"), anchor("block 1/a")
    ('why-conv2d_1', 'why-block-20-1-2f-a')
    """
    return "why-" + "".join(c if c.isascii() and (c.isalnum() or c == "_") else f"-{ord(c):x}-" for c in name)


def number(value: Value | None) -> str:
    """A result: 9,248, a polynomial, or `?`."""
    if value is None:
        return "?"
    return str(value) if isinstance(value, Poly) else thousands(value)


def percent(share: float | None) -> str:
    """2.9 %, 0.84 %, 100 %.

    >>> percent(0.029), percent(0.0084), percent(1.0), percent(0.00001), percent(0)
    ('2.9 %', '0.84 %', '100 %', '< 0.01 %', '0 %')
    """
    if share is None:
        return ""
    if share in (0, 1):
        return f"{share * 100:.0f} %"
    amount = share * 100
    if amount < 0.01:
        return "< 0.01 %"
    return f"{amount:.1f} %" if amount >= 0.995 else f"{amount:.2f} %"


def shape_text(shape: Shape | None, batch: str, short: bool) -> str:
    """`(None, 26, 26, 32)` or, short, `26×26×32`."""
    if shape is None:
        return "?"
    if short:
        return str_shape(shape)
    dims = [batch if shape[0] is None else str_dim(shape[0]), *(str_dim(dim) for dim in shape[1:])]
    return "(" + ", ".join(dims) + ("," if len(dims) == 1 else "") + ")"


def content(unit: Unit, options: Options, batch: str, *, brief: bool = False, short: bool = False) -> Content:
    """The card of a unit; `brief` for narrow columns, `short` leaves the batch out of shapes."""
    return _Writer(unit, options, batch, brief, short).content()


class _Writer(NamedTuple):
    unit: Unit
    options: Options
    batch: str
    brief: bool
    short: bool

    def content(self) -> Content:
        layer = self.unit.first
        if not layer.reached:
            return self._ghost(layer)
        if layer.problem is not None:
            return self._broken(layer)
        if layer.status == "unexplained":
            return self._unexplained(layer)
        if layer.inner is not None:
            return self._nested(layer)
        if len(self.unit.layers) == 1 and self.options.density != "teaching" and self._is_slim(layer):
            return self._slim(layer)
        return Content(
            self._type(),
            self._name(),
            self._facts(),
            (*self._out_rows(), *self._param_rows(), *self._macs_row()),
            layer.family,
            dashed=layer.count.tied_to is not None,
            anchor=anchor(layer.name),
            key=layer.name,
        )

    # ---- parts ----

    def say(self, key: str, *values: object) -> str:
        return words.label(key, self.options.lang, *values)

    def _type(self) -> str:
        first, *rest = self.unit.layers
        return " → ".join([self.type_of(first), *(part_name(layer, self.brief) for layer in rest)])

    def type_of(self, layer: AnnotatedLayer) -> str:
        kind = (
            words.kind(layer.layer.op, self.options.lang)
            if layer.layer.op is not None and len(self.unit.layers) == 1
            else ""
        )
        return f"{kind} {layer.layer.type}" if kind else layer.layer.type

    def _name(self) -> str:
        if self.unit.scope:
            return self.unit.scope
        return " · ".join(own_name(layer) for layer in self.unit.layers[:2])

    def _facts(self) -> tuple[str, ...]:
        op = self.unit.first.layer.op
        if op is None:
            return ()
        facts = words.brief(op.facts(), self.options.lang) if self.brief else words.facts(op.facts(), self.options.lang)
        tied = self.unit.first.count.tied_to
        return (*facts, self.say("shared", tied)) if tied else facts

    def _shape(self, layer: AnnotatedLayer) -> str:
        return shape_text(layer.shape, self.batch, self.short)

    def _is_slim(self, layer: AnnotatedLayer) -> bool:
        """Neither shape nor much to say: dropout, an activation, a norm with one short formula."""
        unchanged = (
            layer.shape is not None and layer.input_shapes[:1] == (layer.shape,) and len(layer.input_shapes) == 1
        )
        plain = layer.count.formula is None and layer.count.value == 0 and layer.family == "plain"
        return unchanged and (plain or layer.family == "norm") and len(layer.outputs) == 1

    def _slim(self, layer: AnnotatedLayer) -> Content:
        formula, right = "", self._shape(layer)
        if layer.count.formula is not None:
            formula, right = layer.count.formula.worked() + " =", number(layer.count.value)
            if layer.count.tied_to:
                formula, right = "", "0"
        return Content(
            self._type(),
            self._name(),
            self._facts(),
            (),
            layer.family,
            slim=True,
            right=right,
            right_formula=formula,
            dashed=layer.count.tied_to is not None,
            anchor=anchor(layer.name) if formula else "",
            key=layer.name,
        )

    def _out_rows(self) -> tuple[Row, ...]:
        layer = self.unit.last
        out = self.unit.first.outputs[0]
        label, shape = self.say("out"), self._shape(layer)
        full = self.options.density == "teaching"
        shown = [size for size in out.sizes if _telling(size.formula)]
        texts = {self._size_text(size, full)[1] for size in shown}
        if not shown:
            plain = self._plain_size(layer, out.sizes)
            return (Row(label, plain, shape, words="=" not in plain),)
        if self.brief and not full and self._keeps_size(shown):
            return (Row(label, "", shape),)
        if len(texts) == 1:
            symbols, worked = self._size_text(shown[0], full)
            return (Row(label, worked, shape, symbols=symbols),)
        rows = []
        for size in shown:
            symbols, worked = self._size_text(size, full)
            rows.append(
                Row(f"{label} {size.label.lower()}" if size.label in "THWDC" else label, worked, "", symbols=symbols)
            )
        last = rows[-1]
        return (*rows[:-1], Row(last.label, last.formula, shape, symbols=last.symbols))

    def _size_text(self, size: Size, full: bool) -> tuple[str, str]:
        worked, value = size.formula.worked(full=full), number(size.formula.value)
        text = worked if size.formula.value is None or worked == value else f"{worked} = {value}"
        return (size.formula.symbols(full=True) if full else "", text)

    def _plain_size(self, layer: AnnotatedLayer, sizes: tuple[Size, ...]) -> str:
        if layer.input_shapes[:1] == (layer.shape,):
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

    def _param_rows(self) -> tuple[Row, ...]:
        label = self.say("params")
        counted = [layer for layer in self.unit.layers if layer.count.formula is not None]
        first = self.unit.first.count
        if first.tied_to is not None:
            return (Row(label, self.say("tied", first.tied_to), "0", words=True),)
        if not counted:
            value = self.unit.first.count.value
            if value == 0 and self.unit.first.layer.op is not None and self.unit.first.family == "plain":
                return ()
            return (
                Row(label, self.say("no_weights") if value == 0 and not self.brief else "", number(value), words=True),
            )
        formulas = [layer.count.formula for layer in counted if layer.count.formula is not None]
        worked = " + ".join(formula.worked() for formula in formulas)
        result = number(_sum([layer.count.value for layer in counted]))
        teaching = self.options.density == "teaching"
        symbols = " + ".join(formula.symbols() for formula in formulas) if teaching else ""
        rows = [Row(label, f"{worked} =", result, symbols=symbols, anchor=anchor(self.unit.first.name))]
        split = counted[0].count.split
        if split is not None and len(counted) == 1 and teaching:
            for key, part in (("trained", split[0]), ("not_trained", split[1])):
                rows.append(Row(self.say(key), part.worked() + " =", number(part.value), symbols=part.symbols()))
        return tuple(rows)

    def _macs_row(self) -> tuple[Row, ...]:
        layer = self.unit.first
        if layer.macs is None or (self.options.density != "teaching" and layer.family != "core"):
            return ()
        symbols = layer.macs.symbols() if self.options.density == "teaching" else ""
        result = number(layer.macs.value)
        return (Row(self.say("macs"), f"{layer.macs.worked()} =", result, symbols=symbols),)

    # ---- states ----

    def _ghost(self, layer: AnnotatedLayer) -> Content:
        known = layer.count.formula is not None and layer.count.value is not None
        formula = layer.count.formula.worked() + " =" if known and layer.count.formula is not None else ""
        return Content(
            self._type(),
            self._name(),
            (self.say("not_reached"),),
            (),
            "ghost",
            slim=True,
            right=number(layer.count.value),
            right_formula=formula,
            key=layer.name,
        )

    def _broken(self, layer: AnnotatedLayer) -> Content:
        problem = layer.problem
        assert problem is not None
        rows = []
        got, expected = problem.values.get("got"), problem.values.get("expected")
        shape = layer.input_shapes[problem.operand] if problem.operand < len(layer.input_shapes) else None
        if got is not None and expected is not None:
            value = str(got).rpartition(" = ")[2] or str(got)
            rows.append(
                Row(self.say("in"), f"{value} ≠ {expected}", shape_text(shape, self.batch, self.short), error=True)
            )
        elif shape is not None:
            rows.append(Row(self.say("in"), "", shape_text(shape, self.batch, self.short), error=True))
        if layer.count.formula is not None:
            rows.append(Row(self.say("params"), layer.count.formula.worked() + " =", number(layer.count.value)))
        said = words.problem(problem.key, self.options.lang, **problem.values)
        mend = words.fix(problem, self.options.lang)
        return Content(
            self._type(),
            self._name(),
            self._facts(),
            tuple(rows),
            "err",
            badge=self.say("error"),
            sentences=(said, mend) if mend else (said,),
            key=layer.name,
        )

    def _unexplained(self, layer: AnnotatedLayer) -> Content:
        tensors = layer.layer.weights or ()
        rows = [
            Row(
                self.say("out"),
                self.say("reported") if layer.shape is not None else self.say("unknown"),
                self._shape(layer),
                words=True,
            )
        ]
        formula = layer.count.formula
        if formula is not None:
            named = ", ".join(f"{name} ({', '.join(map(str, shape))})" for name, shape, _ in tensors)
            rows.append(
                Row(
                    self.say("params"),
                    formula.worked() + " =",
                    number(layer.count.value),
                    symbols=named if self.options.density == "teaching" else "",
                    anchor=anchor(layer.name),
                )
            )
        else:
            rows.append(
                Row(
                    self.say("params"),
                    "" if layer.count.value is not None else self.say("unknown"),
                    number(layer.count.value),
                    words=True,
                )
            )
        return Content(
            self._type(),
            self._name(),
            (layer.layer.why or self.say("no_rule"),),
            tuple(rows),
            "unk",
            badge="?",
            anchor=anchor(layer.name),
            key=layer.name,
        )

    def _nested(self, layer: AnnotatedLayer) -> Content:
        assert layer.inner is not None
        inner = layer.inner.layers
        weighted = [part for part in inner if part.count.value]
        types = {part.layer.type for part in weighted}
        if len(types) == 1:
            what = f"{len(weighted)} {types.pop()}" if len(weighted) > 1 else types.pop()
        else:
            what = self.say("layers", len(weighted))
        rows = (
            Row(self.say("out"), "", self._shape(layer)),
            Row(
                self.say("params"),
                self.say("sum_of", what) if weighted else self.say("no_weights"),
                number(layer.count.value),
                words=True,
                anchor=anchor(layer.name),
            ),
        )
        return Content(
            self._type(),
            self._name(),
            (self.say("nested", len(inner)),),
            rows,
            layer.family,
            anchor=anchor(layer.name),
            key=layer.name,
        )


def part_name(layer: AnnotatedLayer, brief: bool) -> str:
    """What follows a weighted layer on its card: an activation by its function, in narrow cards BN for batch norm."""
    op = layer.layer.op
    if isinstance(op, Elementary) and op.named:
        return words.ACTIVATIONS.get(op.function, op.function)
    return "BN" if brief and op is not None and op.kind == "batch_norm" else layer.layer.type


def own_name(layer: AnnotatedLayer) -> str:
    """The name within its scope: `conv1` of `layer1.0.conv1`."""
    name = layer.name
    for part in layer.layer.scope:
        for mark in (".", "/", "_"):
            if name.startswith(part + mark):
                name = name[len(part) + 1 :]
                break
    return name


def _telling(formula: Expr) -> bool:
    """Whether the formula says more than a setting."""
    return not isinstance(formula, (Sym, Num))


def _sum(values: list[Value | None]) -> Value | None:
    total: Value = 0
    for value in values:
        if value is None:
            return None
        total = total + value
    return total


__all__ = ["Content", "Row", "anchor", "content", "number", "own_name", "percent", "shape_text"]
