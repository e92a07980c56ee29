"""One layer item as it is written, and what every layer may carry. In: a node. Out: `Item`.

`Class` | `Class: value` | `Class: [v1, v2]` | `Class: {arg: value, name: …, inputs: […], shared: …}`.
"""

from __future__ import annotations

from typing import NamedTuple

from .drafts import End, Named, Space
from .naming import fault
from .problems import Problems
from .values import Values, Variables
from .yaml_nodes import List, Map, Node, Scalar, kind, word

COMMON = ("name", "inputs", "shared", "trainable", "scope", "folded")
ALONE = ("Weight", "Constant", "Custom")
"""Classes that may read nothing: tensors that no layer makes."""


class Item(NamedTuple):
    """A class name (or a block's) and the node behind it."""

    type: str
    key: Scalar
    arguments: Node | None

    def get(self, name: str) -> Node | None:
        """A named argument's node."""
        return self.arguments.get(name) if isinstance(self.arguments, Map) else None


class Items:
    """Reads items, noting problems."""

    def __init__(self, values: Values, problems: Problems) -> None:
        self.values, self.problems = values, problems

    def read(self, node: Node) -> Item | None:
        """The item, None (and a problem) if it is not one."""
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return Item(node.value, node, None)
        if isinstance(node, Map) and len(node.entries) == 1:
            key, arguments = node.entries[0]
            empty = isinstance(arguments, Scalar) and arguments.value is None and not arguments.quoted
            return Item(word(key), key, None if empty else arguments)
        if isinstance(node, Map) and node.entries:
            key, second = node.entries[0][0], node.entries[1][0]
            self.problems.add(
                f"`{word(second)}` stands beside `{word(key)}`, not inside it",
                second.place,
                f"indent what belongs to {word(key)} further, or write {word(key)}: {{…}} on one line",
            )
            return None
        self.problems.add(
            f"a layer is a class name, not {kind(node)}", node.place, "write `- Flatten` or `- Dense: {units: 10}`"
        )
        return None

    def name(self, item: Item, variables: Variables) -> str | None:
        """The name that the author gave, None if none."""
        node = item.get("name")
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return None
        name = self.values.text(node, variables, "a name")
        wrong = fault(name) if name or (isinstance(node, Scalar) and node.value == "") else ""
        if wrong:
            self.problems.add(
                wrong, node.place, "write a shorter one" if "bound" in wrong else "write letters, digits, _ . -"
            )
        return None if wrong or not name else name

    def inputs(self, item: Item, variables: Variables, space: Space) -> tuple[End, ...] | None:
        """The references of `inputs`, None if the item has none."""
        node = item.get("inputs")
        if node is None:
            return None
        nodes = node.items if isinstance(node, List) else (node,)
        texts = [self.values.text(each, variables, "an input") for each in nodes]
        if not texts and item.type not in ALONE and item.get("rule") is None:
            self.problems.add(
                "`inputs: []` names no layer", node.place, "name one, or leave `inputs` out to read the layer before"
            )
        written = f"[{', '.join(texts)}]" if isinstance(node, List) else texts[0]
        shown = f"inputs: {written if len(written) <= 80 else written[:79] + '…'}"
        return tuple(Named(text, each.place, space, shown) for text, each in zip(texts, nodes, strict=True) if text)

    def scope(self, item: Item, variables: Variables) -> tuple[str, ...]:
        """The modules in which the layer lies beside those that are written round it."""
        node = item.get("scope")
        if node is None:
            return ()
        nodes = node.items if isinstance(node, List) else (node,)
        return tuple(text for each in nodes if (text := self.values.text(each, variables, "a scope")))

    def folded(self, item: Item, variables: Variables) -> tuple[tuple[str, int], ...]:
        """What works beside the layer and is no layer of its own, with counts."""
        node = item.get("folded")
        if node is None:
            return ()
        if not isinstance(node, Map):
            self.problems.add(f"`folded` is {kind(node)}", node.place, "write folded: {transpose: 2}")
            return ()
        return tuple((word(key), self.whole(value, variables, word(key))) for key, value in node.entries)

    def shared(self, item: Item, variables: Variables, space: Space) -> Named | None:
        """The layer whose weights are used again."""
        node = item.get("shared")
        if node is None:
            return None
        text = self.values.text(node, variables, "`shared`")
        return Named(text, node.place, space, f"shared: {text}") if text else None

    def trainable(self, item: Item, variables: Variables) -> bool:
        """False only where it is written."""
        node = item.get("trainable")
        if node is None:
            return True
        value = self.values.plain(node, variables)
        if not isinstance(value, bool):
            self.problems.add("`trainable` is true or false", node.place, "write trainable: false")
        return value is not False

    def whole(self, node: Node | None, variables: Variables, what: str) -> int:
        """A count such as `repeat`, 1 if it is not written."""
        if node is None:
            return 1
        value = self.values.plain(node, variables)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            shown = node.written if isinstance(node, Scalar) else kind(node)
            self.problems.add(f"`{what}: {shown}` is not a positive whole number", node.place, f"write {what}: 3")
            return 1
        return value
