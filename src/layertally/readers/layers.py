"""Drafts → layers: the framework's tables give each its op.

In: a draft and what it reads. Out: a `Layer`. `Custom` is read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import Place, nearest
from ..frameworks.base import ArgumentError, Framework, LayerType
from ..model import Dim, Layer, Ref
from ..ops.base import Op
from .arguments import ArgumentReader, Given
from .blocks import NESTED
from .custom import CustomReader
from .drafts import Draft, Named, resolve
from .head import Head
from .items import COMMON
from .problems import Problems, listed
from .yaml_nodes import Map, word

NESTED_KEYS = ("layers", "input", "outputs", "class")


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
        self.framework, self.reader, self.problems = framework, reader, problems
        self.blocks = blocks
        self.customs = CustomReader(reader, head, problems, batch)
        self._ops: dict[tuple[int, int], tuple[Op | None, Given]] = {}

    def build(self, draft: Draft, inputs: tuple[Ref, ...]) -> Layer:
        """The layer; what is wrong with it is noted."""
        layer = self._built(draft, inputs)
        return replace(layer, folded=draft.folded) if draft.folded else layer

    def _built(self, draft: Draft, inputs: tuple[Ref, ...]) -> Layer:
        if draft.shared is not None:
            return self._shared(draft, inputs)
        if draft.model is not None:
            return self._nested(draft, inputs)
        if draft.type == "Custom":
            return self.customs.build(draft, inputs)
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
        if draft.type == "Custom" and isinstance(draft.arguments, Map) and draft.arguments.get("class") is not None:
            return replace(self.customs.build(draft, inputs), shared=owner.name)  # another class, or another shape
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
        own = draft.arguments.get("class") if isinstance(draft.arguments, Map) else None
        type_ = self.reader.values.text(own, draft.variables, "`class`") if own is not None else draft.type
        return Layer(
            draft.name, type_, None, inputs, {}, draft.scope, draft.trainable, model=draft.model, place=draft.place
        )


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
