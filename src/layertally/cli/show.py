"""`layertally show MODEL`: the layer table with its formulas, or the same as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import options
from .help import Option, Verb

if TYPE_CHECKING:
    from ..group import Grouped
    from ..report.lines import Line
    from ..report.rows import View

FORMATS = ("text", "json", "md", "csv", "latex")


def _show(
    model: str,
    format: str,  # noqa: A002
    density: str,
    lang: str,
    macs: str,
    group: str | None,
    group_by: str,
    depth: int | None,
    expand: bool,
    ascii: bool,  # noqa: A002
    **reading: Any,
) -> int:
    from ..report.rows import View
    from ..report.verdict import exit_code, judge
    from . import console
    from .source import grouped, load

    found = grouped(load(model, **reading), lang, group_by, depth)
    plain = console.plain_alphabet(ascii) if format == "text" else ascii
    view = View(density, lang, macs, expand, plain)
    verdicts = judge(found.annotated, lang=lang, hint=f"layertally check {model}", first="claims")
    if format == "text":
        from ..report.verdict_lines import verdict_lines

        cells = console.columns()
        console.print_lines(_text(found, view, cells, group))
        if group is None:
            console.print_lines(verdict_lines(verdicts, cells, plain))
    else:
        from ..report.formats import write

        console.print_text(write(found, format, view, group))
    return exit_code(verdicts)


def _text(found: Grouped, view: View, cells: int, group: str | None) -> list[Line]:
    from .source import find_group

    chosen = find_group(found, group) if group is not None else None
    if view.density == "teaching":
        from ..report.teaching import teaching

        return teaching(found, view, cells, chosen)
    from ..report.lines import line
    from ..report.terminal import one_group, table

    if chosen is not None:
        return one_group(found, chosen, view, cells)
    return [*table(found, view, cells), line()]


COMMAND = Verb(
    "show",
    help="The layer table, every number worked out.",
    example="layertally show vgg.yaml --density teaching --group 第一组",
    callback=_show,
    params=[
        options.model(),
        options.word("--format", FORMATS, "text, json, md, csv, latex", "text"),
        options.density(),
        options.lang(),
        options.macs(),
        options.group(),
        *options.grouping(),
        Option(["--expand"], is_flag=True, help="every copy of a repeated block"),
        options.ascii_only(),
        *options.reading(),
    ],
    after="Exit code 1 if the model differs from what is claimed or reported, or has a layer without a rule.",
)
