"""Which scopes of a group's figure are drawn open, and the figures of those that are not.

In: a group. Out: the group with panels closed until it can be read, then a group for each closed panel that is worth a
figure of its own: `3.1`, `3.2`, in it `3.1.1`. A reader's depth is obeyed; without one the smallest panels are opened
first, as long as there is room. A fold, or a large panel, that more than one line leads into or out of stays one card.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set as AbstractSet

from .. import words
from ..group import Group, Grouped, Item, Panel, closed_below, every, part_of, pattern, span
from .merges import SIGNS
from .units import Unit, has_one_way, is_slim, units

CARD, SLIM = 10, 4
"""What takes room: a card, and a line or a circle."""
MOST = 16 * CARD
"""So much is a figure that can be read."""
WORTH = 3 * CARD
"""So much is worth a figure."""

Readers = Mapping[str, Sequence[str]]
Place = tuple[int, ...]
"""Where a panel stands: its index, that of the panel in it, …"""


def arranged(grouped: Grouped, group: Group, lang: str = "en") -> tuple[Group, ...]:
    """The group as it is drawn, then the groups of what it closes."""
    readers, depth = grouped.annotated.readers, grouped.cutting.depth
    if not any(isinstance(item, Panel) for item in group.items):
        return (group,)
    items = _fitted(group.items, readers) if depth is None else closed_below(group.items, depth)
    items, inside = _numbered(_sealed(items, readers), group.id, readers)
    out = [group._replace(items=items)]
    for id_, panel in inside:
        layers = tuple(every(panel.items))
        own = Group(id_, title_of(panel, lang), layers, panel.items, (), ())
        out += arranged(grouped, part_of(own, grouped.annotated), lang)
    return tuple(out)


def title_of(panel: Panel, lang: str) -> str:
    """`layers.0–31 · LlamaDecoderLayer, one of 32`."""
    name = name_of(panel)
    return words.label("one_of", lang, name, panel.repeat) if panel.repeat > 1 else name


def name_of(panel: Panel) -> str:
    """`layers.0–31 · LlamaDecoderLayer`."""
    name = span(panel.title, panel.last_title) if panel.repeat > 1 else panel.title
    return f"{name} · {panel.type}" if panel.type else name


# ---- closing ---------------------------------------------------------------------------------------------------------


def _fitted(items: Sequence[Item], readers: Readers) -> tuple[Item, ...]:
    """All panels closed, then the smallest opened for as long as the figure can be read: first one of each kind (alike
    in all but numbers), then all others of a kind together."""
    found = closed_below(items, 0)
    total = _room(found, readers)
    costs: dict[Place, int] = {}
    kinds: dict[Place, object] = {}
    opened: set[object] = set()
    while True:
        closed = dict(_closed(found, ()))
        for place, panel in closed.items():
            if place not in costs:
                costs[place], kinds[place] = _cost(panel, readers), pattern(panel)
        places = _next(list(closed), costs, kinds, opened, MOST - total)
        if not places:
            return found
        for place in places:
            found = _opened(found, place)
            total += costs[place] - CARD
            opened.add(kinds[place])


def _next(
    closed: Sequence[Place],
    costs: Mapping[Place, int],
    kinds: Mapping[Place, object],
    opened: AbstractSet[object],
    room: int,
) -> list[Place]:
    """Which panels to open next; none where there is no room."""
    first = [place for place in closed if kinds[place] not in opened or costs[place] <= CARD]
    fits = [place for place in first if costs[place] - CARD <= max(0, room)]
    if fits:
        return [min(fits, key=lambda place: (costs[place], place))]
    alike: dict[object, list[Place]] = {}
    for place in closed:
        if kinds[place] in opened:
            alike.setdefault(kinds[place], []).append(place)
    sums = {kind: sum(costs[place] - CARD for place in places) for kind, places in alike.items()}
    best = min(sums, key=lambda kind: sums[kind], default=None)
    return alike[best] if best is not None and sums[best] <= room else []


def _cost(panel: Panel, readers: Readers) -> int:
    """How much room an open panel takes; more than there ever is, if it cannot be opened. A panel that several lines
    lead into or out of has no frame when it is open: a large one has a figure instead."""
    room = _room(closed_below(panel.items, 0), readers)
    if (panel.repeat > 1 or room >= WORTH) and not has_one_way(panel, readers):
        return 2 * MOST
    return room


def _room(items: Sequence[Item], readers: Readers) -> int:
    """How much room a level takes."""
    total = 0
    for node in units(items, readers, fuse=True):
        if isinstance(node, Panel):
            total += CARD if node.closed else _room(node.items, readers)
        else:
            total += SLIM if _is_small(node) else CARD
    return total


def _is_small(unit: Unit) -> bool:
    op = unit.first.layer.op
    circle = op is not None and op.kind in SIGNS and len(unit.first.layer.inputs) == 2
    return len(unit.layers) == 1 and (circle or is_slim(unit.first))


def _closed(items: Sequence[Item], at: Place) -> Iterator[tuple[Place, Panel]]:
    """The closed panels that are seen."""
    for i, item in enumerate(items):
        if isinstance(item, Panel):
            if item.closed:
                yield (*at, i), item
            else:
                yield from _closed(item.items, (*at, i))


def _opened(items: tuple[Item, ...], place: Place) -> tuple[Item, ...]:
    """The same with one panel open, those in it closed."""
    first, *rest = place
    panel = items[first]
    assert isinstance(panel, Panel)
    inside = _opened(panel.items, tuple(rest)) if rest else closed_below(panel.items, 0)
    return (*items[:first], panel._replace(items=inside, closed=bool(rest) and panel.closed), *items[first + 1 :])


def _sealed(items: Sequence[Item], readers: Readers) -> tuple[Item, ...]:
    """Folds that more than one line leads into or out of closed: their copies would have to be drawn one by one."""
    return tuple(
        item._replace(
            items=_sealed(item.items, readers),
            closed=item.closed or (item.repeat > 1 and not has_one_way(item, readers)),
        )
        if isinstance(item, Panel)
        else item
        for item in items
    )


def _open(items: Sequence[Item], prefix: str) -> Iterator[tuple[str, Panel]]:
    """The open panels by their names, of several alike the first one last."""
    for item in reversed(items):
        if isinstance(item, Panel) and not item.closed:
            # Blocks that take turns stand in a panel that the model does not name.
            yield from _open(item.items, prefix if item.turns > 1 else f"{prefix}{item.title}.")
            yield prefix + item.title, item


# ---- figures of their own --------------------------------------------------------------------------------------------


def _numbered(items: Sequence[Item], prefix: str, readers: Readers) -> tuple[tuple[Item, ...], list[tuple[str, Panel]]]:
    """The items with the numbers of the figures that closed panels have, and these panels. One whose classes and edges
    are those of another is said to be like it, and leads to that one's figure."""
    found: list[tuple[str, Panel]] = []
    known: dict[tuple[object, ...], str] = {}
    shown = {pattern(panel): name for name, panel in _open(items, "")}

    def numbered(item: Item) -> Item:
        if not isinstance(item, Panel):
            return item
        if not item.closed:
            return item._replace(items=tuple(map(numbered, item.items)))
        if _room(item.items, readers) < WORTH:
            return item
        own = pattern(item)
        if own in shown:
            return item._replace(like=shown[own])
        if own in known:
            return item._replace(figure=known[own], like=known[own])
        known[own] = f"{prefix}.{len(found) + 1}"
        found.append((known[own], item))
        return item._replace(figure=known[own])

    return tuple(map(numbered, items)), found
