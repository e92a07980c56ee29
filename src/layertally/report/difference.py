"""What changed between two models, as a figure: a card a change, each with its sign and its word; the same folded.

In: `Comparison`, the names of both, options. Out: a `Figure`. There are no edges: the cards are a list of what differs,
in the order of the layers. Colour says the kind of layer, never what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from .. import words
from ..figure import Figure, Options
from ..figure.blocks.base import Block, Pen
from ..figure.blocks.card import Card, Slim
from ..figure.blocks.panel import Frame, Titles
from ..figure.fit import misfit_high
from ..figure.ledger import Content, Row
from ..figure.paper import on_sheet
from ..figure.refusal import PaperError
from ..figure.sheet import LARGE, NARROW_PAD, PAD
from ..figure.tangle import Apart
from ..formula import Value, text_value
from ..paint.canvas import Canvas, Drawing
from .cells import clean
from .compare import Change, Comparison
from .diff import difference, text_delta
from .phrases import counted, say
from .rows import text_outputs, text_percent

SIGNS = {"changed": "≠", "added": "+", "removed": "−"}
"""What stands before the word, so that neither hue nor language is needed."""
MOST = 80
"""Cards; beyond that a list is read better in the terminal."""
GAP = 10.0
MOST_WORDS = 1800


def figure(found: Comparison, names: tuple[str, str], options: Options | None = None) -> Figure:
    """The figure of a comparison; `names` are what the two models were called in the call. Raises
    LayertallyError where a preset's paper cannot hold it."""
    options = options or Options()
    lang, sheet = options.lang, options.sheet
    width = float(sheet.card)
    pad = PAD if sheet.width > LARGE else NARROW_PAD
    blocks = [*_cards(found, lang, width), _totals(found, lang, width)]
    frame = Frame(Apart(blocks, GAP), _titles(found, names, lang), pad=pad, least=width + 2 * pad)
    title, said = _title(found), _said(found, lang)
    drawn = _drawn(frame, title, said)
    if misfit_high(drawn.height, sheet):
        high = drawn.height * sheet.scale / 72
        raise PaperError(
            f"the changes do not fit the preset `{sheet.name}`: {high:.1f} in high, {sheet.height:.1f} in is the most",
            fix="draw them with --preset page",
        )
    drawing = on_sheet(drawn, sheet)
    return Figure("diff", title, said, drawing)


def _drawn(frame: Frame, title: str, said: str) -> Drawing:
    canvas = Canvas()
    frame.draw(Pen(canvas), 1 + frame.left, 1)
    return canvas.drawing(round(frame.width + 2.49), round(frame.height + 2.49), title, said[:MOST_WORDS])


def _title(found: Comparison) -> str:
    return " → ".join(dict.fromkeys(clean(side.model.name) for side in (found.before, found.after)))


def _titles(found: Comparison, names: tuple[str, str], lang: str) -> Titles:
    before, after = found.before.totals.params, found.after.totals.params
    delta = text_delta(difference(before, after))
    total = words.label("n_params", lang, delta) if delta else say("equal", lang) if found.equal else ""
    return Titles(_title(found), " → ".join(_short(names)), total, _share(before, after))


def _short(names: tuple[str, str]) -> list[str]:
    """Files without their folders, where they can be told apart without."""
    short = [clean(name.replace("\\", "/").rpartition("/")[2]) for name in names]
    return short if short[0] != short[1] else [clean(name) for name in names]


def _cards(found: Comparison, lang: str, width: float) -> Iterator[Block]:
    shown = 0
    for same, run in groupby(found.changes, lambda change: change.kind == "same"):
        changes = list(run)
        if same:
            yield Slim(_same(changes, lang), width)
            continue
        for change in changes[: max(0, MOST - shown)]:
            yield Card(_card(change, lang), width)
        shown += len(changes)
    if shown > MOST:
        more = say("and_more", lang, f"{shown - MOST:,}")
        yield Slim(Content(more, "", (), (), "plain", slim=True), width)


def _same(changes: list[Change], lang: str) -> Content:
    names = " … ".join(dict.fromkeys((changes[0].name, changes[-1].name)))
    count = counted("layers", "one_layer", len(changes), lang)
    return Content(count, names, (), (), "plain", slim=True, right=f"= {say('same', lang)}")


def _card(change: Change, lang: str) -> Content:
    layer = change.after or change.before
    removed = change.kind == "removed"
    family = "ghost" if removed else layer.family if layer is not None else "plain"
    kind = change.type or words.label("input", lang)
    facts = tuple(part for part in (change.what,) if part)
    badge = f"{SIGNS[change.kind]} {say(change.kind, lang)}"
    return Content(kind, change.name, facts, tuple(_rows(change, lang)), family, badge)


def _rows(change: Change, lang: str) -> Iterator[Row]:
    before, after = change.before, change.after
    if before is None and after is None:
        return
    shapes = tuple(text_outputs(layer) for layer in (before, after) if layer is not None)
    label = words.label("out", lang)
    if len(set(shapes)) > 1:
        yield Row(label, " → ".join(shapes))
    elif change.kind != "changed":
        yield Row(label, "", shapes[0])
    yield _sides(words.label("params", lang), *change.params, one_sided=change.kind != "changed")


def _sides(label: str, before: Value | None, after: Value | None, one_sided: bool = False) -> Row:
    """`262,400 → 131,200` and the difference with its sign."""
    both = f"{text_value(before)} → {text_value(after)}"
    if one_sided:
        return Row(label, "", text_delta(difference(before, after)) or text_value(after))
    if before == after:
        return Row(label, "", text_value(after))
    return Row(label, both, text_delta(difference(before, after)))


def _totals(found: Comparison, lang: str, width: float) -> Block:
    totals = found.before.totals, found.after.totals
    rows = (
        _sides(words.label("params", lang), totals[0].params, totals[1].params),
        _sides(words.label("macs", lang), totals[0].macs, totals[1].macs),
    )
    return Card(Content(f"Σ {say('total', lang)}", "", (), rows, "plain"), width)


def _share(before: Value | None, after: Value | None) -> str:
    delta = difference(before, after)
    if not isinstance(delta, int) or not isinstance(before, int) or not before or not delta:
        return ""
    return ("−" if delta < 0 else "+") + text_percent(abs(delta) / before)


def _said(found: Comparison, lang: str) -> str:
    """The figure in words."""
    out = []
    for change in found.changes:
        if change.kind == "same":
            continue
        rows = (f"{row.label} {row.formula} {row.result}" for row in _rows(change, lang))
        parts = [f"{say(change.kind, lang)} {change.type} {change.name}", change.what, *rows]
        out.append(", ".join(" ".join(part.split()) for part in parts if part))
    same = f"{say('same', lang)} {counted('layers', 'one_layer', found.same, lang)}"
    return "; ".join([*out, same])
