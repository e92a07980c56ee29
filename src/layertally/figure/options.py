"""What a reader of figures may choose: density, language, preset, MACs convention.

In: the command's, the fence's or the plugin's words. Out: `Options`, checked once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..errors import LayertallyError, nearest
from ..paint.sheets import PRESETS, Preset

DENSITIES = ("compact", "worked", "teaching")
LANGUAGES = ("en", "zh")


MOST_BLANKS = 20
"""Circled numbers end there."""


class Exercise(NamedTuple):
    """Which numbers an exercise leaves blank: those `named` (`conv2d.params`, `sum`), else at most so many; 0: one of
    each card, and the sum."""

    most: int = 0
    named: tuple[str, ...] = ()


def exercise_of(said: object) -> Exercise | None:
    """What an author wrote: `true`, how many blanks, or a list of names, also as one text. Raises LayertallyError.

    >>> exercise_of(True), exercise_of(6), exercise_of("conv2d.params, sum"), exercise_of(False)
    (Exercise(most=0, named=()), Exercise(most=6, named=()), Exercise(most=0, named=('conv2d.params', 'sum')), None)
    """
    if said is None or said is False:
        return None
    if said is True:
        return Exercise()
    if isinstance(said, str):
        words = [word.strip() for word in said.split(",") if word.strip()]
        said = int(words[0]) if len(words) == 1 and words[0].isascii() and words[0].isdigit() else words
    if isinstance(said, int):
        if 1 <= said <= MOST_BLANKS:
            return Exercise(said)
        raise LayertallyError(f"an exercise has 1 to {MOST_BLANKS} blanks, not {said}")
    if isinstance(said, list) and said and all(isinstance(name, str) for name in said):
        return Exercise(0, tuple(said))
    raise LayertallyError(
        f"`exercise: {said}` says nothing to ask for",
        fix="write `true`, how many blanks, or names: `[conv2d.params, sum]`",
    )


@dataclass(frozen=True, slots=True)
class Options:
    """How figures are drawn. `link` says where a figure leads: `{}` takes an anchor (a group's id, `why-<layer>`);
    empty: no links. With an `exercise` each group's figure has blanks, and there is no overview. `split` makes parts of
    what the preset's paper cannot hold; `width` in px takes the place of the preset's own; `brief` leaves out what is
    inside a group of the overview, `grid` its edges too; `up` is the anchor that a group's figure leads back to."""

    density: str = "worked"
    lang: str = "en"
    preset: str = "page"
    macs: str = "macs"
    link: str = ""
    exercise: Exercise | None = None
    split: bool = False
    width: int = 0
    brief: bool = False
    grid: bool = False
    up: str = ""

    def __post_init__(self) -> None:
        for what, value, choices in (
            ("density", self.density, DENSITIES),
            ("lang", self.lang, LANGUAGES),
            ("preset", self.preset, tuple(PRESETS)),
        ):
            if value not in choices:
                near = nearest(value, choices)
                raise LayertallyError(
                    f"`{what}: {value}` is not one of {', '.join(choices)}", fix=f"write `{near}`" if near else ""
                )
        if self.exercise is not None and self.density == "compact":
            raise LayertallyError("an exercise is drawn worked or teaching, not compact", fix="write `density: worked`")

    @property
    def fuses(self) -> bool:
        """Whether a layer shares its card with the activation that follows."""
        return self.density != "teaching"

    @property
    def sheet(self) -> Preset:
        own = PRESETS[self.preset]
        return own._replace(width=self.width) if self.width else own


__all__ = ["DENSITIES", "LANGUAGES", "PRESETS", "Options", "Preset"]
