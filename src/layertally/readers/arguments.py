"""Arguments of a layer as they are written → values by the argument's own name, each checked where it stands.

In: the node behind a class name, the framework's `LayerType`. Out: `Given`. Every fault is a problem at the value's
place, in the words of the one who wrote it: `padding: smae` is not one of valid, same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import Place, nearest
from ..frameworks.base import Arg, ArgumentError, Framework, LayerType
from .items import COMMON, Items
from .problems import Problems, listed
from .values import Values, Variables
from .yaml_nodes import List, Map, Node, Scalar, word

LAYER = "a layer"
"""How the name of a kind begins whose value is a layer: `Bidirectional: {layer: {LSTM: {units: 64}}}`."""


@dataclass(slots=True)
class Given:
    """What was written: values by argument name, and where each stands. `whole` is False if something was wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    whole: bool = True


class ArgumentReader:
    """Reads arguments with one framework's tables."""

    def __init__(self, framework: Framework, items: Items, values: Values, problems: Problems) -> None:
        self.framework, self.items, self.values, self.problems = framework, items, values, problems

    def read(self, type_: LayerType, node: Node | None, variables: Variables) -> Given:
        """The arguments behind a class name."""
        given = Given()
        for name, key, value in self._pairs(type_, node, variables, given):
            arg = type_.arg(name)
            if arg is None:
                if name not in self.framework.ignored:
                    given.whole = False
                    self._unknown(type_, name, key)
                continue
            if arg.name in given.values:
                given.whole = False
                self.problems.add(f"{type_.name} is given `{arg.name}` twice", key.place, "keep one of them")
                continue
            self._check(type_, arg, name, value, variables, given)
        return given

    def missing(self, type_: LayerType, given: Given, place: Place) -> None:
        """Notes required arguments that are not written."""
        absent = [arg for arg in type_.args if arg.required and arg.name not in given.values]
        if given.whole and absent:
            given.whole = False
            names = " and ".join(f"`{arg.name}`" for arg in absent)
            example = ", ".join(f"{arg.name}: …" for arg in absent)
            self.problems.add(
                f"{type_.name} needs {names}",
                place,
                f"write {type_.name}: {{{example}}}; {absent[0].name} is {absent[0].kind.name}",
            )

    def _pairs(
        self, type_: LayerType, node: Node | None, variables: Variables, given: Given
    ) -> list[tuple[str, Node, Node]]:
        """(name, where the name stands, value) of every argument, common ones left out."""
        if node is None:
            return []
        if not isinstance(node, Map):
            return self._positional(type_, node, variables, given)
        out: list[tuple[str, Node, Node]] = []
        for key, value in node.entries:
            name = word(key)
            if name == "args" and type_.arg("args") is None:
                out = [*self._positional(type_, value, variables, given), *out]
            elif name not in COMMON:
                out.append((name, key, value))
        return out

    def _positional(
        self, type_: LayerType, node: Node, variables: Variables, given: Given
    ) -> list[tuple[str, Node, Node]]:
        values: Sequence[Node] = (node,)
        if isinstance(node, List) and not (
            len(type_.args) == 1 and _takes(type_.args[0], self.values.plain(node, variables))
        ):
            values = node.items
        if len(values) > len(type_.args):
            given.whole = False
            count = len(type_.args)
            takes = (
                "no values without a name"
                if not count
                else f"{count} value{'s' if count > 1 else ''}, not {len(values)}"
            )
            words = [item.value for item in values if isinstance(item, Scalar) and isinstance(item.value, str)]
            fix = (
                f"write {type_.name}: {{inputs: [{', '.join(words)}]}}"
                if len(words) == len(values) and not count
                else _takes_names(type_)
            )
            self.problems.add(f"{type_.name} takes {takes}", node.place, fix)
            return []
        return [(arg.name, value, value) for arg, value in zip(type_.args, values, strict=False)]

    def _check(self, type_: LayerType, arg: Arg, name: str, node: Node, variables: Variables, given: Given) -> None:
        value = self.values.plain(node, variables)
        given.places[arg.name] = node.place
        given.values[arg.name] = value
        if arg.kind.name.startswith(LAYER) and not self._inner(node, variables):
            given.whole = False
            return
        if value is None and arg.default is None:
            return
        try:
            arg.kind.parse(value)
        except ArgumentError as error:
            given.whole = False
            reason, fix = _in_context(name, _written(node, value), value, error)
            self.problems.add(reason, node.place, fix)

    def _inner(self, node: Node, variables: Variables) -> bool:
        """Checks the layer inside a wrapper, each argument in its place."""
        item = self.items.read(node)
        if item is None:
            return False
        type_ = self.framework.type(item.type)
        if type_ is None:
            self.unknown_type(item.type, item.key.place, ())
            return False
        given = self.read(type_, item.arguments, variables)
        self.missing(type_, given, item.key.place)
        return given.whole

    def _unknown(self, type_: LayerType, name: str, key: Node) -> None:
        names = [arg.name for arg in type_.args]
        near = nearest(name, [*names, *(alias for arg in type_.args for alias in arg.aliases), *COMMON])
        fix = f"write `{near}`; " if near else ""
        if re.fullmatch(r"\w+:\S+", name):
            fix = "put a space after `:`; "
        self.problems.add(f"{type_.name} has no argument `{name}`", key.place, fix + _takes_names(type_))

    def unknown_type(self, name: str, place: Place, blocks: Sequence[str]) -> None:
        """Notes a class that no table knows: the nearest that is known, or whose word it is."""
        from ..frameworks import NAMES, load

        near = nearest(name, [*self.framework.types, *self.framework.aliases, *blocks, "Sequential", "Model", "Custom"])
        fixes = [f"write `{near}`"] if near else []
        for other in NAMES:
            if (
                other != self.framework.name
                and (found := load_quietly(load, other)) is not None
                and found.type(name) is not None
            ):
                fixes.append(f"`{name}` is {found.title}'s name (framework: {other})")
                break
        if not fixes:
            fixes.append(f"a layer of your own is `Custom: {{class: {name}, output: [...], weights: {{...}}}}`")
        self.problems.add(f"unknown layer `{name}` in a {self.framework.title} description", place, "; ".join(fixes))


