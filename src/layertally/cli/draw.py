"""`layertally draw MODEL -o PATH`: an overview and one figure a group, in every format asked for."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import words
from ..errors import LayertallyError
from ..paint.sheets import PRESETS
from ..report.painted import FORMATS
from . import options
from .help import Option, Verb

if TYPE_CHECKING:
    from ..figure import Figure
    from ..group import Grouped
    from ..report.painted import Look, Painted

THEMES = ("light", "dark", "mono", "auto")
SHEETS = (
    "page 688 px, column 3.5 in, wide 7.16 in, or a venue's: ieee, acm, neurips, iclr, icml, cvpr, aaai, eccv, nature; "
    "both columns: ieee-2, …"
)
EACH = "each"
"""What `--exercise` says without a value."""
HINT = "For a two-column paper: --preset column --theme mono --format pdf"


def _draw(
    model: str,
    output: str,
    group: str | None,
    group_by: str,
    depth: int | None,
    format: tuple[str, ...] | None,  # noqa: A002
    theme: str,
    preset: str,
    density: str,
    dpi: float,
    lang: str,
    macs: str,
    exercise: str | None,
    split: bool,
    **reading: Any,
) -> int:
    from ..figure import Options
    from ..figure.options import exercise_of
    from ..report.painted import Look, paint, target as where
    from . import console
    from .source import grouped, load

    began = time.perf_counter()
    target = Path(output)
    base, single = where(target)
    formats = _formats(target, single, format)
    found = grouped(load(model, **reading), lang, group_by, depth)
    look = Look(theme, dpi, preset)
    asked = exercise_of(True if exercise == EACH else exercise)
    if asked is not None and "dot" in formats:
        raise LayertallyError("DOT has no blanks: it says every number", fix="draw the exercise as svg, png or pdf")
    wishes = Options(density=density, lang=lang, preset=preset, macs=macs, exercise=asked, split=split)
    figures, refused = _fitting(found, _figures(found, group, wishes), wishes)
    if single and len(figures) > 1:
        groups = ", ".join(figure.id for figure in figures)
        raise LayertallyError(
            f"{output} is one file, and there are {len(figures)} figures",
            fix=f"add --group with one of {groups}; or name a folder",
        )
    if refused and (single or not figures):
        return _refuse(refused)
    if output == "-":
        return _to_stdout(found, figures, formats, look)
    done: list[tuple[Figure, list[Painted]]] = []
    _warn_of_glyphs(figures, formats)
    with console.progress("figures", len(figures)) as bar:
        for figure in figures:
            bar.step(figure.title)
            stem = base if single else base / figure.id
            done.append((figure, [paint(found, figure, stem, name, look) for name in formats]))
    hint = "" if single or (theme, preset, group) != ("light", "page", None) or formats == ("dot",) else HINT
    _say(done, target, single, time.perf_counter() - began, hint, PRESETS[preset].inches)
    _say_key(figures, lang)
    return max(_refuse(refused), _broken(found))


def _formats(target: Path, single: str, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
    if not single:
        return wanted or ("svg",)
    if wanted and wanted != (single,):
        raise LayertallyError(
            f"{target} is {single}, and --format says {','.join(wanted)}", fix="leave --format out, or name a folder"
        )
    return (single,)


def _figures(found: Any, group: str | None, wishes: Any) -> tuple[Figure, ...]:
    from ..figure import figure, figures

    return (figure(found, group, wishes),) if group is not None else figures(found, wishes)


def _fitting(found: Grouped, figures: tuple[Figure, ...], wishes: Any) -> tuple[tuple[Figure, ...], list[str]]:
    """The figures that their paper can hold, and what there is to say of the others."""
    refused = [each for each in figures if each.misfit]
    if not refused:
        return figures, []
    from ..figure.refusal import refusal

    return tuple(each for each in figures if not each.misfit), [
        refusal(found, each, wishes).render() for each in refused
    ]


def _refuse(errors: list[str]) -> int:
    from . import console

    for error in errors:
        console.print_error(error)
    return int(bool(errors))


def _to_stdout(found: Grouped, figures: tuple[Figure, ...], formats: tuple[str, ...], look: Look) -> int:
    from ..report.painted import painted
    from . import console

    if len(figures) > 1 or len(formats) > 1:
        raise LayertallyError("-o - takes one figure in one format", fix="add --group 1 and --format svg")
    console.print_bytes(painted(found, figures[0], formats[0], look))
    return 0


def _warn_of_glyphs(figures: tuple[Figure, ...], formats: tuple[str, ...]) -> None:
    """PNG and PDF have only the shipped fonts."""
    from . import console

    if not {"png", "pdf"} & set(formats):
        return
    from ..report.painted import without_glyph

    for char, figure_id in without_glyph(figures).items():
        console.warn(
            f"no glyph for U+{ord(char):04X} ({char}) in figure {figure_id}; drawn as a box in PNG and PDF",
            "SVG shows it in the reader's fonts",
        )


def _say(
    done: list[tuple[Figure, list[Painted]]],
    target: Path,
    single: str,
    seconds: float,
    hint: str,
    inches: float | None,
) -> None:
    """A row a figure: where it lies, how wide it is, what each file weighs; then one line for all."""
    from ..report.cells import clean, pad, pad_left, width

    named = [(str(target) if single else str(target / figure.id), figure, files) for figure, files in done]
    names = max(width(name) for name, _, _ in named)
    wide = [f"{inches:.4g} in" if inches else f"{figure.drawing.width:.0f} px" for _, figure, _ in named]
    across = max(map(len, wide))
    columns = list(zip(*(files for _, _, files in named), strict=False))
    pixels = [max(width(file.pixels) for file in column) for column in columns]
    sizes = [max(width(file.said) for file in column) for column in columns]
    for (name, figure, files), how_wide in zip(named, wide, strict=True):
        line = f"{pad(clean(name), names)}   {how_wide:>{across}}"
        for position, file in enumerate(files):
            shown = f" {pad_left(file.pixels, pixels[position])}" if pixels[position] else " "
            line += f"   {file.format}{shown} {pad_left(file.said, sizes[position])}"
        title = clean(figure.title) if figure.id != "overview" and not single else ""
        click.echo(f"{line}   {title}".rstrip())
    if single:
        return
    files = [file for _, _, some in named for file in some]
    changed = sum(file.changed for file in files)
    count = f"{len(files)} file{'s' if len(files) != 1 else ''}"
    rest = (
        "" if changed == len(files) else ", all unchanged," if not changed else f", {len(files) - changed} unchanged,"
    )
    click.echo(f"{count}{rest} in {seconds:.2f} s." + (f" {hint}" if hint else ""))


def _say_key(figures: tuple[Figure, ...], lang: str) -> None:
    """The answers of exercises, which are in no figure: a line a blank."""
    from ..figure.exercise import blank_label, key_line
    from ..report.cells import clean, pad, width

    for figure in figures:
        rows = [(blank_label(blank, figure.title, lang), *key_line(blank, lang)) for blank in figure.blanks]
        if rows:
            click.echo(f"\n{words.label('key', lang)} · {clean(figure.title)}")
            room = max(width(row[0]) for row in rows)
            for blank, (asked, formula, result) in zip(figure.blanks, rows, strict=True):
                click.echo(f"  {blank.mark} {pad(clean(asked), room)}  {clean(formula)} = {clean(result)}")


def _broken(found: Any) -> int:
    """A model that does not fit together is drawn as far as it goes, and the command says no."""
    if found.annotated.broken is None:
        return 0
    from ..report.verdict import broken_error
    from . import console

    error = broken_error(found.annotated)
    if error is None:
        return 0
    console.print_error(error.render())
    return 1


COMMAND = Verb(
    "draw",
    help="Draw an overview and one figure a group.",
    example="layertally draw vgg.yaml -o figures --preset column --theme mono --format pdf",
    usage="MODEL -o PATH [options]",
    callback=_draw,
    params=[
        options.model(),
        Option(["-o", "--output"], metavar="PATH", required=True, help="a folder, or a file with --group"),
        options.group(),
        *options.grouping(),
        Option(
            ["--format"],
            type=options.Words(FORMATS, "--format"),
            metavar="LIST",
            help="svg, png, pdf, dot",
            shown="svg",
        ),
        options.word("--theme", THEMES, "light, dark, mono, auto", "light"),
        options.word(
            "--preset",
            tuple(PRESETS),
            SHEETS,
            "page",
        ),
        Option(["--split"], is_flag=True, help="make parts of a group that the preset cannot hold"),
        options.density(),
        Option(
            ["--exercise"],
            is_flag=False,
            flag_value=EACH,
            metavar="ASK",
            help="blanks: one a layer, N, or conv2d.params,sum",
        ),
        Option(["--dpi"], type=click.FloatRange(24, 1200), metavar="N", default=192.0, help="of PNG", shown="192"),
        options.lang(),
        options.macs(),
        *options.reading(),
    ],
    after="Exit code 1 if a layer's input does not fit it (the figures then show where), or a figure its preset.",
)
