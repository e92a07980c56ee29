"""The hand-written description (YAML or JSON) → `Model`. The format: docs, and `layertally schema`.

In: a text. Out: a model, or `DescriptionErrors` with everything that is wrong, each at its line and column.

>>> model = read_text('''
... framework: keras
... input: [28, 28, 1]
... layers:
...   - Conv2D: {filters: 32, kernel_size: 3, activation: relu}
...   - Conv2D: [32, 3]
... ''')
>>> [(layer.name, layer.inputs[0].layer) for layer in model.layers]
[('conv2d', 'input'), ('conv2d_1', 'conv2d')]
>>> read_text("{framework: keras, input: [28, 28, 1], layers: [{Conv2d: [32, 3]}]}", "vgg.yaml")
Traceback (most recent call last):
...
layertally.errors.DescriptionErrors: error: unknown layer `Conv2d` in a Keras description
...
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from ..frameworks import load
from ..model import Dim, GroupSpec, Input, Layer, Model, Ref
from .arguments import ArgumentReader
from .blocks import MAX_VARIABLES, Blocks, unknown_keys
from .drafts import Named, Space, Wire, resolve
from .expand import Around, Expansion
from .graph import connect, order, ref
from .head import Head
from .items import Item, Items
from .layers import LayerBuilder
from .lines import Lines, as_yaml
from .naming import Names
from .problems import Problems
from .source import CONFIG, Source
from .values import Values, Variables
from .yaml_nodes import List, Map, Node, Scalar, kind, parse, word

MAX_LAYERS = 100_000
STATES_INPUT = True
"""A description cannot be given its input from outside."""
KEYS = (
    "model",
    "framework",
    "input",
    "batch",
    "expect",
    "variables",
    "blocks",
    "groups",
    "layers",
    "outputs",
    "classes",
    "cache",
    "$schema",
)
GROUP_KEYS = ("title", "name", "repeat", "layers")
SPEAKING = re.compile(r"(?:^|[\n{,])\s*[\"']?(?:framework|layers|groups)[\"']?\s*:")


def accepts(source: Source) -> bool:
    """Whether it looks like a description: it says `framework`, `layers` or `groups`, and is no library's config."""
    text = source.text
    return text is not None and SPEAKING.search(text) is not None and CONFIG.search(text) is None


def read(source: Source) -> Model:
    """The model that a source describes."""
    return read_text(source.text or "", source.name, source.max_layers or MAX_LAYERS)


def read_text(text: str, path: str = "<text>", max_layers: int = MAX_LAYERS) -> Model:
    """The model that a text describes. Raises DescriptionErrors, or LimitError for a bound that is passed."""
    problems = Problems(path)
    text = as_yaml(text.removeprefix("\ufeff"))
    lines = Lines(text, path)
    lines.refuse_harmful(problems)
    problems.stop_if_any()
    root = parse(text, lines, problems)
    if not isinstance(root, Map):
        found = "nothing is written here" if root is None else f"a description is a mapping, not {kind(root)}"
        problems.add(
            found, lines.place(0, 0) if root is None else root.place, "begin with framework:, input: and layers:"
        )
        problems.stop_if_any()
        raise AssertionError  # noqa: TRY004  # pragma: no cover - there is one
    return _Reader(root, path, problems, max_layers).model()


