"""A model, or figures of it, as the output of a notebook's cell: HTML that needs nothing else.

In: `Grouped` and `PageOptions`, or `Picture`. Out: markup with its own style and no script, in the colours of the
notebook's theme. A model too large for one output shows its overview and says how to see the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from ..annotation import Annotated
from ..group import Grouped

if TYPE_CHECKING:
    from ..pages.data import PageOptions
    from ..paint.theme import Theme
    from ..report.compare import Comparison
    from .shown import Picture

MOST = 2_000_000
"""Characters of one output: a notebook's file grows by them with every cell that is run."""


def model_html(grouped: Grouped, options: PageOptions) -> str:
    """Verdict, facts, overview, each group with its figure and its table."""
    html = _model(grouped, options, "")
    return html if len(html) <= MOST else _model(grouped, options, "overview")


def _model(grouped: Grouped, options: PageOptions, group: str) -> str:
    from ..pages.content import page

    annotated = grouped.annotated
    shapes = [given.shape for given in annotated.model.inputs]
    told = (annotated.model.name, shapes, len(annotated.layers), str(annotated.totals.params))
    prefix = _prefix(*told, options)
    data = page(grouped, options, prefix=prefix, group=group, preset="page", cards=False, margin=False)
    return _rendered(page=data, lang=options.lang, theme=options.theme, groups=len(grouped.groups))


def picture_html(picture: Picture) -> str:
    """The figures alone, one under the other."""
    from ..pages.views import numbers, view

    names = numbers(picture.figures, "en") if len(picture) > 1 else {}
    prefix = _prefix(picture.name, picture.figures)
    views = [view(figure, None, names.get(figure.id, ""), prefix, {}, picture.theme) for figure in picture.figures]
    return _rendered(figures=views, lang="en", theme=picture.theme)


def difference_html(found: Comparison, names: tuple[str, str], theme: Theme, lang: str) -> str:
    """The flow of both models, and the changes as a table."""
    from ..pages.difference import difference

    prefix = _prefix("diff", names, found.before.model.name, found.changes, theme, lang)
    view = difference(found, names, lang=lang, theme=theme, prefix=prefix)
    return _rendered(view=view, kind="difference", lang=lang, theme=theme)


def abreast_html(models: Sequence[Annotated], theme: Theme, lang: str) -> str:
    """The models side by side."""
    from ..pages.compare import comparison

    told = [(model.model.name, model.model.framework, str(model.totals)) for model in models]
    view = comparison(models, [""] * len(models), lang=lang, theme=theme, prefix=_prefix("compare", told, theme, lang))
    return _rendered(view=view, kind="compare", lang=lang, theme=theme)


def _rendered(**values: Any) -> str:
    from ..pages.assets.notebook import notebook_css
    from ..pages.render import render

    given = {"page": None, "figures": (), "groups": 0, "view": None, **values}
    html = render("notebook.html.j2", css=notebook_css(), **given)
    # Descriptions keep their indentation, everything else goes without.
    parts = re.split(r"(<pre\b.*?</pre>)", html, flags=re.DOTALL)
    return "".join(part if part.startswith("<pre") else _squeezed(part) for part in parts).strip()


def _squeezed(html: str) -> str:
    return "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"


def _prefix(*told: object) -> str:
    """Ids of one output apart from those of any other in the notebook."""
    return f"lt{crc32(repr(told).encode()):08x}-"
