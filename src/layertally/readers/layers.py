"""Drafts → layers: the framework's tables give each its op.

In: a draft and what it reads. Out: a `Layer`. Deliberately opaque layers (`Custom`) get no op: their weights are
counted from the tensors that are written.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import Place, nearest
from ..frameworks.base import ArgumentError, Framework, LayerType
from ..model import Dim, Layer, Ref, Reported, Shape
from ..ops.base import Op
from .arguments import ArgumentReader, Given
from .blocks import NESTED
from .drafts import Draft, Named, resolve
from .head import Head
from .items import COMMON
from .problems import Problems, listed
from .values import Variables
from .yaml_nodes import List, Map, Node, Scalar, kind, word

CUSTOM_KEYS = ("class", "output", "weights", "why")
NESTED_KEYS = ("layers", "input", "outputs")


class LayerBuilder:
    """Builds the layers of one model."""

    def __init__(
        self,
        framework: Framework,
        reader: ArgumentReader,
        head: Head,
        problems: Problems,
        batch: Dim,
        blocks: Sequence[str],
    ) -> None:
        self.framework, self.reader, self.head, self.problems = framework, reader, head, problems
        self.batch, self.blocks = batch, blocks
        self._ops: dict[tuple[int, int], tuple[Op | None, Given]] = {}

    def build(self, draft: Draft, inputs: tuple[Ref, ...]) -> Layer:
        """The layer; what is wrong with it is noted."""
        if draft.shared is not None:
            return self._shared(draft, inputs)
        if draft.model is not None:
            return self._nested(draft, inputs)
        if draft.type == "Custom":
            return self._custom(draft, inputs)
        type_ = self.framework.type(draft.type)
        if type_ is None:
            if draft.type in NESTED:
                self.problems.add(f"{draft.type} has no layers", draft.place, f"write {draft.type}: {{layers: [...]}}")
            else:
                self.reader.unknown_type(draft.type, draft.place, self.blocks)
            return Layer(draft.name, draft.type, None, inputs, place=draft.place)
        op, given = self._op(type_, draft)
        return Layer(
            draft.name,
            type_.name,
            op,
            inputs,
            given.values,
            draft.scope,
            draft.trainable,
            place=draft.place,
            places={**given.places, **_input_places(draft)},
        )

    def _op(self, type_: LayerType, draft: Draft) -> tuple[Op | None, Given]:
        """The op and its arguments; copies of a block share them."""
        key = (id(draft.place), id(draft.variables))
        if key not in self._ops:
            given = self.reader.read(type_, draft.arguments, draft.variables)
            self.reader.missing(type_, given, draft.place)
            op = None
            if given.whole:
                try:
                    op = type_.op(
                        {
                            name: value
                            for name, value in given.values.items()
                            if value is not None or not _default_none(type_, name)
                        }
                    )
                except ArgumentError as error:
                    self.problems.add(f"{type_.name}: {error.reason}", draft.place, error.fix)
            self._ops[key] = (op, given)
        return self._ops[key]

    def _shared(self, draft: Draft, inputs: tuple[Ref, ...]) -> Layer:
        """The same weights again: the op of the layer that owns them."""
        owner, named = draft, draft.shared
        seen: set[Draft] = set()
        while named is not None:
            wire = resolve(named, self.problems)
            if wire is None or isinstance(wire.source, str) or wire.source in seen:
                if wire is not None:
                    what = "is an input, not a layer" if isinstance(wire.source, str) else "shares with itself"
                    self.problems.add(
                        f"`shared: {named.text}` {what}", named.place, "name the layer that has the weights"
                    )
                return Layer(draft.name, draft.type, None, inputs, place=draft.place)
            seen.add(wire.source)
            owner, named = wire.source, wire.source.shared
        ours, theirs = (self.framework.type(each.type) for each in (draft, owner))
        if draft.type != owner.type and (ours is None or ours is not theirs):
            self.problems.add(
                f"{draft.type} cannot use the weights of `{owner.name}`, which is {owner.type}",
                draft.place,
                f"write {owner.type}",
            )
        if isinstance(draft.arguments, Map):
            for key, _ in draft.arguments.entries:
                if word(key) not in COMMON and not _of_call(theirs, word(key)):
                    self.problems.add(
                        f"`{word(key)}` is already given by `{owner.name}`, whose weights are shared",
                        key.place,
                        "delete it",
                    )
        own = self.build(owner, ())
        op, arguments = own.op, own.arguments
        if theirs is not None and op is not None:
            called = self.reader.read(theirs, draft.arguments, draft.variables).values
            kept = {name: value for name, value in arguments.items() if not _of_call(theirs, name)}
            if called or len(kept) < len(arguments):
                arguments = {**kept, **called}
                op = theirs.op(arguments)
        return Layer(
            draft.name,
            own.type,
            op,
            inputs,
            arguments,
            draft.scope,
            owner.trainable,
            owner.name,
            own.model,
            own.weights,
            own.reported,
            draft.place,
            own.places,
            own.why,
        )

    def _nested(self, draft: Draft, inputs: tuple[Ref, ...]) -> Layer:
        if isinstance(draft.arguments, Map):
            known = (*NESTED_KEYS, *COMMON)
            for key, _ in draft.arguments.entries:
                if word(key) not in known:
                    near = nearest(word(key), known)
                    self.problems.add(
                        f"{draft.type} has no argument `{word(key)}`",
                        key.place,
                        (f"write `{near}`; " if near else "") + f"it takes {listed(known)}",
                    )
        takes = len(draft.model.inputs) if draft.model is not None else 0
        if len(draft.inputs) != takes:
            counted = "1 input" if takes == 1 else f"{takes} inputs"
            reason = f"the model `{draft.name}` has {counted} and is given {len(draft.inputs)}"
            self.problems.add(reason, draft.place, "name one layer for each: inputs: [...]")
        return Layer(
            draft.name, draft.type, None, inputs, {}, draft.scope, draft.trainable, model=draft.model, place=draft.place
        )

    def _custom(self, draft: Draft, inputs: tuple[Ref, ...]) -> Layer:
        node = draft.arguments
        if not isinstance(node, Map):
            self.problems.add(
                "Custom needs `class`",
                draft.place,
                "write Custom: {class: MyScale, output: [64, 56, 56], weights: {alpha: [64, 1, 1]}}",
            )
            return Layer(draft.name, draft.type, None, inputs, place=draft.place)
        for key, _ in node.entries:
            if word(key) not in (*CUSTOM_KEYS, *COMMON):
                near = nearest(word(key), [*CUSTOM_KEYS, *COMMON])
                self.problems.add(
                    f"Custom has no argument `{word(key)}`",
                    key.place,
                    (f"write `{near}`; " if near else "") + f"it takes {listed(CUSTOM_KEYS)}",
                )
        type_node = node.get("class")
        type_ = self.reader.values.text(type_node, draft.variables, "`class`") if type_node is not None else ""
        if type_node is None:
            self.problems.add("Custom needs `class`", draft.place, "write class: and the layer's own class name")
        shapes = self._outputs(node.get("output"), draft.variables)
        weights = self._weights(node.get("weights"), draft.variables, draft.trainable)
        why_node = node.get("why")
        why = (
            self.reader.values.text(why_node, draft.variables, "`why`")
            if why_node is not None
            else "a layer of the author's own"
        )
        return Layer(
            draft.name,
            type_ or draft.type,
            None,
            inputs,
            {},
            draft.scope,
            draft.trainable,
            weights=weights,
            reported=_told(shapes, node.get("weights")),
            place=draft.place,
            why=why,
        )

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

    def _weights(
        self, node: Node | None, variables: Variables, trainable: bool
    ) -> tuple[tuple[str, tuple[int, ...], bool], ...]:
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


def _told(shapes: tuple[Shape, ...] | None, weights: Node | None) -> Reported | None:
    """What the author says of a layer of his own; `weights: {}` says that it has none."""
    if isinstance(weights, Map) and not weights.entries:
        return Reported(shapes, 0, 0, 0, 0)
    return Reported(shapes) if shapes else None


def _of_call(type_: LayerType | None, name: str) -> bool:
    """Whether an argument is given when the layer is called."""
    arg = type_.arg(name) if type_ is not None else None
    return arg is not None and arg.call


def _default_none(type_: LayerType, name: str) -> bool:
    arg = type_.arg(name)
    return arg is not None and arg.default is None


def _input_places(draft: Draft) -> dict[str, Place]:
    """Where each input is named, as `inputs.0`, `inputs.1`: what does not fit is pointed at."""
    return {f"inputs.{at}": end.place for at, end in enumerate(draft.inputs) if isinstance(end, Named)}
