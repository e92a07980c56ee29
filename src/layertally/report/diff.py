"""What changed between two models, as a terminal shows it and as JSON.

In: `Comparison`. Out: styled lines of any width, or plain values.
"""

from __future__ import annotations

from typing import Any

from ..formula import Value, text_value
from .cells import pad, pad_left, width, wrap
from .compare import Change, Comparison
from .json import number
from .lines import Line, line
from .phrases import counted, say
from .rows import text_percent
from .terminal import plain

SCHEMA = "layertally-diff/1"
STYLE = {"changed": "warn", "added": "good", "removed": "bad", "same": "dim"}


def difference(before: Value | None, after: Value | None) -> Value | None:
    """After − before; None where one is not known."""
    return None if before is None or after is None else after + -1 * before


def text_delta(value: Value | None) -> str:
    """A difference with its sign: `+1,280`, `−131,200`; empty for none."""
    if value is None or value == 0:
        return ""
    return ("+" if isinstance(value, int) and value > 0 else "") + text_value(value)


def lines(found: Comparison, cells: int, lang: str = "en", ascii: bool = False) -> list[Line]:  # noqa: A002
    """A line a change, how many layers are the same, the totals of both."""
    told = plain if ascii else str
    changes = [change for change in found.changes if change.kind != "same"]
    words = max([width(say(kind, lang)) for kind in ("same", *(change.kind for change in changes))]) + 2
    table = [
        [say(change.kind, lang), told(change.name), told(change.type), told(change.what), *_counts(change, told)]
        for change in changes
    ]
    widths = [max((width(row[column]) for row in table), default=0) for column in range(1, 7)] if table else []
    out: list[Line] = []
    for change, row in zip(changes, table, strict=False):
        out += _row(change, row, words, widths, cells, told)
    same = counted("layers", "one_layer", found.same, lang)
    if found.reshaped:
        same = say("reshaped", lang, same, found.reshaped)
    out.append(line(pad(say("same", lang), words), "dim").then(same))
    return out + _totals(found, cells, lang, told)


def _counts(change: Change, told: Any) -> tuple[str, str, str]:
    before, after = change.params
    if change.before is None and change.after is None:
        return "", "", ""
    if before == after:
        return "", told(text_value(after)), ""
    return (
        told(text_value(before)) if change.kind == "changed" else "",
        told(text_value(after if change.after else before)),
        told(text_delta(difference(before, after))),
    )


def _row(change: Change, row: list[str], words: int, widths: list[int], cells: int, told: Any) -> list[Line]:
    kind, name, type_, what, before, after, delta = row
    head = (
        line(pad(kind, words), STYLE[change.kind])
        .then(pad(name, widths[0]), "bold")
        .then("  " + pad(type_, widths[1]) + "  ")
    )
    arrow = told(" → ") if widths[3] else ""
    left = pad_left(before, widths[3]) + (arrow if before else " " * len(arrow)) + pad_left(after, widths[4])
    tail = f"{left}   {pad_left(delta, widths[5])}".rstrip()
    room = cells - width(tail) - 3
    if head.cells + width(what) <= room:
        column = min(head.cells + widths[2], room)
        return [head.then(pad(what, column - head.cells)).then("   ").then(tail, "bold")]
    # What does not fit side by side goes one under the other, nothing is cut.
    out = [
        line(part, STYLE[change.kind] if position == 0 else "")
        for position, part in enumerate(wrap(f"{kind}  {name}  {type_}", cells))
    ]
    for text in (what, tail.strip()):
        out += [line("  " + part) for part in wrap(text, max(8, cells - 2)) if part]
    return out


def _totals(found: Comparison, cells: int, lang: str, told: Any) -> list[Line]:
    rows = []
    for key, before, after in (
        ("sum_params", found.before.totals.params, found.after.totals.params),
        ("sum_macs", found.before.totals.macs, found.after.totals.macs),
    ):
        delta = difference(before, after)
        share = ""
        if isinstance(delta, int) and isinstance(before, int) and before and delta:
            share = ("−" if delta < 0 else "+") + text_percent(abs(delta) / before)
        rows.append(
            [told(text) for text in (say(key, lang), text_value(before), text_value(after), text_delta(delta), share)]
        )
    widths = [max(width(row[column]) for row in rows) for column in range(5)]
    arrow = told(" → ")
    out = []
    for label, before, after, delta, share in rows:
        sides = f"{pad_left(before, widths[1])}{arrow}{pad_left(after, widths[2])}"
        text = f"{sides}   {pad_left(delta, widths[3])}   {pad_left(share, widths[4])}".rstrip()
        if widths[0] + 3 + width(text) <= cells:
            out.append(line(pad(label, widths[0]), "bold").then("   " + text))
        else:
            out += [
                line(label, "bold"),
                *(line("  " + part) for part in wrap(" ".join(text.split()), max(8, cells - 2))),
            ]
    return out


def contract(found: Comparison, a: str, b: str) -> dict[str, Any]:
    """The difference for scripts: layers that are the same are counted, not listed."""
    return {
        "schema": SCHEMA,
        "models": [a, b],
        "equal": found.equal,
        "changes": [_json(change) for change in found.changes if change.kind != "same"],
        "same": found.same,
        "totals": {
            "params": [number(found.before.totals.params), number(found.after.totals.params)],
            "macs": [number(found.before.totals.macs), number(found.after.totals.macs)],
        },
    }


def _json(change: Change) -> dict[str, Any]:
    before, after = change.params
    out: dict[str, Any] = {"change": change.kind, "name": change.name, "type": change.type, "what": change.what}
    if change.before is not None or change.after is not None:
        out["params"] = [number(before) if change.before else None, number(after) if change.after else None]
    if change.before is not None and change.before.name != change.name:
        out["was"] = change.before.name
    return out
