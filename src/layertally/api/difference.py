"""Models held against each other: what changed from one to another, and several side by side.

In: models in any form. Out: `Difference` and `SideBySide`, which print, draw and show themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from ..report.abreast import Abreast
from ..report.compare import Comparison
from .shown import Printed, columns

if TYPE_CHECKING:
    from ..report.calls import AnyModel
    from .shown import Picture


def diff(a: AnyModel, b: AnyModel) -> Difference:
    """What changed from `a` to `b`, layer by layer. It prints as `layertally diff` does and draws itself; a notebook
    shows the flow of both, with what went and what came.

    >>> from layertally import read
    >>> text = "{framework: keras, input: [8], layers: [{Dense: 4}]}"
    >>> one, other = read("a.yaml", text=text), read("b.yaml", text=text.replace("4", "5"))
    >>> changes = diff(one, other)
    >>> changes.equal, [(change.name, change.what) for change in changes.changes]
    (False, [('dense', 'units 4 → 5')])
    >>> changes.draw()
    <1 figure of a → b: diff>
    """
    from ..report.calls import diff as compared

    found = compared(a, b)
    return Difference(**{field.name: getattr(found, field.name) for field in fields(Comparison)})


def compare(*models: AnyModel, lang: str = "en") -> SideBySide:
    """Two to six models side by side: a row a layer, a column a model, and why a layer counts differently.

    Raises LayertallyError for fewer than two models or more than six.

    >>> from layertally import read
    >>> keras = read("k.yaml", text="{framework: keras, input: [7, 3], layers: [{LSTM: 4}]}")
    >>> torch = read("t.yaml", text="{framework: torch, input: [7, 3], layers: [{LSTM: [3, 4]}]}")
    >>> compare(keras, torch).rows[0].why
    'PyTorch keeps two biases a gate, Keras one: 4·4 = 16 fewer.'
    """
    from ..report.abreast import abreast
    from ..report.calls import worked

    found = abreast([worked(model) for model in models], lang)
    return SideBySide(**{field.name: getattr(found, field.name) for field in fields(Abreast)}, lang=lang)


@dataclass(frozen=True, repr=False)
class Difference(Printed, Comparison):
    """What changed between two models."""

    @property
    def names(self) -> tuple[str, str]:
        """What the models are called: by where they were read, else by themselves."""
        before, after = self.before.model, self.after.model
        return before.source or before.name, after.source or after.name

    @overload
    def draw(
        self, path: None = None, *, theme: object = ..., preset: str = ..., lang: str = ..., dpi: float = ...
    ) -> Picture: ...

    @overload
    def draw(
        self, path: str | Path, *, theme: object = ..., preset: str = ..., lang: str = ..., dpi: float = ...
    ) -> list[Path]: ...

    def draw(
        self,
        path: str | Path | None = None,
        *,
        theme: object = None,
        preset: str = "page",
        lang: str = "en",
        dpi: float = 192,
    ) -> Picture | list[Path]:
        """The flow of both models. With a path (.svg, .png, .pdf) it is written there, light unless a `theme` says
        otherwise, and the path returned; without one it is shown in the notebook, in the notebook's theme. Raises
        LayertallyError where a preset's paper cannot hold it."""
        from ..figure import Options
        from ..report.difference import figure, written
        from ..report.painted import Look
        from .shown import Picture, theme_of

        options = Options(lang=lang, preset=preset)
        if path is not None:
            look = Look(theme_of(theme if theme is not None else "light"), dpi, preset)
            return [written(self, self.names, Path(path), options, look)[1].path]
        made = figure(self, self.names, options)
        return Picture(made.title, (made,), theme_of(theme if theme is not None else "auto"))

    def __str__(self) -> str:
        from ..report.diff import lines
        from ..report.lines import render

        return render(lines(self, columns())).rstrip("\n")

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .notebook import difference_html

        return {
            "text/html": difference_html(self, self.names, "auto", "en"),
            "image/svg+xml": self.draw().svg(),
            "text/plain": str(self),
        }


@dataclass(frozen=True, repr=False)
class SideBySide(Printed, Abreast):
    """Models side by side."""

    lang: str = "en"

    def __str__(self) -> str:
        from ..report.abreast_lines import lines
        from ..report.lines import render

        return render(lines(self, columns(), self.lang)).rstrip("\n")

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from .notebook import abreast_html

        return {"text/html": abreast_html(self.models, "auto", self.lang), "text/plain": str(self)}
