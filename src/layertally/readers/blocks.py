"""Blocks: lists of layers that are defined once and used by name. In: `blocks:`. Out: `Block`, and how large a use is.

The number of layers is worked out before anything is expanded, so `repeat` inside `repeat` is refused at once.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..errors import Place, nearest
from ..frameworks.base import Framework
from .items import Item, Items
from .problems import Problems, Spots, listed
from .values import Values, Variables
from .yaml_nodes import List, Map, Node, Scalar, kind, word

NESTED = ("Sequential", "Model")
SCOPE = "Scope"
"""A block that is written where it is used."""
NAME = re.compile(r"[^\W\d]\w{0,63}")
KEYS = ("variables", "class", "layers")
USE_KEYS = ("name", "inputs", "repeat", "trainable")
MAX_USES = 10_000
MAX_VARIABLES = 200
MAX_DEPTH = 32


class Block(NamedTuple):
    """A block's default variables and layers; `type` is the class of its uses, None: its own name says it."""

    name: str
    place: Place
    variables: Map | None
    layers: List
    type: str | None = None

    def class_of(self, use: str) -> str:
        """The class of a use: the block's name, unless the use is called after it."""
        if self.type is not None:
            return self.type
        return self.name if use.rstrip("0123456789").rstrip("._") != self.name else ""


class Size(NamedTuple):
    """How many layers, and the repeats (number, place) that make it large, outermost first."""

    layers: int
    repeats: tuple[tuple[int, Place], ...] = ()


