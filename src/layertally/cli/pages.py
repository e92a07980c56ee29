"""`layertally pages MODEL... -o DIR`: Markdown pages and assets for any site generator."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import options
from .help import Option, Verb
from .site import many

if TYPE_CHECKING:
    from ..paint.theme import Theme


def _pages(
    models: tuple[str, ...],
    output: str,
    density: str,
    theme: Theme,
    lang: str,
    macs: str,
    group_by: str,
    depth: int | None,
    plain_urls: bool,
    jobs: int | None,
) -> int:
    from ..pages import PageOptions
    from ..pages.write import write_pages
    from ..report.cells import clean
    from . import console

    began = time.perf_counter()
    with console.counting("models") as count:
        done = write_pages(
            models,
            Path(output),
            options=PageOptions(lang=lang, density=density, macs=macs, theme=theme, group_by=group_by, depth=depth),
            concurrency=jobs or 1,
            directory_urls=not plain_urls,
            on_progress=count,
        )
    figures = sum(one.figures for one in done.built)
    files = many(len(done.changed), "file") + (
        f" of {len(done.files):,}" if len(done.changed) != len(done.files) else ""
    )
    seconds = time.perf_counter() - began
    counts = f"{many(len(done.built), 'model')}, {many(figures, 'figure')}, {files} written"
    click.echo(f"{Path(output) / 'index.md'}: {counts} in {seconds:.1f} s")
    for one in done.built:
        for line in one.warnings:
            click.echo(f"  differs  {clean(line)}")
    return 0


COMMAND = Verb(
    "pages",
    help="Markdown pages and their assets, for any site generator.",
    example="layertally pages models/*.yaml -o docs/models",
    usage="MODEL... -o DIR [options]",
    callback=_pages,
    params=[
        options.model("models", nargs=-1, required=True),
        Option(["-o", "--output"], metavar="DIR", required=True, help="a folder of the site's sources"),
        options.density(),
        options.theme("auto"),
        options.lang(),
        options.macs(),
        *options.grouping(),
        Option(["--plain-urls"], is_flag=True, help="the generator serves vgg.md as vgg.html, not vgg/"),
        options.jobs(),
    ],
)
