"""Which numbers of a group are left blank.

In: the group's cards, an `Exercise`. Out: `Blank`s, numbered as they stand in the figure, top to bottom, the sum last.
By itself it asks one thing of each card, in turn the output, the parameters' formula, the parameters; then the sum;
then the other row of each card.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...errors import LayertallyError, nearest
from ...formula import added
from ..options import MOST_BLANKS, Exercise
from ..sums import Term, terms_texts
from .cards import ASKS, FORMULA, OUTPUT, OUTPUT_FORMULA, PARAMS, SUM, Answer, Asking

MARKS = tuple(chr(0x2460 + number) for number in range(MOST_BLANKS))
"""① to ⑳."""
TURN = (OUTPUT, FORMULA, PARAMS)
OTHER = {OUTPUT: PARAMS, PARAMS: OUTPUT, FORMULA: OUTPUT_FORMULA, OUTPUT_FORMULA: FORMULA}
"""The same question of the card's other row."""

Pick = tuple[int, str]
"""A card, by its place, and what is asked of it; the sum is asked of the card after the last."""


class Blank(NamedTuple):
    """A blank: its mark, what belongs there (a word of `ASKS`, or `sum`), the layer that is asked (none: the sum)."""

    mark: str
    what: str
    layer: str
    answer: Answer

    @property
    def wants_formula(self) -> bool:
        """Whether the number alone is no answer: the figure shows it."""
        return self.what in (FORMULA, OUTPUT_FORMULA)


def choose(cards: Sequence[Asking], sums: Answer | None, wish: Exercise) -> tuple[Blank, ...]:
    """The blanks of a figure; `sums` is the answer to its Σ, None where that is not worth asking. Raises
    LayertallyError for a name that says nothing here."""
    picks = _named(cards, sums, wish.named) if wish.named else _by_itself(cards, sums is not None, wish.most)
    order = sorted(set(picks), key=lambda pick: (pick[0], [*ASKS, SUM].index(pick[1])))[:MOST_BLANKS]
    made = []
    for mark, (place, what) in zip(MARKS, order, strict=False):
        if what == SUM:
            assert sums is not None
            made.append(Blank(mark, SUM, "", sums))
        else:
            made.append(Blank(mark, what, cards[place].name, cards[place].answers[what]))
    return tuple(made)


def answer_of_sum(terms: Sequence[Term]) -> Answer | None:
    """The Σ of a figure with these terms: worth asking where it adds up two numbers or more."""
    total = added(None if value is None else count * value for count, value in terms)
    many = sum(count for count, value in terms if value != 0) > 1
    texts = terms_texts(terms)
    return Answer(texts[0], total) if many and texts and isinstance(total, int) else None


def _by_itself(cards: Sequence[Asking], with_sum: bool, most: int) -> list[Pick]:
    """One of each card in turn and the sum; beyond these the other row of each card."""
    first: list[Pick] = []
    for place, card in enumerate(cards):
        if card.answers:
            wanted = TURN[len(first) % len(TURN)]
            ways = (wanted, OTHER[wanted], *ASKS)
            first.append((place, next(way for way in ways if way in card.answers)))
    last: list[Pick] = [(len(cards), SUM)] if with_sum else []
    others = [(place, OTHER[what]) for place, what in first if OTHER[what] in cards[place].answers]
    if not most:
        return [*first[: MOST_BLANKS - len(last)], *last]
    return [*first, *last, *others][:most]


def _named(cards: Sequence[Asking], sums: Answer | None, names: Iterable[str]) -> list[Pick]:
    """The picks that are named; those of other groups are theirs."""
    places = {layer.name: place for place, card in enumerate(cards) for layer in card.unit.layers}
    out: list[Pick] = []
    for name in names:
        layer, _, what = name.rpartition(".")
        if name == SUM:
            out += [(len(cards), SUM)] if sums is not None else []
        elif layer in places:
            place = places[layer]
            if what not in cards[place].answers:
                raise _not_asked(layer, what, cards[place])
            out.append((place, what))
    return out if any(what != SUM for _, what in out) or tuple(names) == (SUM,) else []


def _not_asked(layer: str, what: str, card: Asking) -> LayertallyError:
    can = [way for way in ASKS if way in card.answers]
    if not can:
        return LayertallyError(f"`{layer}` has no number to ask for", fix="leave it out of `exercise`")
    near = nearest(what, can)
    fix = f"write `{layer}.{near}`" if near else f"write one of {', '.join(f'`{layer}.{way}`' for way in can)}"
    return LayertallyError(f"`{layer}` cannot be asked for `{what}`", fix=fix)
