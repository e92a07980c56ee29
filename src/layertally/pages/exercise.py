"""An exercise as a page shows it: the figure with blanks, a field for each, the key.

In: a `Grouped` model, `PageOptions`, an `Exercise`. Out: `ExerciseView`s. The answers stand in the key and nowhere
else, so the fields and the figure give nothing away to those who look at their source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..errors import LayertallyError
from ..figure import Blank, Exercise, Figure, Options, figures as all_figures, figures_of
from ..figure.exercise import blank_label, key_line
from ..group import Grouped
from .data import FigureView, PageOptions
from .views import numbers, view


@dataclass(frozen=True, slots=True)
class Field:
    """A blank: its field's `id`, what it asks for and of which layer (the Σ: of none), whether it wants the formula;
    then the key: `worked`, `result` as it is shown, `value` for comparing."""

    id: str
    mark: str
    label: str
    layer: str
    wants_formula: bool
    worked: str
    result: str
    value: int


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """One figure with its fields."""

    figure: FigureView
    fields: tuple[Field, ...]


def exercises(
    grouped: Grouped,
    options: PageOptions,
    wish: Exercise,
    *,
    prefix: str = "",
    group: str = "",
    preset: str = "",
    caption: str | None = None,
) -> tuple[ExerciseView, ...]:
    """One exercise a group, or that of `group`; with a `preset` in that layout alone.

    Raises:
        LayertallyError: there is no such group or nothing to ask in it, or a name in the wish is none.
    """
    wide = _figures(grouped, replace(options.figure(preset or "page"), exercise=wish), group)
    narrow: dict[str, Figure] = {}
    if not preset:
        try:
            small = _figures(grouped, replace(options.figure("narrow"), exercise=wish), group)
        except LayertallyError:
            small = ()  # what does not fit a phone is shown as it is, in a frame that scrolls
        narrow = {made.id: made for made in small}
    names = numbers(wide, options.lang)
    out = []
    for made in wide:
        alone = len(wide) == 1
        said = caption if caption is not None and alone else made.caption
        shown = view(
            made._replace(caption=said), narrow.get(made.id), "" if alone else names[made.id], prefix, {}, options.theme
        )
        out.append(ExerciseView(shown, tuple(_field(blank, made, prefix, options.lang) for blank in made.blanks)))
    return tuple(out)


def _figures(grouped: Grouped, options: Options, group: str) -> tuple[Figure, ...]:
    return figures_of(grouped, group, options) if group else all_figures(grouped, options)


def _field(blank: Blank, made: Figure, prefix: str, lang: str) -> Field:
    worked, result = key_line(blank, lang)
    number = ord(blank.mark) - 0x245F
    return Field(
        f"{prefix}fig-{made.id}-blank-{number}",
        blank.mark,
        blank_label(blank, made.title, lang),
        blank.layer,
        blank.wants_formula,
        worked,
        result,
        blank.answer.value,
    )
