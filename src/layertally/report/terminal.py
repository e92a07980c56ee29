"""The layer table of `show` in a terminal of any width: no line is wider, no formula is cut.

In: `Grouped`, `View`, the width in cells. Out: styled lines. Under 72 cells: layer, output, params; from 72 also type
and worked; from 110 also size and MACs. What does not fit its column goes on its own line under the layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..formula import text_value, to_ascii
from ..group import Group, Grouped
from .cells import clean, width, wrap
from .costs import counted_what, sum_costs, unit
from .lines import Line, line
from .phrases import counted, say
from .rows import Row, View, group_row, group_rows, rows, text_shape

NARROW, WIDE = 72, 110
INDENT = 2
ROOM_FOR_SUM = 4
"""By how many cells the sum of MACs may widen the column of parameters in which it stands."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where columns begin (left-aligned) or end (right-aligned), in cells; None: not shown."""

    total: int
    name: int
    type: int | None
    size: int | None
    size_width: int
    output: int
    worked: int
    worked_shown: bool
    params: int
    macs: int | None


def table(grouped: Grouped, view: View, cells: int) -> list[Line]:
    """The whole table: title, header, rows, sums."""
    body = [_in(row, view) for row in rows(grouped, view)]
    sums = _sums(grouped, view)
    columns = _columns(body, sums, view, cells)
    writer = _Writer(columns, view, counted_what(grouped.annotated, view.macs, view.lang))
    out = _title(grouped, view, cells)
    out.append(line())
    out += writer.header()
    for row in body:
        out += writer.row(row)
    out.append(line(("-" if view.ascii else "─") * cells, "dim"))
    for label, worked, params, macs, main in sums:
        out += writer.sum(label, worked, params, macs, main)
    return [*out, *_held(grouped, view, cells)]


def _held(grouped: Grouped, view: View, cells: int) -> list[Line]:
    """Where operations stand that have no layer of their own; what weights and a cache take, where the source says."""
    annotated, said = grouped.annotated, []
    if any(layer.layer.folded for layer in annotated.layers):
        from .coverage import coverage

        said.append((say("coverage_label", view.lang), coverage(annotated, view.lang)))
    if annotated.model.cache is not None or annotated.model.stored:
        from .memory import lines

        said += lines(annotated, view.lang)
    out = []
    for label, text in said:
        first, *rest = wrap(plain(text) if view.ascii else text, cells - width(label) - 2)
        out.append(line(label, "bold").then("  " + first))
        out += [line(" " * (width(label) + 2) + part) for part in rest]
    return out


def one_group(grouped: Grouped, group: Group, view: View, cells: int) -> list[Line]:
    """One group alone: its title with subtotals, its rows."""
    body = [_in(row, view) for row in (group_row(grouped, group, view), *group_rows(group, view))]
    none: Sum = ("", "", body[0].params, body[0].macs, True)
    writer = _Writer(_columns(body, [none], view, cells), view)
    return [*writer.header(), *(one for row in body for one in writer.row(row))]


def _in(row: Row, view: View) -> Row:
    """The row in the alphabet asked for, without what the density leaves out."""
    from dataclasses import replace

    if view.density == "compact":
        row = replace(row, worked="", sizes=(), remark=row.remark if row.kind == "group" else "")
    if not view.ascii:
        return row
    return replace(
        row,
        name=plain(row.name),
        sizes=tuple(map(plain, row.sizes)),
        output=plain(row.output),
        worked=plain(row.worked),
        params=plain(row.params),
        macs=plain(row.macs),
        remark=plain(row.remark),
        notes=tuple((style, plain(text)) for style, text in row.notes),
    )


def plain(text: str) -> str:
    """A text of ours in ASCII; what a user wrote stays."""
    return to_ascii(text.replace(" · ", " | ").replace("…", "..."))


def _title(grouped: Grouped, view: View, cells: int) -> list[Line]:
    annotated = grouped.annotated
    model = annotated.model
    shapes = ", ".join(text_shape(given.shape) for given in model.inputs)
    ends = ", ".join(text_shape(shape) for shape in annotated.output_shapes)
    left = (
        f"{clean(model.name)} · {model.framework} · {shapes} → {ends}"
        if shapes
        else f"{clean(model.name)} · {model.framework}"
    )
    many = len(annotated.layers)
    right = counted("layers", "one_layer", many, view.lang)
    if len(grouped.groups) > 1:
        right = say("layers_in_groups", view.lang, f"{many:,}", len(grouped.groups))
    if view.ascii:
        left, right = plain(left), plain(right)
    if width(left) + 2 + width(right) <= cells:
        return [line(left, "bold").to(cells - width(right)).then(right, "dim")]
    return [*(line(part, "bold") for part in wrap(left, cells)), *(line(part, "dim") for part in wrap(right, cells))]


