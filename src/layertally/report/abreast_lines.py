"""Models side by side, as a terminal shows them and as JSON.

In: `Abreast`. Out: styled lines of any width, or plain values. What is the same takes one line; what differs a line a
model and the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..formula import text_value
from .abreast import Abreast, Across, Cell
from .cells import clean, pad, pad_left, width, wrap
from .json import number
from .lines import Line, line
from .phrases import say
from .terminal import plain

SCHEMA = "layertally-side-by-side/1"
STYLE = {"same": "dim", "only": "dim", "differs": "warn"}
SUMS = {"params": "sum_params", "trainable": "trained", "buffers": "buffers"}
Told = Callable[[str], str]


def lines(found: Abreast, cells: int, lang: str = "en", ascii: bool = False) -> list[Line]:  # noqa: A002
    """A line or a block a layer, then the totals."""
    told: Told = plain if ascii else str
    head = max(width(say(state, lang)) for state in STYLE) + 2
    titles = max(width(title) for title in found.titles) + 2
    calls = max((width(cell.call) for row in found.rows for cell in row.cells if cell is not None), default=0)
    values = max((width(cell.value) for row in found.rows for cell in row.cells if cell is not None), default=0)
    out: list[Line] = []
    for row in found.rows:
        first = next(cell for cell in row.cells if cell is not None)
        start = line(pad(say(row.state, lang), head), STYLE[row.state]).then(told(row.what), "bold")
        if row.state == "same":
            out.append(_end(start.then("  "), _counted(first, told), cells))
            continue
        out.append(start)
        room = max(16, cells - head)
        for title, cell in zip(found.titles, row.cells, strict=True):
            out += _cell(title, cell, (head, titles, calls, values), cells, lang, told)
        out += [line(" " * head + part, "dim") for part in wrap(told(row.why), room) if part]
    return [*out, *_sums(found, cells, lang, told)]


def _counted(cell: Cell, told: Told) -> str:
    return told(f"{cell.worked} = {cell.value}" if cell.worked else cell.value)


def _end(start: Line, text: str, cells: int) -> Line:
    """The text at the right edge, or right behind what is there."""
    return start.to(cells - width(text)).then(text)


def _cell(
    title: str, cell: Cell | None, columns: tuple[int, int, int, int], cells: int, lang: str, told: Told
) -> Iterator[Line]:
    head, titles, _, values = columns
    start = line(" " * head).then(pad(clean(title), titles))
    if cell is None:
        yield start.then(say("not_there", lang), "dim")
        return
    call = told(clean(cell.call) + (f" → {cell.shape}" if cell.shape else ""))
    tail = told(f"{cell.worked} =" if cell.worked else "") + " " + pad_left(told(cell.value), values)
    if start.cells + width(call) + 2 + width(tail) <= cells:
        yield start.then(call).to(cells - width(tail)).then(tail, "bold")
        return
    # What does not fit side by side goes one under the other, nothing is cut.
    parts = wrap(call, max(8, cells - start.cells))
    yield start.then(parts[0])
    yield from (line(" " * start.cells + part) for part in parts[1:])
    yield from (line("").to(max(0, cells - width(part))).then(part, "bold") for part in wrap(tail.strip(), cells))


def _sums(found: Abreast, cells: int, lang: str, told: Told) -> Iterator[Line]:
    rows = [[say(SUMS[each.what], lang), *(text_value(value) for value in each.values)] for each in found.sums]
    heads = ["", *found.titles]
    widths = [max(width(told(row[at])) for row in [heads, *rows]) for at in range(len(heads))]
    if sum(widths) + 3 * len(widths) > cells:
        for row in rows:
            yield line(told(row[0]), "bold")
            for title, value in zip(found.titles, row[1:], strict=True):
                yield _end(line("  ").then(clean(title)), told(value), min(cells, 40))
        return
    yield line("─" * cells if told is str else "-" * cells, "dim")
    for at, row in enumerate([heads, *rows]):
        made = line(pad(told(row[0]), widths[0]))
        for each, size in zip(row[1:], widths[1:], strict=True):
            made = made.then("   ").then(pad_left(told(clean(each)), size), "bold" if at else "dim")
        yield made


def contract(found: Abreast, names: Sequence[str]) -> dict[str, Any]:
    """For scripts: all rows, those that are the same too."""
    return {
        "schema": SCHEMA,
        "models": list(names),
        "titles": list(found.titles),
        "equal": found.equal,
        "rows": [_row(row) for row in found.rows],
        "totals": {each.what: [number(value) for value in each.values] for each in found.sums},
    }


def _row(row: Across) -> dict[str, Any]:
    return {
        "what": row.what,
        "state": row.state,
        "layers": [
            {
                "name": cell.layer.name,
                "type": cell.layer.layer.type,
                "call": cell.call,
                "worked": cell.worked,
                "params": number(cell.layer.count.value),
                "trainable": number(cell.layer.count.trainable),
            }
            if cell is not None
            else None
            for cell in row.cells
        ],
        "why": row.why,
    }
