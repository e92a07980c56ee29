"""`layertally diff A B`: what changed from one model to another."""

from __future__ import annotations

from typing import Any

from . import options
from .help import Verb


def _diff(a: str, b: str, format: str, lang: str, ascii: bool, **reading: Any) -> int:  # noqa: A002
    from ..report.compare import compare
    from ..report.diff import contract, lines
    from ..report.json import dump
    from . import console
    from .source import grouped, is_live, load

    # Shapes are for live models; a frozen description beside one has its own.
    sides = [load(name, **(reading if is_live(name) else {**reading, "inputs": ()})) for name in (a, b)]
    found = compare(*(grouped(side, lang).annotated for side in sides))
    if format == "json":
        console.print_text(dump(contract(found, a, b)))
    else:
        console.print_lines(lines(found, console.columns(), lang, console.plain_alphabet(ascii)))
    return 0 if found.equal else 1


COMMAND = Verb(
    "diff",
    help="What changed from A to B: settings, parameters, totals.",
    example="layertally diff vgg.yaml vgg-small.yaml",
    usage="A B [options]",
    callback=_diff,
    params=[
        options.model("a"),
        options.model("b"),
        options.word("--format", ("text", "json"), "text, json", "text"),
        options.lang(),
        options.ascii_only(),
        *options.reading(),
    ],
    after="Exit code 1 if anything changed.",
)
