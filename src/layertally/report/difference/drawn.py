"""The figure of a difference: its cards, its flow, its sums.

In: `Comparison`, the names of both, options. Out: a `Figure`. Where the lines would take more room than the sheet has,
fewer cards or in the end the list of changes without lines. Colour says the kind of layer, never what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ... import words
from ...figure import Figure, Options
from ...figure.blocks.base import Block, Pen
from ...figure.blocks.panel import Frame, Titles
from ...figure.blocks.small import Port
from ...figure.fit import misfit_high
from ...figure.paper import on_sheet
from ...figure.refusal import PaperError
from ...figure.sheet import LARGE, NARROW_PAD, PAD
from ...figure.tangle import Apart
from ...formula import Value
from ...model import str_shape
from ...paint.canvas import Canvas, Drawing
from ...paint.sheets import Preset
from ..cells import clean
from ..compare import Comparison
from ..diff import difference, text_delta
from ..phrases import counted, say
from ..rows import text_percent
from .cards import block_of, rows_of, total
from .flow import Flow
from .merged import Merged, Node, merged

GAP = 14.0
WIDE, LEAST = 480.0, 240.0
"""Px of cards where some stand beside each other, and of the narrowest between tracks."""
BORDER = 2.0
MOST_WORDS = 1800


def figure(found: Comparison, names: tuple[str, str], options: Options | None = None) -> Figure:
    """The figure of a comparison; `names` are what the two models were called in the call. Raises
    LayertallyError where a preset's paper cannot hold it."""
    options = options or Options()
    lang, sheet = options.lang, options.sheet
    pad = PAD if sheet.width > LARGE else NARROW_PAD
    title, said = _title(found), _said(found, lang)
    for body in _bodies(found, lang, sheet, sheet.widest - 2 * pad - BORDER):
        frame = Frame(body, _titles(found, names, lang), pad=pad, least=float(sheet.card) + 2 * pad)
        drawn = _drawn(frame, title, said)
        printed = sheet._replace(width=max(sheet.width, int(drawn.width)))
        if not misfit_high(drawn.height, printed):
            return Figure("diff", title, said, on_sheet(drawn, printed))
    high = drawn.height * printed.scale / 72
    raise PaperError(
        f"the changes do not fit the preset `{sheet.name}`: {high:.1f} in high, {sheet.height:.1f} in is the most",
        fix="draw them with --preset page",
    )


def _bodies(found: Comparison, lang: str, sheet: Preset, most: float) -> Iterator[Block]:
    """The flow with its sums below, if it is no wider than `most`, else the list of changes; on paper then with a line
    a change."""
    for brief in (False, True) if sheet.inches else (False,):
        flows = (_flow(merged(found, fine=fine), found, lang, sheet, most, brief) for fine in (True, False))
        flow = next((each for each in flows if each is not None), None)
        if flow is not None:
            yield Apart([flow, total(found, lang, flow.w)], GAP)
            continue
        width = float(sheet.card)
        nodes = [node for node in merged(found, fine=False).nodes if node.kind != "input"]
        yield Apart([*(block_of(node, width, lang, brief) for node in nodes), total(found, lang, width)], GAP)


def _flow(graph: Merged, found: Comparison, lang: str, sheet: Preset, most: float, brief: bool) -> Flow | None:
    """The flow, its cards as wide as there is room beside its tracks; None where that is too little."""

    def made(node: Node, width: float) -> Block:
        if node.kind != "input":
            return block_of(node, width, lang, brief)
        shapes = ", ".join(str_shape(given.shape) for given in found.after.model.inputs)
        return Port((f"{words.label('input', lang)} {shapes}", shapes), width)

    parts = any(node.kind in ("added", "removed") for node in graph.nodes)
    wanted = WIDE if parts and sheet.width > LARGE else float(sheet.card)
    for _ in range(2):
        flow = Flow(graph, made, wanted)
        if flow.width <= most + 0.5:
            return None if flow.tight else flow
        wanted -= flow.width - most
        if wanted < LEAST:
            break
    return None


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
    return Titles(_title(found), " → ".join(short(names, lang)), total, _share(before, after))


def short(names: tuple[str, str], lang: str) -> tuple[str, str]:
    """Files without their folders, where they can be told apart without; at the worst before and after."""
    before, after = (clean(name.replace("\\", "/").rpartition("/")[2]) for name in names)
    if before != after:
        return before, after
    whole = clean(names[0]), clean(names[1])
    return whole if whole[0] != whole[1] else (say("before", lang), say("after", lang))


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
        rows = (f"{row.label} {row.formula} {row.result}" for row in rows_of(change, lang))
        parts = [f"{say(change.kind, lang)} {change.type} {change.name}", change.what, *rows]
        out.append(", ".join(" ".join(part.split()) for part in parts if part))
    same = f"{say('same', lang)} {counted('layers', 'one_layer', found.same, lang)}"
    return "; ".join([*out, same])
