"""Figures of a model: an overview and one figure a group, as drawings that any painter takes.

In: `Grouped` and `Options`. Out: `Figure`s: a drawing with its id, title and a caption's sentence.
"""

from __future__ import annotations

from typing import NamedTuple

from .. import words
from ..annotation import AnnotatedLayer
from ..errors import LayertallyError, nearest
from ..group import Group, Grouped, opened
from ..model import str_shape
from ..paint.canvas import Drawing
from .options import DENSITIES, PRESETS, Options
from .overview import overview
from .paper import on_sheet
from .sheet import sheet_for
from .split import split, with_parts
from .texts import anchor, number, percent


class Figure(NamedTuple):
    """A drawing with what a page needs: `id` is `overview` or the group's id (`3b` for a part of a split group)."""

    id: str
    title: str
    caption: str
    drawing: Drawing


def figures(grouped: Grouped, options: Options | None = None) -> tuple[Figure, ...]:
    """The overview (if there is more than one group), then each group's figure, in order.

    >>> from layertally.annotation import annotate
    >>> from layertally.group import group
    >>> from layertally.readers.description import read_text
    >>> model = read_text("{framework: keras, input: [28, 28, 1], layers: [{Conv2D: [32, 3]}, {MaxPool2D: 2}]}")
    >>> [figure.id for figure in figures(group(annotate(model)))]
    ['1']
    """
    options, grouped = options or Options(), opened(grouped)
    made = [_overview(grouped, options)] if len(grouped.groups) > 1 else []
    return (*made, *(made for group in grouped.groups for made in _of_group(grouped, group, options)))


def figure(grouped: Grouped, wanted: str, options: Options | None = None) -> Figure:
    """One figure: `overview`, or a group's id or title. Raises LayertallyError with the groups that exist."""
    options, grouped = options or Options(), opened(grouped)
    if wanted == "overview":
        return _overview(grouped, options)
    found = grouped.find(wanted)
    for group in grouped.groups if found is None else (found,):
        parts = split(group)
        for part in parts:
            if wanted in (part.id, part.title):
                return _of_part(with_parts(grouped, group, parts), part, parts, options)
    if found is not None:
        return _of_group(grouped, found, options)[0]
    titles = [group.title for group in grouped.groups]
    near = nearest(wanted, titles)
    raise LayertallyError(
        f"no group `{wanted}`",
        fix=(f"write `{near}`; " if near else "") + f"the groups are {', '.join(titles)} (or 1–{len(titles)})",
    )


def _overview(grouped: Grouped, options: Options) -> Figure:
    title = words.label("overview", options.lang)
    drawing = on_sheet(overview(grouped, options), options.sheet)
    return Figure("overview", title, f"{grouped.annotated.model.name}: {title}", drawing)


def _of_group(grouped: Grouped, group: Group, options: Options) -> tuple[Figure, ...]:
    """The figure of a group, or those of its parts."""
    parts = split(group)
    within = with_parts(grouped, group, parts) if len(parts) > 1 else grouped
    return tuple(_of_part(within, part, parts, options) for part in parts)


def _of_part(grouped: Grouped, group: Group, parts: tuple[Group, ...], options: Options) -> Figure:
    caption = _caption(grouped, group, options.lang)
    drawing = on_sheet(sheet_for(grouped, group, options, parts).drawing(), options.sheet)
    return Figure(group.id, group.title, caption, drawing)


def _caption(grouped: Grouped, group: Group, lang: str) -> str:
    """What the group does to the shape; of a group that does not run, why."""
    broken = next((found for layer in group.layers if (found := _problem_in(layer)) is not None), None)
    if broken is not None and broken.problem is not None:
        why = words.problem(broken.problem.key, lang, **broken.problem.values)
        return words.label("caption_stops", lang, group.title, f"{broken.layer.type} {broken.name}", why)
    if not any(layer.reached for layer in group.layers):
        return words.label("caption_unreached", lang, group.title, number(group.known_params))
    into = [grouped.annotated.shape_of(ref) for ref in group.inputs]
    out = [grouped.annotated.shape_of(ref) for ref in group.outputs]
    texts = [", ".join(str_shape(shape) if shape is not None else "?" for shape in shapes) for shapes in (into, out)]
    share = percent(grouped.share(group.params))
    return words.label("caption", lang, group.title, texts[0], texts[1], number(group.params), share)


def _problem_in(layer: AnnotatedLayer) -> AnnotatedLayer | None:
    """The layer that does not fit: this one, or one of the model that it holds."""
    return layer if layer.problem is not None else layer.inner.broken if layer.inner is not None else None


__all__ = ["DENSITIES", "PRESETS", "Figure", "Options", "anchor", "figure", "figures"]
