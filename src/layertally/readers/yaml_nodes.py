"""YAML or JSON text → nodes that know their place. Nothing is constructed but text, numbers, lists and mappings.

In: a text. Out: a tree of `Scalar`, `List`, `Map`. It is built from the parser's events without recursion, so depth,
size and aliases are bounded while they are read. Plain words follow YAML 1.2 (and so JSON): `no` is a word, 010 is ten.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..errors import Place
from .lines import HARMFUL_IN_TEXT, Lines, code_point
from .problems import Problems, spots
from .yaml_errors import explain

MAX_CHARACTERS = 8 * 2**20
MAX_DEPTH = 64
MAX_NODES = 200_000
MAX_WORD = 1_000
MAX_DIGITS = 40

INTEGER = re.compile(r"[-+]?\d+(_\d+)*")
FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")
WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map")}
# `${width * 2}` inside `{…}` would end the mapping; its braces are hidden from the parser, columns stay.
EXPRESSION = re.compile(r"\$\{([^{}\n]*)\}")
HIDDEN = re.compile("\\$\ue000([^\ue000\ue001\n]*)\ue001")


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """What stands at a place. `size` counts the nodes in it, aliases expanded."""

    place: Place
    size: int = field(default=1, kw_only=True)


@dataclass(frozen=True, slots=True, eq=False)
class Scalar(Node):
    """One word or number; `written` is how the source has it, quotes included."""

    value: str | int | float | bool | None
    written: str
    quoted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class List(Node):
    """A list."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Map(Node):
    """A mapping in written order; keys are words."""

    entries: tuple[tuple[Scalar, Node], ...]

    def get(self, key: str) -> Node | None:
        """The value of a key."""
        return next((value for name, value in self.entries if word(name) == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its place."""
        return next((name for name, _ in self.entries if word(name) == key), None)


def word(key: Scalar) -> str:
    """A key as text: `1` and `"1"` are the same key."""
    return key.value if isinstance(key.value, str) else key.written


def kind(node: Node) -> str:
    """What a node is, for a message."""
    if isinstance(node, Map):
        return "a mapping"
    if isinstance(node, List):
        return "a list"
    value = node.value if isinstance(node, Scalar) else None
    return (
        "nothing"
        if value is None
        else "a word"
        if isinstance(value, str)
        else "true or false"
        if isinstance(value, bool)
        else "a number"
    )


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    mapping: bool
    start: Any
    anchor: str | None
    children: list[Node] = field(default_factory=list)
    size: int = 1


def parse(text: str, lines: Lines, problems: Problems) -> Node | None:
    """The tree of the only document in `text`; None if it is empty. Raises DescriptionErrors for what is not YAML,
    LimitError for a bound that is passed; lesser faults (a key twice) are noted in `problems`."""
    if len(text) > MAX_CHARACTERS:
        raise problems.refuse(f"{len(text):,} characters, the bound is {MAX_CHARACTERS:,}")
    text = EXPRESSION.sub("$\ue000\\1\ue001", text)
    try:
        builder = _Builder(lines, problems)
        root = builder.build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        reason, place, fix = explain(error, lines)
        if "nesting depth" in reason:  # libyaml looks ahead and has a bound of its own, far above ours
            raise problems.refuse(f"nested deeper than {MAX_DEPTH} levels", place) from error
        problems.add(reason, place, fix)
        problems.stop_if_any()
        raise AssertionError from error  # pragma: no cover - there is one
    if builder.broken:
        problems.stop_if_any()
    return root


class _Builder:
    def __init__(self, lines: Lines, problems: Problems) -> None:
        self.lines, self.problems = lines, problems
        self.anchors: dict[str, Node] = {}
        self.open: list[_Open] = []
        self.broken = False

    def build(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problems.add("a second document begins here", self._place(event), "one description a file")
                    break
            node = self._node(event)
            if node is None:
                continue
            if self.open:
                self._give(node)
            elif root is None:
                root = node
        return None if isinstance(root, Scalar) and root.value is None else root

    def _node(self, event: Any) -> Node | None:
        """The node that this event completes."""
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._check_tag(event)
            if len(self.open) >= MAX_DEPTH:
                raise self.problems.refuse(f"nested deeper than {MAX_DEPTH} levels", self._place(event))
            self.open.append(_Open(isinstance(event, yaml.MappingStartEvent), event, event.anchor))
            return None
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            return self._close(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._anchored(event.anchor, self._scalar(event))
        if isinstance(event, yaml.AliasEvent):
            node = self.anchors.get(str(event.anchor))
            if node is None:
                self.broken = True
                around = any(each.anchor == event.anchor for each in self.open)
                self.problems.add(
                    f"`*{event.anchor}` stands inside of what it names"
                    if around
                    else f"`*{event.anchor}` names no anchor",
                    self._place(event),
                    "an alias comes after its anchor" if around else f"write `&{event.anchor}` before the first use",
                )
                return Scalar(self._place(event), None, "")
            return node
        return None

    def _give(self, node: Node) -> None:
        top = self.open[-1]
        top.children.append(node)
        top.size += node.size
        if top.size > MAX_NODES:
            raise self.problems.refuse(f"more than {MAX_NODES:,} values, aliases expanded", self._place(top.start))

    def _anchored(self, anchor: str | None, node: Node) -> Node:
        if anchor is not None:
            self.anchors[anchor] = node
        return node

    def _close(self, event: Any) -> Node:
        top = self.open.pop()
        place = self._place(top.start, event)
        if not top.mapping:
            return self._anchored(top.anchor, List(place, tuple(top.children), size=top.size))
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(top.children[::2], top.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.broken = True
                self.problems.add(f"{kind(key)} cannot be a key", key.place, "a key is a word")
            elif word(key) == "<<":
                self.broken = True
                self.problems.add("merge keys `<<` are not read", key.place, "define a block once and use it: blocks:")
            elif word(key) in entries:
                first = entries[word(key)][0].place
                self.problems.add(
                    f"the key `{word(key)}` is written twice", spots([first, key.place]), "keep one of them"
                )
            else:
                entries[word(key)] = (key, value)
        return self._anchored(top.anchor, Map(place, tuple(entries.values()), size=top.size))

    def _scalar(self, event: Any) -> Scalar:
        self._check_tag(event)
        place = self._place(event, event)
        written = self.lines.between(_at(event.start_mark), _at(event.end_mark))
        text = HIDDEN.sub(r"${\1}", event.value)
        quoted = not event.implicit[0] and (event.style or "") in ("'", '"', "|", ">")
        if len(text) > MAX_WORD:
            raise self.problems.refuse(f"a word of {len(text):,} characters, the bound is {MAX_WORD:,}", place)
        harmful = HARMFUL_IN_TEXT.search(text)
        if harmful is not None:
            name = (
                "a line break"
                if harmful.group() in "\n\r\x85\u2028\u2029"
                else f"the character {code_point(harmful.group())}"
            )
            self.problems.add(f"{name} is not read inside a word", place, "delete it")
            text = HARMFUL_IN_TEXT.sub(" ", text)
        value = text if quoted or event.tag == "tag:yaml.org,2002:str" else self._resolve(text, place)
        return Scalar(place, value, written, quoted)

    def _resolve(self, text: str, place: Place) -> str | int | float | bool | None:
        if text in WORDS:
            return WORDS[text]
        if INTEGER.fullmatch(text):
            if len(text) > MAX_DIGITS:
                self.problems.add(f"a number of {len(text):,} digits", place, f"the bound is {MAX_DIGITS}")
                return 1
            return int(text)
        if FLOAT.fullmatch(text):
            number = float(text)
            if math.isfinite(number):
                return number
            self.problems.add(f"`{text}` is larger than any number", place)
        return text

    def _check_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag not in CORE_TAGS and event.tag != "!":
            self.broken = True
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")[:60]
            self.problems.add(
                f"the tag `{shown}` is not read",
                self._place(event),
                "a description holds words, numbers, lists and mappings",
            )

    def _place(self, start: Any, end: Any = None) -> Place:
        line, column = _at(start.start_mark)
        if end is None:
            return self.lines.place(line, column)
        last_line, last_column = _at(end.end_mark)
        length = last_column - column if last_line == line else len(self.lines.text(line).rstrip()) - column
        return self.lines.place(line, column, length)


def _at(mark: Any) -> tuple[int, int]:
    return mark.line, mark.column
