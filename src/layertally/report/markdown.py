"""The layer table as a Markdown pipe table, every name escaped.

In: `Grouped`, `View`. Out: text that GitHub, Python-Markdown and pandoc read alike.

>>> escape("a|b*c_d`e`<i>")
'a\\\\|b\\\\*c\\\\_d\\\\`e\\\\`&lt;i&gt;'
"""

from __future__ import annotations

import re

from ..group import Group, Grouped
from .cells import pad, pad_left, width
from .markup import INDENT, Table, build
from .rows import View

_MARKS = re.compile(r"([\\`*_\[\]|#!{}])")
# Not every Markdown takes a backslash before these; each takes the character's number.
_NUMBERED = str.maketrans({char: f"&#{ord(char)};" for char in "$~^"})


def write(grouped: Grouped, view: View, only: Group | None = None) -> str:
    """The table, its columns in line so that the source reads well too."""
    table = build(grouped, view, only)
    lines = [[escape(cell) for cell in table.header]]
    lines += [_line(row, kind) for row, kind in zip(table.body, table.kinds, strict=False)]
    if table.total is not None:
        lines.append([f"**{escape(cell)}**" if cell else "" for cell in table.total])
    return _set(lines, table)


def _line(row: tuple[str, ...], kind: str) -> list[str]:
    name = row[0]
    depth = (len(name) - len(name.lstrip(" "))) // len(INDENT)
    cells = [escape(cell.strip()) for cell in row]
    cells[0] = "&emsp;" * depth + cells[0]
    return [f"**{cell}**" if cell else "" for cell in cells] if kind == "group" else cells


def _set(lines: list[list[str]], table: Table) -> str:
    widths = [max(3, *(width(line[column]) for line in lines)) for column in range(len(table.header))]
    rule = [("-" * (cells - 1) + ":") if column in table.right else "-" * cells for column, cells in enumerate(widths)]
    set_ = [
        [(pad_left if column in table.right else pad)(cell, widths[column]) for column, cell in enumerate(line)]
        for line in lines
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in (set_[0], rule, *set_[1:]))


def escape(text: str) -> str:
    """Text that Markdown and HTML leave alone, on one line."""
    text = " ".join(text.split()) if "\n" in text or "\r" in text else text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(r"\\\1", text).translate(_NUMBERED)
