"""The head of a description: framework, input, batch, claims. In: nodes. Out: the model's words for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ..errors import nearest
from ..formula import Poly
from ..formula.written import parsed
from ..frameworks import NAMES
from ..model import Cache, Claim, Dim, Input, Shape
from .problems import Problems, listed
from .values import Values, Variables
from .yaml_nodes import List, Map, Node, Scalar, kind, word

FRAMEWORK_HINTS = {
    "pytorch": "torch",
    "libtorch": "torch",
    "tensorflow": "keras",
    "tf": "keras",
    "tf.keras": "keras",
    "tfkeras": "keras",
    "keras3": "keras",
    "keras 3": "keras",
    "paddlepaddle": "paddle",
    "paddle.nn": "paddle",
    "torch.nn": "torch",
}
DTYPES = (
    "float32",
    "float64",
    "float16",
    "bfloat16",
    "int64",
    "int32",
    "int16",
    "int8",
    "uint8",
    "bool",
    "string",
)
CLAIMS = ("params", "trainable", "non_trainable", "macs")
WORKED_OUT = re.compile(r"(?=.*[A-Za-z_])(?=.*[-+*/])[\w +*/()-]{3,200}")
DIM_NAME = re.compile(r"[A-Za-z_]\w{0,15}")
MAX_DIM = 2**40
MAX_RANK = 16
UNITS = {"": 0, "k": 3, "K": 3, "M": 6, "m": 6, "B": 9, "G": 9, "T": 12, "万": 4, "亿": 8}
AMOUNT = re.compile(r"(\d{1,3}(?:[,_ ]\d{3})+|\d+)(\.\d+)?\s*([kKmMBGT万亿]?)")


class Head:
    """Reads the parts of the head, noting problems."""

    def __init__(self, values: Values, problems: Problems) -> None:
        self.values, self.problems = values, problems

    def framework(self, node: Node | None, root: Map) -> str | None:
        """One of the frameworks' names; None (and a problem) if it is not told."""
        if node is None:
            self.problems.add(
                "a description needs `framework`",
                root.place,
                f"write framework: {_or(NAMES)}, whose layer names the layers below follow",
            )
            return None
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, str) and value in NAMES:
            return value
        shown = value if isinstance(value, (str, int, float)) else kind(node)
        near = FRAMEWORK_HINTS.get(str(value).lower()) or nearest(str(value), NAMES) if value is not None else None
        self.problems.add(
            f"unknown framework `{shown}`",
            node.place,
            f"write `framework: {near}`" if near else f"the frameworks are {', '.join(NAMES)}",
        )
        return near

    def inputs(self, node: Node | None, root: Map, variables: Variables, batch: Dim) -> tuple[Input, ...]:
        """The inputs, each with the batch first."""
        if node is None:
            self.problems.add("a description needs `input`", root.place, "write input: [28, 28, 1], without the batch")
            return (Input("input", (batch,)),)
        if isinstance(node, Map) and not node.entries:
            self.problems.add("`input` names nothing", node.place, "write input: [28, 28, 1], without the batch")
            return (Input("input", (batch,)),)
        if isinstance(node, Map) and not _is_single(node):
            return tuple(self._input(word(name), value, variables, batch, name) for name, value in node.entries)
        return (self._input("input", node, variables, batch, None),)

    def batch(self, node: Node | None, variables: Variables) -> Dim:
        """The batch: None unless it is given."""
        return None if node is None else self._dim(node, variables, "batch")

    def _input(self, name: str, node: Node, variables: Variables, batch: Dim, key: Scalar | None) -> Input:
        dtype = "float32"
        place = key.place if key is not None else node.place
        shape: Node | None = node
        if isinstance(node, Map):
            for entry, value in node.entries:
                if word(entry) == "dtype":
                    dtype = self._dtype(value, variables)
                elif word(entry) != "shape":
                    self.problems.add(f"an input has no key `{word(entry)}`", entry.place, "it has shape and dtype")
            shape = node.get("shape")
        if not isinstance(shape, List):
            found = "nothing" if shape is None else kind(shape)
            self.problems.add(
                f"the shape of `{name}` is {found}, not a list",
                node.place,
                "write it as [28, 28, 1], without the batch",
            )
            return Input(name, (batch,), dtype, place)
        return Input(name, (batch, *self.dims(shape, variables)), dtype, place)

    def dims(self, node: List, variables: Variables) -> Shape:
        """A list of dims: whole numbers, names, null for unknown."""
        if len(node.items) > MAX_RANK:
            self.problems.add(f"a shape of {len(node.items)} dims, the bound is {MAX_RANK}", node.place)
            return ()
        return tuple(self._dim(item, variables, "a dim") for item in node.items)

    def _dim(self, node: Node, variables: Variables, what: str) -> Dim:
        value: Any = self.values.plain(node, variables)
        shown = node.written if isinstance(node, Scalar) else kind(node)
        shown = shown if len(shown) <= 40 else shown[:39] + "…"
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            if 0 < value <= MAX_DIM:
                return value
            reason = f"{shown} is not positive" if value <= 0 else f"{shown} is larger than any dim (the bound is 2^40)"
            self.problems.add(
                f"{what} of {reason}" if what == "a dim" else f"`{what}: {shown}`: {reason}",
                node.place,
                "an unknown dim has a name, such as T" if value <= 0 else "",
            )
            return 1
        if isinstance(value, str) and DIM_NAME.fullmatch(value):
            return Poly.name(value)
        if isinstance(value, str) and WORKED_OUT.fullmatch(value):
            with suppress(ValueError):
                return parsed(value)
        number = isinstance(value, str) and value.strip().isdigit()
        self.problems.add(
            f"`{shown}` is text, not a number" if number else f"`{shown}` is not a dim",
            node.place,
            "take the quotes away" if number else "a dim is a whole number, a name such as T, or null",
        )
        return 1

    def _dtype(self, node: Node, variables: Variables) -> str:
        value = self.values.text(node, variables, "a dtype")
        if value in DTYPES:
            return value
        if value:
            near = nearest(value, DTYPES)
            self.problems.add(
                f"unknown dtype `{value}`",
                node.place,
                f"write `{near}`" if near else f"the dtypes are {', '.join(DTYPES)}",
            )
        return "float32"

    def claims(self, node: Node | None, variables: Variables) -> tuple[Claim, ...]:
        """What the author expects."""
        if node is None:
            return ()
        if not isinstance(node, Map):
            self.problems.add(f"`expect` is {kind(node)}", node.place, "write expect: {params: 329962}")
            return ()
        out = []
        for key, value in node.entries:
            name = word(key)
            if name not in CLAIMS:
                near = nearest(name, CLAIMS)
                fix = f"write `{near}`" if near else f"it may have {listed(CLAIMS)}"
                if re.fullmatch(r"\d{3}", name):
                    fix = "put a number with commas in quotes"
                self.problems.add(f"`expect` has no key `{name}`", key.place, fix)
                continue
            claim = self._claim(name, value, variables)
            if claim is not None:
                out.append(claim)
        return tuple(out)

    def classes(self, node: Node | None, variables: Variables) -> dict[str, str]:
        """Of what class the modules behind scopes are."""
        if node is not None and not isinstance(node, Map):
            self.problems.add(f"`classes` is {kind(node)}", node.place, "write classes: {layers.0: DecoderLayer}")
        entries = node.entries if isinstance(node, Map) else ()
        return {word(key): self.values.text(value, variables, "a class") for key, value in entries}

    def cache(self, node: Node | None, variables: Variables) -> Cache | None:
        """What a decoder keeps of each token."""
        if node is None:
            return None
        if not isinstance(node, Map):
            self.problems.add(f"`cache` is {kind(node)}", node.place, "write cache: {full: 32, kv_heads: 8, key: 128}")
            return None
        given: dict[str, int] = {}
        for key, value in node.entries:
            name, number = word(key), self.values.plain(value, variables)
            if name not in Cache._fields:
                near = nearest(name, Cache._fields)
                fix = (f"write `{near}`; " if near else "") + f"it has {listed(Cache._fields)}"
                self.problems.add(f"`cache` has no key `{name}`", key.place, fix)
            elif isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MAX_DIM:
                self.problems.add(f"`{name}` is not a whole number", value.place, f"write {name}: 8")
            else:
                given[name] = number
        return Cache(**given)

    def _claim(self, name: str, node: Node, variables: Variables) -> Claim | None:
        value: Any = self.values.plain(node, variables)
        text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
        amount = claimed(text)
        if amount is None:
            shown = node.written if isinstance(node, Scalar) else kind(node)
            self.problems.add(f"`{name}: {shown}` is not a number", node.place, 'write 329962, "132,863,336" or 1.1M')
            return None
        return Claim(name, amount[0], node.place, text, amount[1])


def claimed(text: str) -> tuple[int, int] | None:
    """The number and how far from it still agrees: half a unit of the last digit that is given.

    >>> claimed("132,863,336"), claimed("1.1M"), claimed("61.6 K"), claimed("many")
    ((132863336, 0), (1100000, 50000), (61600, 50), None)
    """
    found = AMOUNT.fullmatch(text.strip())
    if found is None or len(text) > 40:
        return None
    whole, fraction, unit = found.groups()
    digits = (fraction or "")[1:]
    number, zeros = int(re.sub(r"[,_ ]", "", whole) + digits), UNITS[unit] - len(digits)
    if zeros < 0 and number % 10**-zeros:
        return None
    value = number * 10**zeros if zeros >= 0 else number // 10**-zeros
    return value, 10**zeros // 2 if unit and zeros > 0 else 0


def _is_single(node: Map) -> bool:
    """`{shape: [...], dtype: int64}` is one input, `{image: [...]}` names several."""
    return isinstance(node.get("shape"), List) and (len(node.entries) == 1 or isinstance(node.get("dtype"), Scalar))


def _or(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" or {words[-1]}"
