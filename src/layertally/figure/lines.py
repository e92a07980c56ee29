"""What the compact lines of a figure say of parameters, so that all have columns of one width.

In: the items of a group, who reads each layer, the options. Out: values and formulas as texts; the line of a scope that
is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import words
from ..group import Item
from .blocks.card import Columns, Line, Said
from .ledger import Content
from .options import Options
from .scope import closed
from .texts import number
from .units import Unit, units


def counts(
    items: Sequence[Item], readers: Mapping[str, Sequence[str]], options: Options, batch: str
) -> Iterator[tuple[str, Said]]:
    """The value and the formula of every card, those in panels too."""
    for node in units(items, readers, options.fuses):
        if isinstance(node, Unit):
            yield number(node.params), before(node, options.lang)
        elif node.closed:
            _, params = closed(node, options, batch).rows
            yield params.result, Said(params.formula)
        else:
            yield from counts(node.items, readers, options, batch)


def before(unit: Unit, lang: str) -> Said:
    """What a compact line says before its value: the formula, or whose weights these are."""
    tied = unit.first.count.tied_to
    return Said(words.label("shared", lang, tied), words=True) if tied else Said(unit.worked)


def closed_line(content: Content, width: float, columns: Columns) -> Line:
    """A closed scope on one line, which says how many layers it has and what figure opens it, at the least the latter;
    tight where it has no room for that."""
    out, *_, params = content.rows
    notes = (" · ".join(content.facts), " · ".join(content.facts[1:]))
    made = (Line(content, width, out.result, Said(params.formula), params.result, columns, note) for note in notes)
    full, brief = made
    return brief if full.tight else full