def load_quietly(load: Any, name: str) -> Framework | None:
    """A framework's table, None if it is not part of this version."""
    try:
        found: Framework = load(name)
    except ImportError:
        return None
    return found


def _takes(arg: Arg, value: Any) -> bool:
    """Whether an argument takes the whole list (Reshape: [4, 4, 64])."""
    try:
        arg.kind.parse(value)
    except ArgumentError:
        return False
    return True


def _takes_names(type_: LayerType) -> str:
    names = [arg.name for arg in type_.args]
    return f"{type_.name} takes {listed(names, 4) if names else 'no arguments'} (layertally rules {type_.name})"


def _written(node: Node, value: Any) -> str:
    """The value as the source has it; what a variable came to, where one stands there."""
    if isinstance(node, Scalar) and not (isinstance(node.value, str) and "$" in node.value):
        shown = node.written
    else:
        shown = _flow(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return (
        {None: "null", True: "true", False: "false"}.get(value, str(value))
        if value is None or isinstance(value, bool)
        else str(value)
    )


def _in_context(name: str, written: str, value: Any, error: ArgumentError) -> tuple[str, str]:
    """The kind's words with the argument's name: `-1 is below 0` of `filters` becomes "`filters: -1` is below 0"."""
    reason, fix = error.reason, error.fix
    shown = [f'{name} "{value}"', f"{name} {value}", written, f'"{value}"', repr(value), str(value)]
    if isinstance(value, float):
        shown.append(f"{value:g}")
    start = next((text for text in shown if text and reason.startswith(text + " ")), None)
    said = f"`{name}: {written}`{reason[len(start) :]}" if start is not None else f"`{name}: {written}`: {reason}"
    instead = re.fullmatch(r"write (`?)([\w.]+)\1", fix)
    return said, f"write `{name}: {instead.group(2)}`" if instead else fix
