"""Derivation cards: of one number, its formula with symbols, with numbers, its value, and where everything comes from.

In: an annotated layer. Out: `Why`s. The ids begin with `figure.content.anchor`, so the links of figures meet them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..annotation import AnnotatedLayer
from ..figure.content import anchor, number, shape_text
from ..formula import Expr, Num, Sym, added
from ..model import str_shape
from ..ops.base import Size
from ..report.costs import formula_of
from .costs import card_name
from .data import RuleLink, Why
from .numbers import product
from .phrases import say
from .symbols import symbols_of


class Whys:
    """Makes the cards of one page: `prefix` keeps its ids apart from those of other figures on the page."""

    def __init__(self, prefix: str, lang: str, framework: str, batch: str, macs: str) -> None:
        self.prefix, self.lang, self.framework, self.batch, self.convention = prefix, lang, framework, batch, macs

    def params(self, layer: AnnotatedLayer, rule: RuleLink | None) -> Why | None:
        """Of the parameters; None where there is nothing to derive."""
        formula = layer.count.formula
        if layer.inner is not None and layer.count.value:
            return self._nested(layer)
        if formula is None or layer.count.tied_to is not None:
            return None
        return self._why(
            layer,
            "",
            say("why_params", self.lang),
            formula,
            rule,
            weights=self._tensors(layer),
            reported=self._reported_params(layer),
        )

    def macs(self, layer: AnnotatedLayer) -> Why | None:
        """Of the cost, as the page's convention counts it."""
        formula = formula_of(layer, self.convention)
        if formula is None or formula.value is None:
            return None
        return self._why(layer, "--macs", card_name(self.convention, self.lang), formula, None)

    def size(self, layer: AnnotatedLayer, size: Size, rule: RuleLink | None) -> Why | None:
        """Of one dim of the output; None where the dim is a setting."""
        if isinstance(size.formula, (Sym, Num)):
            return None
        what = say(
            "why_out",
            self.lang,
            say(size.label, self.lang) if size.label in "HWDTC" or size.label == "features" else size.label,
        )
        reported = layer.layer.reported
        shape = reported.output_shapes[0] if reported is not None and reported.output_shapes else None
        said = (
            say("reports", self.lang, self.framework, shape_text(shape, self.batch, short=False))
            if shape is not None
            else ""
        )
        return self._why(layer, f"--{size.axis}", what, size.formula, rule, reported=said)

    def _why(
        self,
        layer: AnnotatedLayer,
        suffix: str,
        what: str,
        formula: Expr,
        rule: RuleLink | None,
        weights: str = "",
        reported: str = "",
    ) -> Why:
        symbols, worked, value = formula.symbols(), formula.worked(), number(formula.value)
        lines = tuple(dict.fromkeys(line for line in (symbols, worked) if line != value))
        return Why(
            self.prefix + anchor(layer.name) + suffix,
            layer.name,
            what,
            lines,
            value,
            symbols_of([formula], self.lang),
            weights,
            reported,
            layer.status,
            rule,
            _place(layer),
            shown=value,
        )

    def _nested(self, layer: AnnotatedLayer) -> Why:
        assert layer.inner is not None
        parts = [part for part in layer.inner.layers if part.count.value]
        line = " + ".join(number(part.count.value) for part in parts[:8]) + (" + …" if len(parts) > 8 else "")
        value = number(layer.count.value)
        return Why(
            self.prefix + anchor(layer.name),
            layer.name,
            say("why_params", self.lang),
            (line,),
            value,
            weights=", ".join(f"{part.name} {number(part.count.value)}" for part in parts[:8]),
            reported=self._reported_params(layer),
            status=layer.status,
            place=_place(layer),
            shown=value,
        )

    def fused(self, layers: Sequence[AnnotatedLayer]) -> Why:
        """Of the sum that the figure shows for layers on one card."""
        value = number(added(layer.count.value for layer in layers))
        line = " + ".join(number(layer.count.value) for layer in layers)
        return Why(
            self.prefix + anchor(layers[0].name) + "--card",
            " + ".join(layer.name for layer in layers),
            say("why_params", self.lang),
            (line,),
            value,
            weights=", ".join(
                f"{layer.name} {layer.count.formula.worked()}" for layer in layers if layer.count.formula
            ),
            shown=value,
        )

    def _tensors(self, layer: AnnotatedLayer) -> str:
        found: list[tuple[str, str, str]] = []
        if layer.weights is not None:
            for tensor in layer.weights.tensors:
                dims = tuple(dim.value for dim in tensor.shape)
                found.append((tensor.name, "×".join(number(dim) for dim in dims), number(product(dims))))
        else:
            for name, shape, _ in layer.layer.weights or ():
                found.append((name, str_shape((None, *shape)) if shape else "1", number(product(shape))))
        said = (f"{name} {shape} = {size}" if "×" in shape else f"{name} {size}" for name, shape, size in found[:8])
        return say("weights_are", self.lang, ", ".join(said) + (", …" if len(found) > 8 else "")) if found else ""

    def _reported_params(self, layer: AnnotatedLayer) -> str:
        reported = layer.layer.reported
        if reported is None or reported.params is None:
            return ""
        return say("reports", self.lang, self.framework, number(reported.params))


def _place(layer: AnnotatedLayer) -> str:
    """`vgg.yaml:9`, without folders."""
    place = layer.layer.place
    if place is None:
        return ""
    name = place.path.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{name}:{place.line}" if place.line is not None else name
