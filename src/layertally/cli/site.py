"""`layertally site MODEL... -o DIR`: a finished static site."""

from __future__ import annotations

from pathlib import Path

import click

from . import options
from .help import Option, Verb


def _site(
    models: tuple[str, ...],
    output: str,
    strict: bool,
    density: str,
    lang: str,
    macs: str,
    group_by: str,
    depth: int | None,
    title: str,
    jobs: int | None,
) -> int:
    from ..pages.site import build_site
    from ..report.cells import clean
    from . import console

    with console.counting("models") as count:
        done = build_site(
            models,
            Path(output),
            strict=strict,
            lang=lang,
            density=density,
            macs=macs,
            group_by=group_by,
            depth=depth,
            title=title,
            concurrency=jobs,
            on_progress=count,
        )
    index = Path(output) / "index.html"
    verdict = f"; {done.agrees} agree{'s' if done.agrees == 1 else ''}" if done.agrees else ""
    if done.differs:
        verdict += f"{',' if verdict else ';'} {len(done.differs)} differ{'s' if len(done.differs) == 1 else ''}"
    click.echo(f"{index}: {many(done.pages, 'model')}, {many(done.figures, 'figure')} in {done.seconds:.1f} s{verdict}")
    for line in done.differs:
        click.echo(f"  differs  {clean(line)}")
    click.echo(f"Open {index}, or: python -m http.server -d {output}")
    return 0


def many(count: int, what: str) -> str:
    """`1 model`, `2 models`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


COMMAND = Verb(
    "site",
    help="A finished static site: a page a model, with figures, tables, rules and downloads.",
    example="layertally site models/*.yaml -o site",
    usage="MODEL... -o DIR [options]",
    callback=_site,
    params=[
        options.model("models", nargs=-1, required=True),
        Option(["-o", "--output"], metavar="DIR", required=True, help="a new folder, or a site built before"),
        Option(["--title"], metavar="TEXT", default="", help="of the site"),
        Option(["--strict"], is_flag=True, help="a model that differs fails"),
        options.density(),
        options.lang(),
        options.macs(),
        *options.grouping(),
        options.jobs(),
    ],
    after="A model that differs, or cannot be read, gets a page that says so; with --strict nothing is written and the "
    "exit code is 1.",
)
