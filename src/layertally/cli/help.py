"""How a verb explains itself: a sentence, one real example, the usage, its options in two columns.

In: a click command with `example` and `usage`. Out: the text of `layertally VERB --help`.
"""

from __future__ import annotations

from typing import Any

import click

from ..report.cells import pad, width, wrap

HELP_COLUMN = 24
DEFAULT_COLUMN = 57


class Option(click.Option):
    """An option that says its default in its own words (`shown`)."""

    def __init__(self, *args: Any, shown: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown


class Verb(click.Command):
    """A verb with its example. `usage` follows `layertally VERB`."""

    def __init__(
        self, *args: Any, example: str = "", usage: str = "MODEL [options]", after: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.example, self.usage, self.after = example, usage, after

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        cells = max(40, min(formatter.width + 2, 100))
        lines = [*wrap(self.help or "", cells), ""]
        if self.example:
            lines += [f"  {line}" for line in self.example.splitlines()] + [""]
        lines.append(f"Usage: layertally {self.name} {self.usage}")
        if self.params:
            lines.append("")
        for param in self.params:
            if isinstance(param, click.Option) and not param.hidden:
                lines += _option(param, cells)
        if self.after:
            lines += ["", *(part for text in self.after.splitlines() for part in wrap(text, cells))]
        formatter.write("\n".join(lines) + "\n")


def _option(param: click.Option, cells: int) -> list[str]:
    """`  -o, --output PATH     a folder, or a file with --group`."""
    short = next((name for name in param.opts if not name.startswith("--")), "")
    long = next((name for name in param.opts if name.startswith("--")), "")
    metavar = "" if param.is_flag else f" {param.metavar or 'TEXT'}"
    head = f"  {f'{short}, ' if short else '    '}{long}{metavar}"
    shown = getattr(param, "shown", "")
    text = param.help or ""
    column = HELP_COLUMN
    if width(text) + column <= DEFAULT_COLUMN - 2 and shown:
        text = f"{pad(text, DEFAULT_COLUMN - 2 - column)}[{shown}]"
        if width(text) + column > cells:
            text = f"{param.help}   [{shown}]"
    elif shown:
        text = f"{text}   [{shown}]"
    lines = [text] if width(text) + column <= cells else wrap(text, max(16, cells - column))
    if width(head) + 2 > column:
        return [head, *(" " * column + part for part in lines)]
    return [pad(head, column) + lines[0], *(" " * column + part for part in lines[1:])]
