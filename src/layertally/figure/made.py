"""The figures of a model, one by one or all: the overview, the groups, the parts of a group that is split.

In: `Grouped` and `Options`. Out: `Figure`s: a drawing with its id, title and a caption's sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from .. import words
from ..annotation import AnnotatedLayer
from ..errors import LayertallyError, nearest
from ..group import Group, Grouped, opened
from ..group.stages import figure_id, folded, inside, stages
from ..model import str_shape
from ..paint.canvas import Drawing
from .closing import arranged
from .cut import cut
from .exercise import Blank, Drill, drill, marks
from .fit import Misfit, misfit, misfit_high
from .options import Options
from .overview import overview
from .paper import on_sheet
from .sheet import sheet_for
from .split import split, with_parts, within_fold
from .texts import number, percent


class Figure(NamedTuple):
    """A drawing with what a page needs: `id` is `overview`, of a stage `overview-2-4` (groups 2 to 4), or the group's
    id (`3b` for a part of a split group); an exercise has `blanks`; `misfit` says what of it is too much for its paper;
    `group` is what it shows."""

    id: str
    title: str
    caption: str
    drawing: Drawing
    blanks: tuple[Blank, ...] = ()
    misfit: Misfit = ""
    group: Group | None = None


class Shown(NamedTuple):
    """A group as it is drawn: itself, or the `parts` it is split into; `grouped` knows of its neighbours.
    `compact` None: each part as its cards ask for."""

    grouped: Grouped
    group: Group
    parts: tuple[Group, ...]
    compact: bool | None = None


def figures(grouped: Grouped, options: Options | None = None) -> tuple[Figure, ...]:
    """The overview (if there is more than one group), then each group's figure, in order, before the first of a stage
    the stage's; of an exercise the groups in which there is something to ask. Raises LayertallyError where there is
    nothing.

    >>> from layertally.annotation import annotate
    >>> from layertally.group import group
    >>> from layertally.readers.description import read_text
    >>> model = read_text("{framework: keras, input: [28, 28, 1], layers: [{Conv2D: [32, 3]}, {MaxPool2D: 2}]}")
    >>> [figure.id for figure in figures(group(annotate(model)))]
    ['1']
    """
    options, grouped = options or Options(), opened(grouped)
    shown = [shown_of(grouped, group, options) for group in grouped.groups]
    homes = _homes(grouped, options)
    of_groups = [
        [_drawn(sheet, part, _below(homes, sheet, options)) for sheet in sheets for part in sheet.parts]
        for sheets in shown
    ]
    if options.exercise is not None:
        asked = tuple(made for own in of_groups for made in own if made.blanks)
        return asked or _nothing(grouped.annotated.model.name)
    if len(shown) == 1:
        return tuple(of_groups[0])
    named = _numbered(grouped, shown)
    begins = {stage.members[0].id: stage for stage in stages(named)}
    out = [_overview(named, options)]
    for group, own in zip(named.groups, of_groups, strict=True):
        out += [*([_of_stage(named, begins[group.id], options)] if group.id in begins else []), *own]
    return tuple(out)


def figures_of(grouped: Grouped, wanted: str, options: Options | None = None) -> tuple[Figure, ...]:
    """The figures that are asked for: `overview`, or a group's id or title; all parts of a group that is split, unless
    a part is asked for. Raises LayertallyError with the groups that exist, and for an exercise in which there is
    nothing to ask."""
    options, grouped = options or Options(), opened(grouped)
    made = _asked(grouped, wanted, options)
    return tuple(each for each in made if each.blanks or options.exercise is None) or _nothing(made[0].title)


def figure(grouped: Grouped, wanted: str, options: Options | None = None) -> Figure:
    """The first of `figures_of`."""
    return figures_of(grouped, wanted, options)[0]


def _nothing(where: str) -> tuple[Figure, ...]:
    raise LayertallyError(
        f"there is nothing to ask in {where}", fix="choose a group whose layers have formulas, and shapes that fit"
    )


def _asked(grouped: Grouped, wanted: str, options: Options) -> tuple[Figure, ...]:
    if wanted == "overview":
        shown = [shown_of(grouped, group, options) for group in grouped.groups] if options.split else []
        return (_overview(_numbered(grouped, shown), options),)
    found = grouped.find(wanted)
    if found is None and any(wanted in (figure_id(stage), stage.title) for stage in stages(grouped)):
        shown = [shown_of(grouped, group, options) for group in grouped.groups] if options.split else []
        named = _numbered(grouped, shown)
        stage = next(stage for stage in stages(named) if wanted in (figure_id(stage), stage.title))
        return (_of_stage(named, stage, options),)
    for group in grouped.groups if found is None else (found,):
        sheets = shown_of(grouped, group, options)
        known = [(sheet, part) for sheet in sheets for part in sheet.parts]
        asked = next(([pair] for pair in known if wanted in (pair[1].id, pair[1].title)), [])
        if found is not None and not asked:
            asked = [(sheets[0], part) for part in sheets[0].parts]
        if asked:
            homes = _homes(grouped, options)
            return tuple(_drawn(sheet, part, _below(homes, sheet, options)) for sheet, part in asked)
    titles = [group.title for group in grouped.groups]
    near = nearest(wanted, [*titles, *(name for stage in stages(grouped) for name in (stage.title, figure_id(stage)))])
    raise LayertallyError(
        f"no group `{wanted}`",
        fix=(f"write `{near}`; " if near else "") + f"the groups are {', '.join(titles)} (or 1–{len(titles)})",
    )


def group_of(grouped: Grouped, wanted: str) -> Group | None:
    """What the figure of that id shows; None if there is no such figure."""
    grouped = opened(grouped)
    sheets = (sheet for group in grouped.groups for sheet in shown_of(grouped, group, Options()))
    return next((part for sheet in sheets for part in sheet.parts if part.id == wanted), None)


def shown_of(grouped: Grouped, group: Group, options: Options) -> list[Shown]:
    """What a group is drawn as: itself, then what it closes, each with its parts."""
    groups = arranged(grouped, group, options.lang)
    within = replace(grouped, inner=groups[1:])
    return [_split(within, each, options) for each in groups]


def _overview(grouped: Grouped, options: Options) -> Figure:
    title = words.label("overview", options.lang)
    drawing, high = _level(folded(grouped), options)
    return Figure("overview", title, f"{grouped.annotated.model.name}: {title}", drawing, misfit=high)


def _of_stage(grouped: Grouped, stage: Group, options: Options) -> Figure:
    """The figure of a stage: its groups, as the overview shows those of the model."""
    drawing, high = _level(inside(grouped, stage), options)
    caption = _caption(grouped, stage, options.lang)
    return Figure(figure_id(stage), stage.title, caption, drawing, misfit=high, group=stage)


def _level(grouped: Grouped, options: Options) -> tuple[Drawing, Misfit]:
    """These groups as cards, on paper as briefly as its height asks for; and what of it is too much all the same."""
    tight = replace(options, width=options.sheet.widest, brief=True)
    fewer = (replace(options, brief=True), tight, replace(tight, grid=True))
    for tried in (options, *fewer) if options.sheet.inches else (options,):
        drawing = overview(grouped, tried)
        high = misfit_high(drawing.height, tried.sheet)
        if not high:
            break
    return on_sheet(drawing, tried.sheet), high


def _numbered(grouped: Grouped, shown: Sequence[Sequence[Shown]]) -> Grouped:
    """The groups with the numbers of all their figures, as the overview names them: `3a–c`. A page's overview leads to
    groups, and keeps theirs."""
    if all(sheets[0].compact is None for sheets in shown):
        return grouped
    named = [
        group._replace(id=f"{group.id}a–{parts[-1].id[len(group.id) :]}") if len(parts) > 1 else group
        for group, parts in zip(grouped.groups, (sheets[0].parts for sheets in shown), strict=True)
    ]
    return replace(grouped, groups=tuple(named))


def _homes(grouped: Grouped, options: Options) -> dict[str, str]:
    """The overview that each group stands in, by the group's id; empty where figures have no links."""
    if not options.link or len(grouped.groups) == 1:
        return {}
    homes = {group.id: "overview" for group in grouped.groups}
    return homes | {member.id: figure_id(stage) for stage in stages(grouped) for member in stage.members}


