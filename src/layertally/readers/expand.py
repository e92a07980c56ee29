"""Lists of layers → drafts: blocks put in, repeats written out, every layer named.

In: the nodes of `layers` or `groups`. Out: drafts in written order and, for each list, the end that comes out of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..errors import Place
from ..frameworks.base import Framework
from ..model import Model
from .blocks import NESTED, SCOPE, Block, Blocks, unknown_keys
from .drafts import Draft, End, Space, Wire
from .items import Item, Items
from .naming import Names, Taken
from .problems import Problems
from .values import Values, Variables
from .yaml_nodes import List, Map, Node, Scalar

SCOPE_KEYS = ("name", "class", "inputs", "trainable", "layers")
NestedReader = Callable[[Item, Variables, str, bool], Model]


class Around(NamedTuple):
    """What holds where a list of layers stands: variables, names, the scope, whether it is trained."""

    variables: Variables
    space: Space
    names: Names
    scope: tuple[str, ...] = ()
    trainable: bool = True


class Expansion:
    """The drafts of one model (a nested model has its own)."""

    def __init__(
        self,
        framework: Framework,
        items: Items,
        blocks: Blocks,
        values: Values,
        problems: Problems,
        nested: NestedReader,
    ) -> None:
        self.framework, self.items, self.blocks, self.values, self.problems = framework, items, blocks, values, problems
        self.nested = nested
        self.taken = Taken(problems)
        self.drafts: list[Draft] = []
        self.classes: dict[str, str] = {}

    def sequence(self, layers: List, around: Around, before: tuple[End, ...]) -> tuple[End, ...]:
        """One layer after another; `before` is what the first one reads. Returns what comes out of the last."""
        for node in layers.items:
            item = self.items.read(node)
            if item is not None:
                before = self._item(item, around, before)
        return before

    def reserved(self, lists: list[List], variables: Variables) -> frozenset[str]:
        """The names that the author gives in these lists: automatic names keep clear of them."""
        found = set()
        for node in (node for layers in lists for node in layers.items):
            entry = node.entries[0][1] if isinstance(node, Map) and node.entries else None
            name = entry.get("name") if isinstance(entry, Map) else None
            if isinstance(name, Scalar) and name.value is not None:
                found.add(str(self.values.plain(name, variables)))
        return frozenset(found)

    def _item(self, item: Item, around: Around, before: tuple[End, ...]) -> tuple[End, ...]:
        name = self.items.name(item, around.variables)
        inputs = self.items.inputs(item, around.variables, around.space)
        block = self.blocks.by_name.get(item.type)
        if block is not None:
            return self._block(block, item, name, around, inputs or before)
        if item.type == SCOPE:
            return self._scope(item, name, around, inputs or before)
        place = item.key.place
        if inputs is None and not before and not around.scope:
            self.problems.add(
                "which input does the first layer read?", place, "the model has several: write inputs: [...]"
            )
        inputs = inputs if inputs is not None else before[:1]
        named = _place_of(item.get("name"), place)
        local, full = (name, around.names.given(name, named)) if name else around.names.automatic(_class(item), place)
        draft = Draft(
            full,
            item.type,
            place,
            item.arguments,
            around.variables,
            inputs,
            (*around.scope, *self.items.scope(item, around.variables)),
            around.trainable and self.items.trainable(item, around.variables),
            self.items.shared(item, around.variables, around.space),
            folded=self.items.folded(item, around.variables),
        )
        if item.type in NESTED and item.get("layers") is not None:
            draft.model = self.nested(item, around.variables, full, draft.trainable)
        self.drafts.append(draft)
        out: tuple[End, ...] = (Wire(draft),)
        around.space.give(local, full, out)
        return out

    def _block(
        self, block: Block, item: Item, name: str | None, around: Around, inputs: tuple[End, ...]
    ) -> tuple[End, ...]:
        variables = self.blocks.variables(block, item, around.variables)
        repeat = self.items.whole(item.get("repeat"), around.variables, "repeat")
        trainable = around.trainable and self.items.trainable(item, around.variables)
        place = _place_of(item.get("name"), item.key.place)
        ends = inputs
        if not inputs:
            self.problems.add(
                f"which input does block `{block.name}` read?",
                item.key.place,
                "the model has several: write inputs: [...]",
            )
        for number in range(repeat):
            if name is None:
                local, full = around.names.automatic(block.name, place)
            else:
                local = name if repeat == 1 else around.names.copy(name, number)
                full = around.names.given(local, place)
            if class_ := block.class_of(local):
                self.classes[".".join((*around.scope, local))] = class_
            ends = self.copy(block.layers, around._replace(variables=variables, trainable=trainable), local, ends)
            around.space.give(local, full, ends)
            ends = (*ends, *inputs[1:])
        if name is not None and repeat > 1:
            around.space.give(name, around.names.prefix + name, ends[:1])
        return ends[:1]

    def _scope(self, item: Item, name: str | None, around: Around, inputs: tuple[End, ...]) -> tuple[End, ...]:
        """A block that is written where it is used."""
        layers, place = item.get("layers"), item.key.place
        if isinstance(item.arguments, Map):
            unknown_keys(item.arguments, SCOPE_KEYS, SCOPE, self.problems)
        if name is None or not isinstance(layers, List) or not layers.items:
            self.problems.add("Scope needs a `name` and `layers`", place, "write Scope: {name: encoder, layers: [...]}")
            return inputs[:1]
        if not inputs:
            self.problems.add("which input does the scope read?", place, "the model has several: write inputs: [...]")
        class_ = item.get("class")
        if class_ is not None:
            self.classes[".".join((*around.scope, name))] = self.values.text(class_, around.variables, "`class`")
        around.names.given(name, _place_of(item.get("name"), place))
        trainable = around.trainable and self.items.trainable(item, around.variables)
        ends = self.copy(layers, around._replace(trainable=trainable), name, inputs)
        around.space.give(name, around.names.prefix + name, ends)
        return ends

    def copy(self, layers: List, around: Around, local: str, inputs: tuple[End, ...]) -> tuple[End, ...]:
        """One use of a list of layers in a scope of its own."""
        names = around.names.inside(local, self.reserved([layers], around.variables))
        inner = around._replace(names=names, space=around.space.inside(inputs), scope=(*around.scope, local))
        ends = self.sequence(layers, inner, inputs)
        for name, found in inner.space.names.items():
            if name != "input":
                around.space.names.setdefault(f"{local}{around.names.joint}{name}", found)
        return ends[:1]


def _class(item: Item) -> str:
    """The class that an automatic name is made of: of an opaque layer its own."""
    own = item.get("class") if item.type == "Custom" else None
    return (
        own.value if isinstance(own, Scalar) and isinstance(own.value, str) and own.value.isidentifier() else item.type
    )


def _place_of(node: Node | None, otherwise: Place) -> Place:
    return node.place if node is not None else otherwise
