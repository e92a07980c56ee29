"""Which neighbouring groups the overview of a deep model shows as one stage.

In: `Grouped`. Out: the same model with one group in place of several neighbours, which are its `members`; the members
of a stage as a `Grouped` of their own. Up to nine groups stay as they are. Groups belong together by their numbers
(`mixed4` and `mixed5`), by what is in them and by the resolution of what they put out: as closely as leaves nine or
less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..model import Shape
from . import Group, Grouped, Within, part_of
from .panel import Panel
from .titles import span

MOST = 9
"""So many cards are an overview that can be read."""


class Numbered(NamedTuple):
    """A title in its parts: of `block4b–4d · Block × 3`, `block`, `4b`, `4d` and `Block`."""

    prefix: str
    first: str
    last: str
    kind: str

    @property
    def lettered(self) -> str:
        """`inception4` of `inception4a`; empty for a number without a letter."""
        return f"{self.prefix}{self.last[:-1]}" if not self.last.isdigit() else ""


class _Seen(NamedTuple):
    """What of a group tells whether it belongs to the one before it."""

    title: Numbered
    types: frozenset[str]
    shape: Shape | None
    reached: bool


def numbered(title: str) -> Numbered | None:
    """The parts of a title that ends in a number, None for any other.

    >>> numbered("features.2–3 · InvertedResidual × 2")
    Numbered(prefix='features.', first='2', last='3', kind='InvertedResidual')
    >>> numbered("inception4a").lettered, numbered("Stage 2 · 64").kind, numbered("Classifier")
    ('inception4', '', None)
    """
    name, _, rest = title.partition(" · ")
    found = re.fullmatch(r"(\D(?:.*?\D)?)(\d+[a-z]?)(?:–(\d+[a-z]?))?", name)
    if found is None:
        return None
    kind = re.sub(r" × \d+$", "", rest)
    return Numbered(found[1], found[2], found[3] or found[2], "" if kind[:1].isdigit() else kind)


def folded(grouped: Grouped) -> Grouped:
    """The groups of the overview: of more than nine, neighbours that belong together as one."""
    if len(grouped.groups) <= MOST or grouped.within is not None:
        return grouped
    seen = [_seen(grouped, group) for group in grouped.groups]
    best: list[list[int]] = [[at] for at in range(len(seen))]
    for alike, least in ((_equal, 1), (_of_a_number, 2), (_of_a_name, 1), (_of_a_size, 1), (_of_a_row, 1)):
        runs = _runs(seen, alike)
        if sum(len(run) > 1 for run in runs) < least:
            continue
        best = runs if len(runs) < len(best) else best
        if len(runs) <= MOST:
            break
    return replace(grouped, groups=tuple(_stage(grouped, [grouped.groups[i] for i in run]) for run in best))


def stages(grouped: Grouped) -> tuple[Group, ...]:
    """The groups of the overview that stand for several."""
    return tuple(group for group in folded(grouped).groups if group.members)


def inside(grouped: Grouped, stage: Group) -> Grouped:
    """The members of a stage as groups that are drawn by themselves."""
    return replace(grouped, groups=stage.members, within=Within(grouped, stage))


def figure_id(stage: Group) -> str:
    """The id of the figure that shows a stage's groups: `overview-2-4`."""
    return "overview-" + stage.id.replace("–", "-")


def _seen(grouped: Grouped, group: Group) -> _Seen | None:
    """None for a group without a number, which stays alone."""
    title = numbered(group.title)
    if title is None:
        return None
    return _Seen(
        title,
        frozenset(layer.layer.type for layer in group.layers),
        grouped.annotated.shape_of(group.outputs[-1]) if group.outputs else None,
        any(layer.reached for layer in group.layers),
    )


def _runs(seen: Sequence[_Seen | None], alike: Callable[[_Seen, _Seen], bool]) -> list[list[int]]:
    """The groups by their indices, each with the neighbours it belongs to."""
    out: list[list[int]] = []
    for at, here in enumerate(seen):
        before = seen[at - 1] if at else None
        if here is not None and before is not None and here.reached == before.reached and alike(before, here):
            out[-1].append(at)
        else:
            out.append([at])
    return out


def _equal(one: _Seen, other: _Seen) -> bool:
    """By the letters of `inception4a` and `inception4b`; else a name, a class or types, and a resolution in common."""
    if one.title.lettered or other.title.lettered:
        return one.title.lettered == other.title.lettered
    kind = one.title.kind == other.title.kind if one.title.kind else one.types == other.types
    return kind and _of_a_name(one, other)


def _of_a_number(one: _Seen, other: _Seen) -> bool:
    """`conv2` and `pool2`: a habit of the model where there are several such pairs, chance where there is one."""
    return one.title.last == other.title.first and one.title.prefix != other.title.prefix


def _of_a_name(one: _Seen, other: _Seen) -> bool:
    return one.title.prefix == other.title.prefix and _of_a_size(one, other)


def _of_a_size(one: _Seen, other: _Seen) -> bool:
    """Whether both put out pictures of one size, or sequences of one length: no axis differs but that of channels."""
    a, b = one.shape, other.shape
    if a is None or b is None or len(a) != len(b):
        return a is None and b is None
    differing = [axis for axis in range(1, len(a)) if a[axis] != b[axis]]
    return not differing or differing in ([1], [len(a) - 1])


def _of_a_row(one: _Seen, other: _Seen) -> bool:
    return one.title.prefix == other.title.prefix


def _stage(grouped: Grouped, members: Sequence[Group]) -> Group:
    """One group of several, in which each is a panel; a lone one stays as it is."""
    first, last = members[0], members[-1]
    if len(members) == 1:
        return first
    titles = [title for member in members if (title := numbered(member.title)) is not None]
    kinds = {title.kind for title in titles}
    kind = kinds.pop() if len(kinds) == 1 else ""
    name = span(titles[0].prefix + titles[0].first, titles[-1].prefix + titles[-1].last)
    if len(lettered := {title.lettered for title in titles}) == 1:
        name = lettered.pop() or name
    panels = tuple(Panel(member.title.partition(" · ")[0], member.items, type=kind) for member in members)
    own = Group(
        f"{_number(first)}–{_number(last)}",
        f"{name} · {kind}" if kind else name,
        tuple(layer for member in members for layer in member.layers),
        panels,
        (),
        (),
        members=tuple(members),
    )
    return part_of(own, grouped.annotated)


def _number(group: Group) -> str:
    """Its number without the letters of its parts: 3 of `3a–c`."""
    found = re.match(r"\d+", group.id)
    return found[0] if found else group.id
