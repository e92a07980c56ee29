"""How a row of a card finds its place: label, formula, result, in as few lines as they fit.

In: a `Row`, the card's width. Out: `Line`s with offsets. The steps, in order: all on one line; the result on the next
line; the formula alone at 11 px, label and result below it; the formula broken at its operators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...paint.text import wide
from ..content import Row

PAD_LEFT, PAD_RIGHT, BETWEEN = 14.0, 12.0, 8.0
ROW, EXTRA = 20.0, 18.0


class Piece(NamedTuple):
    """A text at `x` from the card's left edge (`end`: from its right edge) and `y` below the line's top."""

    x: float
    y: float
    text: str
    style: str
    fill: str = "ink"
    end: bool = False
    subscripts: bool = False
    anchor: str = ""


class Fitted(NamedTuple):
    """A row that has its place: its pieces and its height."""

    pieces: tuple[Piece, ...]
    height: float


def fit(row: Row, width: float, label: float) -> Fitted:
    """Place a row in a card `width` px wide whose label column takes `label` px."""
    ink = "err" if row.error else "ink"
    name = Piece(PAD_LEFT, 12, row.label, "t11", "muted")
    result = Piece(PAD_RIGHT, 12, row.result, "m12b", ink, end=True, anchor=row.anchor)
    start, room = PAD_LEFT + label, width - PAD_LEFT - label - PAD_RIGHT
    beside = room - (wide(row.result, "m12b") + BETWEEN if row.result else 0)
    if row.words:
        if wide(row.formula, "t11") <= beside:
            return Fitted((name, Piece(start, 12, row.formula, "t11", "muted"), result), ROW)
        lines = wrapped(row.formula, room, "t11")
        pieces = [Piece(start, 12 + 15 * i, line, "t11", "muted") for i, line in enumerate(lines)]
        return Fitted((name, *pieces, _down(result, 15.0 * len(lines))), ROW + 15.0 * len(lines))
    lead = f"{row.symbols} = " if row.symbols else ""
    if lead and row.symbols != row.formula:
        whole = wide(lead, "m12", True) + wide(row.formula, "m12")
        if whole <= beside:
            numbers = Piece(start + wide(lead, "m12", True), 12, row.formula, "m12", ink)
            return Fitted(
                (name, Piece(start, 12, lead.rstrip(), "m12", "muted", subscripts=True), numbers, result), ROW
            )
        first = fit(Row(row.label, row.symbols), width, label)
        second = fit(Row("", row.formula, row.result, error=row.error, anchor=row.anchor), width, label)
        muted = tuple(Piece(p.x, p.y, p.text, p.style, "muted", p.end, True, p.anchor) for p in first.pieces)
        return Fitted((*muted, *(_down(piece, first.height) for piece in second.pieces)), first.height + second.height)
    if wide(row.formula, "m12") <= beside:
        return Fitted((name, Piece(start, 12, row.formula, "m12", ink), result), ROW)
    if wide(row.formula, "m12") <= room:
        return Fitted((name, Piece(start, 12, row.formula, "m12", ink), _down(result, EXTRA)), ROW + EXTRA)
    parts = broken(row.formula, width - PAD_LEFT - PAD_RIGHT, "m11")
    pieces = tuple(Piece(PAD_LEFT, 12 + 15 * i, part, "m11", ink) for i, part in enumerate(parts))
    below = 15.0 * len(parts) + 2
    return Fitted((*pieces, _down(name, below), _down(result, below)), ROW + below)


def broken(text: str, room: float, style: str) -> list[str]:
    """Lines of a formula that is too long for one: broken before a sign, then after a dot, at the worst anywhere.

    >>> broken("320 + 9,248 + 18,496", 90, "m12")
    ['320 + 9,248', '+ 18,496']
    """
    lines = _filled(re.split(r"(?= [+−] )", text), room, style)
    lines = [part for line in lines for part in _filled(re.split(r"(?<=·)|(?<=, )", line), room, style)]
    out: list[str] = []
    for line in lines:
        while wide(line, style) > room and len(line) > 1:
            cut = max(1, int(len(line) * room / wide(line, style)) - 1)
            out.append(line[:cut])
            line = line[cut:]
        out.append(line.strip())
    return [line for line in out if line]


def _filled(tokens: Sequence[str], room: float, style: str) -> list[str]:
    """Tokens in as few lines as they fit."""
    lines = [""]
    for token in tokens:
        if lines[-1] and wide((lines[-1] + token).strip(), style) > room:
            lines.append("")
        lines[-1] += token if lines[-1] else token.lstrip()
    return lines


def wrapped(text: str, room: float, style: str) -> list[str]:
    """Prose in lines of at most `room` px; a Chinese line may break anywhere, a Latin word that is too long as well.

    >>> wrapped("write in_features: 1568 here", 100, "t11")
    ['write in_features:', '1568 here']
    """
    if wide(text, style) <= room:
        return [text.strip()] if text.strip() else []
    tokens = re.findall(r"[⺀-￿]|[^\s⺀-￿]+|\s+", text)
    lines = [""]
    for token in tokens:
        if lines[-1] and wide((lines[-1] + token).rstrip(), style) > room:
            lines.append("")
        lines[-1] += token if lines[-1] else token.lstrip()
    out: list[str] = []
    for line in (line.rstrip() for line in lines):
        while line and wide(line, style) > room:
            cut = max(1, int(len(line) * room / wide(line, style)) - 1)
            out.append(line[:cut])
            line = line[cut:]
        if line:
            out.append(line)
    return out


def phrases(parts: tuple[str, ...], room: float, style: str = "t11") -> list[str]:
    """Settings joined by `·`, broken between settings where they do not fit one line."""
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines else part
        if lines and wide(joined, style) <= room:
            lines[-1] = joined
        else:
            lines += wrapped(part, room, style)
    return lines


def _down(piece: Piece, dy: float) -> Piece:
    return Piece(piece.x, piece.y + dy, piece.text, piece.style, piece.fill, piece.end, piece.subscripts, piece.anchor)
