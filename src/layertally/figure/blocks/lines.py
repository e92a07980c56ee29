"""How a row of a card finds its place: label, formula, result, in as few lines as they fit.

In: a `Row`, the card's width. Out: `Piece`s of text with offsets. The steps, in order: all on one line; without the
spaces in its brackets; the result on the next line; the formula broken at its outermost signs; the formula alone at
11 px, label and result below it; the formula broken at its operators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...paint.text import ellipsis, wide
from ..ledger import Row

PAD_LEFT, PAD_RIGHT, BETWEEN = 14.0, 12.0, 8.0
BLANK, SMALL_BLANK, LEAST_BLANK, BLANK_FORMULA = 84.0, 60.0, 40.0, 110.0
"""Widths of blanks, in px: of a result, of one in a small card, the least, of a formula."""
ROOMY, LEAST_WORDS = 340.0, 60.0
ROW, EXTRA = 20.0, 18.0


class Piece(NamedTuple):
    """A text at `x` from the card's left edge (`end`: from its right edge) and `y` below the line's top; a blank is a
    dotted box so many px wide with its mark inside."""

    x: float
    y: float
    text: str
    style: str
    fill: str = "ink"
    end: bool = False
    subscripts: bool = False
    anchor: str = ""
    blank: float = 0.0


class Fitted(NamedTuple):
    """A row that has its place: its pieces and its height; `tight` if its result is longer than a line."""

    pieces: tuple[Piece, ...]
    height: float
    tight: bool = False


def fit_all(rows: Sequence[Row], width: float, label: float) -> list[Fitted]:
    """Place the rows of a card; where that gives each row one line, with formulas of 11 px; else, where one has its
    formula above its label, so has every row of two lines."""
    labels = [max(label, wide(row.label, "t11") + 10) for row in rows]
    made = [fit(row, width, own) for row, own in zip(rows, labels, strict=True)]
    if any(one.height > ROW for one in made):
        small = [
            _on_one_line(row, width, own) if row.formula and not row.words else fit(row, width, own)
            for row, own in zip(rows, labels, strict=True)
        ]
        if all(one is not None and one.height == ROW for one in small):
            return [one for one in small if one is not None]
    if not any(piece.style == "m11" for one in made for piece in one.pieces):
        return made
    return [
        one if one.height == ROW or row.words else fit(row, width, own, above=True)
        for row, one, own in zip(rows, made, labels, strict=True)
    ]


def _on_one_line(row: Row, width: float, label: float) -> Fitted | None:
    """A row with its formula at 11 px, between label and result; None where there is no room for it."""
    if row.symbols or row.asked or not row.result:
        return None
    name, result = _ends(row, width)
    room = width - PAD_LEFT - label - PAD_RIGHT - _taken(row, width)
    text = next((text for text in (row.formula, tightened(row.formula)) if wide(text, "m11") <= room), "")
    ink = "err" if row.error else "ink"
    return Fitted((name, Piece(PAD_LEFT + label, 12, text, "m11", ink), result), ROW) if text else None


def fit(row: Row, width: float, label: float, above: bool = False) -> Fitted:
    """Place a row in a card `width` px wide whose label column takes `label` px; `above`: a formula that does not fit
    beside its result has a line of its own."""
    if row.result and wide(row.result, "m12b") > width - PAD_LEFT - PAD_RIGHT:
        return _with_long_result(row, width, label)
    if row.symbols and row.symbols != row.formula and not row.words:
        return _with_symbols(row, width, label)
    if row.asked == "formula":
        return _with_blank(row, width, label, 0.0)
    ink, style = ("muted", "t11") if row.words else ("err" if row.error else "ink", "m12")
    name, result = _ends(row, width)
    start, room = PAD_LEFT + label, width - PAD_LEFT - label - PAD_RIGHT
    if not row.formula:
        whole = width - PAD_LEFT - PAD_RIGHT
        apart = EXTRA if wide(row.label, "t11") + _taken(row, width) > whole else 0.0
        return Fitted((name, _down(result, apart)), ROW + apart)
    for text in (row.formula,) if row.words else (row.formula, tightened(row.formula)):
        if wide(text, style) <= room - _taken(row, width):
            return Fitted((name, Piece(start, 12, text, style, ink), result), ROW)
    if row.words:
        # Beside a label that leaves them no room words would be cut: they go under it, over the whole width.
        below, x, across = (0.0, start, room) if room >= LEAST_WORDS else (15.0, PAD_LEFT, room + label)
        lines = phrases(tuple(row.formula.split(" · ")), across, style)
        said = [Piece(x, 12 + below + 15 * i, line, style, ink) for i, line in enumerate(lines)]
        down = below + (max(15.0 * len(lines), EXTRA) if row.result else 15.0 * (len(lines) - 1))
        return Fitted((name, *said, _down(result, down)), ROW + down)
    if wide(row.formula, style) <= room and not above:
        return Fitted((name, Piece(start, 12, row.formula, style, ink), _down(result, EXTRA)), ROW + EXTRA)
    if width >= ROOMY and len(parts := outermost(row.formula)) > 1 and all(wide(part, style) <= room for part in parts):
        lines = [part.strip() for part in _filled(parts, room, style)]
        said = [Piece(start, 12 + EXTRA * i, line, style, ink) for i, line in enumerate(lines)]
        down = EXTRA * (len(lines) - (wide(lines[-1], style) <= room - _taken(row, width)))
        return Fitted((name, *said, _down(result, down)), ROW + down)
    parts = _small(row.formula, width - PAD_LEFT - PAD_RIGHT)
    below = 15.0 * len(parts) + 2
    formula = [Piece(PAD_LEFT, 12 + 15 * i, part, "m11", ink) for i, part in enumerate(parts)]
    # In the narrowest cards the label and its result need a line each as well.
    apart = EXTRA if wide(row.label, "t11") + _taken(row, width) > width - PAD_LEFT - PAD_RIGHT else 0.0
    return Fitted((*formula, _down(name, below), _down(result, below + apart)), ROW + below + apart)


def _with_long_result(row: Row, width: float, label: float) -> Fitted:
    """A result of several terms on lines of its own."""
    room = width - PAD_LEFT - PAD_RIGHT
    first = fit(row._replace(result=""), width, label)
    parts = broken(row.result, room, "m12b")
    _, end = _ends(row, width)
    below = [_down(end._replace(text=part), first.height - 2 + 15 * i) for i, part in enumerate(parts)]
    pieces = (*(piece for piece in first.pieces if piece.text), *below)
    return Fitted(pieces, first.height + 15.0 * len(parts) + 3, " " not in row.result)


def _with_symbols(row: Row, width: float, label: float) -> Fitted:
    """The formula in symbols before the one in numbers, or on a line of its own above it."""
    name, result = _ends(row, width)
    lead = f"{row.symbols} = "
    before = wide(lead, "m12", True)
    start, room = PAD_LEFT + label, width - PAD_LEFT - label - PAD_RIGHT
    if row.asked == "formula" and before + LEAST_BLANK <= room - _taken(row, width):
        fitted = _with_blank(row, width, label, before)
        symbols = Piece(start, 12, lead.rstrip(), "m12", "muted", subscripts=True)
        return fitted._replace(pieces=(symbols, *fitted.pieces))
    if row.asked != "formula" and before + wide(row.formula, "m12") <= room - _taken(row, width):
        symbols = Piece(start, 12, lead.rstrip(), "m12", "muted", subscripts=True)
        numbers = Piece(start + before, 12, row.formula, "m12", "err" if row.error else "ink")
        return Fitted((name, symbols, numbers, result), ROW)
    first = fit(Row(row.label, row.symbols), width, label)
    second = fit(row._replace(label="", symbols=""), width, label)
    muted = [piece._replace(fill="muted", subscripts=True) for piece in first.pieces]
    return Fitted((*muted, *(_down(piece, first.height) for piece in second.pieces)), first.height + second.height)


def _with_blank(row: Row, width: float, label: float, before: float) -> Fitted:
    """A blank in the formula's place, `before` px after where it starts. Where there is little room the result goes on
    the next line, and where there is less the blank does too."""
    name, result = _ends(row, width)
    room, whole = width - PAD_LEFT - label - PAD_RIGHT - before, width - PAD_LEFT - PAD_RIGHT
    beside = room - _taken(row, width)
    if beside >= LEAST_BLANK:
        at, size, down, end = label + before, beside, 0.0, 0.0
    elif room >= LEAST_BLANK:
        at, size, down, end = label + before, room, 0.0, EXTRA
    else:
        at, size, down, end = 0.0, whole, EXTRA, 2 * EXTRA
    blank = Piece(PAD_LEFT + at, 12 + down, row.formula, "t12b", "muted", blank=min(BLANK_FORMULA, size))
    return Fitted((name, blank, _down(result, end)), ROW + end)


def blank_width(width: float) -> float:
    """How wide the blank of a result is in a card or a frame of this width."""
    return BLANK if width >= ROOMY else SMALL_BLANK


def _ends(row: Row, width: float) -> tuple[Piece, Piece]:
    """The label and the result."""
    name = Piece(PAD_LEFT, 12, ellipsis(row.label, "t11", width - PAD_LEFT - PAD_RIGHT), "t11", "muted")
    if row.asked == "result":
        return name, Piece(PAD_RIGHT, 12, row.result, "t12b", "muted", end=True, blank=blank_width(width))
    return name, Piece(PAD_RIGHT, 12, row.result, "m12b", "err" if row.error else "ink", end=True, anchor=row.anchor)


def _taken(row: Row, width: float) -> float:
    """How much room the result takes from its line."""
    if row.asked == "result":
        return blank_width(width) + BETWEEN
    return wide(row.result, "m12b") + BETWEEN if row.result else 0.0


def _small(formula: str, room: float) -> list[str]:
    """A formula at 11 px in as few lines as it fits, at the cost of the spaces in its brackets."""

    def cost(lines: list[str]) -> tuple[int, bool]:
        return len(lines), any(line.count("(") != line.count(")") for line in lines)

    return min((broken(said, room, "m11") for said in (formula, tightened(formula))), key=cost)


def tightened(formula: str) -> str:
    """A formula without the spaces in its brackets.

    >>> tightened("⌊(224 + 2·3 − 7)/2⌋ + 1 = 112"), tightened("3·3·64·64 + 2·64 =")
    ('⌊(224+2·3−7)/2⌋ + 1 = 112', '3·3·64·64 + 2·64 =')
    """
    return re.sub(r"[(⌊⌈][^()⌊⌋⌈⌉]*[)⌋⌉]", lambda found: re.sub(r" ([+−]) ", r"\1", found[0]), formula)


def outermost(formula: str) -> list[str]:
    """The terms of a formula that stand in no brackets, each with its sign.

    >>> outermost("2·(100 + 200) + 3·(2 − 1) =")
    ['2·(100 + 200)', ' + 3·(2 − 1) =']
    """
    out, depth = [""], 0
    for token in re.split(r"(?= [+−] )|(?<=[(⌊⌈)⌋⌉])|(?=[(⌊⌈)⌋⌉])", formula):
        if token[:2] in (" +", " −") and depth == 0:
            out.append("")
        depth += (token[:1] in "(⌊⌈") * bool(token) - (token[:1] in ")⌋⌉") * bool(token)
        out[-1] += token
    return out


def broken(text: str, room: float, style: str) -> list[str]:
    """Lines of a formula that is too long for one: broken before a sign, first before those in no brackets, then after
    a dot, at the worst anywhere.

    >>> broken("320 + 9,248 + 18,496", 90, "m12")
    ['320 + 9,248', '+ 18,496']
    """
    lines = _filled(outermost(text), room, style)
    lines = [part for line in lines for part in _filled(re.split(r"(?= [+−] )", line), room, style)]
    lines = [part for line in lines for part in _filled(re.split(r"(?<=·)|(?<=, )", line), room, style)]
    out: list[str] = []
    for line in lines:
        *full, rest = _chopped(line, room, style)
        out += [*full, rest.strip()]
    return [line for line in out if line]


def _filled(tokens: Sequence[str], room: float, style: str) -> list[str]:
    """Tokens in as few lines as they fit."""
    lines = [""]
    for token in tokens:
        if lines[-1] and wide((lines[-1] + token).strip(), style) > room:
            lines.append("")
        lines[-1] += token if lines[-1] else token.lstrip()
    return lines


def _chopped(line: str, room: float, style: str) -> Iterator[str]:
    """Pieces of a line as long as there is room, at the least a character each."""
    while len(line) > 1 and wide(line, style) > room:
        cut = max(1, int(len(line) * room / wide(line, style)) - 1)
        yield line[:cut]
        line = line[cut:]
    yield line


def wrapped(text: str, room: float, style: str) -> list[str]:
    """Prose in lines of at most `room` px; a Chinese line may break anywhere but before a mark that closes, a Latin
    word that is too long as well.

    >>> wrapped("write in_features: 1568 here", 100, "t11")
    ['write in_features:', '1568 here']
    >>> wrapped("需要三个输入，得到两个", 70, "t11")
    ['需要三个输', '入，得到两个']
    """
    if wide(text, style) <= room:
        return [text.strip()] if text.strip() else []
    tokens = re.findall(r"[⺀-￿][，。：；、）】》！？]*|[^\s⺀-￿]+|\s+", text)
    lines = [line.rstrip() for line in _filled(tokens, room, style)]
    return [part for line in lines for part in _chopped(line, room, style) if part]


def chained(kind: str, room: float, style: str) -> list[str]:
    """`Conv2d → BN → ReLU` in lines that break before an arrow, a name that is too long before a capital.

    >>> chained("Conv2d → BN → ReLU", 105, "t13"), chained("AdaptiveAvgPool2d", 105, "t13")
    (['Conv2d → BN', '→ ReLU'], ['AdaptiveAvg', 'Pool2d'])
    """
    lines = _filled(re.split(r"(?= → )", kind), room, style)
    words = [part for line in lines for part in _filled(re.split(r"(?= )", line), room, style)]
    pieces = [part for word in words for part in _filled(re.split(r"(?<=[a-z0-9])(?=[A-Z])", word), room, style)]
    return [part for piece in pieces for part in wrapped(piece, room, style)]


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
    return piece._replace(y=piece.y + dy)
