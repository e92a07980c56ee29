"""Make a drawing fit for PNG and PDF: a character no shipped font has becomes `�`, never an empty box or a gap."""

from __future__ import annotations

from .canvas import Drawing, Item, Link, Text
from .metrics import advances
from .text import Run, missing_glyphs

UNKNOWN = "\ufffd"


def printable(drawing: Drawing) -> Drawing:
    """The drawing itself where every character can be drawn, else a copy with `�` for each that cannot."""
    if not any(_lacking(item) for item in drawing.flat()):
        return drawing
    return drawing._replace(items=tuple(_printable(item) for item in drawing.items))


def _printable(item: Item) -> Item:
    if isinstance(item, Link):
        return item._replace(items=tuple(_printable(inner) for inner in item.items))
    if isinstance(item, Text) and _lacking(item):
        return item._replace(runs=tuple(piece for run in item.runs for piece in _pieces(run)))
    return item


def _lacking(item: Item) -> bool:
    return isinstance(item, Text) and any(missing_glyphs(run.text) for run in item.runs)


def _pieces(run: Run) -> list[Run]:
    """A run of unknown characters (such a run holds no others) as single marks, each in the middle of its room."""
    if not missing_glyphs(run.text):
        return [run]
    room = run.width / len(run.text)
    mark = advances("mono", 400)[UNKNOWN] * run.size
    return [
        run._replace(text=UNKNOWN, face="mono", weight=400, x=run.x + i * room + (room - mark) / 2, width=mark)
        for i in range(len(run.text))
    ]
