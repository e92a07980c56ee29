"""The sums under a figure, as they are printed: `320 + 9,248 + 0 + 0 = 9,568`.

In: the terms of the cards. Out: text that adds up to the total; equal neighbours are drawn together, zeros go when
the line is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..formula import Poly, Value
from ..group import Panel
from .merges import has_sign
from .texts import number
from .units import Node

Term = tuple[int, Value | None]
"""How many times, and how much each time (None: not known)."""
MOST_ZEROS = 2


def node_terms(nodes: Iterable[Node]) -> list[Term]:
    """One term a card; a folded panel's counts for each of its copies. A circle with a sign is no card."""
    return [(node.repeat if isinstance(node, Panel) else 1, node.params) for node in nodes if not has_sign(node)]


def terms_texts(terms: Sequence[Term]) -> tuple[str, ...]:
    """The terms with plus signs, from the fullest text to the shortest; empty if there is nothing to add.

    >>> terms_texts([(1, 320), (1, 9248), (1, 0), (1, 9248)])
    ('320 + 9,248 + 0 + 9,248', '320 + 9,248 + 9,248', '320 + 2·9,248')
    >>> terms_texts([(1, 75008), (2, 70400)])
    ('75,008 + 2·70,400',)
    >>> terms_texts([(1, 0), (1, 0), (1, 0), (2, 34)])
    ('2·34',)
    >>> terms_texts([(1, 0), (1, 34)])
    ()
    >>> terms_texts([(1, 0), (1, 0)])
    ()
    """
    kept = [term for term in terms if term[1] != 0]
    if not kept or (len(kept) == 1 and kept[0][0] == 1):
        return ()
    # A line of zeros says less than the same line without them.
    zeros = len(terms) - len(kept)
    full = [_joined(terms)] if zeros <= min(MOST_ZEROS, len(kept)) else []
    texts = [*full, _joined(kept), _joined(_together(kept))]
    return tuple(dict.fromkeys(text for text in texts if text))


def total_text(terms: Sequence[Term]) -> str:
    """The total; with `+ ?` if a term is not known.

    >>> total_text([(1, 320), (1, None)])
    '320 + ?'
    """
    total: Value = 0
    for count, value in terms:
        if value is not None:
            total = total + count * value
    known = number(total)
    if all(value is not None for _, value in terms):
        return known
    return "?" if total == 0 else f"{known} + ?"


def _joined(terms: Sequence[Term]) -> str:
    return " + ".join(_times(count, value) for count, value in terms)


def _times(count: int, value: Value | None) -> str:
    text = number(value)
    if count == 1:
        return text
    return f"{count}·({text})" if isinstance(value, Poly) and len(value.terms) > 1 else f"{count}·{text}"


def _together(terms: Sequence[Term]) -> list[Term]:
    counts: dict[Value | None, int] = {}
    for count, value in terms:
        counts[value] = counts.get(value, 0) + count
    return [(count, value) for value, count in counts.items()]
