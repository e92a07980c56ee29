"""Names of layers: as the author gave them, else as the framework would give them; never one name twice.

In: a list of layers with the prefix of its scope. Out: local and full names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from ..errors import Place
from ..frameworks.base import Framework
from .problems import Problems, spots

# How a scope and what is in it are joined, and from where copies of a named block count.
JOINTS: dict[str, tuple[str, int]] = {"keras": ("_", 1), "torch": (".", 0), "paddle": (".", 0)}
MAX_NAME = 200
INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Cs"}
NUMBER_AT_END = re.compile(r".+[.\[]\d+\]?")


@dataclass(slots=True)
class Taken:
    """All full names of one model, with their places."""

    problems: Problems
    places: dict[str, Place] = field(default_factory=dict)
    inputs: set[str] = field(default_factory=set)

    def take(self, name: str, place: Place) -> None:
        """A layer's name; notes a problem if it is another's."""
        first = self.places.get(name)
        if first is None:
            self.places[name] = place
        elif name in self.inputs:
            self.problems.add(f"an input and a layer are both called `{name}`", spots([first, place]), "rename one")
        elif first == place:
            fix = "leave the name out where layers are repeated"
            self.problems.add(f"the name `{name}` is given to several layers", place, fix)
        else:
            fix = f"rename one; `shared: {name}` uses the same weights again"
            self.problems.add(f"two layers are called `{name}`", spots([first, place]), fix)

    def give(self, name: str, place: Place) -> None:
        """The name of an input."""
        self.inputs.add(name)
        self.places[name] = place


@dataclass(slots=True)
class Names:
    """The names of one list of layers (of the model, or of one use of a block)."""

    framework: Framework
    taken: Taken
    prefix: str = ""
    reserved: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)
    index: int = 0

    @property
    def joint(self) -> str:
        return JOINTS.get(self.framework.name, (".", 0))[0]

    def inside(self, local: str, reserved: frozenset[str]) -> Names:
        """The names of a block that is called `local` here."""
        return Names(self.framework, self.taken, f"{self.prefix}{local}{self.joint}", reserved)

    def given(self, local: str, place: Place) -> str:
        """A name that the author wrote; returns the full name."""
        self.index += 1
        self.taken.take(self.prefix + local, place)
        return self.prefix + local

    def automatic(self, type_: str, place: Place) -> tuple[str, str]:
        """The framework's own next name that is free: (local, full)."""
        base = self.framework.base_name(type_)
        count, index = self.counts.get(base, 0), self.index
        while True:
            local = self.framework.auto_name(type_, count, index)
            count, index = count + 1, index + 1
            if local not in self.reserved and self.prefix + local not in self.taken.places:
                break
        self.counts[base] = count
        self.index += 1
        self.taken.take(self.prefix + local, place)
        return local, self.prefix + local

    def copy(self, local: str, number: int) -> str:
        """The name of copy `number` (from 0) of a named block: `block1_1`, in PyTorch `layer1.0`."""
        joint, first = JOINTS.get(self.framework.name, (".", 0))
        return f"{local}{joint}{number + first}"


def fault(name: str) -> str:
    """What is wrong with a name; empty if nothing is."""
    if not name.strip():
        return "a name is empty"
    if len(name) > MAX_NAME:
        return f"a name of {len(name)} characters, the bound is {MAX_NAME}"
    for character in name:
        if unicodedata.category(character) in INVISIBLE:
            return f"a name holds U+{ord(character):04X}, which cannot be seen"
    return ""
