"""A model that shows, draws and checks itself.

In: a `Model`. Out: `Network`, the same value with the calls of the package as methods. Everything is worked out once,
when it is first asked for. A notebook shows figures and numbers, a terminal the layer table.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from ..formula import text_value
from ..model import Model
from ..report.cells import clean

if TYPE_CHECKING:
    from ..annotation import Annotated, Totals
    from ..group import Grouped
    from ..report.calls import AnyModel
    from .difference import Difference
    from .shown import Checked, Picture, Shown, Table


@dataclass(frozen=True, repr=False)
class Network(Model):
    """A `Model` with methods; `read` gives it."""

    @staticmethod
    def of(model: Model) -> Network:
        """The model with methods."""
        return Network(**{field.name: getattr(model, field.name) for field in fields(Model)})

    @cached_property
    def annotated(self) -> Annotated:
        """Every layer with its formulas, values and agreement."""
        from ..annotation import annotate

        return annotate(self)

    @cached_property
    def grouped(self) -> Grouped:
        """The same, cut into groups."""
        from ..group import group

        return group(self.annotated)

    @property
    def totals(self) -> Totals:
        """Parameters, trainable and not, buffers, MACs."""
        return self.annotated.totals

    def table(
        self,
        format: str = "text",  # noqa: A002
        *,
        density: str = "worked",
        lang: str = "en",
        macs: str = "macs",
        group: str | None = None,
        group_by: str = "auto",
        depth: int | None = None,
        expand: bool = False,
        ascii: bool = False,  # noqa: A002
        columns: int = 100,
    ) -> Table:
        """The layer table, a `str`; see `layertally.table`."""
        from ..report.calls import table
        from .shown import Table

        text = table(
            self._in(lang, group_by, depth), format, density=density, lang=lang, macs=macs, group=group, expand=expand,
            ascii=ascii, columns=columns,
        )  # fmt: skip
        return Table(text)

    def show(
        self,
        *,
        density: str = "worked",
        lang: str = "en",
        macs: str = "macs",
        theme: object = "auto",
        group_by: str = "auto",
        depth: int | None = None,
    ) -> Shown:
        """What `layertally show` prints and a notebook displays, with these wishes."""
        from ..pages.data import PageOptions
        from .shown import Shown, theme_of

        chosen = PageOptions(density=density, lang=lang, macs=macs, theme=theme_of(theme), downloads=())
        return Shown(self._in(lang, group_by, depth), chosen)

    @overload
    def draw(self, path: None = None, *, group: str | None = ..., **options: Any) -> Picture: ...

    @overload
    def draw(self, path: str | Path, *, group: str | None = ..., **options: Any) -> list[Path]: ...

    def draw(self, path: str | Path | None = None, *, group: str | None = None, **options: Any) -> Picture | list[Path]:
        """With a path, write figures there and return the paths; `options` are those of `layertally.draw`. Without one,
        the figures themselves, for a notebook: `theme`, `preset`, `density`, `lang`, `macs`, `exercise`, `split`,
        `group_by` and `depth` are their options."""
        found = self._in(options.get("lang", "en"), options.pop("group_by", "auto"), options.pop("depth", None))
        if path is not None:
            from ..report.calls import draw

            return draw(found, path, group=group, **options)
        from ..figure import Options, figures, figures_of
        from ..figure.options import exercise_of
        from .shown import Picture, theme_of

        theme = theme_of(options.pop("theme", "auto"))
        chosen = Options(**{**options, "exercise": exercise_of(options.get("exercise"))})
        made = figures_of(found, group, chosen) if group else figures(found, chosen)
        return Picture(self.name, made, theme)

    def check(self, *, lang: str = "en", ask: bool = True) -> Checked:
        """Verdicts, what does not agree first; see `layertally.check`."""
        from ..report.calls import check
        from .shown import Checked

        return Checked(check(self, lang=lang, ask=ask))

    def diff(self, other: AnyModel) -> Difference:
        """What changed from this model to the other; see `layertally.diff`."""
        from .difference import diff

        return diff(self.annotated, other)

    def freeze(self, path: str | Path | None = None) -> str:
        """The model as a description that needs no framework to read; written to a file if a path is given."""
        from ..report.freeze import freeze

        text = freeze(self.annotated, self.source)
        if path is not None:
            from ..report import files

            files.write(Path(path), text.encode())
        return text

    def _in(self, lang: str, group_by: str = "auto", depth: int | None = None) -> Grouped:
        """Cut into groups whose titles are in a language."""
        from ..group import AUTO, cutting, group

        wanted = cutting(group_by, depth)
        return self.grouped if lang == "en" and wanted == AUTO else group(self.annotated, lang, wanted)

    def __repr__(self) -> str:
        many, params = len(self.layers), text_value(self.totals.params)
        layers = "1 layer" if many == 1 else f"{many:,} layers"
        return f"<{clean(self.name)}: {self.framework}, {params} parameters in {layers}>"

    def __str__(self) -> str:
        """What `layertally show` prints: the table and the verdict."""
        return str(self.show())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """The model as a notebook shows it."""
        return self.show()._repr_mimebundle_()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """IPython's console shows the table."""
        printer.text(repr(self) if cycle else str(self).rstrip())
