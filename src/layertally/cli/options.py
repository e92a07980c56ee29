"""Options that several verbs share, written once: names, words, defaults.

In: nothing. Out: click parameters; `model`, `density`, … are callables that make one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ..errors import nearest
from ..report.phrases import DENSITIES
from ..words import LANGUAGES
from .help import Option


class Word(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """One of these words; a near one is named."""

    name = "word"

    def __init__(self, words: Sequence[str], what: str) -> None:
        self.words, self.what = tuple(words), what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.words:
            return str(value)
        near = nearest(str(value), self.words)
        meant = f"; did you mean {near}?" if near else ""
        return self.fail(f"`{value}` is not one of {', '.join(self.words)}{meant}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


class Words(Word):
    """Some of these words, with commas between them."""

    name = "words"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, tuple):
            return value
        parts = [part.strip() for part in str(value).split(",") if part.strip()]
        if not parts:
            self.fail(f"none of {', '.join(self.words)} is named", param, ctx)
        return tuple(dict.fromkeys(super(Words, self).convert(part, param, ctx) for part in parts))


THEMES = ("light", "dark", "mono", "auto")
"""Those of `paint.theme`, which a table has no use for."""


SHEETS = (
    "page 688 px, column 3.5 in, wide 7.16 in, or a venue's: ieee, acm, neurips, iclr, icml, cvpr, aaai, eccv, nature; "
    "both columns: ieee-2, …"
)


class ThemeWord(Word):
    """The name of a theme, or the path of a table of colours."""

    name = "theme"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str) or not value.lower().endswith((".yaml", ".yml", ".json")):
            return value if not isinstance(value, str) else super().convert(value, param, ctx)
        from ..paint import palette
        from .console import warn

        theme = palette.read(value)
        for problem in palette.problems(theme):
            what, _, better = str(problem).partition("; ")
            warn(what, f'write {problem.token}: "{problem.better}"' if better else "")
        return theme


def theme(default: str) -> Option:
    """The colours."""
    names = tuple(dict.fromkeys((default, *THEMES)))
    return Option(
        ["--theme"],
        type=ThemeWord(names, "--theme"),
        metavar="NAME",
        help=f"{', '.join(names)}, or FILE.yaml with colours",
        default=default,
        shown=default,
    )


def preset() -> Option:
    """The sheet that a figure is laid out for."""
    from ..paint.sheets import PRESETS

    return word("--preset", tuple(PRESETS), SHEETS, "page")


def dpi() -> Option:
    """The resolution of PNG."""
    return Option(["--dpi"], type=click.FloatRange(24, 1200), metavar="N", default=192.0, help="of PNG", shown="192")


def model(name: str = "model", **settings: Any) -> click.Argument:
    """MODEL: a file, a live reference, or `-`."""
    return click.Argument([name], metavar=name.upper(), type=click.Path(path_type=str, allow_dash=True), **settings)


def word(flag: str, words: Sequence[str], help: str, default: str | None, metavar: str = "NAME") -> Option:  # noqa: A002
    """An option that takes one of several words."""
    return Option([flag], type=Word(words, flag), metavar=metavar, help=help, default=default, shown=default or "")


def density() -> Option:
    """How much of a formula is shown."""
    return word("--density", DENSITIES, "compact, worked, teaching", "worked")


def lang() -> Option:
    """The language of labels."""
    return word("--lang", LANGUAGES, "of labels", "en", "en|zh")


def macs() -> Option:
    """The convention that multiply-adds are counted by."""
    from ..report.costs import conventions

    return word("--macs", conventions(), ", ".join(conventions()), "macs", "NAME")


def group() -> Option:
    """One group alone."""
    return Option(["--group"], metavar="ID", help="one group: its number or title")


def grouping() -> list[click.Parameter]:
    """How a model is cut into groups, and how deep its scopes are opened; `source.grouped` takes them by name."""
    from ..group.cutting import BY

    return [
        word("--group-by", BY, "auto, name, resolution, scope, none", "auto"),
        Option(
            ["--depth"],
            metavar="N",
            type=click.IntRange(min=0),
            help="levels of scopes that are open; deeper ones are one card",
        ),
    ]


def ascii_only() -> Option:
    """No marks beyond ASCII."""
    return Option(["--ascii"], is_flag=True, help="no `⌊ · −`: floor() * -")


def inputs() -> Option:
    """Shapes for live models."""
    return Option(
        ["--input", "inputs"],
        metavar="SHAPE",
        multiple=True,
        help="for live models: 1,3,224,224[:dtype] or name=1,16:int64",
    )


def timeout() -> Option:
    """How long a live model may take."""
    return Option(
        ["--timeout"],
        metavar="S",
        type=click.FloatRange(min=0, min_open=True),
        help="seconds that a live model may take",
        default=60.0,
        shown="60",
    )


def memory() -> Option:
    """How much memory a live model may use."""
    return Option(
        ["--memory"],
        metavar="GB",
        type=click.FloatRange(min=0, min_open=True),
        help="gigabytes that a live model may use",
        default=8.0,
        shown="8",
    )


def max_layers() -> Option:
    """The bound on layers."""
    return Option(
        ["--max-layers"],
        metavar="N",
        type=click.IntRange(min=1),
        help="raise the bound of 100,000 layers",
    )


def reading() -> list[click.Parameter]:
    """How a model is read, for every verb that reads one; `source.load` takes them by name."""
    return [inputs(), timeout(), memory(), max_layers()]


def jobs() -> Option:
    """How many models are built at once."""
    return Option(["-j", "--jobs"], metavar="N", type=click.IntRange(min=1), default=None, help="models built at once")