class Blocks:
    """The blocks of a description."""

    def __init__(self, framework: Framework, items: Items, values: Values, problems: Problems) -> None:
        self.framework, self.items, self.values, self.problems = framework, items, values, problems
        self.by_name: dict[str, Block] = {}
        self._sizes: dict[tuple[int, int], Size] = {}
        self._uses: dict[tuple[str, int, str], dict[str, Any]] = {}

    def define(self, node: Node | None) -> None:
        """Reads `blocks:`."""
        if node is None:
            return
        if not isinstance(node, Map):
            self.problems.add(
                f"`blocks` is {kind(node)}", node.place, "write a mapping: the name of each block, then its layers"
            )
            return
        for key, value in node.entries:
            block = self._block(word(key), key.place, value)
            if block is not None:
                self.by_name[block.name] = block
        done: set[str] = set()
        for name in self.by_name:
            self._follow(name, [], done)

    def _block(self, name: str, place: Place, node: Node) -> Block | None:
        if not NAME.fullmatch(name):
            self.problems.add(f"`{name}` cannot name a block", place, "write a word of letters, digits and _")
        elif self.framework.type(name) is not None or name in (*NESTED, SCOPE, "Custom"):
            self.problems.add(
                f"`{name}` is a layer of {self.framework.title}, not a new block", place, "choose another name"
            )
        layers = node.get("layers") if isinstance(node, Map) else node
        if not isinstance(layers, List) or not layers.items:
            self.problems.add(f"block `{name}` has no layers", place, "write layers: and a list")
            return None
        variables, type_ = None, None
        if isinstance(node, Map):
            given = node.get("class")
            if given is not None:
                none = isinstance(given, Scalar) and given.value is None
                type_ = "" if none else self.values.text(given, {}, "`class`")
            unknown_keys(node, KEYS, "a block", self.problems)
            variables = node.get("variables")
            self._check_variables(variables)
            if variables is not None and not isinstance(variables, Map):
                self.problems.add(f"`variables` is {kind(variables)}", variables.place, "write variables: {width: 64}")
        return Block(name, place, variables if isinstance(variables, Map) else None, layers, type_)

    def _check_variables(self, node: Node | None) -> None:
        if isinstance(node, Map) and len(node.entries) > MAX_VARIABLES:
            raise self.problems.refuse(f"{len(node.entries)} variables, the bound is {MAX_VARIABLES}", node.place)
        for key, _ in node.entries if isinstance(node, Map) else ():
            if word(key) in USE_KEYS or not NAME.fullmatch(word(key)):
                self.problems.add(f"`{word(key)}` cannot name a variable", key.place, "choose another name")

    def _follow(self, name: str, path: list[str], done: set[str]) -> None:
        """A block must not use itself, not even through others, and blocks nest only so deep."""
        if name in path:
            circle = " → ".join([*path[path.index(name) :], name])
            self.problems.add(
                f"block `{name}` uses itself: {circle}", self.by_name[name].place, "a block may only use other blocks"
            )
            self.problems.stop_if_any()
        if len(path) > MAX_DEPTH:
            raise self.problems.refuse(f"blocks nested deeper than {MAX_DEPTH}", self.by_name[name].place)
        if name not in done:
            for used in _used(self.by_name[name].layers, self.by_name):
                self._follow(used, [*path, name], done)
            done.add(name)

    def variables(self, block: Block, item: Item, around: Variables) -> dict[str, Any]:
        """What holds inside one use: the variables around it, the block's defaults, what the use gives. Equal uses get
        the same mapping, so that what is worked out for one is known for all."""
        given = dict(item.arguments.entries) if isinstance(item.arguments, Map) else {}
        known = {word(key) for key, _ in block.variables.entries} if block.variables else set()
        own = {word(key): value for key, value in given.items() if word(key) in known}
        inner = dict(around)
        for key, default in block.variables.entries if block.variables else ():
            name = word(key)
            used, scope = (own[name], around) if name in own else (default, inner)
            inner[name] = self.values.variable(used, scope)
        if item.arguments is not None and not isinstance(item.arguments, Map):
            self.problems.add(
                f"block `{block.name}` is used with named values only",
                item.arguments.place,
                f"write {block.name}: {{name: …}}",
            )
        for key in given:
            if word(key) not in known and word(key) not in USE_KEYS:
                choices = [*sorted(known), *USE_KEYS]
                near = nearest(word(key), choices)
                fix = f"write `{near}`; " if near else ""
                self.problems.add(
                    f"block `{block.name}` has no variable `{word(key)}`", key.place, f"{fix}it takes {listed(choices)}"
                )
        same = (block.name, id(around), repr([inner[name] for name in sorted(known)]))
        return self._uses.setdefault(same, inner)

    # ---- sizes ---------------------------------------------------------------------------------------------------

    def size(self, layers: List, variables: Variables, repeat: int = 1, place: Place | None = None) -> Size:
        """How many layers a list comes to."""
        key = (id(layers), id(variables))
        if key not in self._sizes:
            if len(self._sizes) >= MAX_USES:
                raise self.problems.refuse(f"blocks used in more than {MAX_USES:,} different ways", layers.place)
            self._sizes[key] = self._sum(layers, variables)
        one = self._sizes[key]
        return Size(repeat * one.layers, ((repeat, place), *one.repeats) if repeat > 1 and place else one.repeats)

    def _sum(self, layers: List, variables: Variables) -> Size:
        total, largest = 0, Size(0)
        for node in layers.items:
            each = self._one(node, variables)
            total += each.layers
            largest = each if each.layers > largest.layers else largest
        return Size(total, largest.repeats)

    def _one(self, node: Node, variables: Variables) -> Size:
        item = _quiet(node)
        if item is None:
            return Size(1)
        block = self.by_name.get(item.type)
        if block is not None:
            times, inner = item.get("repeat"), self.variables(block, item, variables)
            return self.size(
                block.layers, inner, self.items.whole(times, variables, "repeat"), times.place if times else None
            )
        layers = item.get("layers")
        return self.size(layers, variables) if item.type in (*NESTED, SCOPE) and isinstance(layers, List) else Size(1)

    def refuse_if_larger(self, size: Size, most: int, place: Place) -> None:
        """LimitError if that is more than `most` layers."""
        if size.layers <= most:
            return
        where: Place = place
        if size.repeats:
            inner = size.repeats[-1][1]
            said = " inside ".join(f"`repeat: {number}`" for number, _ in reversed(size.repeats))
            where = Spots(inner.path, inner.line, shown=f"{inner.path}:{inner.line}  {said}")
        raise self.problems.refuse(
            f"{size.layers:,} layers after expansion, the bound is {most:,}", where, "--max-layers N raises the bound"
        )


def unknown_keys(node: Map, known: tuple[str, ...], what: str, problems: Problems) -> None:
    """Notes each key that is not known, with the nearest that is."""
    for key, _ in node.entries:
        if word(key) not in known:
            near = nearest(word(key), known)
            problems.add(
                f"{what} has no key `{word(key)}`",
                key.place,
                (f"write `{near}`; " if near else "") + f"{what} has {listed(known)}",
            )


def _quiet(node: Node) -> Item | None:
    """The item without a word about what is wrong with it (that is said when it is read)."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return Item(node.value, node, None)
    if isinstance(node, Map) and len(node.entries) == 1:
        return Item(word(node.entries[0][0]), *node.entries[0])
    return None


def _used(layers: List, blocks: dict[str, Block]) -> list[str]:
    """The blocks that a list uses, those in nested models too."""
    found: dict[str, None] = {}
    for node in layers.items:
        item = _quiet(node)
        if item is not None and item.type in blocks:
            found[item.type] = None
        elif item is not None and isinstance(inner := item.get("layers"), List):
            found.update(dict.fromkeys(_used(inner, blocks)))
    return list(found)
