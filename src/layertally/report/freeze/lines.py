"""Trees of scopes as lines of YAML; scopes whose lines are the same are written once, as a block.

In: trees. Out: lines, and the blocks that they use. A block is used with `repeat` where its copies follow each other
from the first on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...annotation import Annotated
from ...group.paths import stem
from ...model import Input, Model, Ref
from .layer import RESERVED, Item, Speller, shape_list
from .text import flow, key_text, scalar
from .tree import Branch, Leaf, Node, Planter

LEAST = 3
"""A block of fewer lines is not worth its name."""
NAME = re.compile(r"[^\W\d]\w{0,63}")

Lines = tuple[str, ...]
Shape = tuple[Lines, str]
"""What makes a block: its lines and the class of its uses."""


class Written(NamedTuple):
    """A block: its name, the class of its uses, its lines, what its uses are called."""

    name: str
    type: str
    body: Lines
    uses: set[str]

    def lines(self) -> Iterator[str]:
        """Its definition."""
        yield f"{self.name}:"
        said = {self.name if stem(use) != self.name and use != self.name else "" for use in self.uses}
        if said != {self.type}:
            yield f"  class: {scalar(self.type or None)}"
        yield "  layers:"
        yield from (f"    {line}" for line in self.body)


class Liner:
    """Writes the layers of one model. Nested models share its `blocks`."""

    def __init__(self, annotated: Annotated, speller: Speller, planter: Planter, outer: Liner | None = None) -> None:
        self.annotated, self.speller, self.planter = annotated, speller, planter
        self.blocks: dict[Shape, Written] = outer.blocks if outer is not None else {}
        self.block_of: dict[int, str] = {}

    def find_blocks(self, nodes: Sequence[Node]) -> None:
        """Name the scopes that are there more than once, those inside others first."""
        branches = list(_branches(nodes))
        for height in range(1, max((each.height for each in branches), default=0) + 1):
            level = [each for each in branches if each.height == height]
            shapes = [(tuple(self.items(each.kids)), self._class(each)) for each in level]
            counts = Counter(shapes)
            for branch, shape in zip(level, shapes, strict=True):
                if len(shape[0]) >= LEAST and (counts[shape] > 1 or shape in self.blocks):
                    if shape not in self.blocks:
                        self.blocks[shape] = Written(self._free(branch), shape[1], shape[0], set())
                    self.blocks[shape].uses.add(branch.name)
                    self.block_of[id(branch)] = self.blocks[shape].name

    def _free(self, branch: Branch) -> str:
        """A name for a block: the class of its scope, else the scope's own."""
        own = self._class(branch)
        base = own if NAME.fullmatch(own) else re.sub(r"\W+", "_", stem(branch.name) or branch.name).strip("_")
        base = base if NAME.fullmatch(base) else "block"
        taken, number, name = {each.name for each in self.blocks.values()}, 1, base
        while name in taken or name in RESERVED or self.speller.words.type(name) is not None:
            number += 1
            name = f"{base[:58]}_{number}"
        return name

    def _class(self, branch: Branch) -> str:
        return self.annotated.model.classes.get(".".join(branch.path), "")

    # ---- items -------------------------------------------------------------------------------------------------------

    def items(self, nodes: Sequence[Node]) -> Iterator[str]:
        """The items of a list, without indent."""
        at = 0
        while at < len(nodes):
            node = nodes[at]
            if isinstance(node, Leaf):
                yield from self._layer(node)
            elif block := self.block_of.get(id(node), ""):
                count = self._copies(nodes, at)
                yield self._use(block, node, count)
                at += count - 1
            else:
                yield from self._scope(node)
            at += 1

    def _copies(self, nodes: Sequence[Node], at: int) -> int:
        """How many copies of a block stand here one after the other, from the first on; 1 if it stands alone."""
        first = nodes[at]
        assert isinstance(first, Branch)
        base, count = stem(first.name), 0
        for node in nodes[at:]:
            name = f"{base}{self.planter.joint}{self.planter.first + count}"
            if not isinstance(node, Branch) or node.name != name or (count and not node.follows):
                break
            if self.block_of.get(id(node)) != self.block_of[id(first)]:
                break
            count += 1
        return max(1, count)

    def _use(self, block: str, branch: Branch, count: int) -> str:
        given: dict[str, Any] = {"name": stem(branch.name) if count > 1 else branch.name, **self._fed(branch)}
        if count > 1:
            given["repeat"] = count
        return f"- {block}: {flow(given)}"

    def _fed(self, branch: Branch) -> dict[str, Any]:
        return {} if branch.follows else {"inputs": [self.planter.reference(branch.incoming, branch.place)]}

    def _scope(self, branch: Branch) -> Iterator[str]:
        own = self._class(branch)
        yield "- Scope:"
        for key, value in {"name": branch.name, **({"class": own} if own else {}), **self._fed(branch)}.items():
            yield f"    {key}: {flow(value)}"
        yield "    layers:"
        yield from (f"      {line}" for line in self.items(branch.kids))

    def _layer(self, leaf: Leaf) -> Iterator[str]:
        layer = leaf.layer
        shared = layer.layer.shared
        owner = self.annotated[shared] if shared is not None and shared in self.annotated.names else None
        item = self.speller.item(layer, owner)
        common: dict[str, Any] = {"name": leaf.name}
        reads = self.planter.reads(item.inputs, leaf.place)
        if reads is not None:
            common["inputs"] = reads
        if item.shared is not None:
            common["shared"] = self.planter.reference(Ref(item.shared), leaf.place)
        if leaf.scope:
            common["scope"] = list(leaf.scope)
        if layer.layer.folded:
            common["folded"] = dict(layer.layer.folded)
        if item.nested and item.shared is None:
            yield from self._nested(leaf, item, common)
        else:
            arguments = dict(item.arguments)
            if "rule" in arguments and leaf.place.prefixes[-1]:
                arguments["rule"] = _relative(arguments["rule"], leaf.place.prefixes[-1])
            yield f"- {key_text(item.type)}: {flow({**common, **arguments})}"

    def _nested(self, leaf: Leaf, item: Item, common: Mapping[str, Any]) -> Iterator[str]:
        inner, model = leaf.layer.inner, leaf.layer.layer.model
        assert inner is not None
        assert model is not None
        yield f"- {item.type}:"
        for key, value in {**common, **item.arguments}.items():
            yield f"    {key}: {flow(value)}"
        if [each.name for each in model.inputs] != ["input"]:
            yield f"    input: {flow({each.name: input_value(each) for each in inner.model.inputs})}"
        planter = self.planter.inside([*inner.names, *(each.name for each in model.inputs)], model.inputs)
        trees = planter.trees(inner.layers)
        own = Liner(inner, self.speller, planter, self)
        own.find_blocks(trees)
        yield "    layers:"
        yield from (f"      {line}" for line in own.items(trees))
        if model.outputs != ends(model):
            yield f"    outputs: {flow([reference(ref) for ref in model.outputs])}"


def _relative(value: Any, prefix: str) -> Any:
    """A rule in which the names of tensors of a scope begin with @."""
    if isinstance(value, Mapping):
        return {key: _relative(each, prefix) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_relative(each, prefix) for each in value]
    return f"@{value[len(prefix) :]}" if isinstance(value, str) and value.startswith(prefix) else value


def _branches(nodes: Sequence[Node]) -> Iterator[Branch]:
    for node in nodes:
        if isinstance(node, Branch):
            yield node
            yield from _branches(node.kids)


def input_value(given: Input) -> Any:
    """An input as its description."""
    shape = shape_list(given.shape)
    return shape if given.dtype == "float32" else {"shape": shape, "dtype": given.dtype}


def ends(model: Model) -> tuple[Ref, ...]:
    """The outputs that a description has when it names none."""
    read = {ref.layer for layer in model.layers for ref in layer.inputs}
    return tuple(Ref(layer.name) for layer in model.layers if layer.name not in read)


def reference(ref: Ref) -> str:
    """An end of an edge by its full name."""
    return f"{ref.layer}[{ref.index}]" if ref.index else ref.layer


__all__ = ["Liner", "Lines", "ends", "input_value", "reference", "scalar"]
