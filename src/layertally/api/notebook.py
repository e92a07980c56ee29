"""A model, or figures of it, as the output of a notebook's cell: HTML that needs nothing else.

In: `Grouped` and `PageOptions`, or `Picture`. Out: markup with its own style and no script, in the colours of the
notebook's theme. A model too large for one output shows its overview and says how to see the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from ..group import Grouped

if TYPE_CHECKING:
    from ..pages.data import PageOptions
    from .shown import Picture

MOST = 2_000_000
"""Characters of one output: a notebook's file grows by them with every cell that is run."""


def model_html(grouped: Grouped, options: PageOptions) -> str:
    """Verdict, facts, overview, each group with its figure and its table."""
    html = _model(grouped, options, "")
    return html if len(html) <= MOST else _model(grouped, options, "overview")


def _model(grouped: Grouped, options: PageOptions, group: str) -> str:
    from ..pages.content import page

    prefix = _prefix(grouped, options)
    data = page(grouped, options, prefix=prefix, group=group, preset="page", cards=False, margin=False)
    return _rendered(page=data, figures=(), lang=options.lang, theme=options.theme, groups=len(grouped.groups))


def picture_html(picture: Picture) -> str:
    """The figures alone, one under the other."""
    from ..pages.views import numbers, view

    names = numbers(picture.figures, "en") if len(picture) > 1 else {}
    prefix = _prefix(picture.grouped, picture.figures)
    views = [view(figure, None, names.get(figure.id, ""), prefix, {}, picture.theme) for figure in picture.figures]
    return _rendered(page=None, figures=views, lang="en", theme=picture.theme, groups=0)


def _rendered(**values: Any) -> str:
    from ..pages.assets.notebook import notebook_css
    from ..pages.render import render

    lines = (line.strip() for line in render("notebook.html.j2", css=notebook_css(), **values).splitlines())
    return "\n".join(line for line in lines if line)


def _prefix(grouped: Grouped, wanted: object) -> str:
    """Ids of one output apart from those of any other in the notebook."""
    annotated = grouped.annotated
    shapes = [given.shape for given in annotated.model.inputs]
    said = repr((annotated.model.name, shapes, len(annotated.layers), str(annotated.totals.params), wanted))
    return f"lt{crc32(said.encode()):08x}-"
