"""A formula as MathML, which browsers set without a script: the same tree as the texts of `typeset`, walked for print.

In: an `Expr`. Out: a `<math>` element whose annotation keeps the LaTeX, so that a copy is never worse than the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from .expr import Add, Asked, Div, Expr, Max, Mul, Num, Sym, UnlessZero
from .typeset import thousands
from .value import Poly

BRACKETS = {"floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
THIN = '<mspace width="0.167em"/>'
DOT = "<mo>⋅</mo>"


def mathml(node: Expr, *, result: str = "", numbers: bool = False, full: bool = False, block: bool = True) -> str:
    """The formula as `<math>`; `result` is the symbol it is worked out for (`P`), `numbers` puts the values in.

    >>> mathml(Sym("T", 3) + 1, block=False).partition("<annotation")[0]
    '<math><semantics><mrow><mrow><mi>T</mi><mo>+</mo><mn>1</mn></mrow></mrow>'
    """
    latex = node.latex(numbers=numbers, full=full)
    left = ""
    if result:
        left = f"{symbol(result)}<mo>=</mo>"
        latex = f"{result} = {latex}"
    display = ' display="block"' if block else ""
    body = _Writer(numbers, full).node(node)
    return (
        f"<math{display}><semantics><mrow>{left}{body}</mrow>"
        f'<annotation encoding="application/x-tex">{escape(latex)}</annotation></semantics></math>'
    )


def symbol(name: str) -> str:
    """A symbol of the field: letters lean, words such as the `in` of `c_in` stand upright.

    >>> symbol("c_in"), symbol("H'")
    ('<msub><mi>c</mi><mtext>in</mtext></msub>', '<mrow><mi>H</mi><mo lspace="0" rspace="0">′</mo></mrow>')
    """
    head, _, tail = name.partition("_")
    bare = head.rstrip("'")
    out = f"<mi>{escape(bare)}</mi>"
    if primes := len(head) - len(bare):
        # Not a superscript: the prime of a maths font stands high already.
        out = f'<mrow>{out}<mo lspace="0" rspace="0">{"′" * primes}</mo></mrow>'
    if not tail:
        return out
    low = (
        f"<mn>{tail}</mn>"
        if tail.isdigit()
        else f"<mi>{escape(tail)}</mi>"
        if len(tail) == 1
        else f"<mtext>{escape(tail)}</mtext>"
    )
    return f"<msub>{out}{low}</msub>"


def inline_symbol(name: str) -> str:
    """A symbol alone, for a line of text or a cell."""
    return f"<math>{symbol(name)}</math>"


@dataclass(frozen=True, slots=True)
class _Writer:
    numbers: bool
    full: bool
    fraction: bool = False

    def node(self, node: Expr, term: bool = False) -> str:
        """`term`: the node stands in a sum, where thousands are separated."""
        match node:
            case Num():
                return self._number(node.number, term)
            case Sym():
                return self._symbol(node, term)
            case UnlessZero():
                return self.node(node.term, term)
            case Asked():
                return f"<mi>{escape(node.mark)}</mi>" if node.mark and self.numbers else self.node(node.term, term)
            case Add():
                return self._sum(node, term)
            case Mul():
                return self._product(node)
            case Div():
                return self._quotient(node)
            case Max():
                inside = "<mo>,</mo>".join(self.node(choice) for choice in node.choices)
                return f"<mi>max</mi>{_fenced('(', inside, ')')}"
        raise TypeError(type(node).__name__)

    def _number(self, value: int, term: bool) -> str:
        sign = "<mo>−</mo>" if value < 0 else ""
        return f"{sign}<mn>{thousands(abs(value)) if term else abs(value)}</mn>"

    def _symbol(self, node: Sym, term: bool) -> str:
        if not self.numbers or node.number is None:
            return symbol(node.name)
        if isinstance(node.number, Poly):
            text = f"<mi>{escape(str(node.number))}</mi>"
            return _fenced("(", text, ")") if not term and len(node.number.terms) > 1 else text
        return self._number(node.number, term)

    def _shown(self, node: Add) -> list[tuple[int, Expr]]:
        return [(s, p) for s, p in node.terms if self.full or not (isinstance(p, UnlessZero) and p.value == 0)]

    def _sum(self, node: Add, term: bool) -> str:
        out = ""
        for sign, part in self._shown(node):
            text = self.node(part, term=term or not self.fraction)
            if sign < 0 and isinstance(part, Add):
                text = _fenced("(", text, ")")
            mark = "<mo>−</mo>" if sign < 0 else "<mo>+</mo>" if out else ""
            out += mark + text
        return f"<mrow>{out}</mrow>" if out else "<mn>0</mn>"

    def _product(self, node: Mul) -> str:
        out = ""
        before: Expr | None = None
        for factor in node.factors:
            if before is not None:
                # Symbols stand side by side, k_h k_w; a number needs its dot.
                out += DOT if self.numbers or isinstance(factor, Num) else THIN
            text = self.node(factor)
            inner = factor.term if isinstance(factor, UnlessZero) else factor
            out += _fenced("(", text, ")") if isinstance(inner, Add) and len(self._shown(inner)) > 1 else text
            before = factor
        return f"<mrow>{out}</mrow>"

    def _quotient(self, node: Div) -> str:
        inner = _Writer(self.numbers, self.full, fraction=True)
        text = f"<mfrac><mrow>{inner.node(node.top)}</mrow><mrow>{inner.node(node.bottom)}</mrow></mfrac>"
        if node.mode == "exact":
            return text
        left, right = BRACKETS[node.mode]
        return _fenced(left, text, right)


def _fenced(left: str, inside: str, right: str) -> str:
    grows = str("<mfrac>" in inside).lower()
    return (
        f'<mrow><mo fence="true" stretchy="{grows}" form="prefix">{left}</mo>{inside}'
        f'<mo fence="true" stretchy="{grows}" form="postfix">{right}</mo></mrow>'
    )
