"""What the methods of a network return: tables, figures and verdicts that show themselves.

In: `Grouped`, options, verdicts. Out: `Table` (a `str`), `Checked` (a tuple), `Picture`, `Shown`.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..group import Grouped
from ..paint.theme import Theme

if TYPE_CHECKING:
    from ..figure import Figure
    from ..pages.data import PageOptions
    from ..report.verdict import Verdict

    Verdicts = tuple[Verdict, ...]
else:
    Verdicts = tuple

COLUMNS = 100
NARROWEST, WIDEST = 60, 160


def columns() -> int:
    """How many cells a printed table may take: those of the terminal, 100 where there is none."""
    return min(WIDEST, max(NARROWEST, shutil.get_terminal_size((COLUMNS, 24)).columns))


def theme_of(said: object) -> Theme:
    """A theme by its name, as a table of colours, or by the path of one; what its contrast lacks is warned of."""
    import warnings

    from ..paint import palette

    theme = palette.theme_of(said, files=True)
    for text in palette.warnings(theme):
        warnings.warn(text, stacklevel=3)
    return theme


class Printed:
    """What a console prints as it is."""

    __slots__ = ()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self).rstrip("\n"))


class Table(Printed, str):
    """A table as text: a `str` that shows itself without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self).rstrip("\n")


class Checked(Printed, Verdicts):
    """The verdicts on a model."""

    __slots__ = ()

    @property
    def ok(self) -> bool:
        """Whether nothing differs and nothing is without a rule: `layertally check` would end with 0."""
        from ..report.verdict import exit_code

        return exit_code(self) == 0

    def __str__(self) -> str:
        from ..report.lines import render
        from ..report.verdict_lines import verdict_lines

        return render(verdict_lines(self, columns())).rstrip("\n")

    __repr__ = __str__


@dataclass(frozen=True, eq=False)
class Shown(Printed):
    """A whole model: the table and the verdict in a console, figures and numbers in a notebook."""

    grouped: Grouped
    options: PageOptions

    def __str__(self) -> str:
        from ..report.cells import clean, wrap
        from ..report.formats import write
        from ..report.lines import render
        from ..report.rows import View
        from ..report.verdict import judge
        from ..report.verdict_lines import verdict_lines

        cells, lang = columns(), self.options.lang
        view = View(self.options.density, lang, self.options.macs)
        verdicts = judge(self.grouped.annotated, lang=lang, first="claims")
        said = f"{write(self.grouped, view=view, columns=cells)}\n{render(verdict_lines(verdicts, cells))}"
        hanging = "\n" + " " * len("note: ")
        notes = [wrap(clean(note), cells - len("note: ")) for note in self.grouped.annotated.model.notes]
        return said + "".join(f"note: {hanging.join(lines)}\n" for lines in notes)

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from ..figure import Options, figure
        from ..paint.svg import svg
        from .notebook import model_html

        chosen = self.options
        first = figure(
            self.grouped,
            "overview" if len(self.grouped.groups) > 1 else self.grouped.groups[0].id,
            Options(density=chosen.density, lang=chosen.lang, macs=chosen.macs),
        )
        return {
            "text/html": model_html(self.grouped, chosen),
            "image/svg+xml": svg(first.drawing, chosen.theme),
            "text/plain": str(self).rstrip("\n"),
        }


@dataclass(frozen=True, eq=False)
class Picture:
    """Figures of what `name` says, the overview first. With the theme `auto` the page decides."""

    name: str
    figures: tuple[Figure, ...]
    theme: Theme = "auto"

    def svg(self, number: int = 0) -> str:
        """One of them as an SVG document."""
        from ..paint.svg import svg

        return svg(self.figures[number].drawing, self.theme)

    def __len__(self) -> int:
        return len(self.figures)

    def __repr__(self) -> str:
        from ..report.cells import clean

        many = "1 figure" if len(self) == 1 else f"{len(self)} figures"
        return f"<{many} of {clean(self.name)}: {', '.join(each.id for each in self.figures)}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .notebook import picture_html

        return {"text/html": picture_html(self), "image/svg+xml": self.svg(), "text/plain": repr(self)}
