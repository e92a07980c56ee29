"""`layertally draw MODEL -o PATH`: an overview and one figure a group, in every format asked for."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import LayertallyError
from ..paint.sheets import PRESETS
from ..report.painted import FORMATS
from . import options
from .help import Option, Verb

if TYPE_CHECKING:
    from ..figure import Figure, Options
    from ..group import Grouped
    from ..paint.theme import Theme
    from ..report.painted import Look, Painted
    from .drawn import Beside

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
    theme: Theme,
    preset: str,
    density: str,
    dpi: float,
    lang: str,
    macs: str,
    exercise: str | None,
    split: bool,
    latex: bool,
    contact_sheet: str | None,
    font: str | None,
    **reading: Any,
) -> int:
    from ..figure import Options
    from ..figure.options import exercise_of
    from ..report.painted import Look, paint, target as where
    from . import console
    from .drawn import broken, fitting, refuse, say, say_key, warn_of_glyphs
    from .source import grouped, load

    began = time.perf_counter()
    if font:
        from ..paint.own_font import add_font

        add_font(font)
    target = Path(output)
    base, single = where(target)
    formats = _formats(target, single, format)
    if latex:
        formats = _with_pdf(output, single, format)
    if contact_sheet and Path(contact_sheet).suffix.lower() != ".png":
        raise LayertallyError(f"a contact sheet is a PNG, and {contact_sheet} is none", fix="write sheet.png")
    found = grouped(load(model, **reading), lang, group_by, depth)
    look = Look(theme, dpi, preset)
    asked = exercise_of(True if exercise == EACH else exercise)
    if asked is not None and "dot" in formats:
        raise LayertallyError("DOT has no blanks: it says every number", fix="draw the exercise as svg, png or pdf")
    wishes = Options(density=density, lang=lang, preset=preset, macs=macs, exercise=asked, split=split)
    figures, refused = fitting(found, _figures(found, group, wishes), wishes)
    if single and len(figures) > 1:
        groups = ", ".join(figure.id for figure in figures)
        raise LayertallyError(
            f"{output} is one file, and there are {len(figures)} figures",
            fix=f"add --group with one of {groups}; or name a folder",
        )
    if refused and (single or not figures):
        return refuse(refused)
    if output == "-":
        return _to_stdout(found, figures, formats, look)
    done: list[tuple[Figure, list[Painted]]] = []
    warn_of_glyphs(found, figures, formats)
    with console.progress("figures", len(figures)) as bar:
        for figure in figures:
            bar.step(figure.title)
            stem = base if single else base / figure.id
            done.append((figure, [paint(found, figure, stem, name, look) for name in formats]))
    hint = "" if single or (theme, preset, group) != ("light", "page", None) or formats == ("dot",) else HINT
    beside = _latex(found, done, base, wishes) if latex else []
    if contact_sheet:
        beside.append(_contact(Path(contact_sheet), figures, look))
    say(done, target, single, time.perf_counter() - began, hint, PRESETS[preset].inches, beside)
    say_key(figures, lang)
    return max(refuse(refused), broken(found))


def _formats(target: Path, single: str, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
    if not single:
        return wanted or ("svg",)
    if wanted and wanted != (single,):
        raise LayertallyError(
            f"{target} is {single}, and --format says {','.join(wanted)}", fix="leave --format out, or name a folder"
        )
    return (single,)


def _with_pdf(output: str, single: str, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
    """The formats with that which LaTeX takes in."""
    if single or output == "-":
        raise LayertallyError("--latex writes a file a figure, and one for all", fix="name a folder with -o")
    return tuple(dict.fromkeys((*(wanted or ()), "pdf")))


def _latex(found: Grouped, done: list[tuple[Figure, list[Painted]]], base: Path, wishes: Options) -> list[Beside]:
    """The environments of the figures and of the table, beside the PDFs."""
    from ..report import files, latex_figures
    from ..report.rows import View
    from .drawn import Beside

    figures = [figure for figure, _ in done]
    pdfs = [next(file.path.name for file in made if file.format == "pdf") for _, made in done]
    view = View(wishes.density, wishes.lang, wishes.macs)
    texts = latex_figures.files(found, figures, view, wishes.sheet, base.as_posix(), pdfs)
    changed = tuple(files.write(base / name, text.encode()) for name, text in texts.items())
    path = (base / "all").as_posix()
    return [Beside(f"{path}.tex", rf"all figures and the table in a paper: \input{{{path}}}", changed)]


def _contact(path: Path, figures: tuple[Figure, ...], look: Look) -> Beside:
    from ..report import files
    from ..report.painted import contact
    from .drawn import Beside

    data, pixels = contact(figures, look)
    changed = files.write(path, data)
    return Beside(str(path), f"png {pixels} {files.size(len(data)) if changed else 'unchanged'}", (changed,))


def _figures(found: Any, group: str | None, wishes: Any) -> tuple[Figure, ...]:
    from ..figure import figures, figures_of

    return figures_of(found, group, wishes) if group is not None else figures(found, wishes)


def _to_stdout(found: Grouped, figures: tuple[Figure, ...], formats: tuple[str, ...], look: Look) -> int:
    from ..report.painted import painted
    from . import console

    if len(figures) > 1 or len(formats) > 1:
        raise LayertallyError("-o - takes one figure in one format", fix="add --group 1 and --format svg")
    console.print_bytes(painted(found, figures[0], formats[0], look))
    return 0


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
        options.theme("light"),
        options.preset(),
        Option(["--split"], is_flag=True, help="make parts of a group that the preset cannot hold"),
        Option(["--latex"], is_flag=True, help="PDFs, with a figure environment for each and the table"),
        Option(["--contact-sheet"], metavar="FILE", help="all figures on one PNG"),
        Option(["--font"], metavar="FILE", help="a .ttf or .otf for characters that the shipped fonts lack"),
        options.density(),
        Option(
            ["--exercise"],
            is_flag=False,
            flag_value=EACH,
            metavar="ASK",
            help="blanks: one a layer, N, or conv2d.params,sum",
        ),
        options.dpi(),
        options.lang(),
        options.macs(),
        *options.reading(),
    ],
    after="Exit code 1 if a layer's input does not fit it (the figures then show where), or a figure its preset.",
)