class _Reader:
    """Reads one description."""

    def __init__(self, root: Map, path: str, problems: Problems, max_layers: int) -> None:
        self.root, self.path, self.problems, self.max_layers = root, path, problems, max_layers
        self.values = Values(problems)
        self.items = Items(self.values, problems)
        self.head = Head(self.values, problems)
        self.batch: Dim = None

    def model(self) -> Model:
        root, problems = self.root, self.problems
        unknown_keys(root, KEYS, "a description", problems)
        name = self.head.framework(root.get("framework"), root)
        variables = self._variables(root.get("variables"))
        self.batch = self.head.batch(root.get("batch"), variables)
        inputs = self.head.inputs(root.get("input"), root, variables, self.batch)
        claims = self.head.claims(root.get("expect"), variables)
        title = self._title(root.get("model"), variables)
        lists = self._groups(variables)
        if name is None:
            problems.stop_if_any()
        self.framework = load(str(name))
        self.blocks = Blocks(self.framework, self.items, self.values, problems)
        self.blocks.define(root.get("blocks"))
        self.reader = ArgumentReader(self.framework, self.items, self.values, problems)
        self._refuse_many(lists, variables)
        layers, outputs, groups, classes = self._layers(lists, inputs, variables, root.get("outputs"), top=True)
        problems.stop_if_any()
        read = {given.layer for layer in layers for given in layer.inputs}
        notes = tuple(f"the input `{given.name}` is read by no layer" for given in inputs if given.name not in read)
        classes |= self.head.classes(root.get("classes"), variables)
        cache = self.head.cache(root.get("cache"), variables)
        problems.stop_if_any()
        return Model(
            title, self.framework.name, inputs, layers, outputs, groups, claims, self.path, notes,
            classes=classes, cache=cache,
        )  # fmt: skip

    def _title(self, node: Node | None, variables: Variables) -> str:
        if node is None:
            return PurePath(self.path).name.split(".")[0] if self.path != "<text>" else "model"
        return self.values.text(node, variables, "`model`")

    def _variables(self, node: Node | None) -> dict[str, Any]:
        out: dict[str, Any] = {}
        if node is not None and not isinstance(node, Map):
            self.problems.add(f"`variables` is {kind(node)}", node.place, "write variables: {width: 64}")
        if isinstance(node, Map) and len(node.entries) > MAX_VARIABLES:
            raise self.problems.refuse(f"{len(node.entries)} variables, the bound is {MAX_VARIABLES}", node.place)
        for key, value in node.entries if isinstance(node, Map) else ():
            if not re.fullmatch(r"[A-Za-z_]\w{0,63}", word(key)):
                self.problems.add(f"`{word(key)}` cannot name a variable", key.place, "write letters, digits and _")
            out[word(key)] = self.values.variable(value, out)
        return out

    # ---- groups and layers ---------------------------------------------------------------------------------------

    def _groups(self, variables: Variables) -> list[tuple[Map | None, List]]:
        """(the group's node, its layers); a description without groups has one that is None."""
        groups, layers = self.root.get("groups"), self.root.get("layers")
        if groups is not None and layers is not None:
            key = self.root.key("layers")
            self.problems.add(
                "a description has either `groups` or `layers`",
                key.place if key else None,
                "move the layers into a group",
            )
        if groups is None:
            if layers is None:
                self.problems.add(
                    "a description needs `layers` or `groups`", self.root.place, "write layers: and a list"
                )
            return [(None, found)] if (found := self._list(layers, "layers")) is not None else []
        out: list[tuple[Map | None, List]] = []
        found = self._list(groups, "groups")
        for node in found.items if found is not None else ():
            if not isinstance(node, Map):
                self.problems.add(f"a group is {kind(node)}", node.place, "write - title: …, then layers: below it")
                continue
            unknown_keys(node, GROUP_KEYS, "a group", self.problems)
            inner = self._list(node.get("layers"), "layers")
            if inner is not None:
                out.append((node, inner))
            elif node.get("layers") is None:
                self.problems.add("a group needs `layers`", node.place, "write layers: and a list")
        return out

    def _list(self, node: Node | None, what: str) -> List | None:
        if isinstance(node, List) and node.items:
            return node
        if node is not None:
            empty = isinstance(node, List) or (isinstance(node, Scalar) and node.value is None)
            self.problems.add(
                f"`{what}` is {'empty' if empty else kind(node)}",
                node.place,
                f"write a list: each item of `{what}` begins with -",
            )
        return None

    def _refuse_many(self, lists: list[tuple[Map | None, List]], variables: Variables) -> None:
        total, largest = 0, None
        for group, layers in lists:
            repeat = group.get("repeat") if group is not None else None
            times = self.items.whole(repeat, variables, "repeat")
            size = self.blocks.size(layers, variables, times, repeat.place if repeat is not None else None)
            total += size.layers
            largest = size if largest is None or size.layers > largest.layers else largest
        if largest is not None:
            self.blocks.refuse_if_larger(largest._replace(layers=total), self.max_layers, self.root.place)

    def _layers(
        self,
        lists: list[tuple[Map | None, List]],
        inputs: tuple[Input, ...],
        variables: Variables,
        outputs: Node | None,
        *,
        top: bool,
        trainable: bool = True,
    ) -> tuple[tuple[Layer, ...], tuple[Ref, ...], tuple[GroupSpec, ...], dict[str, str]]:
        expansion = Expansion(self.framework, self.items, self.blocks, self.values, self.problems, self._nested)
        space = Space(names={given.name: (Wire(given.name),) for given in inputs}, nested=not top)
        for given in inputs:
            expansion.taken.give(given.name, given.place or self.root.place)
        names = Names(
            self.framework, expansion.taken, reserved=expansion.reserved([layers for _, layers in lists], variables)
        )
        around = Around(variables, space, names, trainable=trainable)
        before: tuple[Wire | Named, ...] = (Wire(inputs[0].name),) if len(inputs) == 1 else ()
        groups = []
        for number, (group, layers) in enumerate(lists):
            start = len(expansion.drafts)
            before = self._group(expansion, group, layers, around, before, number)
            if group is not None:
                members = tuple(draft.name for draft in expansion.drafts[start:])
                groups.append(GroupSpec(self._group_title(group, variables, number), members, group.place))
        edges = connect(expansion.drafts, self.problems)
        builder = LayerBuilder(
            self.framework, self.reader, self.head, self.problems, self.batch, list(self.blocks.by_name)
        )
        built = [
            builder.build(draft, tuple(ref(wire) for wire in edges[draft]))
            for draft in order(expansion.drafts, edges, self.problems)
        ]
        ends = self._outputs(outputs, space, variables) if outputs is not None else _unread(built)
        return tuple(built), ends, tuple(groups), expansion.classes

    def _group(
        self,
        expansion: Expansion,
        group: Map | None,
        layers: List,
        around: Around,
        before: tuple[Wire | Named, ...],
        number: int,
    ) -> tuple[Wire | Named, ...]:
        node = group.get("repeat") if group is not None else None
        repeat = self.items.whole(node, around.variables, "repeat") if node is not None else 1
        given = group.get("name") if group is not None else None
        name = self.values.text(given, around.variables, "a name") if given is not None else ""
        if repeat == 1 and not name:
            return expansion.sequence(layers, around, before)
        name = name or f"group{number + 1}"
        for copy in range(repeat):
            local = name if repeat == 1 else around.names.copy(name, copy)
            before = expansion.copy(layers, around, local, before)
        return before

    def _group_title(self, group: Map, variables: Variables, number: int) -> str:
        node = group.get("title")
        return self.values.text(node, variables, "a title") if node is not None else str(number + 1)

    def _nested(self, item: Item, variables: Variables, name: str, trainable: bool) -> Model:
        """The model inside a layer. Without `input` it takes the shapes that it is fed."""
        layers = self._list(item.get("layers"), "layers")
        given, fed = item.get("input"), item.get("inputs")
        if given is not None:
            inputs = self.head.inputs(given, self.root, variables, self.batch)
        else:
            count = len(fed.items) if isinstance(fed, List) else 1
            inputs = tuple(Input("input" if count == 1 else f"input_{number + 1}", ()) for number in range(count))
        found, outputs, _, classes = self._layers(
            [(None, layers)] if layers is not None else [],
            inputs,
            variables,
            item.get("outputs"),
            top=False,
            trainable=trainable,
        )
        return Model(name, self.framework.name, inputs, found, outputs, classes=classes)

    def _outputs(self, node: Node, space: Space, variables: Variables) -> tuple[Ref, ...]:
        nodes = node.items if isinstance(node, List) else (node,)
        texts = [(self.values.text(each, variables, "an output"), each.place) for each in nodes]
        shown = f"outputs: [{', '.join(text for text, _ in texts)}]"
        wires = [resolve(Named(text, place, space, shown), self.problems) for text, place in texts if text]
        return tuple(ref(wire) for wire in wires if wire is not None)


def _unread(layers: list[Layer]) -> tuple[Ref, ...]:
    """The outputs of a model that names none: what no layer reads."""
    read = {given.layer for layer in layers for given in layer.inputs}
    return tuple(Ref(layer.name) for layer in layers if layer.name not in read)
