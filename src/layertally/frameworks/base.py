"""How a framework spells its layers: class names, argument names in positional order, defaults, kinds of values.

In: what an author or a config file wrote. Out: an `Op`. Each framework is a folder with a table of `LayerType`; the
same tables make the JSON Schema, `layertally rules` and the near-spelling hints, so a spelling is written once.

>>> KINDS_EXAMPLE = ints(2)
>>> KINDS_EXAMPLE.parse(3), KINDS_EXAMPLE.parse([3, 2])
((3, 3), (3, 2))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NamedTuple

from ..ops.base import Op

MAX_SIZE = 2**40


class _Required:
    def __repr__(self) -> str:
        return "required"


REQUIRED: Any = _Required()
"""Stands where an argument has no default."""


class ArgumentError(Exception):
    """A value that an argument cannot take: the reason and what to write instead."""

    def __init__(self, reason: str, fix: str = "") -> None:
        super().__init__(reason)
        self.reason, self.fix = reason, fix


class Kind(NamedTuple):
    """A kind of value: `parse` checks and converts (raises ArgumentError), `schema` is its JSON Schema."""

    name: str
    parse: Callable[[Any], Any]
    schema: Mapping[str, Any]


class Arg(NamedTuple):
    """One argument. Without a default it is required. `aliases` are other spellings that the framework accepts. `call`:
    it is given when the layer is called, so that a layer with shared weights may have another."""

    name: str
    kind: Kind
    default: Any = REQUIRED
    aliases: tuple[str, ...] = ()
    call: bool = False

    @property
    def required(self) -> bool:
        return self.default is REQUIRED


Arguments = Mapping[str, Any]
"""Parsed arguments: each `Arg` of the type by its name, defaults filled in."""


class LayerType(NamedTuple):
    """A layer class: `args` in positional order, `build` makes the op from the parsed arguments (it may raise
    ArgumentError for a combination that the framework rejects). `base_name` starts automatic names."""

    name: str
    args: tuple[Arg, ...]
    build: Callable[[Arguments], Op]
    aliases: tuple[str, ...] = ()
    base_name: str = ""

    def arg(self, name: str) -> Arg | None:
        """The argument of that name or alias."""
        for arg in self.args:
            if name == arg.name or name in arg.aliases:
                return arg
        return None

    def parse(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Defaults filled in, each value checked. Raises ArgumentError; unknown names are the caller's to report."""
        out = {arg.name: arg.default for arg in self.args}
        for name, value in given.items():
            arg = self.arg(name)
            if arg is not None:
                out[arg.name] = arg.kind.parse(value)
        for name, value in out.items():
            if value is REQUIRED:
                raise ArgumentError(f"{self.name} needs `{name}`", f"write `{name}`: {self.arg(name).kind.name}")  # type: ignore[union-attr]
        return {
            name: (self.arg(name).kind.parse(value) if value is not None and name not in given else value)  # type: ignore[union-attr]
            for name, value in out.items()
        }

    def op(self, given: Mapping[str, Any]) -> Op:
        """The op for these arguments."""
        return self.build(self.parse(given))


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework's words. `ignored` arguments are accepted for any layer and change no number (initializers, dtype);
    `batch` is how it prints the batch dim. Automatic names are numbered from `number_from`, the first has no number if
    `first_plain`; `indexed`: a name is just the layer's place."""

    name: str
    title: str
    types: Types
    batch: str
    channels_last: bool
    ignored: frozenset[str] = frozenset()
    number_from: int = 0
    first_plain: bool = False
    indexed: bool = False

    def type(self, name: str) -> LayerType | None:
        """The layer type of that name or alias."""
        return self.types.find(name)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Other names of layer types."""
        return self.types.aliases

    def auto_name(self, type_: str, count: int, index: int) -> str:
        """The name that the framework itself would give: `count` earlier layers of the same base, `index` in the
        model."""
        if self.indexed:
            return str(index)
        base = self.base_name(type_)
        return base if self.first_plain and count == 0 else f"{base}_{count + self.number_from}"

    def base_name(self, type_: str) -> str:
        """What its automatic names start with: `conv2d` for `Conv2D`."""
        known = self.type(type_)
        return (known.base_name if known else "") or snake(known.name if known else type_)


def table(*types: LayerType) -> dict[str, LayerType]:
    """By name."""
    return {type_.name: type_ for type_ in types}


FAMILIES = (
    "conv",
    "pool",
    "dense",
    "reshape",
    "activation",
    "norm",
    "merge",
    "embedding",
    "resize",
    "recurrent",
    "attention",
)
"""The modules that every framework has, in the order in which a name is looked for: the most frequent first."""


class Types(Mapping[str, LayerType]):
    """The layer types of a framework, family by family: a family's module is imported when a name is not found in those
    before it, so that a net of convolutions does not pay for attention. To go through all of them imports all."""

    def __init__(self, package: str, families: Iterable[str]) -> None:
        self._package, self._waiting = package, list(families)
        self._found: dict[str, LayerType] = {}
        self._aliases: dict[str, str] = {}

    def find(self, name: str) -> LayerType | None:
        """The type of that name or alias."""
        while True:
            known = self._found.get(name) or self._found.get(self._aliases.get(name, ""))
            if known is not None or not self._waiting:
                return known
            self._read()

    @property
    def aliases(self) -> Mapping[str, str]:
        """Other names of types."""
        self._all()
        return self._aliases

    def __getitem__(self, name: str) -> LayerType:
        known = self.find(name)
        if known is None or known.name != name:
            raise KeyError(name)
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, LayerType]:
        while self._waiting:
            self._read()
        return self._found

    def _read(self) -> None:
        types: Mapping[str, LayerType] = import_module(f".{self._waiting.pop(0)}", self._package).TYPES
        self._found.update(types)
        self._aliases.update((alias, own.name) for own in types.values() for alias in own.aliases)


def snake(name: str) -> str:
    """Keras' rule for automatic names.

    >>> [snake(n) for n in ("Conv2D", "MaxPooling2D", "LSTM", "PReLU")]
    ['conv2d', 'max_pooling2d', 'lstm', 'p_re_lu']
    """
    step = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", step).lower()


# ---- kinds of values -------------------------------------------------------------------------------------------------


def _whole(value: Any, least: int, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        if isinstance(value, str) and re.fullmatch(r"-?\d+", value.strip()):
            raise ArgumentError(f'"{value}" is text, not a number', "take the quotes away")
        if isinstance(value, float) and value.is_integer():
            raise ArgumentError(f"{value:g} is not a whole number", f"write {int(value)}")
        raise ArgumentError(f"{_shown(value)} is not {what}", "")
    if value < least:
        raise ArgumentError(f"{value} is below {least}", "")
    if value > MAX_SIZE:
        raise ArgumentError(f"{value} is larger than any layer's setting (the bound is 2^40)", "")
    return value


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 60 else text[:57] + "…"


def whole(least: int = 0, name: str = "a whole number") -> Kind:
    """A whole number of at least `least`."""
    return Kind(name, lambda value: _whole(value, least, name), {"type": "integer", "minimum": least})


def ints(rank: int, least: int = 1) -> Kind:
    """One number for all dims, or a list of `rank` of them; parses to a tuple."""

    def parse(value: Any) -> tuple[int, ...]:
        if isinstance(value, (list, tuple)):
            if len(value) == 1:
                value = value * rank
            if len(value) != rank:
                raise ArgumentError(
                    f"{_shown(list(value))} has {len(value)} numbers, not {rank}", f"write one number or {rank}"
                )
            return tuple(_whole(item, least, "a whole number") for item in value)
        return (_whole(value, least, "a whole number"),) * rank

    single = {"type": "integer", "minimum": least}
    return Kind(
        f"a number or {rank} of them" if rank > 1 else "a number",
        parse,
        {"anyOf": [single, {"type": "array", "items": single, "minItems": 1, "maxItems": rank}]},
    )


def choice(*options: str, fold_case: bool = False) -> Kind:
    """One of these words."""

    def parse(value: Any) -> str:
        from ..errors import nearest

        if isinstance(value, str):
            for option in options:
                if value == option or (fold_case and value.lower() == option.lower()):
                    return option
        near = nearest(value, options) if isinstance(value, str) else None
        raise ArgumentError(
            f"{value if isinstance(value, str) else _shown(value)} is not one of {', '.join(options)}",
            f"write `{near}`" if near else "",
        )

    return Kind(f"one of {', '.join(options)}", parse, {"enum": list(options)})


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ArgumentError(f"{_shown(value)} is not true or false", "write true or false")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        quoted = isinstance(value, str) and re.fullmatch(r"[-+]?\d*\.?\d+([eE][-+]?\d+)?", value.strip())
        raise ArgumentError(f"{_shown(value)} is not a number", "take the quotes away" if quoted else "")
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ArgumentError(f"{_shown(value)} is not a word", "")
    return value


def optional(kind: Kind) -> Kind:
    """The kind, or null."""
    return Kind(
        f"{kind.name} or null",
        lambda value: None if value is None else kind.parse(value),
        {"anyOf": [kind.schema, {"type": "null"}]},
    )


INT = whole(0)
POSITIVE = whole(1, "a positive number")
ANY_INT = whole(-MAX_SIZE)
FLAG = Kind("true or false", _flag, {"type": "boolean"})
NUMBER = Kind("a number", _number, {"type": "number"})
TEXT = Kind("a word", _text, {"type": "string"})
ANY = Kind("anything", lambda value: value, {})
