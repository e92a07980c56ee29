"""Figures of a model: an overview and one figure a group, as drawings that any painter takes.

In: `Grouped` and `Options`. Out: `Figure`s: a drawing with its id, title and a caption's sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from .. import words
from ..annotation import AnnotatedLayer
from ..errors import LayertallyError, nearest
from ..group import Group, Grouped, opened
from ..model import str_shape
from ..paint.canvas import Drawing
from .closing import arranged
from .exercise import Blank, Drill, drill, marks
from .options import DENSITIES, PRESETS, Exercise, Options
from .overview import overview
from .paper import on_sheet
from .sheet import sheet_for
from .split import split, with_parts
from .texts import anchor, number, percent


class Figure(NamedTuple):
    """A drawing with what a page needs: `id` is `overview` or the group's id (`3b` for a part of a split group); an
    exercise has `blanks`."""

    id: str
    title: str
    caption: str
    drawing: Drawing
    blanks: tuple[Blank, ...] = ()


def figures(grouped: Grouped, options: Options | None = None) -> tuple[Figure, ...]:
    """The overview (if there is more than one group), then each group's figure, in order; of an exercise the groups in
    which there is something to ask. Raises LayertallyError where there is nothing.

    >>> from layertally.annotation import annotate
    >>> from layertally.group import group
    >>> from layertally.readers.description import read_text
    >>> model = read_text("{framework: keras, input: [28, 28, 1], layers: [{Conv2D: [32, 3]}, {MaxPool2D: 2}]}")
    >>> [figure.id for figure in figures(group(annotate(model)))]
    ['1']
    """
    options, grouped = options or Options(), opened(grouped)
    of_groups = [_drawn(sheet, options) for group in grouped.groups for sheet in _sheets(grouped, group, options)]
    if options.exercise is not None:
        asked = tuple(made for made in of_groups if made.blanks)
        return asked or _nothing(grouped.annotated.model.name)
    return (*([_overview(grouped, options)] if len(grouped.groups) > 1 else []), *of_groups)


def figure(grouped: Grouped, wanted: str, options: Options | None = None) -> Figure:
    """One figure: `overview`, or a group's id or title. Raises LayertallyError with the groups that exist, and for an
    exercise in which there is nothing to ask."""
    options, grouped = options or Options(), opened(grouped)
    made = _one(grouped, wanted, options)
    return made if made.blanks or options.exercise is None else _nothing(made.title)[0]


def _nothing(where: str) -> tuple[Figure, ...]:
    raise LayertallyError(
        f"there is nothing to ask in {where}", fix="choose a group whose layers have formulas, and shapes that fit"
    )


def _one(grouped: Grouped, wanted: str, options: Options) -> Figure:
    if wanted == "overview":
        return _overview(grouped, options)
    found = grouped.find(wanted)
    for group in grouped.groups if found is None else (found,):
        sheets = list(_sheets(grouped, group, options))
        for sheet in sheets:
            if wanted in (sheet.group.id, sheet.group.title):
                return _drawn(sheet, options)
        if found is not None:
            return _drawn(sheets[0], options)
    titles = [group.title for group in grouped.groups]
    near = nearest(wanted, titles)
    raise LayertallyError(
        f"no group `{wanted}`",
        fix=(f"write `{near}`; " if near else "") + f"the groups are {', '.join(titles)} (or 1–{len(titles)})",
    )


def group_of(grouped: Grouped, wanted: str) -> Group | None:
    """What the figure of that id shows; None if there is no such figure."""
    grouped = opened(grouped)
    sheets = (sheet for group in grouped.groups for sheet in _sheets(grouped, group, Options()))
    return next((sheet.group for sheet in sheets if sheet.group.id == wanted), None)


def _overview(grouped: Grouped, options: Options) -> Figure:
    title = words.label("overview", options.lang)
    drawing = on_sheet(overview(grouped, options), options.sheet)
    return Figure("overview", title, f"{grouped.annotated.model.name}: {title}", drawing)


class _Sheet(NamedTuple):
    """What is drawn on one sheet: a group, a part of it, or what it closes; `grouped` knows of its neighbours."""

    grouped: Grouped
    group: Group
    parts: tuple[Group, ...]


def _sheets(grouped: Grouped, group: Group, options: Options) -> Iterator[_Sheet]:
    """The sheets of a group: itself or its parts, then what it closes."""
    shown = arranged(grouped, group, options.lang)
    grouped = replace(grouped, inner=shown[1:])
    for each in shown:
        parts = split(each)
        within = with_parts(grouped, each, parts) if len(parts) > 1 else grouped
        for part in parts:
            yield _Sheet(within, part, parts)


def _drawn(sheet: _Sheet, options: Options) -> Figure:
    grouped, group = sheet.grouped, sheet.group
    if options.exercise is not None:
        found = drill(grouped, group, options)
        if found.blanks:
            drawing = on_sheet(sheet_for(found.grouped, found.group, options, (), found).drawing(), options.sheet)
            return Figure(group.id, group.title, _asks(found, options.lang), drawing, found.blanks)
    caption = _caption(grouped, group, options.lang)
    drawing = on_sheet(sheet_for(grouped, group, options, sheet.parts).drawing(), options.sheet)
    return Figure(group.id, group.title, caption, drawing)


def _asks(found: Drill, lang: str) -> str:
    first, last = marks(found.blanks)
    if first == last:
        return words.label("caption_exercise_one", lang, found.group.title, first)
    return words.label("caption_exercise", lang, found.group.title, first, last)


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


__all__ = [
    "DENSITIES",
    "PRESETS",
    "Blank",
    "Exercise",
    "Figure",
    "Options",
    "anchor",
    "figure",
    "figures",
    "group_of",
]
