"""`Custom`: a layer of a class that no table knows, by its weights and its output or by a rule.

In: a draft. Out: a `Layer`. With a `rule` (the name of an op of layertally's own and its settings) it is worked out
like any other; without one its parameters are counted from its weights and its output is what the author says.
"""

from __future__ import annotations

from typing import Any

from ..errors import nearest
from ..model import Dim, Layer, Ref, Reported, Shape
from ..ops.base import Op
from ..ops.spelled import SpellingError, made
from .arguments import ArgumentReader
from .drafts import Draft
from .head import Head
from .items import COMMON
from .problems import Problems, listed
from .values import Variables
from .yaml_nodes import List, Map, Node, Scalar, kind, word

KEYS = ("class", "output", "weights", "params", "buffers", "rule", "why")
OWN = "a layer of the author's own"

Weights = tuple[tuple[str, tuple[int, ...], bool], ...]


class CustomReader:
    """Reads what stands behind `Custom`, noting problems."""

    def __init__(self, reader: ArgumentReader, head: Head, problems: Problems, batch: Dim) -> None:
        self.reader, self.head, self.problems, self.batch = reader, head, problems, batch

    def build(self, draft: Draft, inputs: tuple[Ref, ...]) -> Layer:
        """The layer."""
        node, variables = draft.arguments, draft.variables
        if not isinstance(node, Map):
            self.problems.add(
                "Custom needs `class`",
                draft.place,
                "write Custom: {class: MyScale, output: [64, 56, 56], weights: {alpha: [64, 1, 1]}}",
            )
            return Layer(draft.name, draft.type, None, inputs, place=draft.place)
        for key, _ in node.entries:
            if word(key) not in (*KEYS, *COMMON):
                near = nearest(word(key), [*KEYS, *COMMON])
                fix = (f"write `{near}`; " if near else "") + f"it takes {listed(KEYS)}"
                self.problems.add(f"Custom has no argument `{word(key)}`", key.place, fix)
        type_node, rule, why = node.get("class"), node.get("rule"), node.get("why")
        type_ = self._text(type_node, variables, "`class`")
        if type_node is None:
            self.problems.add("Custom needs `class`", draft.place, "write class: and the layer's own class name")
        op = self.rule(rule, variables, _scope_of(draft, node, self.reader)) if rule is not None else None
        shapes = self._outputs(node.get("output"), variables)
        return Layer(
            draft.name,
            type_ or draft.type,
            op,
            inputs,
            {},
            draft.scope,
            draft.trainable,
            weights=self._weights(node.get("weights"), variables, draft.trainable),
            reported=self._told(node, shapes, variables, trainable=draft.trainable),
            place=draft.place,
            places={} if rule is None else {"rule": rule.place},
            why=self._text(why, variables, "`why`") if why is not None else OWN if rule is None else "",
        )

    def rule(self, node: Node, variables: Variables, scope: str = "") -> Op | None:
        """The op that a rule spells; None and a problem if it spells none. `@gamma` is a tensor of the layer's own
        scope: `layers.0.gamma`."""
        try:
            return made(_in_scope(self.reader.values.plain(node, variables), scope))
        except SpellingError as error:
            near = nearest(error.word, error.choices) if error.word else None
            choices = f"; it has {listed(error.choices)}" if 0 < len(error.choices) <= 16 else ""
            fix = (f"write `{near}`" if near else "") + choices
            self.problems.add(
                error.reason, _place_of(node, error.word), fix.removeprefix("; ") or "see layertally rules"
            )
            return None

    def _text(self, node: Node | None, variables: Variables, what: str) -> str:
        return self.reader.values.text(node, variables, what) if node is not None else ""

    def _told(
        self, node: Map, shapes: tuple[Shape, ...] | None, variables: Variables, *, trainable: bool
    ) -> Reported | None:
        """What the author says of a layer of his own; `weights: {}` says that it has none."""
        weights, params = node.get("weights"), node.get("params")
        buffers = self._count(node, "buffers", variables) or 0
        if isinstance(weights, Map) and not weights.entries:
            return Reported(shapes, 0, 0, 0, buffers)
        if params is not None and (count := self._count(node, "params", variables)) is not None:
            return Reported(shapes, count, count if trainable else 0, 0 if trainable else count, buffers)
        return Reported(shapes) if shapes else None

    def _count(self, node: Map, key: str, variables: Variables) -> int | None:
        """A whole number behind a key."""
        found = node.get(key)
        count = self.reader.values.plain(found, variables) if found is not None else None
        if count is None or (isinstance(count, int) and not isinstance(count, bool) and count >= 0):
            return count
        self.problems.add(f"`{key}` is not a whole number", found.place if found else None, f"write {key}: 1024")
        return None

    def _outputs(self, node: Node | None, variables: Variables) -> tuple[Shape, ...] | None:
        """One shape, or a list of them, without the batch."""
        if node is None:
            return None
        if not isinstance(node, List):
            self.problems.add(
                f"`output` is {kind(node)}, not a shape", node.place, "write output: [64, 56, 56], without the batch"
            )
            return None
        lists = [item for item in node.items if isinstance(item, List)]
        if lists and len(lists) == len(node.items):
            return tuple((self.batch, *self.head.dims(item, variables)) for item in lists)
        return ((self.batch, *self.head.dims(node, variables)),)

    def _weights(self, node: Node | None, variables: Variables, trainable: bool) -> Weights:
        if node is None:
            return ()
        if not isinstance(node, Map):
            self.problems.add(f"`weights` is {kind(node)}", node.place, "write weights: {alpha: [64, 1, 1]}")
            return ()
        out = []
        for key, value in node.entries:
            shape, trained = value, trainable
            if isinstance(value, Map):
                shape = value.get("shape") or value
                flag = value.get("trainable")
                trained = trained and not (isinstance(flag, Scalar) and flag.value is False)
            if not isinstance(shape, List):
                self.problems.add(
                    f"the shape of the weight `{word(key)}` is {kind(shape)}", value.place, "write it as [64, 1, 1]"
                )
                continue
            dims = self.head.dims(shape, variables)
            if all(isinstance(dim, int) for dim in dims):
                out.append((word(key), tuple(dim for dim in dims if isinstance(dim, int)), trained))
            else:
                self.problems.add(
                    f"the weight `{word(key)}` has a dim that is not a number", shape.place, "weights have known sizes"
                )
        return tuple(out)


def _scope_of(draft: Draft, node: Map, reader: ArgumentReader) -> str:
    """What stands before the layer's own name: `layers.0.` of `layers.0.scale`."""
    name = node.get("name")
    own = reader.values.text(name, draft.variables, "a name") if name is not None else ""
    return draft.name.removesuffix(own) if own else ""


def _in_scope(value: Any, scope: str) -> Any:
    """A rule in which names that begin with @ have their scope before them."""
    if isinstance(value, dict):
        return {key: _in_scope(each, scope) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_scope(each, scope) for each in value]
    return scope + value[1:] if isinstance(value, str) and value.startswith("@") else value


def _place_of(node: Node, name: str) -> Any:
    """Where a word stands inside a rule; the rule's own place if it does not."""
    if isinstance(node, Map):
        for key, value in node.entries:
            if word(key) == name:
                return key.place
            if isinstance(value, Map) and (found := _place_of(value, name)) is not value.place:
                return found
    return node.place
