"""One layer at a time with everything said: symbols, numbers, value, and what each symbol stands for.

In: `Grouped`, `View`, the width, optionally one group. Out: styled lines (`--density teaching`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .. import words
from ..annotation import AnnotatedLayer
from ..formula import Expr, Sym, text_value
from ..group import Group, Grouped, leaves
from ..ops.base import Size
from .cells import clean, width, wrap
from .costs import formula_of, unit
from .coverage import beside
from .lines import Line, line
from .phrases import DIMS, PHRASES, say
from .rows import View, facts, problem_text, text_percent, text_shape
from .terminal import plain

LABEL = 11
"""Where formulas begin: under the longest label and its indent."""
NARROW_MEANINGS = {
    ("conv", "c_in"): ("channels in", "输入通道数"),
    ("conv", "c_out"): ("filters", "过滤器个数"),
    ("dense", "c_in"): ("features in", "输入特征数"),
    ("dense", "c_out"): ("units", "单元数"),
}
"""What a symbol means in one family, where the common meaning is wider."""
_PAIR = re.compile(r"^([A-Za-z]+)_([dhw])$")


def teaching(grouped: Grouped, view: View, cells: int, only: Group | None = None) -> list[Line]:
    """All layers of a group, or of all groups."""
    out: list[Line] = []
    for group in [only] if only is not None else grouped.groups:
        out += _title(grouped, group, view, cells)
        shown = group.layers if view.expand else tuple(leaves(group.items))
        for layer in shown:
            out += [line(), *_Card(layer, view, cells).lines()]
        out.append(line())
    return out


def layer_lines(layer: AnnotatedLayer, view: View, cells: int) -> list[Line]:
    """One layer with everything said."""
    return _Card(layer, view, cells).lines()


def _title(grouped: Grouped, group: Group, view: View, cells: int) -> list[Line]:
    shapes = (
        [grouped.annotated.shape_of(ref) for ref in group.inputs],
        [grouped.annotated.shape_of(ref) for ref in group.outputs],
    )
    flow = " → ".join(", ".join(text_shape(shape) for shape in part) for part in shapes)
    left = f"{clean(group.title)}  {flow}"
    right = say("n_parameters", view.lang, text_value(group.params))
    if len(grouped.groups) > 1:
        right = say("share_of", view.lang, right, text_percent(grouped.share(group.known_params)))
    if view.ascii:
        left, right = plain(left), plain(right)
    if width(left) + 2 + width(right) <= cells:
        return [line(left, "bold").to(cells - width(right)).then(right)]
    return [*(line(part, "bold") for part in wrap(left, cells)), *(line(part) for part in wrap(right, cells))]


class _Card:
    """The text of one layer."""

    def __init__(self, layer: AnnotatedLayer, view: View, cells: int) -> None:
        self.layer, self.view, self.cells = layer, view, cells

    def lines(self) -> list[Line]:
        layer, lang = self.layer, self.view.lang
        head = "  ".join(part for part in (clean(layer.name), clean(layer.layer.type), facts(layer, lang)) if part)
        first, *rest = wrap(self.said(head), self.cells)
        out = [
            line(first, "bold"),
            *(line("  " + part, "bold") for part in wrap(" ".join(rest), self.cells - 2) if part),
        ]
        if layer.problem is not None:
            out += [line("  " + part, "bad") for part in wrap(self.said(problem_text(layer, lang)), self.cells - 2)]
        out += self._output()
        count = layer.count
        if count.tied_to is not None:
            out += self._plain("params", f"0   {say('tied', lang, clean(count.tied_to))}")
        elif count.formula is not None:
            out += self._formula("params", count.formula, self._tensors())
        elif count.value != 0 or layer.status == "unexplained":
            out += self._plain("params", text_value(count.value))
        cost = formula_of(layer, self.view.macs)
        if cost is not None:
            out += self._formula(unit(self.view.macs, lang), cost, "")
        if layer.layer.folded:
            out += self._plain("coverage_label", beside(layer, lang))
        return out + self._where()

    def said(self, text: str) -> str:
        return plain(text) if self.view.ascii else text

    def _output(self) -> list[Line]:
        layer, lang = self.layer, self.view.lang
        if not layer.reached:
            return self._plain("output", say("not_reached", lang))
        sizes = [size for out in layer.outputs for size in out.sizes]
        told = self._told()
        if not told:
            return self._plain("output", ", ".join(text_shape(out.shape) for out in layer.outputs) or "?")
        out: list[Line] = []
        for position, size in enumerate(told):
            remark = self._likewise(sizes, told) if position == len(told) - 1 else ""
            out += self._formula("output" if position == 0 else "", size.formula, remark)
        return out

    def _told(self) -> list[Size]:
        """The dims that are worked out, of alike ones the first."""
        found: dict[str, Size] = {}
        for out in self.layer.outputs:
            for size in out.sizes:
                if size.formula.parts:
                    found.setdefault(size.formula.worked(full=True), size)
        return list(found.values())

    def _likewise(self, sizes: Sequence[Size], told: Sequence[Size]) -> str:
        """What the other dims are: `width likewise, channels = filters`."""
        lang, parts = self.view.lang, []
        for size in sizes:
            if any(size is one for one in told):
                continue
            label = say(DIMS[size.label], lang) if size.label in DIMS else size.label
            if size.formula.parts:
                parts.append(say("likewise", lang, label))
            else:
                named = (
                    say("filters_word", lang)
                    if size.label == "C" and self.layer.family == "conv"
                    else text_value(size.formula.value)
                )
                parts.append(say("equals", lang, label, named))
        return ", ".join(parts)

    def _tensors(self) -> str:
        """`kernel 9,216 + bias 32`."""
        weights = self.layer.weights
        if weights is None or len(weights.tensors) < 2:
            return ""
        kept = [tensor for tensor in weights.tensors if tensor.role != "buffer"]
        return (
            " + ".join(f"{clean(tensor.name)} {text_value(tensor.size.value)}" for tensor in kept)
            if len(kept) > 1
            else ""
        )

    def _formula(self, key: str, formula: Expr, remark: str) -> list[Line]:
        """Symbols, numbers, value; a step that says the same as the one before is left out."""
        symbols, worked, value = formula.symbols(full=True), formula.worked(full=True), text_value(formula.value)
        steps = list(dict.fromkeys([symbols, worked, value]))
        name = self.said(say(key, self.view.lang) if key in PHRASES else key)
        out: list[Line] = []
        for position, step in enumerate(steps):
            last = position == len(steps) - 1
            parts = wrap(self.said(step), max(8, self.cells - LABEL))
            head = line(f"  {name}", "dim").to(LABEL) if position == 0 else line(" " * (LABEL - 2)).then("= ", "dim")
            out.append(head.then(parts[0], "bold" if last else ""))
            out += [line(" " * LABEL).then(part) for part in parts[1:]]
        return self._remarked(out, self.said(remark))

    def _remarked(self, out: list[Line], remark: str) -> list[Line]:
        """A remark at the right of the last line, or under it."""
        if not remark:
            return out
        if out[-1].cells + 2 + width(remark) <= self.cells:
            out[-1] = out[-1].to(self.cells - width(remark)).then(remark, "dim")
            return out
        return out + [line(" " * LABEL).then(part, "dim") for part in wrap(remark, max(8, self.cells - LABEL))]

    def _plain(self, key: str, text: str) -> list[Line]:
        first, *rest = wrap(self.said(text), max(8, self.cells - LABEL))
        head = line(f"  {self.said(say(key, self.view.lang))}", "dim").to(LABEL).then(first)
        return [head, *(line(" " * LABEL).then(part) for part in rest)]

    def _where(self) -> list[Line]:
        layer, lang = self.layer, self.view.lang
        formulas = [size.formula for size in self._told()]
        formulas += [
            formula
            for formula in (layer.count.formula, formula_of(layer, self.view.macs))
            if formula is not None and layer.count.tied_to is None
        ]
        text = " · ".join(meanings(formulas, lang, layer.family))
        if not text:
            return []
        # A symbol, its meaning and its number stay together.
        items = self.said(text).split(self.said(" · "))
        joint = self.said(" · ")
        lines, room = [""], max(8, self.cells - LABEL)
        for position, item in enumerate(items):
            piece = item + (joint if position < len(items) - 1 else "")
            if lines[-1] and width((lines[-1] + piece).rstrip()) > room:
                lines.append("")
            lines[-1] += piece
        lines = [part for each in lines for part in wrap(each.rstrip(), room)]
        head = line(f"  {self.said(say('where', lang))}", "dim").to(LABEL).then(lines[0])
        return [head, *(line(" " * LABEL).then(part) for part in lines[1:])]


def meanings(formulas: Iterable[Expr], lang: str = "en", family: str = "") -> list[str]:
    """`H input height 26`, `k_h, k_w kernel size 3`: each symbol of these formulas once, dims that go out left out.

    >>> meanings([Sym("k_h", 3) * Sym("k_w", 3) * Sym("c_in", 1)], family="conv")
    ['k_h, k_w kernel size 3', 'c_in channels in 1']
    """
    values = dict(_symbols(formulas))
    out, done = [], set()
    for name, value in values.items():
        if name in done or name.endswith("'"):
            continue
        pair = _PAIR.match(name)
        together = [name]
        if pair and pair[1] in words.SYMBOLS:
            alike = [other for other in values if (m := _PAIR.match(other)) and m[1] == pair[1]]
            if all(values[other] == value for other in alike):
                together = alike
        done |= set(together)
        base = pair[1] if pair and (len(together) > 1 or (pair[1] in words.SYMBOLS and _lone(name, values))) else name
        narrow = NARROW_MEANINGS.get((family, name))
        meaning = narrow[lang == "zh"] if narrow else words.SYMBOLS[base][lang] if base in words.SYMBOLS else ""
        out.append(" ".join(part for part in (", ".join(together), meaning, value) if part))
    return out


def _lone(name: str, values: dict[str, str]) -> bool:
    """Whether no other dim has this symbol: then its plain meaning says enough."""
    head = name.partition("_")[0]
    return sum(1 for other in values if _PAIR.match(other) and other.partition("_")[0] == head) == 1


def _symbols(formulas: Iterable[Expr]) -> Iterator[tuple[str, str]]:
    for formula in formulas:
        for node in formula.walk():
            if isinstance(node, Sym):
                yield node.name, "?" if node.value is None else str(node.value)
