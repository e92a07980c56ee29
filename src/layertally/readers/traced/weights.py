"""Who is credited with each parameter: the first step that uses it; every parameter counts once.

In: sets of nodes with the parameters that reach them. Out: `Credit` by set, and the parameters that nothing used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .trace import Parameter
from .units import Units


class Credit(NamedTuple):
    """The parameters of one set: `own` are counted here, `others` at the set that leads them in the mapping."""

    own: tuple[str, ...]
    others: tuple[tuple[str, int], ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.own, *(name for name, _ in self.others))


def credited(units: Units, sets: Mapping[int, Sequence[int]]) -> dict[int, Credit]:
    """Each set's parameters, first come first served."""
    first: dict[str, int] = {}
    used: dict[int, dict[str, None]] = {lead: {} for lead in sets}
    for node in units.trace.nodes:
        lead = units.find(node.index)
        for name in units.kinds.held[node.index] or node.params:
            if name in units.trace.params:
                first.setdefault(name, lead)
                used[lead].setdefault(name)
    return {
        lead: Credit(
            tuple(name for name in names if first[name] == lead),
            tuple((name, first[name]) for name in names if first[name] != lead),
        )
        for lead, names in used.items()
    }


def unreached(units: Units) -> list[Parameter]:
    """Parameters that no node was given."""
    reached = {name for node in units.trace.nodes for name in node.params}
    return [param for name, param in units.trace.params.items() if name not in reached]