def _below(homes: Mapping[str, str], shown: Shown, options: Options) -> Options:
    """With what a figure leads back up to: an overview; of a scope with a figure of its own, that in which it is."""
    own = shown.group.id
    above = own.rpartition(".")[0] or homes.get(own, "")
    return replace(options, up=f"group-{above}") if above and options.link else options


def _split(grouped: Grouped, group: Group, options: Options) -> Shown:
    """A chain that is too long always, anything that is too large where that is asked for."""
    own = split(group)
    own = (within_fold(grouped, group),) if len(own) == 1 else own
    plain = Shown(with_parts(grouped, group, own), group, own)
    if not options.split or not any(_drawn(plain, part, options).misfit for part in own):
        return plain
    whole = sheet_for(grouped, group, options)
    if len(own) > 1 and not misfit(whole.settled()[1], options.sheet):
        return Shown(grouped, group, (group,), whole.compact)
    found = cut(grouped, group, options)
    return Shown(with_parts(grouped, group, found), group, found, whole.compact) if found else plain


def _drawn(shown: Shown, part: Group, options: Options) -> Figure:
    """The figure of a part; where it does not fit, once more with letters as small as the venue reads them."""
    asks = drill(shown.grouped, part, options) if options.exercise is not None else None
    tight = replace(options, width=options.sheet.widest)
    for tried in (options, tight) if options.sheet.inches else (options,):
        if asks is not None and asks.blanks:
            sheet = sheet_for(asks.grouped, asks.group, tried, (), asks)
        else:
            sheet = sheet_for(shown.grouped, part, tried, shown.parts, compact=shown.compact)
        sheet, frame = sheet.settled()
        too_much = misfit(frame, tried.sheet)
        if not too_much:
            break
    drawing = on_sheet(sheet.drawn(frame), tried.sheet)
    if asks is not None and asks.blanks:
        return Figure(part.id, part.title, _asks(asks, options.lang), drawing, asks.blanks, too_much, part)
    caption = _caption(shown.grouped, part, options.lang)
    told = drawing._replace(description=f"{caption} {drawing.description}".strip())
    return Figure(part.id, part.title, caption, told, misfit=too_much, group=part)


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
