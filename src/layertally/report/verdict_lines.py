"""Verdicts as a terminal shows them: the word first, the sentence hanging under itself, ledger, source frame, help.

In: `Verdict`s and a width. Out: styled lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from .cells import pad, pad_left, width, wrap
from .lines import Line, line
from .terminal import plain
from .verdict import Verdict

STYLE = {"agrees": "good", "differs": "bad", "unchecked": "dim", "unexplained": "warn"}
NO_BREAK = "\u00a0"
FIRST = len("unchecked") + 2


def verdict_lines(verdicts: Sequence[Verdict], cells: int, ascii: bool = False) -> list[Line]:  # noqa: A002
    """All verdicts, one under the other."""
    column = max([FIRST, *(len(verdict.word) + 2 for verdict in verdicts)])
    column = min(column, max(FIRST, cells // 2))
    return [one for verdict in verdicts for one in _lines(verdict, cells, column, plain if ascii else str)]


def _lines(verdict: Verdict, cells: int, column: int, told: type[str] | object) -> list[Line]:
    say = told if callable(told) else str
    parts = _hanging(str(say(verdict.text)), cells, column)
    out = [line(pad(verdict.word, column), STYLE[verdict.word]).then(parts[0])]
    out += [line(" " * column + part) for part in parts[1:]]
    for detail in verdict.details:
        out += [line(" " * column).then(part, "dim") for part in wrap(str(say(detail)), max(8, cells - column))]
    if verdict.ledger:
        out += [line(), *_ledger(verdict, cells, column, say), line()]
    if verdict.frame:
        out += [
            line(text, "dim" if text.lstrip().startswith("-->") else "") for text in str(say(verdict.frame)).split("\n")
        ]
    if verdict.help:
        lines = [part for text in verdict.help.split("\n") for part in _hanging(str(say(text)), cells, 8)]
        out.append(line("  ").then("help:", "bold").then(" " + lines[0]))
        out += [line(" " * 8 + part) for part in lines[1:]]
    for note in verdict.notes:
        lines = _hanging(str(say(note)), cells, 6)
        out.append(line("note:", "bold").then(" " + lines[0]))
        out += [line(" " * 6 + part) for part in lines[1:]]
    return out


def _hanging(text: str, cells: int, column: int) -> list[str]:
    """Prose that wraps under its first word; a command in it, after two spaces, is not broken unless it must be."""
    head, sign, command = text.partition("  ")
    kept = f"{head}{sign}{command.replace(' ', NO_BREAK)}" if sign else text
    return [part.replace(NO_BREAK, " ") for part in wrap(kept, max(8, cells - column))]


def _ledger(verdict: Verdict, cells: int, column: int, say: object) -> list[Line]:
    assert callable(say)
    rows = [(say(name), say(number), say(remark)) for name, number, remark in verdict.ledger]
    names = max(width(name) for name, _, _ in rows)
    numbers = max(width(number) for _, number, _ in rows)
    # On a narrow terminal the ledger begins further left, and a remark goes under its number.
    column = column if column + names + 2 + numbers + 4 <= cells else 2
    out = []
    for name, number, remark in rows:
        if column + names + 2 + numbers > cells:
            out += [line("  " + part) for part in wrap(f"{name} {number} {remark}".rstrip(), max(8, cells - 2))]
            continue
        head = line(" " * column).then(pad(name, names), "dim").then("  ").then(pad_left(number, numbers), "bold")
        gap = " " if remark.startswith("=") else "   "
        if head.cells + len(gap) + width(remark) <= cells:
            out.append(head.then(gap + remark, "dim") if remark else head)
        else:
            out += [head, *(line("    ").then(part, "dim") for part in wrap(remark, max(8, cells - 4)))]
    return out
