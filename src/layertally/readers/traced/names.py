"""What a layer of a trace is called, and the modules it lies in.

In: a set of nodes. Out: its name, unique in the model, its class or function, its scope.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ...frameworks.base import snake
from .trace import Call, Module
from .units import Units

WORDS = {
    "WindowPartition": "window_partition",
    "WindowReverse": "window_reverse",
    "ChannelShuffle": "channel_shuffle",
    "PixelShuffle": "pixel_shuffle",
    "SpaceToDepth": "space_to_depth",
    "ReLU²": "relu_squared",
    "QuickGELU": "quick_gelu",
}

LISTS = ("ParameterList", "ParameterDict")
"""Modules that only hold parameters: what is done with one is no layer of their class."""


class Name(NamedTuple):
    """`layer1.0.conv1`; `type` is empty where it is a function, not a module."""

    name: str
    type: str
    scope: tuple[str, ...]


class Named(Protocol):
    """What is known of a set: `module` where it is the call of one, `path` where it stands for several modules, `word`
    its function."""

    @property
    def module(self) -> Call | None: ...
    @property
    def path(self) -> str: ...
    @property
    def word(self) -> str: ...


class Namer:
    """Names for sets, one after the other; a second one of the same name gets a number, as torch.fx does it."""

    def __init__(self, units: Units) -> None:
        self.units, self.trace = units, units.trace
        self.taken: dict[str, int] = {}
        self.owners: dict[str, Module] = {}
        for module in units.trace.modules.values():
            for param in module.params:
                self.owners.setdefault(param, module)

    def name(self, lead: int, nodes: Sequence[int], params: Sequence[str], built: Named) -> Name:
        """The name of a set: `params` are what it holds."""
        if built.module is not None:
            return self._named(built.module.path, self.type_of(built.module.path))
        if built.path:
            return Name(self._unique(built.path), "", _scope(built.path))
        call = self.trace.nodes[lead].call
        whole = self._whole(lead, nodes, call)
        if whole is not None:
            return self._named(whole.path, self.type_of(whole.path))
        path = self.trace.calls[call].path if call >= 0 else ""
        owners = {owner.path: owner for param in params if (owner := self.owners.get(param)) is not None}
        if len(owners) == 1:
            (owner,) = owners.values()
            if owner.path != path and owner.type not in LISTS:
                # A function with the weights of torch's own module does its own work: a table's rows as a dense layer.
                return self._named(owner.path, "" if owner.of_torch else owner.type)
        if params:
            return Name(self._unique(params[0]), "", _scope(params[0]))
        name = f"{path}.{built.word}" if path else built.word
        return Name(self._unique(name), "", tuple(path.split(".")) if path else ())

    def type_of(self, path: str) -> str:
        module = self.trace.modules.get(path)
        return module.type if module is not None else path.rsplit(".", 1)[-1].strip("<>")

    def unused(self, module: Module | None, param: str) -> Name:
        """The name of what no forward pass reaches."""
        if module is None or not module.path:
            return Name(self._unique(param), "", _scope(param))
        return self._named(module.path, module.type)

    def _whole(self, lead: int, nodes: Sequence[int], call: int) -> Call | None:
        """The outermost call all of whose data work is in this set."""
        inside, found = set(nodes), None
        core = self.units.kinds.core
        while call >= 0 and self.trace.calls[call].path:  # the model itself is no layer
            own = self.trace.calls[call]
            work = (node for node in range(own.first, own.last) if core[node] and node not in self.units.past)
            if not all(node in inside for node in work):
                return found
            found = own
            call = own.parent
        return found

    def _named(self, path: str, type_: str) -> Name:
        path = re.sub(r"<(\w+)>", lambda found: snake(found[1]), path)  # a module that the model does not own
        return Name(self._unique(path or "model"), type_, _scope(path))

    def _unique(self, name: str) -> str:
        count = self.taken.get(name)
        if count is None:
            self.taken[name] = 1
            return name
        while f"{name}_{count}" in self.taken:
            count += 1
        self.taken[name] = count + 1
        self.taken[f"{name}_{count}"] = 1
        return f"{name}_{count}"


def _scope(path: str) -> tuple[str, ...]:
    return tuple(path.split(".")[:-1]) if path else ()


def word_of(type_: str) -> str:
    """A word as a function would be called: `window_partition`."""
    return WORDS.get(type_, type_.lower())


def plain(function: str) -> str:
    """A function's name as a reader knows it: `__getitem__` is `getitem`, `add_` is `add`."""
    return function.strip("_") or function
