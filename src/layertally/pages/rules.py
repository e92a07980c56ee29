"""Rules in the margin: each formula once a page, with one sentence; later groups link to the group that set it.

In: annotated layers, group by group. Out: `Rule`s for the first group that uses them, links for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..annotation import AnnotatedLayer
from ..formula import Expr, Num, Sym
from ..formula.expr import UnlessZero
from ..formula.mathml import mathml
from ..ops.base import Size
from .data import Rule, RuleLink
from .phrases import say, sentence

SPATIAL = ("H", "W", "D", "T")


@dataclass(slots=True)
class Rules:
    """The rules of one page. A padding of zero is left out of a rule unless the same rule is used with padding too:
    `padded` are those rules, as `padded_rules` finds them."""

    lang: str
    prefix: str
    maths: str = "mathml"
    margin: bool = True
    padded: frozenset[str] = frozenset()
    _set: dict[tuple[str, str, str], tuple[Rule, str]] = field(default_factory=dict)
    _by_formula: dict[tuple[str, str], Rule] = field(default_factory=dict)

    def of_group(self, layers: Sequence[AnnotatedLayer], title: str) -> tuple[tuple[Rule, ...], tuple[RuleLink, ...]]:
        """The rules that these layers are the first to use, and the groups that set their others."""
        fresh: list[Rule] = []
        before: dict[str, RuleLink] = {}
        for layer in layers:
            for what, formula, size in self._used(layer):
                key = (layer.layer.type, what, self._symbols(formula))
                if key in self._set:
                    rule, group = self._set[key]
                    if rule not in fresh:
                        before.setdefault(group, RuleLink(group, f"#{rule.id}"))
                    continue
                rule = self._rule(layer, what, formula, size)
                self._set[key] = (rule, title)
                fresh.append(rule)
        return tuple(fresh), tuple(before.values())

    def link(self, layer: AnnotatedLayer, what: str, formula: Expr | None) -> RuleLink | None:
        """Where the page explains this formula; None where it has no margin."""
        if not self.margin:
            return None
        found = self._set.get((layer.layer.type, what, self._symbols(formula))) if formula is not None else None
        return RuleLink(found[0].title, f"#{found[0].id}") if found else None

    def _is_padded(self, formula: Expr) -> bool:
        return formula.symbols(full=True) in self.padded

    def _symbols(self, formula: Expr) -> str:
        return formula.symbols(full=self._is_padded(formula))

    def _used(self, layer: AnnotatedLayer) -> list[tuple[str, Expr, Size | None]]:
        out: list[tuple[str, Expr, Size | None]] = []
        if layer.layer.op is None:
            return out
        if layer.count.formula is not None and layer.count.tied_to is None:
            out.append(("params", layer.count.formula, None))
        for shape in layer.outputs[:1]:
            worked = [size for size in shape.sizes if not isinstance(size.formula, (Sym, Num))]
            spatial = [size for size in worked if size.label in SPATIAL]
            out += [("out", size.formula, size) for size in (spatial[:1] or worked[:1])]
        return out

    def _rule(self, layer: AnnotatedLayer, what: str, formula: Expr, size: Size | None) -> Rule:
        title = say(f"rule_{what}", self.lang, layer.layer.type)
        id_ = f"{self.prefix}rule-{len(self._set) + 1}"
        words = self._sentence(layer, what, formula, size)
        result = "P" if what == "params" else f"{size.label}'" if size is not None and size.label in SPATIAL else ""
        latex = (f"{result} = " if result else "") + formula.latex(full=self._is_padded(formula))
        same = self._by_formula.get((what, self._symbols(formula)))
        if same is not None:
            gap = "" if self.lang == "zh" else " "
            return Rule(id_, title, "", latex, f"{say('same_rule', self.lang, same.title)}{gap}{words}".strip())
        rule = Rule(id_, title, self._maths(formula, result, latex), latex, words)
        self._by_formula[what, self._symbols(formula)] = rule
        return rule

    def _maths(self, formula: Expr, result: str, latex: str) -> str:
        if self.maths == "mathjax":
            from html import escape

            return f'<div class="arithmatex">\\[{escape(latex)}\\]</div>'
        return mathml(formula, result=result, full=self._is_padded(formula))

    def _sentence(self, layer: AnnotatedLayer, what: str, formula: Expr, size: Size | None) -> str:
        op = layer.layer.op
        assert op is not None
        if what == "params":
            bias = bool(getattr(op, "bias", False))
            return sentence(op.kind, formula.symbols(), self.lang) or sentence(op.kind, what, self.lang, bias)
        mode = getattr(getattr(getattr(op, "window", None), "padding", None), "mode", "explicit")
        parts = [say("with_padding", self.lang, mode)] if mode in ("same", "causal", "valid") else []
        parts += [said] if (said := sentence(op.kind, what, self.lang)) else []
        sizes = layer.outputs[0].sizes
        others = [
            other.label for other in sizes if other.label in SPATIAL and size is not None and other.label != size.label
        ]
        if others and size is not None and size.label in SPATIAL:
            joined = ("、" if self.lang == "zh" else ", ").join(say(label, self.lang) for label in others)
            parts.append(say("likewise", self.lang, joined[:1].upper() + joined[1:]))
        if hasattr(op, "filters"):
            parts.append(say("channels_filters", self.lang))
        elif layer.family == "pool" and size is not None and size.label in SPATIAL:
            parts.append(say("channels_stay", self.lang))
        return ("" if self.lang == "zh" else " ").join(parts)


def padded_rules(layers: Iterable[AnnotatedLayer]) -> frozenset[str]:
    """The size rules that some layer uses with padding."""
    sizes = (size.formula for layer in layers for out in layer.outputs for size in out.sizes)
    return frozenset(
        formula.symbols(full=True)
        for formula in sizes
        if formula.symbols() == formula.symbols(full=True)
        and any(isinstance(node, UnlessZero) for node in formula.walk())
    )
