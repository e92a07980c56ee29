"""What the cards of the overview say: title, what is inside, output, parameters; and the boxes at both ends.

In: `Grouped`, a group. Out: `Summary`, `EndBox`es, cards of one height.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ... import words
from ...annotation import AnnotatedLayer, main_family
from ...group import Group, Grouped, Item, Panel, Within, leaves
from ...group.stages import figure_id
from ...model import Ref, str_shape
from ..blocks.groupcard import EndBox, Entry, Fact, GroupCard, Summary
from ..texts import number
from .links import ends_of

MOST_LINES = 4


def summary(grouped: Grouped, group: Group, lang: str, fed: bool = False) -> Summary:
    """What a group's card says; `fed`: also what comes in."""
    rows = [
        Fact(words.label("out", lang), _shapes(grouped, group.outputs)),
        Fact(words.label("params", lang), (number(group.params),)),
    ]
    if fed:
        rows.insert(0, Fact(words.label("in", lang), _shapes(grouped, group.inputs)))
    unreached = all(not layer.reached for layer in group.layers)
    broken = any(layer.problem is not None for layer in group.layers)
    return Summary(
        group.title.partition(" · ")[0],
        words.label("figs" if group.members else "fig", lang, group.id),
        _first(entries(group.items, len(group.members)), lang) if group.members else entries(group.items, lang=lang),
        tuple(rows),
        group.family,
        grouped.share(group.params),
        f"group-{figure_id(group) if group.members else group.id}",
        "err" if broken else "ghost" if unreached else "tied" if is_tied(group) else "",
        group.id,
    )


def is_tied(group: Group) -> bool:
    """Whether every weight of a group counts elsewhere: the same layers, called once more."""
    return group.params == 0 and any(layer.count.tied_to is not None for layer in group.layers)


def _shapes(grouped: Grouped, refs: Sequence[Ref]) -> tuple[str, ...]:
    shapes = [grouped.annotated.shape_of(ref) for ref in refs]
    return tuple(str_shape(shape) if shape is not None else "?" for shape in shapes)


def cards(
    grouped: Grouped, groups: Sequence[Group], lang: str, width: float, fed: bool = False, brief: bool = False
) -> list[GroupCard]:
    """The cards of one row: as high as the highest needs to be."""
    made = [summary(grouped, group, lang, fed) for group in groups]
    lines = max(len(each.entries) for each in made)
    drawn = [GroupCard(each, width, lines, brief) for each in made]
    brief = all(card.brief for card in drawn)
    if len({card.height for card in drawn}) > 1 and not brief:
        tall = [any(column) for column in zip(*(card.tall for card in drawn), strict=True)]
        drawn = [GroupCard(each, width, card.lines, tall=tall) for each, card in zip(made, drawn, strict=True)]
    highest = max(card.height for card in drawn)
    for card in drawn:
        card.height = highest
    return drawn


def ends(grouped: Grouped, lang: str) -> tuple[list[EndBox], list[EndBox]]:
    """The model's inputs and outputs, a lone one called just that; of a stage, the groups before and after it."""
    annotated = grouped.annotated
    comes, goes = ends_of(grouped)
    shapes = {ref: annotated.shape_of(ref) for ref in (*comes, *goes)}

    def box(ref: Ref, key: str, refs: Sequence[Ref], beside: Group | None) -> EndBox:
        shape = shapes[ref]
        said = words.shape(str_shape(shape) if shape is not None else "?", lang)
        if beside is not None:
            return EndBox(beside.title.partition(" · ")[0], said, anchor=f"group-{beside.id}")
        return EndBox(words.label(key, lang) if len(refs) == 1 else ref.layer, said)

    within = grouped.within
    given, finals = [Ref(each.name) for each in annotated.model.inputs], annotated.model.outputs
    before = [within.whole.group_of(ref.layer) if within is not None else None for ref in comes]
    after = [_reader(within, ref) if within is not None else None for ref in goes]
    return (
        [box(ref, "input", given, home) for ref, home in zip(comes, before, strict=True)],
        [box(ref, "output", finals, goal) for ref, goal in zip(goes, after, strict=True)],
    )


