"""Names within one model: of layers, of operations, of inputs, of weights.

In: what Keras calls them. Out: words that are each taken once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any


class Names:
    """Names within one model: those of Keras. `anew`: operations are counted from the beginning, so that equal blocks
    look equal; Keras counts them through all models."""

    def __init__(self, taken: Sequence[str], anew: bool) -> None:
        self._taken, self._anew = set(taken), anew
        self._by_id: dict[int, str] = {}

    def of(self, operation: Any) -> str:
        """That of a layer or an operation."""
        if id(operation) not in self._by_id:
            name = str(operation.name)
            if self._anew and not hasattr(operation, "weights"):
                name = re.sub(r"_\d+$", "", name)
            self._by_id[id(operation)] = self.free(name)
        return self._by_id[id(operation)]

    def free(self, name: str) -> str:
        """The name, with a number where it is taken."""
        found, number = name, 0
        while found in self._taken:
            number += 1
            found = f"{name}_{number}"
        self._taken.add(found)
        return found


def input_names(used: Sequence[int]) -> list[str]:
    """Names for what a layer is called with."""
    return ["input"] if len(used) == 1 else [f"input_{at}" for at in range(1, len(used) + 1)]


def last_word(variable: Any) -> str:
    """`position` of `net/encoder/position`."""
    return str(variable.path).rsplit("/", 1)[-1] or "weight"


def title(model: Any, reference: str) -> str:
    """What a model is called: by its author, else by its class or by the reference, where Keras made the name up."""
    name, cls = str(model.name), type(model)
    made_up = re.fullmatch(r"(.*?)(_\d+)?", name)
    own = not cls.__module__.startswith("keras.")
    if made_up is None or made_up[1] != _snake(cls.__name__):
        return name
    return cls.__name__ if own else reference.partition("(")[0].rsplit(":", 1)[-1] or name


def _snake(name: str) -> str:
    """Keras' rule for automatic names."""
    step = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", step).lower()
