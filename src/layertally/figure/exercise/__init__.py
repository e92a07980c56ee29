"""A group's figure as an exercise: the same figure with numbered blanks where numbers and formulas stood.

In: `Grouped`, a group, an `Exercise`. Out: `Drill`: the group without the answers, and the blanks with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ... import words
from ...errors import LayertallyError, nearest
from ...frameworks import NAMES, load
from ...group import Group, Grouped
from ..options import Exercise, Options
from ..sums import node_terms
from ..units import units
from .cards import ASKS, OUTPUT, OUTPUT_FORMULA, PARAMS, SUM, cards
from .choose import Blank, answer_of_sum, choose
from .veil import asks_of, veiled


class Drill(NamedTuple):
    """A group to be drawn with blanks; `asks` says by layer what is asked of its card, of no layer that of the sum."""

    grouped: Grouped
    group: Group
    blanks: tuple[Blank, ...] = ()

    @property
    def asks(self) -> Mapping[str, Mapping[str, str]]:
        return asks_of(self.blanks)

    @property
    def asks_params(self) -> bool:
        """Whether the total would give an answer away."""
        return any(blank.what in (PARAMS, SUM) for blank in self.blanks)


def drill(grouped: Grouped, group: Group, options: Options) -> Drill:
    """The group as an exercise; without blanks where nothing can be asked of it. Raises LayertallyError for a name that
    is none here."""
    wish = options.exercise
    if wish is not None:
        _check_names(grouped, wish)
    if wish is None or any(layer.problem is not None or not layer.reached for layer in group.layers):
        return Drill(grouped, group)
    framework = grouped.annotated.model.framework
    batch = load(framework).batch if framework in NAMES else "N"
    readers, fuse = grouped.annotated.readers, options.density != "teaching"
    found = list(cards(group.items, readers, fuse, batch))
    blanks = choose(found, answer_of_sum(node_terms(units(group.items, readers, fuse))), wish)
    return Drill(*veiled(grouped, group, found, blanks), blanks) if blanks else Drill(grouped, group)


def _check_names(grouped: Grouped, wish: Exercise) -> None:
    known = [layer.name for group in grouped.groups for layer in group.layers]
    for name in wish.named:
        layer, _, what = name.rpartition(".")
        if name == SUM or (layer in known and what in ASKS):
            continue
        ways = [*(f"{one}.{way}" for one in known for way in ASKS), SUM]
        near = nearest(name, ways)
        fix = f"write `{near}`" if near else f"write `sum`, or a layer and one of {', '.join(ASKS)}: `{ways[0]}`"
        raise LayertallyError(f"`{name}` is nothing that an exercise can ask for", fix=fix)


def blank_label(blank: Blank, group: str, lang: str) -> str:
    """What a blank asks for: `output height`, `parameters, the formula`, `Σ of Features`."""
    if blank.what == SUM:
        return words.label("asked_sum", lang, group)
    if blank.what in (OUTPUT, OUTPUT_FORMULA):
        key = f"dim_{blank.answer.dim}"
        asked = words.label("asked_output", lang, words.label(key if key in words.LABELS else "dim_n", lang))
    else:
        asked = words.label("asked_params", lang)
    return words.label("asked_formula", lang, asked) if blank.wants_formula else asked


def key_line(blank: Blank, lang: str) -> tuple[str, str]:
    """(formula, result) as the key says them; of an output the shape as well."""
    shape = words.label("asked_shape", lang, blank.answer.shape) if blank.answer.shape else ""
    return blank.answer.formula, f"{blank.answer.value:,}{shape}"


def marks(blanks: Sequence[Blank]) -> tuple[str, str]:
    """The first and the last mark."""
    return blanks[0].mark, blanks[-1].mark


__all__ = ["Blank", "Drill", "Exercise", "blank_label", "drill", "key_line", "marks"]