def _reader(within: Within, ref: Ref) -> Group | None:
    """The first group behind a stage that reads what comes out of it."""
    own = {group.id for group in within.stage.members}
    return next((group for group in within.whole.groups if group.id not in own and ref in group.inputs), None)


def _first(found: tuple[Entry, ...], lang: str) -> tuple[Entry, ...]:
    """The groups of a stage as far as there is room, in their order."""
    if len(found) <= MOST_LINES:
        return found
    kept, rest = found[: MOST_LINES - 1], found[MOST_LINES - 1 :]
    families = {entry.family for entry in rest}
    return (*kept, Entry(words.label("more", lang, len(rest)), rest[0].family if len(families) == 1 else "plain"))


def entries(items: Sequence[Item], most: int = MOST_LINES, lang: str = "en") -> tuple[Entry, ...]:
    """What is inside a group, by type; a lone block among other layers is told by what is in it, if there is room.
    Where there is not room for all, what has weights first, and never without what has most of them, whose colour the
    card's bar has."""
    counts: dict[tuple[str, str, bool], int] = {}
    weights: dict[tuple[str, str, bool], int] = {}
    for key, count, each in _kinds(_told(items, most)):
        counts[key] = counts.get(key, 0) + count
        weights[key] = weights.get(key, 0) + each * count
    found = [
        Entry(text if count == 1 else f"{text} × {count}", family, many and count > 1)
        for (text, family, many), count in counts.items()
    ]
    if len(found) <= most:
        return tuple(found)
    held = [weights[key] for key in counts]
    main = held.index(max(held)) if max(held) else -1
    ranked = sorted(range(len(found)), key=lambda i: (i != main, found[i].family == "plain", i))[: MOST_LINES - 1]
    kept = [found[i] for i in sorted(ranked)]
    return (*kept, Entry(words.label("more", lang, len(found) - len(kept)), "plain"))


def _told(items: Sequence[Item], most: int) -> Sequence[Item]:
    """The items; what is in a lone block among other layers in its place, where no more than `most` lines tell it."""
    blocks = [item for item in items if isinstance(item, Panel)]
    if len(blocks) != 1 or len(items) == 1 or blocks[0].repeat * blocks[0].turns != 1 or blocks[0].closed:
        return items
    inside = [each for item in items for each in (item.items if isinstance(item, Panel) else (item,))]
    return inside if len({key for key, _, _ in _kinds(inside)}) <= most else items


def _lone(item: Item) -> Item:
    """A block that holds a single layer is that layer."""
    while isinstance(item, Panel) and item.repeat == 1 and len(item.items) == 1 and not item.closed:
        item = item.items[0]
    return item


def _kinds(items: Sequence[Item]) -> Iterator[tuple[tuple[str, str, bool], int, int]]:
    """(name, family, whether it is a fold or a block), how many, the parameters of one; of blocks in turn each."""
    for item in map(_lone, items):
        if not isinstance(item, Panel):
            yield (item.layer.type, item.family, False), 1, _weights([item])
        elif item.turns > 1:
            yield from ((key, count * item.repeat, held) for key, count, held in _kinds(item.items))
        else:
            many = item.repeat > 1 or bool(item.type)
            name = item.type or (stem(item.title) if many else item.title)
            yield (name, main_family(leaves(item.items)), many), item.repeat, _weights(leaves(item.items))


def _weights(layers: Iterable[AnnotatedLayer]) -> int:
    """How many parameters some layers hold, as far as they are numbers."""
    return sum(layer.count.value for layer in layers if isinstance(layer.count.value, int))


def stem(title: str) -> str:
    """`block2.0` without its number.

    >>> stem("block2.0"), stem("layers.11"), stem("7")
    ('block2', 'layers', '7')
    """
    return title.rstrip("0123456789").rstrip("._-/ ") or title