Sum = tuple[str, str, str, str, bool]


def _sums(grouped: Grouped, view: View) -> list[Sum]:
    """(label, worked, params, MACs, whether it is a main sum)."""
    totals, lang = grouped.annotated.totals, view.lang
    parts = [text_value(group.params) for group in grouped.groups if group.params != 0]
    worked = " + ".join(parts) if len(parts) > 1 and "?" not in parts else ""
    if totals.params is None and totals.known_params != 0:
        worked = say("known", lang, text_value(totals.known_params))
    macs = text_value(sum_costs(grouped.annotated.layers, view.macs))
    out: list[Sum] = [("", worked, text_value(totals.params), macs, True)]
    for key, value in (
        ("trained", totals.trainable),
        ("not_trained", totals.non_trainable),
        ("buffers", totals.buffers),
    ):
        shown = totals.non_trainable not in (0, None) if key == "trained" else value not in (0, None)
        if shown:
            out.append((say(key, lang), "", text_value(value), "", False))
    return [tuple(plain(x) if isinstance(x, str) else x for x in each) for each in out] if view.ascii else out  # type: ignore[misc]


def _columns(body: Sequence[Row], sums: Sequence[Sum], view: View, cells: int) -> Columns:
    lang = view.lang
    layers = [row for row in body if row.kind != "group"]

    def widest(texts: list[str], header: str, most: int) -> int:
        return max([width(say(header, lang)), *(width(text) for text in texts if width(text) <= most)])

    wide, narrow = cells >= WIDE, cells < NARROW
    compact = view.density == "compact"
    params = widest([row.params for row in body] + [each[2] for each in sums], "params", cells)
    macs = widest([row.macs for row in body] + [each[3] for each in sums], "macs", cells)
    if not wide:
        # The sum of MACs stands in the column of parameters.
        wanted = width(sums[0][3])
        params = max(params, wanted) if wanted <= params + ROOM_FOR_SUM else params
    type_ = 0 if narrow else widest([row.type for row in layers], "type", cells // 4)
    output = widest([row.output for row in layers], "output", cells // 4)
    size = widest([size for row in layers for size in row.sizes], "size", 30) if wide and not compact else 0
    worked_shown = not narrow and not compact
    name = widest([" " * 2 * row.depth + row.name for row in layers], "layer", cells // 2)

    gap_type = 2
    gap_name, gap_size, room_params, room_macs = (
        (2, 4, 12, 20) if wide else (1 if NARROW <= cells <= 80 else 2, 2, 0, 0)
    )

    def right() -> int:
        return max(params + 2, room_params) + (max(macs + 2, room_macs) if wide else 0)

    # Formulas are set flush right: a short shape leaves its room to a long formula.
    middle = (
        max([output + 2 + width(say("worked", lang)), *(_middle(row, cells // 2) for row in layers)])
        if worked_shown
        else output
    )

    def need() -> int:
        left = INDENT + name + gap_name + (type_ + gap_type if type_ else 0) + (size + gap_size if size else 0)
        return left + middle + right()

    if need() > cells:
        room_macs = max(macs + 2, room_macs - (need() - cells))
    if need() > cells:
        room_params = max(params + 2, room_params - (need() - cells))
    if need() > cells:
        gap_size = 2
    if need() > cells:
        gap_name, gap_type = 1, 1
    if need() > cells:
        name = max(min(name, 16), name - (need() - cells))
    macs_end = cells if wide else None
    params_end = cells - (max(macs + 2, room_macs) if wide else 0)
    worked_end = params_end - max(params + 2, room_params)
    type_at = INDENT + name + gap_name if type_ else None
    size_at = (type_at or 0) + type_ + gap_type if size else None
    output_at = (
        size_at + size + gap_size
        if size_at is not None
        else type_at + type_ + gap_type
        if type_at is not None
        else INDENT + name + gap_name
    )
    return Columns(cells, name, type_at, size_at, size, output_at, worked_end, worked_shown, params_end, macs_end)


def _middle(row: Row, most: int) -> int:
    """What a row takes from its output to the end of its formula; nothing if it is so long that it goes below."""
    formula = width(row.worked) + 2 if row.worked else width(row.remark)
    taken = width(row.output) + 2 + formula if formula else 0
    return taken if taken <= most else 0


class _Writer:
    """Lays cells into lines: a cell that finds its place taken begins a new line."""

    def __init__(self, columns: Columns, view: View, counted: str = "") -> None:
        self.columns, self.view, self.counted = columns, view, counted

    def header(self) -> list[Line]:
        c, lang = self.columns, self.view.lang
        lines = [line(" " * INDENT + say("layer", lang), "dim")]
        for column, key in ((c.type, "type"), (c.size, "size"), (c.output, "output")):
            if column is not None:
                self.left(lines, say(key, lang), column, "dim")
        if c.worked_shown:
            self.right(lines, say("worked", lang), c.worked, "dim")
        self.right(lines, say("params", lang), c.params, "dim")
        if c.macs is not None:
            self.right(lines, unit(self.view.macs, lang), c.macs, "dim")
        return lines

    def row(self, row: Row) -> list[Line]:
        c = self.columns
        title = row.kind != "layer"
        style = "bold" if row.kind == "group" else ""
        indent = 0 if row.kind == "group" else min(INDENT + 2 * row.depth, c.total // 3)
        lines = [line(" " * indent)]
        self.flow(lines, row.name, indent, style)
        for column, text in ((c.type, row.type), (c.size, self._size(row)), (c.output, row.output)):
            if column is not None and text:
                self.left(lines, text, column, "dim" if column == c.type else "")
        if row.remark and (c.worked_shown or row.kind == "group"):
            self.right(lines, row.remark, c.worked, "dim")
        if row.worked and c.worked_shown:
            self.right(lines, row.worked, c.worked, "", tail=" =")
        self.right(lines, row.params, c.params, "bold")
        if c.macs is not None:
            self.right(lines, row.macs, c.macs, "bold" if title else "")
        if c.size is not None:
            for size in row.sizes:
                if size != self._size(row):
                    self.below(lines, size, c.size)
        for style_, note in row.notes:
            self.below(lines, note, INDENT + 2 + 2 * row.depth, style_)
        return lines

    def sum(self, label: str, worked: str, params: str, macs: str, main: bool) -> list[Line]:
        c, lang = self.columns, self.view.lang
        style = "bold" if main else "dim"
        if not main:
            lines = [line("  ")]
            self.flow(lines, label, 2, "dim")
            self.right(lines, params, c.params, "dim")
            return lines
        sigma = "sum" if self.view.ascii else "Σ"
        name = sigma if c.macs is not None else self._said("sum_params")
        lines = [line(name, style)]
        if worked:
            formula = "+" in worked
            self.right(lines, worked, c.worked, "" if formula else "dim", tail=" =" if formula else "")
        self.right(lines, params, c.params, style)
        if c.macs is not None:
            self.right(lines, macs, c.macs, style)
            return lines
        second = [line(self._plain(say("sum_of", lang, unit(self.view.macs, lang))), style)]
        self.right(second, self.counted, min(c.worked, c.params - width(macs) - 2), "dim")
        self.right(second, macs, c.params, style)
        return lines + second

    def _said(self, key: str) -> str:
        return self._plain(say(key, self.view.lang))

    def _plain(self, text: str) -> str:
        return plain(text) if self.view.ascii else text

    def _size(self, row: Row) -> str:
        return row.sizes[0] if row.sizes and width(row.sizes[0]) <= self.columns.size_width else ""

    def flow(self, lines: list[Line], text: str, indent: int, style: str) -> None:
        """Text from where the line stands; it wraps under itself."""
        first, *rest = wrap(text, self.columns.total - indent)
        lines[-1] = lines[-1].then(first, style)
        lines += [line(" " * indent).then(part, style) for part in rest]

    def left(self, lines: list[Line], text: str, column: int, style: str) -> None:
        """A cell that begins at a column."""
        if lines[-1].cells > max(0, column - 1):
            lines.append(line())
        column = max(0, min(column, self.columns.total - width(text)))
        if lines[-1].cells > column or width(text) > self.columns.total:
            self.below(lines, text, INDENT, style)
            return
        lines[-1] = lines[-1].to(column).then(text, style)

    def right(self, lines: list[Line], text: str, end: int, style: str, tail: str = "") -> None:
        """A cell that ends at a column; `tail` (` =`) is dim. On its own line where it does not fit."""
        need = width(text) + width(tail)
        if lines[-1].cells and lines[-1].cells + 1 + need > end:
            lines.append(line())
        if need > end - INDENT:
            *first, last = wrap(text, max(1, end - 2 * INDENT - width(tail)))
            lines[-1:] = [line(" " * 2 * INDENT).then(part, style) for part in first]
            lines.append(line())
            text = last
        lines[-1] = lines[-1].to(end - width(text) - width(tail)).then(text, style).then(tail, "dim")

    def below(self, lines: list[Line], text: str, column: int, style: str = "") -> None:
        """Own lines under the row, from a column on, or further left if the text is long."""
        room = self.columns.total
        column = max(min(column, room - width(text)), min(2 * INDENT, room // 4))
        lines += [line(" " * column).then(part, style) for part in wrap(text, room - column)]
