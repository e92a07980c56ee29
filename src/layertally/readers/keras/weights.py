"""HDF5 → the shapes of a model's weights, layer by layer. No number of a weight is ever read.

In: a file of weights, as `.keras` archives and `.h5` files hold it. Out: `Weights`: for each layer what it keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...frameworks.base import snake

MAX_OBJECTS = 200_000
MAX_DEPTH = 64
BESIDE = frozenset({"seed_generator", "optimizer", "optimizer_weights"})
"""What is kept but no weight of a layer."""

Tensor = tuple[str, tuple[int, ...]]


class TooManyError(Exception):
    """A file with more groups than any model has."""


@dataclass(frozen=True)
class Weights:
    """What a model keeps: `layers` by name, each with its own tensors and those inside."""

    tensors: tuple[Tensor, ...] = ()
    layers: Mapping[str, Weights] | None = None

    def of(self, name: str) -> Weights | None:
        """What the layer of that name keeps; None if the file does not say."""
        if self.layers is not None:
            return self.layers.get(name)
        inside = tuple(tensor for tensor in self.tensors if name in tensor[0].split("/")[:-1])
        return Weights(inside) if inside else None

    @property
    def params(self) -> int:
        """How many numbers they are."""
        total = 0
        for _, shape in self.tensors:
            size = 1
            for dim in shape:
                size *= dim
            total += size
        return total


def of_archive(root: Any, classes: Sequence[tuple[str, str]]) -> Weights:
    """The weights file of a `.keras` archive. `classes` are (name, class) of the layers in their order, which old files
    need: they number groups by class and do not say the layer's name."""
    group = _child(root, "layers")
    return Weights((), _by_name(group, classes) if group is not None else {})


def of_file(root: Any) -> Weights:
    """The group `model_weights` of an `.h5` file."""
    count = [0]
    layers = {}
    for name, group in _children(root):
        layers[name] = Weights(tuple(_tensors(group, "", 0, count)))
    return Weights((), layers)


def _by_name(group: Any, classes: Sequence[tuple[str, str]]) -> dict[str, Weights]:
    expected: dict[str, str] = {}
    used: dict[str, int] = {}
    for name, class_ in classes:
        base = snake(class_)
        number = used[base] = used.get(base, -1) + 1
        expected[f"{base}_{number}" if number else base] = name
    count = [0]
    out: dict[str, Weights] = {}
    for key, child in _children(group):
        own = _child(child, "vars")
        said = own.attrs.get("name") if own is not None else None
        name = said if isinstance(said, str) else expected.get(key, "")
        if name:
            inner = _child(child, "layers")
            tensors = tuple(_tensors(child, "", 0, count))
            out[name] = Weights(tensors, _by_name(inner, ()) if inner is not None and _named(inner) else None)
    return out


def _named(group: Any) -> bool:
    """Whether the layers in it say their names."""
    return all(
        (own := _child(child, "vars")) is not None and isinstance(own.attrs.get("name"), str)
        for _, child in _children(group)
    )


def _tensors(group: Any, path: str, depth: int, count: list[int]) -> Iterator[Tensor]:
    if depth > MAX_DEPTH:
        raise TooManyError
    for key, child in _children(group):
        count[0] += 1
        if count[0] > MAX_OBJECTS:
            raise TooManyError
        if key in BESIDE:
            continue
        where = f"{path}/{key}" if path else key
        if hasattr(child, "shape"):
            yield where.removesuffix(":0"), tuple(int(dim) for dim in child.shape or ())
        else:
            yield from _tensors(child, where, depth + 1, count)


def _children(group: Any) -> Iterator[tuple[str, Any]]:
    """What a group holds itself: links to other files and places are not followed."""
    import h5py

    for key in group:
        if isinstance(group.get(key, getlink=True), h5py.HardLink):
            yield key, group[key]


def _child(group: Any, key: str) -> Any:
    import h5py

    if not hasattr(group, "keys") or not isinstance(group.get(key, getlink=True), h5py.HardLink):
        return None
    return group[key]
