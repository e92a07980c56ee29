"""`layertally freeze MODEL -o FILE`: any model as a plain description."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from . import options
from .help import Option, Verb
from .site import many


def _freeze(model: str, output: str, **reading: Any) -> int:
    from ..formula import text_value
    from ..report import files
    from ..report.freeze import freeze
    from . import console
    from .source import grouped, is_live, load

    annotated = grouped(load(model, **reading)).annotated
    text = freeze(annotated, model if model != "-" else "")
    if output == "-":
        console.print_text(text)
        return 0
    changed = files.write(Path(output), text.encode())
    said = f"{many(len(annotated.layers), 'layer')}, {text_value(annotated.totals.params)} parameters"
    click.echo(f"{output}: {said}; {'needs no framework to read' if changed else 'unchanged'}")
    if is_live(model):
        click.echo(f"In CI: layertally check {output} --against {model}")
    return 0


COMMAND = Verb(
    "freeze",
    help="Write any model as a plain description that needs no framework to read.",
    example="layertally freeze zoo.vgg:build -o vgg.lock.yaml",
    usage="MODEL -o FILE [options]",
    callback=_freeze,
    params=[
        options.model(),
        Option(["-o", "--output"], metavar="FILE", required=True, help="the description; - for stdout"),
        *options.reading(),
    ],
    after="In CI, `layertally check FILE --against MODEL` tells when the description is stale.",
)
