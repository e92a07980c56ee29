"""What the cards of a difference say: each change by its sign and its word, old and new values; the same in one line.

In: a node of both models, a width. Out: a block.
"""

from __future__ import annotations

from collections.abc import Iterator

from ... import words
from ...annotation import AnnotatedLayer
from ...figure.blocks.base import Block
from ...figure.blocks.card import Card, Slim, badge_room
from ...figure.blocks.lines import PAD_LEFT, PAD_RIGHT
from ...figure.ledger import Content, Row
from ...formula import Value, text_value
from ...paint.text import shortened, wide
from ..compare import Change, Comparison
from ..diff import difference, text_delta
from ..phrases import counted, say
from ..rows import text_outputs
from .merged import Node

SIGNS = {"changed": "≠", "added": "+", "removed": "−"}
"""What stands before the word, so that neither hue nor language is needed."""


def block_of(node: Node, width: float, lang: str, brief: bool = False) -> Block:
    """The card of a change (a line where it is to be `brief`), or a line for all that is the same or that there is no
    room for."""
    if node.kind == "more":
        count = sum(change.kind != "same" for change in node.changes)
        return Slim(Content(say("and_more", lang, f"{count:,}"), "", (), (), "plain", slim=True), width)
    if node.kind == "same":
        return Slim(_same(node.changes, lang), width)
    content = _card(node.changes[0], lang, width)
    if not brief:
        return Card(content, width)
    params = content.rows[-1].result if content.rows else ""
    return Slim(content._replace(rows=(), slim=True, right=params), width)


def _same(changes: tuple[Change, ...], lang: str) -> Content:
    names = " … ".join(dict.fromkeys((changes[0].name, changes[-1].name)))
    count = changes[0].type if len(changes) == 1 else counted("layers", "one_layer", len(changes), lang)
    return Content(count, names, (), (), "plain", slim=True, right=f"= {say('same', lang)}")


def _card(change: Change, lang: str, width: float) -> Content:
    layer = change.after or change.before
    removed = change.kind == "removed"
    family = "ghost" if removed else layer.family if layer is not None else "plain"
    kind = change.type or words.label("input", lang)
    facts = tuple(part for part in (change.what,) if part)
    sign, room = SIGNS[change.kind], width - PAD_LEFT - PAD_RIGHT
    badges = (f"{sign} {say(change.kind, lang)}", sign)
    badge = next((each for each in badges if wide(kind, "t13") + badge_room(each) <= room), "")
    kind = kind if badge else f"{sign}{kind}"
    return Content(kind, change.name, facts, tuple(rows_of(change, lang)), family, badge)


def rows_of(change: Change, lang: str) -> Iterator[Row]:
    """Shape and parameters, before and after."""
    before, after = change.before, change.after
    if before is None and after is None:
        return
    shapes = tuple(text_outputs(layer) for layer in (before, after) if layer is not None)
    label = words.label("out", lang)
    if len(set(shapes)) > 1:
        yield Row(label, " → ".join(shapes))
    elif change.kind != "changed":
        yield Row(label, "", shapes[0])
    row = _sides(words.label("params", lang), *change.params, one_sided=change.kind != "changed")
    told = " → ".join(dict.fromkeys(_worked(layer) for layer in (before, after) if layer is not None))
    yield (
        row._replace(formula=shortened(row.formula, told))
        if row.formula
        else row._replace(result=shortened(row.result, told))
    )


def _worked(layer: AnnotatedLayer) -> str:
    """How a count comes about: `(256 + 1)·10 = 2,570`; what a card's value says to those who point at it."""
    value = text_value(layer.count.value)
    return value if layer.count.formula is None else f"{layer.count.formula.worked()} = {value}"


def _sides(label: str, before: Value | None, after: Value | None, one_sided: bool = False) -> Row:
    """`262,400 → 131,200` and the difference with its sign."""
    both = f"{text_value(before)} → {text_value(after)}"
    if one_sided:
        return Row(label, "", text_delta(difference(before, after)) or text_value(after))
    if before == after:
        return Row(label, "", text_value(after))
    return Row(label, both, text_delta(difference(before, after)))


def total(found: Comparison, lang: str, width: float) -> Block:
    """What all of it comes to."""
    totals = found.before.totals, found.after.totals
    rows = (
        _sides(words.label("params", lang), totals[0].params, totals[1].params),
        _sides(words.label("macs", lang), totals[0].macs, totals[1].macs),
    )
    return Card(Content(f"Σ {say('total', lang)}", "", (), rows, "plain"), width)
