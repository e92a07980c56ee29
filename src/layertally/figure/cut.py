"""A group that its paper cannot hold becomes parts that it can: `3a`, `3b`, each with its own sum.

In: a group, the options. Out: groups that are figures of their own, or nothing where a single card is too large. A part
ends where as few tensors as can be pass on; a scope too large for one sheet is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..group import Group, Grouped, Item, Panel, leaves
from .fit import misfit
from .graph import level, names_of, reads_of
from .options import Options
from .sheet import Sheet, sheet_for
from .split import part_group, with_parts
from .tree import decompose
from .units import Node, Unit

SUMS = 56.0
"""Px kept free on the last part, whose footer also has the sum of the sums."""
FAR = 1.3
"""How far beyond the sheet's height a longer part is still looked at: branches may fit only once they have joined."""
STEPS = 5
"""Halvings by which the parts are made of like height."""


class Atom(NamedTuple):
    """What is never cut: the layers of a card, or a folded panel."""

    node: Node

    @property
    def items(self) -> tuple[Item, ...]:
        return self.node.layers if isinstance(self.node, Unit) else (self.node,)


class Stretch(NamedTuple):
    """Atoms that are one figure; inside a `fold` they are those of its first copy."""

    atoms: Sequence[Atom]
    fold: Panel | None = None

    @property
    def items(self) -> list[Item]:
        return [item for atom in self.atoms for item in atom.items]


def cut(grouped: Grouped, group: Group, options: Options) -> tuple[Group, ...]:
    """The parts of a group, each of which fits the sheet; empty where there are none."""
    whole = sheet_for(grouped, group, options)
    found = _Cutter(grouped, group, options, whole).parts(options.sheet.tallest)
    if found is None or len(found) < 2:
        return ()
    low, high = options.sheet.tallest / 4, options.sheet.tallest
    for _ in range(STEPS):
        middle = (low + high) / 2
        lower = _Cutter(grouped, group, options, whole).parts(middle)
        if lower is not None and len(lower) == len(found):
            found, high = lower, middle
        else:
            low = middle
    return _groups(grouped, group, found)


def _groups(grouped: Grouped, group: Group, stretches: Sequence[Stretch]) -> tuple[Group, ...]:
    return tuple(
        part_group(grouped, group, stretch.items, number, stretch.fold) for number, stretch in enumerate(stretches)
    )


@dataclass
class _Cutter:
    """One group being cut. Heights are kept, for the same stretch is asked for more than once."""

    grouped: Grouped
    group: Group
    options: Options
    whole: Sheet
    heights: dict[tuple[str, ...], float | None] = field(default_factory=dict)

    def parts(self, tallest: float) -> list[Stretch] | None:
        """Stretches of atoms that are no higher than `tallest`; None where one atom alone is."""
        return self.stretches(self.atoms(self.group.items), tallest, None)

    def stretches(self, atoms: list[Atom], tallest: float, fold: Panel | None) -> list[Stretch] | None:
        """The same for some atoms; what is folded and too large is cut by itself."""
        out, start = list[Stretch](), 0
        while start < len(atoms):
            ends = self.ends(atoms, start, tallest, fold)
            node = atoms[start].node
            if ends:
                end = ends[-1] if ends[-1] == len(atoms) else self.best(atoms, start, ends)
                out.append(Stretch(atoms[start:end], fold))
                start = end
            elif not isinstance(node, Panel):
                return None
            elif node.repeat == 1:
                atoms[start : start + 1] = self.atoms(node.items)
            else:
                inside = self.stretches(self.atoms(node.items), tallest, node) if fold is None else None
                if inside is None:
                    return None
                out += inside
                start += 1
        return out

    def atoms(self, items: Sequence[Item]) -> list[Atom]:
        """The cards and panels of some items, branch by branch where that is an order in which they can run."""
        found = level(items, self.whole.readers, fuse=self.whole.fuses, ports=False)
        ordered = dict.fromkeys(key for key in decompose(found.order, found.edges).nodes() if key in found.nodes)
        keys = list(ordered) if set(ordered) == set(found.nodes) else []
        place = {name: at for at, key in enumerate(keys) for name in names_of(found.nodes[key])}
        runs = all(place.get(ref.layer, -1) <= at for at, key in enumerate(keys) for ref in reads_of(found.nodes[key]))
        return [Atom(found.nodes[key]) for key in (keys if keys and runs else found.nodes)]

    def ends(self, atoms: Sequence[Atom], start: int, tallest: float, fold: Panel | None) -> list[int]:
        """Where a part that starts here may end."""
        out = []
        for end in range(start + 1, len(atoms) + 1):
            height = self.height(atoms, start, end, fold)
            room = tallest - (SUMS if end == len(atoms) else 0)
            if height is not None and height <= room:
                out.append(end)
            if height is not None and height > tallest * FAR:
                break
        return out

    def best(self, atoms: Sequence[Atom], start: int, ends: Sequence[int]) -> int:
        """Of the ends in the further half, the one over which the fewest tensors pass; of those the furthest."""
        half = start + (ends[-1] - start) // 2
        return min((end for end in ends if end > half), key=lambda end: (self.passing(atoms, end), -end))

    def passing(self, atoms: Sequence[Atom], end: int) -> int:
        """How many tensors are read after an end that come from before it."""
        before = {name for atom in atoms[:end] for name in names_of(atom.node)}
        return len({ref for atom in atoms[end:] for ref in reads_of(atom.node) if ref.layer in before})

    def height(self, atoms: Sequence[Atom], start: int, end: int, fold: Panel | None) -> float | None:
        """The height in px of a part's figure, between what is before and after it; None if its branches do not fit
        side by side."""
        key = tuple(name for atom in atoms[start:end] for name in names_of(atom.node))
        if key not in self.heights:
            stretches = [Stretch(part, fold) for part in (atoms[:start], atoms[start:end], atoms[end:]) if part]
            parts = _groups(self.grouped, self.group, stretches)
            within, part = with_parts(self.grouped, self.group, parts), parts[bool(start)]
            sheet = sheet_for(within, part, self.options, compact=self.whole.compact)
            frame = sheet.settled()[1]
            self.heights[key] = None if misfit(frame, self.options.sheet) == "wide" else frame.height + 2
        return self.heights[key]


def last_layers(parts: Sequence[Group]) -> list[str]:
    """After which layers a group is cut."""
    return [list(leaves(part.items))[-1].name for part in parts[:-1]]
