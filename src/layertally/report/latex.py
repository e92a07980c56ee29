"""The layer table as a LaTeX `tabular` with booktabs; formulas stand in math mode, names are escaped.

In: `Grouped`, `View`. Out: text to `\\input`. Needs `booktabs`; Chinese titles need `ctex` or `xeCJK`.

>>> escape("a_b & 50% {x} \\\\ #1"), math("(3·3·1 + 1)·32")
('a\\\\_b \\\\& 50\\\\% \\\\{x\\\\} \\\\textbackslash{} \\\\#1', '$(3{\\\\cdot}3{\\\\cdot}1 + 1){\\\\cdot}32$')
"""

from __future__ import annotations

import re

from ..group import Group, Grouped
from .cells import clean
from .markup import INDENT, Table, build
from .phrases import say
from .rows import View

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\char34{}",
    "·": r"$\cdot$",
    "×": r"$\times$",
    "→": r"$\to$",
    "−": "$-$",
    "…": r"\dots{}",
    "Σ": r"$\Sigma$",
}
_MATH = {
    "·": r"{\cdot}",
    "×": r"{\times}",
    "−": "-",
    "⌊": r"\lfloor ",
    "⌋": r"\rfloor ",
    "⌈": r"\lceil ",
    "⌉": r"\rceil ",
    ",": "{,}",
    "%": r"\%",
}
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
CHINESE = 0x2E80
"""The first character that needs a Chinese font."""
MATHEMATICAL = (2, 3, 4, 5, 6)


def write(grouped: Grouped, view: View, only: Group | None = None) -> str:
    """The table with its caption's words as a comment, ready for `table` or `longtable`."""
    table = build(grouped, view, only)
    ends = len(table.header) - 1
    out = [f"% {_comment(say('caption', view.lang, grouped.annotated.model.name))}; needs \\usepackage{{booktabs}}"]
    if any(ord(char) >= CHINESE for row in (table.header, *table.body) for cell in row for char in cell):
        out.append("% and \\usepackage{ctex} (XeLaTeX or LuaLaTeX) for the Chinese text")
    out.append(rf"\begin{{tabular}}{{{''.join('r' if column in table.right else 'l' for column in range(ends + 1))}}}")
    out += [r"\toprule", _row([escape(cell) for cell in table.header]), r"\midrule"]
    for position, (row, kind) in enumerate(zip(table.body, table.kinds, strict=False)):
        if kind == "group" and position:
            out.append(r"\addlinespace")
        out.append(_row(_cells(row, kind, table)))
    if table.total is not None:
        out += [r"\midrule", _row(_cells(table.total, "group", table))]
    return "\n".join([*out, r"\bottomrule", r"\end{tabular}", ""])


def _cells(row: tuple[str, ...], kind: str, table: Table) -> list[str]:
    depth = (len(row[0]) - len(row[0].lstrip(" "))) // len(INDENT)
    name = escape(row[0].strip())
    if kind == "group":
        name = rf"\textbf{{{name}}}"
    elif depth or kind == "layer":
        name = rf"\hspace*{{{(depth + 1) / 2:g}em}}{name}"
    rest = []
    for column, cell in enumerate(row[1:], 1):
        rest.append(_value(cell) if column in table.right or column > 1 else escape(cell))
    return [name, *rest]


def _value(cell: str) -> str:
    """A formula or a number in math mode; words beside numbers stay words."""
    if not cell:
        return ""
    if re.fullmatch(r"[\d,]+", cell):
        return cell.replace(",", "{,}")
    if re.fullmatch(r"[0-9 ,.·×+−*/()⌊⌋⌈⌉=%<;⁰¹²³⁴⁵⁶⁷⁸⁹A-Z']+", cell) and not re.search(r"[A-Z]{2}", cell):
        return math(cell)
    return escape(cell)


def math(text: str) -> str:
    """A formula of ours in math mode."""
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: f"^{{{power[0].translate(_POWERS)}}}", text)
    out = "".join(_MATH.get(char, char) for char in text)
    return f"${' '.join(out.split())}$".replace(" $", "$")


def escape(text: str) -> str:
    """Text that LaTeX prints as it stands."""
    return "".join(_ESCAPES.get(char, char) for char in clean(text))


def _comment(text: str) -> str:
    return " ".join(clean(text).split())


def _row(cells: list[str]) -> str:
    return " & ".join(cells).rstrip() + r" \\"
