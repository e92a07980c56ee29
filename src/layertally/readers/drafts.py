"""Layers on their way from nodes to a model: named and placed, their inputs still as they were written.

In: what `expand` finds. Out: `Draft`, and `Space`, in which a written name means a draft. Names inside a block are
looked for in the block first, then around it, then as full names (`block1_conv`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from ..errors import Place, nearest
from ..model import Model
from .problems import Problems
from .values import Variables
from .yaml_nodes import Node

MOST_COMPARED = 1_000
NUMBERED = re.compile(r"(.+?)(?:\.(\d{1,4})|\[(\d{1,4})\])")


@dataclass(slots=True, eq=False)
class Draft:
    """A layer to be. `arguments` is the node behind the class name, `variables` hold where it stands."""

    name: str
    type: str
    place: Place
    arguments: Node | None
    variables: Variables
    inputs: tuple[End, ...] = ()
    scope: tuple[str, ...] = ()
    trainable: bool = True
    shared: Named | None = None
    model: Model | None = None
    folded: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Wire:
    """Output `index` of a draft, or of the model's input of that name."""

    source: Draft | str
    index: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A reference as it was written: `text` in the `space` where it stands; `shown` is the setting around it."""

    text: str
    place: Place
    space: Space
    shown: str


End = Wire | Named


@dataclass(slots=True, eq=False)
class Space:
    """Names that hold in one list of layers. A block's name is what comes out of it, `input` what goes in."""

    parent: Space | None = None
    names: dict[str, tuple[End, ...]] = field(default_factory=dict)
    full: dict[str, tuple[End, ...]] = field(default_factory=dict)
    nested: bool = False

    def inside(self, inputs: tuple[End, ...]) -> Space:
        """The space of a block used here."""
        return Space(self, {"input": inputs}, self.full, self.nested)

    def give(self, local: str, full: str, ends: tuple[End, ...]) -> None:
        """Makes a name known, here and in full everywhere."""
        self.names[local] = ends
        self.full[full] = ends

    def find(self, name: str) -> tuple[End, ...] | None:
        """What a name means here."""
        space: Space | None = self
        while space is not None:
            if name in space.names:
                return space.names[name]
            space = space.parent
        return self.full.get(name)

    def visible(self) -> dict[str, tuple[End, ...]]:
        """Names that may be written here, the last ones of many."""
        full = dict(islice(reversed(self.full.items()), MOST_COMPARED))
        return {
            **full,
            **(self.parent.visible() if self.parent else {}),
            **dict(islice(self.names.items(), MOST_COMPARED)),
        }


def resolve(end: End, problems: Problems) -> Wire | None:
    """Which output is meant; None, and a problem, if there is none of that name."""
    index = 0
    for _ in range(200):  # a block's input may be a block's input, as deep as blocks nest
        if isinstance(end, Wire):
            return Wire(end.source, end.index + index) if index else end
        ends = end.space.find(end.text)
        if ends is None:
            numbered = NUMBERED.fullmatch(end.text)
            ends = end.space.find(numbered.group(1)) if numbered else None
            if ends is None or numbered is None:
                _unknown(end, problems)
                return None
            index = int(numbered.group(2) or numbered.group(3))
        if len(ends) > 1 or (index and isinstance(ends[0], Named)):
            if index >= len(ends):
                problems.add(
                    f"`{end.shown}`: a block with {len(ends)} inputs has no `{end.text}`",
                    end.place,
                    "they count from 0",
                )
                return None
            end, index = ends[index], 0
        else:
            end = ends[0]
    return None


def _unknown(end: Named, problems: Problems) -> None:
    visible = end.space.visible()
    near = nearest(end.text, visible)
    if near is not None:
        found = visible[near][0]
        line = found.source.place.line if isinstance(found, Wire) and isinstance(found.source, Draft) else None
        fix = f"write `{near}`" + (f" (line {line})" if line else "")
    elif end.space.nested:
        fix = "a nested model sees only its own inputs and layers; give it more with inputs:"
    else:
        fix = "give the layer that is meant a `name`"
    problems.add(f"`{end.shown}` names no layer `{end.text}`", end.place, fix)
