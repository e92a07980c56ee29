"""Layers as a tree of scopes, each name and each reference as short as it can be said without being mistaken.

In: layers in the order in which they are written. Out: `Leaf`s and `Branch`es. Where names do not follow the scopes, a
layer says its scope itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...annotation import AnnotatedLayer
from ...group.paths import joined
from ...model import Input, Ref
from ...readers.naming import JOINTS, fault


class Leaf(NamedTuple):
    """A layer with its name here, the scope that it says itself, and what it reads (None: the layer before)."""

    layer: AnnotatedLayer
    name: str
    scope: tuple[str, ...]
    place: Place


class Branch(NamedTuple):
    """A scope: its name here, its path, what flows into it, what is inside."""

    name: str
    path: tuple[str, ...]
    incoming: Ref
    kids: tuple[Leaf | Branch, ...]
    place: Place

    @property
    def follows(self) -> bool:
        """Whether it reads what was written before it."""
        return self.incoming == self.place.before

    @property
    def height(self) -> int:
        """How deep scopes are nested in it."""
        return 1 + max((kid.height for kid in self.kids if isinstance(kid, Branch)), default=0)


class Place(NamedTuple):
    """Where something stands: the prefixes of the scopes round it, what flowed into the innermost, what was written
    before."""

    prefixes: tuple[str, ...]
    incoming: Ref | None
    before: Ref | None


Node = Leaf | Branch


class Planter:
    """Makes the trees of one model."""

    def __init__(self, framework: str, names: Iterable[str], *, flat: bool = False) -> None:
        self.joint, self.first = JOINTS.get(framework, (".", 0))
        self.taken = set(names)
        self.flat = flat
        self.framework = framework
        self.known = set(self.taken)
        self.planted: set[tuple[str, ...]] = set()
        self.before: Ref | None = None

    def inside(self, names: Iterable[str], inputs: Sequence[Input]) -> Planter:
        """The planter of a nested model."""
        planter = Planter(self.framework, names, flat=self.flat)
        planter.start(Ref(inputs[0].name) if len(inputs) == 1 else None)
        return planter

    def start(self, before: Ref | None) -> None:
        """What the first layer reads unless it says otherwise."""
        self.before = before

    def trees(self, layers: Sequence[AnnotatedLayer]) -> tuple[Node, ...]:
        """The layers of one list."""
        paths = [() if self.flat else joined(layer.layer.scope) for layer in layers]
        return self._nodes(list(zip(paths, layers, strict=True)), 0, ("",), None)

    def _nodes(
        self,
        layers: Sequence[tuple[tuple[str, ...], AnnotatedLayer]],
        depth: int,
        prefixes: tuple[str, ...],
        incoming: Ref | None,
    ) -> tuple[Node, ...]:
        out: list[Node] = []
        at = 0
        while at < len(layers):
            path = layers[at][0]
            end = at + 1
            if len(path) > depth:
                while end < len(layers) and layers[end][0][: depth + 1] == path[: depth + 1]:
                    end += 1
                branch = self._branch(layers[at:end], depth, prefixes, incoming)
                if branch is not None:
                    out.append(branch)
                    at = end
                    continue
            for own, each in layers[at:end]:
                out.append(self._leaf(each, prefixes, self._scope(own, each, depth), incoming))
            at = end
        return tuple(out)

    def _scope(self, path: tuple[str, ...], layer: AnnotatedLayer, depth: int) -> tuple[str, ...]:
        """What a layer says of its scope itself."""
        return tuple(joined(layer.layer.scope)) if self.flat else path[depth:]

    def _leaf(
        self, layer: AnnotatedLayer, prefixes: tuple[str, ...], scope: tuple[str, ...], incoming: Ref | None
    ) -> Leaf:
        leaf = Leaf(layer, layer.name[len(prefixes[-1]) :], scope, Place(prefixes, incoming, self.before))
        self.before = Ref(layer.name)
        return leaf

    def _branch(
        self,
        layers: Sequence[tuple[tuple[str, ...], AnnotatedLayer]],
        depth: int,
        prefixes: tuple[str, ...],
        outside: Ref | None,
    ) -> Branch | None:
        """A scope whose layers are named after it; None if they are not."""
        part = layers[0][0][depth]
        whole = prefixes[-1] + part
        prefix = whole + self.joint
        inside = {layer.name for _, layer in layers}
        reads = [ref for _, layer in layers for ref in layer.layer.inputs if ref.layer not in inside]
        named = all(name.startswith(prefix) and not fault(name[len(prefix) :]) for name in inside)
        if not named or whole in self.known or fault(part) or not reads or f"{prefix}input" in self.taken:
            return None
        self.known.add(whole)
        self.planted.add(layers[0][0][: depth + 1])
        incoming = reads[0]
        place = Place(prefixes, outside, self.before)
        self.before = incoming
        kids = self._nodes(layers, depth + 1, (*prefixes, prefix), incoming)
        return Branch(part, layers[0][0][: depth + 1], incoming, kids, place)

    # ---- references --------------------------------------------------------------------------------------------------

    def reference(self, ref: Ref, place: Place) -> str:
        """How an end of an edge is named at a place. KeyError if every name would be mistaken."""
        if ref == place.incoming and len(place.prefixes) > 1:
            return "input"
        for at in range(len(place.prefixes) - 1, -1, -1):
            prefix = place.prefixes[at]
            name = ref.layer[len(prefix) :]
            inner = place.prefixes[at + 1 :]
            mistaken = any(own + name in self.known for own in inner) or (name == "input" and bool(inner))
            if ref.layer.startswith(prefix) and name and not mistaken:
                return f"{name}[{ref.index}]" if ref.index else name
        raise KeyError(ref.layer)

    def reads(self, refs: Sequence[Ref], place: Place) -> list[str] | None:
        """What `inputs` says; None where it is what was written before."""
        return None if tuple(refs) == (place.before,) else [self.reference(ref, place) for ref in refs]
