"""What a model is run on: what was typed, else what the model says of itself, else a guess from its first layers.

In: a model and `--input` words. Out: `Given` values to try in their order, each with a sentence that says where it
comes from; none where nothing follows.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import torch

from ...errors import LayertallyError, nearest
from ..specs import Spec, parse
from .guess import guesses
from .hints import hinted

LENGTHS = re.compile(r"(^|_)(len|lens|lengths?)(_|$)")


class Given(NamedTuple):
    """Arguments of a model's call, tensors on the CPU. `note` is empty for what the user typed."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    specs: tuple[Spec, ...]
    note: str = ""

    def __str__(self) -> str:
        return "  ".join(str(spec) for spec in self.specs)


class Parameter(NamedTuple):
    """A parameter of `forward`."""

    name: str
    needed: bool


def parameters(model: Any) -> tuple[Parameter, ...]:
    """What the model's call takes by position or by name, without `*args`."""
    try:
        found = inspect.signature(model.forward).parameters.values()
    except (TypeError, ValueError):
        return ()
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.KEYWORD_ONLY)
    return tuple(Parameter(each.name, each.default is inspect.Parameter.empty) for each in found if each.kind in kinds)


def typed(model: Any, words: tuple[str, ...]) -> Given:
    """What the user typed. Raises LayertallyError for a name that the model's call does not take."""
    specs = tuple(parse(word) for word in words)
    known = [each.name for each in parameters(model)]
    takes_all = _takes_any_name(model)
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    longest = steps_of(specs)
    for spec in specs:
        at = len(args)
        tensor = make(spec, longest, spec.name or (known[at] if at < len(known) else ""))
        if not spec.name:
            args.append(tensor)
            continue
        first, *inner = spec.name.split(".")
        if first not in known and not takes_all:
            near = nearest(first, known)
            raise LayertallyError(
                f"{type(model).__name__}.forward takes no `{first}`",
                fix=f"write --input {near}=…" if near else f"it takes {', '.join(known) or 'nothing'}",
            )
        _put(kwargs, [first, *inner], tensor)
    return Given(tuple(args), {name: _lists(value) for name, value in kwargs.items()}, specs)


def _put(held: dict[str, Any], way: list[str], tensor: Any) -> None:
    """`batch.image` is an entry of the dict `batch`, `images.0` the first of the list `images`."""
    for part in way[:-1]:
        inside = held.setdefault(part, {})
        held = inside if isinstance(inside, dict) else held
    held[way[-1]] = tensor


def _lists(value: Any) -> Any:
    """Dicts whose keys are 0, 1, 2, … are lists."""
    if not isinstance(value, dict):
        return value
    parts = {key: _lists(each) for key, each in value.items()}
    if list(parts) == [str(number) for number in range(len(parts))]:
        return list(parts.values())
    return parts


def candidates(model: Any) -> Iterator[Given]:
    """What may fit, best first: what the model says, then guesses."""
    for note, specs, values in hinted(model):
        yield given(specs, note, values)
    needed = [each.name for each in parameters(model) if each.needed] or [each.name for each in parameters(model)][:1]
    for note, specs in guesses(model, needed):
        yield given(specs, note)


def given(specs: tuple[Spec, ...], note: str, values: dict[str, Any] | None = None) -> Given:
    """Arguments of these shapes; `values` are tensors that are there already, by name."""
    longest = steps_of(specs)
    args = tuple(make(spec, longest) for spec in specs if not spec.name)
    kwargs = {spec.name: make(spec, longest, spec.name) for spec in specs if spec.name}
    return Given(args, {**kwargs, **(values or {})}, specs, note)


def steps_of(specs: tuple[Spec, ...]) -> int:
    """How many steps the sequences have, as far as shapes say: the first second dim."""
    return next((spec.shape[1] for spec in specs if len(spec.shape) > 1), 1)


def make(spec: Spec, steps: int = 1, name: str = "") -> Any:
    """A tensor of that shape: zeros for whole numbers, which are valid indices; true for a mask; where its name says
    lengths, all `steps`."""
    dtype = getattr(torch, spec.dtype)
    if LENGTHS.search(name) and len(spec.shape) <= 1 and not dtype.is_floating_point:
        return torch.full(spec.shape, steps, dtype=dtype)
    if dtype == torch.bool or "mask" in spec.name:
        return torch.ones(spec.shape, dtype=dtype)
    return torch.zeros(spec.shape, dtype=dtype)


def bound(model: Any, given: Given) -> dict[str, Any]:
    """The arguments by the names of the model's parameters: how a record calls its inputs."""
    names = [each.name for each in parameters(model)]
    by_name = {names[k] if k < len(names) else f"input_{k + 1}": each for k, each in enumerate(given.args)}
    return {**by_name, **given.kwargs}


def _takes_any_name(model: Any) -> bool:
    try:
        found = inspect.signature(model.forward).parameters.values()
    except (TypeError, ValueError):
        return True
    return any(each.kind is inspect.Parameter.VAR_KEYWORD for each in found)
