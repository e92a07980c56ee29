"""What is said of drawn figures: rows of files, letters without a glyph, figures that do not fit, answers of exercises.

In: figures and what became of their files. Out: lines on stdout, errors and warnings on stderr, parts of the exit code.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from .. import words

if TYPE_CHECKING:
    from ..errors import Place
    from ..figure import Figure
    from ..group import Grouped
    from ..report.painted import Painted


class Beside(NamedTuple):
    """Files that were made of all figures: where, what of them, which changed."""

    path: str
    said: str
    changed: tuple[bool, ...]


def fitting(found: Grouped, figures: tuple[Figure, ...], wishes: Any) -> tuple[tuple[Figure, ...], list[str]]:
    """The figures that their paper can hold, and what there is to say of the others."""
    refused = [each for each in figures if each.misfit]
    if not refused:
        return figures, []
    from ..figure.refusal import refusal

    return tuple(each for each in figures if not each.misfit), [
        refusal(found, each, wishes).render() for each in refused
    ]


def refuse(errors: list[str]) -> int:
    """Print them; 1 if there are any."""
    from . import console

    for error in errors:
        console.print_error(error)
    return int(bool(errors))


def warn_of_glyphs(found: Grouped, figures: tuple[Figure, ...], formats: tuple[str, ...]) -> None:
    """PNG and PDF have only the shipped fonts; each character is named by its code point and where it stands."""
    from . import console

    if not {"png", "pdf"} & set(formats):
        return
    from ..report.painted import where_it_stands, without_glyph

    spots: dict[tuple[str, Place | None], list[str]] = {}
    for char, figure_id in without_glyph(figures).items():
        spots.setdefault(where_it_stands(found, char, figure_id), []).append(f"U+{ord(char):04X} ({char})")
    for (where, place), chars in spots.items():
        console.warn(
            f"no glyph for {', '.join(chars)} in {where}; drawn as \ufffd in PNG and PDF",
            "SVG shows it in the reader's fonts; --font FILE.ttf adds a font",
            place,
        )


def say(
    done: list[tuple[Figure, list[Painted]]],
    target: Path,
    single: str,
    seconds: float,
    hint: str,
    inches: float | None,
    beside: list[Beside],
) -> None:
    """A row a figure: where it lies, how wide it is, what each file weighs; what was made of all; one line for all."""
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
    for each in beside:
        click.echo(f"{clean(each.path)}   {each.said}")
    if single:
        return
    written = [file.changed for _, _, some in named for file in some] + [each for one in beside for each in one.changed]
    changed = sum(written)
    count = f"{len(written)} file{'s' if len(written) != 1 else ''}"
    same = len(written) - changed
    rest = "" if not same else ", all unchanged," if not changed else f", {same} unchanged,"
    click.echo(f"{count}{rest} in {seconds:.2f} s." + (f" {hint}" if hint else ""))


def say_key(figures: tuple[Figure, ...], lang: str) -> None:
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


def broken(found: Any) -> int:
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
