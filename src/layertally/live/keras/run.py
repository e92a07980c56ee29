"""What a layer of the user's own does inside, where its code cannot be followed symbolically: its `call`, run on
tensors without numbers, and which of its layers are called with what.

In: a layer and the tensors that it is called with. Out: `Ran`: calls of layers with symbolic tensors in the place of
real ones, and what is between them as `Code`: functions of another library, which are seen but have no rule. On other
backends than PyTorch, what flows through such code is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from .functions import seen
from .trace import arguments


class Code:
    """What the user's own code makes of tensors between two layers."""

    __module__ = "layertally"

    def __init__(self, shape: list[int | None]) -> None:
        self.name, self.shape = "code", shape

    def get_config(self) -> dict[str, Any]:
        """Its shape is all that is known of it."""
        return {"shape": self.shape}


class Arguments(NamedTuple):
    """What a call is given."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class Step(NamedTuple):
    """One call, as a node of Keras has it."""

    operation: Any
    arguments: Arguments
    input_tensors: list[Any]
    output_tensors: list[Any]


class Ran(NamedTuple):
    """One run of a layer: `given` stand for the tensors that it is called with."""

    given: list[Any]
    outputs: list[Any]
    steps: list[Step]


class _Run:
    """What is seen in one run: calls of layers (with the tensors in and out), tensors in, tensors out."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, tuple[Any, ...], dict[str, Any], list[Any]]] = []
        self.given: list[Any] = []
        self.outputs: list[Any] = []
        self.made: dict[int, tuple[Any, tuple[int, ...]]] = {}
        """By id: a tensor and the known tensors that it is made of, by their ids."""

    def know(self, tensors: list[Any]) -> None:
        """Tensors that stand for themselves: they come in, or out of a layer."""
        for tensor in tensors:
            self.made[id(tensor)] = (tensor, (id(tensor),))

    def function(self, read: list[Any], out: list[Any]) -> None:
        """What comes out of a function is made of what goes in."""
        found = tuple(dict.fromkeys(at for each in read for at in self.made.get(id(each), (None, ()))[1]))
        for each in out if found else ():
            if hasattr(each, "shape") and id(each) not in self.made:
                self.made[id(each)] = (each, found)


def ran(library: Any, layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Ran | None:
    """The inside of one call; None where it does not run, or calls no layer."""
    given, args, kwargs = arguments(library, layer, args, kwargs)
    is_tensor = library.src.backend.is_tensor
    runs: list[_Run] = []

    def run(*inner: Any, **named: Any) -> Any:
        noted = _Run()
        runs.append(noted)
        noted.given = [each for each in library.tree.flatten((inner, named)) if is_tensor(each)]
        noted.know(noted.given)
        with _calls(library, noted), seen(library, noted.function):
            out = layer.call(*inner, **named)
        noted.outputs = [each for each in library.tree.flatten(out) if is_tensor(each)]
        return out

    try:
        library.src.backend.compute_output_spec(run, *args, **kwargs)
    except Exception:  # noqa: BLE001 - the user's own code; the layer is then shown from outside
        return None
    last = runs[-1]
    if not last.calls or len(last.given) != len(given) or not last.outputs:
        return None
    return _graph(library, last, runs[0] if len(runs) > 1 else last, given)


def _graph(library: Any, run: _Run, other: _Run, given: list[Any]) -> Ran:
    """Symbolic tensors for real ones. A dim that differs in another run is open."""
    shapes = _shapes(library, run, other)
    stand: dict[int, Any] = {id(real): symbol for real, symbol in zip(run.given, given, strict=True)}
    steps: list[Step] = []

    def symbol(tensor: Any) -> Any:
        """The symbolic tensor of a real one; one that no layer made comes out of code."""
        if id(tensor) not in stand:
            shape = shapes.get(id(tensor)) or list(tensor.shape)
            out = library.KerasTensor(tuple(shape), library.backend.standardize_dtype(tensor.dtype))
            stand[id(tensor)] = out
            sources = [stand[at] for at in run.made.get(id(tensor), (None, ()))[1] if at in stand]
            steps.append(Step(Code(list(shape)), Arguments((sources,), {}), sources, [out]))
        return stand[id(tensor)]

    is_tensor = library.src.backend.is_tensor
    for layer, given_args, given_kwargs, outs in run.calls:
        args, kwargs = library.tree.map_structure(
            lambda each: symbol(each) if is_tensor(each) else each, (given_args, given_kwargs)
        )
        read = [each for each in library.tree.flatten((args, kwargs)) if isinstance(each, library.KerasTensor)]
        made = []
        for tensor in outs:
            shape = shapes.get(id(tensor)) or list(tensor.shape)
            made.append(library.KerasTensor(tuple(shape), library.backend.standardize_dtype(tensor.dtype)))
            stand[id(tensor)] = made[-1]
        steps.append(Step(layer, Arguments(args, kwargs), read, made))
    return Ran(given, [symbol(tensor) for tensor in run.outputs], steps)


def _shapes(library: Any, run: _Run, other: _Run) -> dict[int, list[int | None]]:
    """By id of a tensor: its shape, open where the other run has another dim."""
    if len(run.calls) != len(other.calls):
        other = run
    out: dict[int, list[int | None]] = {}
    is_tensor = library.src.backend.is_tensor

    def tensors(of: _Run) -> Iterator[Any]:
        for _, args, kwargs, outs in of.calls:
            yield from (each for each in library.tree.flatten((args, kwargs)) if is_tensor(each))
            yield from outs
        yield from of.outputs

    for one, two in zip(tensors(run), tensors(other), strict=False):
        if len(one.shape) == len(two.shape):
            pairs = zip(one.shape, two.shape, strict=True)
            out[id(one)] = [int(a) if a == b else None for a, b in pairs]
    return out


@contextmanager
def _calls(library: Any, run: _Run) -> Iterator[None]:
    """While it is entered, calls of layers are noted; not those of layers inside them."""
    base = library.layers.Layer
    original: Callable[..., Any] = base.__call__
    depth = [0]

    def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
        depth[0] += 1
        try:
            out = original(layer, *args, **kwargs)
        finally:
            depth[0] -= 1
        if not depth[0]:
            outs = [each for each in library.tree.flatten(out) if library.src.backend.is_tensor(each)]
            run.know(outs)
            run.calls.append((layer, args, kwargs, outs))
        return out

    base.__call__ = call
    try:
        yield
    finally:
        base.__call__ = original
