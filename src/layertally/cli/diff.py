"""`layertally diff A B`: what changed from one model to another; `--side-by-side`: what each makes of a layer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import LayertallyError
from . import options
from .help import Option, Verb

if TYPE_CHECKING:
    from ..annotation import Annotated
    from ..paint.theme import Theme
    from ..report.compare import Comparison
    from ..report.painted import Look


def _diff(
    a: str,
    b: str,
    more: tuple[str, ...],
    side_by_side: bool,
    format: str,  # noqa: A002
    lang: str,
    ascii: bool,  # noqa: A002
    output: str | None,
    theme: Theme,
    preset: str,
    dpi: float,
    **reading: Any,
) -> int:
    if output and (side_by_side or more):
        raise LayertallyError("-o draws what changed from A to B", fix="leave --side-by-side out")
    if side_by_side:
        return _abreast((a, b, *more), format, lang, ascii, reading)
    if more:
        raise LayertallyError(
            f"diff says what changed from one model to another, and these are {2 + len(more)}", fix="add --side-by-side"
        )
    from ..report.compare import compare
    from ..report.diff import contract, lines
    from ..report.json import dump
    from ..report.painted import Look
    from . import console

    found = compare(*_sides((a, b), lang, reading))
    if format == "json":
        console.print_text(dump(contract(found, a, b)))
    else:
        console.print_lines(lines(found, console.columns(), lang, console.plain_alphabet(ascii)))
    if output:
        _draw(found, (a, b), Path(output), lang, Look(theme, dpi, preset))
    elif format == "text" and not found.equal and console.is_terminal():
        console.hint(f"layertally diff {a} {b} -o diff.svg draws it")
    return 0 if found.equal else 1


def _draw(found: Comparison, names: tuple[str, str], path: Path, lang: str, look: Look) -> None:
    """The figure, and a line that says where it lies."""
    from ..figure import Options
    from ..paint.sheets import PRESETS
    from ..report.difference import written
    from .drawn import say

    made, done = written(found, names, path, Options(lang=lang, preset=look.preset), look)
    say([(made, [done])], path, done.format, 0.0, "", PRESETS[look.preset].inches, [])


def _abreast(names: Sequence[str], format: str, lang: str, ascii: bool, reading: dict[str, Any]) -> int:  # noqa: A002
    from ..report.abreast import abreast
    from ..report.abreast_lines import contract, lines
    from ..report.json import dump
    from . import console

    found = abreast(_sides(names, lang, reading), lang)
    if format == "json":
        console.print_text(dump(contract(found, names)))
    else:
        console.print_lines(lines(found, console.columns(), lang, console.plain_alphabet(ascii)))
    return 0 if found.equal else 1


def _sides(names: Sequence[str], lang: str, reading: dict[str, Any]) -> list[Annotated]:
    from .source import grouped, is_run, load

    # Shapes are for live models; a frozen description beside one has its own.
    found = [load(name, **(reading if is_run(name) else {**reading, "inputs": ()})) for name in names]
    return [grouped(side, lang).annotated for side in found]


COMMAND = Verb(
    "diff",
    help="What changed from A to B: settings, parameters, totals.",
    example="layertally diff vgg.yaml vgg-small.yaml",
    usage="A B [options]\n       layertally diff A B [C …] --side-by-side [options]",
    callback=_diff,
    params=[
        options.model("a"),
        options.model("b"),
        options.model("more", nargs=-1),
        Option(["--side-by-side"], is_flag=True, help="a column a model, and why layers count differently"),
        options.word("--format", ("text", "json"), "text, json", "text"),
        Option(["-o", "--output"], metavar="FILE", help="a figure of what changed: .svg, .png, .pdf"),
        options.theme("light"),
        options.preset(),
        options.dpi(),
        options.lang(),
        options.ascii_only(),
        *options.reading(),
    ],
    after="Exit code 1 if anything changed.",
)
