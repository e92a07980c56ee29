"""`layertally schema`: the JSON Schema of descriptions, for editors."""

from __future__ import annotations

from .help import Verb


def _schema() -> int:
    from ..report.schema import dump
    from . import console

    console.print_text(dump())
    return 0


COMMAND = Verb(
    "schema",
    help="The JSON Schema of descriptions: editors complete and check with it.",
    example="layertally schema > layertally.schema.json",
    usage="[> FILE]",
    callback=_schema,
    params=[],
    after="In VS Code (YAML extension), the first line of a description:\n"
    "# yaml-language-server: $schema=layertally.schema.json",
)
