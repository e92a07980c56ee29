"""What a layer of the user's own does inside: its `call`, run once on symbolic tensors, as a graph of layers and
operations.

In: a layer and the tensors that it is called with. Out: `Inside`, or None where its code cannot be followed: it asks
for numbers, or works with another library. Weights that it uses without a layer are known by what is made of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from .functions import seen
from .start import numbers, weightless

BATCH = 83
"""The batch inside: a number, so that code may ask for it, and one that nothing else is."""
OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")


class Inside(NamedTuple):
    """One call, followed: `given` stand for the tensors that it is called with, in their order."""

    given: list[Any]
    outputs: list[Any]
    origins: Origins


def followed(library: Any, layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Inside | None:
    """The inside of one call of a layer; constants have their numbers where that is possible."""
    for where in (numbers, weightless):
        given, inner, named = arguments(library, layer, args, kwargs)
        origins = Origins(library, layer)
        try:
            with (
                where(library),
                seen(library, origins.function),
                _symbolic_constants(library, origins),
                _variables_on_the_left(library),
            ):
                out = layer.call(*inner, **named)
        except Exception:  # noqa: BLE001, S112 - code that wants numbers fails in any way; it is then run instead
            continue
        outputs = [each for each in library.tree.flatten(out) if each is not None]
        if outputs and all(isinstance(each, library.KerasTensor) for each in outputs):
            return Inside(given, outputs, origins)
    return None


def arguments(
    library: Any, layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[list[Any], tuple[Any, ...], dict[str, Any]]:
    """New symbolic tensors in the place of those of a call: they, and the call's arguments with them."""
    given: list[Any] = []

    def fresh(value: Any) -> Any:
        if not isinstance(value, library.KerasTensor):
            return value
        shape = tuple(value.shape)
        given.append(library.KerasTensor((BATCH, *shape[1:]) if shape[:1] == (None,) else shape, value.dtype))
        return given[-1]

    args, kwargs = library.tree.map_structure(fresh, (tuple(args), dict(kwargs)))
    wanted = inspect.signature(layer.call).parameters
    if "training" in wanted and wanted["training"].default is inspect.Parameter.empty and "training" not in kwargs:
        kwargs["training"] = False
    return given, args, kwargs


class Origins:
    """Which variables a tensor is made of that no symbolic tensor flows into. On PyTorch every function that runs is
    seen; elsewhere only the variables themselves are known."""

    def __init__(self, library: Any, layer: Any) -> None:
        self.library = library
        self.constants: dict[int, tuple[Any, tuple[Any, ...]]] = {}
        self._known: dict[int, tuple[Any, tuple[Any, ...]]] = {}
        for variable in layer.variables:
            self._known[id(variable)] = self._known[id(variable.value)] = (variable, (variable,))

    def of(self, value: Any) -> tuple[Any, ...]:
        """The variables behind a value; the value is kept, so that its id stays its own."""
        return self._known.get(id(value), (None, ()))[1]

    def keep(self, tensor: Any, origin: Any) -> None:
        """Note a symbolic tensor that stands for a constant."""
        self.constants[id(tensor)] = (tensor, self.of(origin))

    def function(self, read: list[Any], out: list[Any]) -> None:
        """What comes out of a function is made of what goes in."""
        found = tuple({id(own): own for each in read for own in self.of(each)}.values())
        for each in out if found else ():
            if hasattr(each, "shape") and id(each) not in self._known:
                self._known[id(each)] = (each, found)


@contextmanager
def _symbolic_constants(library: Any, origins: Origins) -> Iterator[None]:
    """A layer that is called with numbers (the embedding of positions) becomes part of the graph: the numbers are
    given to it as a symbolic tensor."""
    base = library.layers.Layer
    original: Callable[..., Any] = base.__call__
    in_scope = library.src.backend.common.stateless_scope.in_stateless_scope
    is_tensor = library.src.backend.is_tensor

    def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
        flat = library.tree.flatten((args, kwargs))
        if in_scope() or any(isinstance(each, library.KerasTensor) for each in flat):
            return original(layer, *args, **kwargs)

        def stand(value: Any) -> Any:
            if not is_tensor(value):
                return value
            tensor = library.KerasTensor(tuple(value.shape), library.backend.standardize_dtype(value.dtype))
            origins.keep(tensor, value)
            return tensor

        args, kwargs = library.tree.map_structure(stand, (args, kwargs))
        return original(layer, *args, **kwargs)

    base.__call__ = call
    try:
        yield
    finally:
        base.__call__ = original


@contextmanager
def _variables_on_the_left(library: Any) -> Iterator[None]:
    """`self.gamma * x`: a variable of Keras would ask a symbolic tensor for its numbers, which `x * self.gamma` never
    does. The tensor answers for both."""
    kind = library.Variable
    own = {name: vars(kind).get(f"__{name}__") for name in OPERATORS}

    def asks(name: str) -> Callable[..., Any]:
        plain = getattr(kind, f"__{name}__")

        def operator(variable: Any, other: Any) -> Any:
            if isinstance(other, library.KerasTensor):
                return getattr(other, f"__r{name}__")(variable)
            return plain(variable, other)

        return operator

    for name in OPERATORS:
        setattr(kind, f"__{name}__", asks(name))
    try:
        yield
    finally:
        for name, before in own.items():
            if before is None:
                delattr(kind, f"__{name}__")
            else:
                setattr(kind, f"__{name}__", before)
