"""A recorded run of a torch model as typed values: nodes in the order in which they ran, module calls, parameters.

In: the record (a plain dict, see `layertally.live`); nothing of torch is needed. Out: `Trace`. A record that is not one
raises LayertallyError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from ...errors import LayertallyError, LimitError, Place

FORMAT = "layertally-trace/1"
MOST_NODES = 200_000
CACHES = ("cache", "past_key_values", "cache_params", "mems")

Dims = tuple[int, ...]
Kept = tuple[str, Dims, str]
"""A tensor that is held: its name, its dims, its number format."""


class Src(NamedTuple):
    """Where a tensor comes from. `kind`: `n` (`output` of node `key`), `p` (parameter), `b` (buffer), `i`
    (input)."""

    kind: str
    key: Any
    output: int = 0


class Tensor(NamedTuple):
    """The shape of a tensor as it was, batch and all."""

    shape: Dims
    dtype: str = "float32"

    @property
    def is_data(self) -> bool:
        """Whether it holds numbers that a network computes with, not positions, masks or counts."""
        return self.dtype.startswith(("float", "bfloat", "complex", "qint", "quint"))


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One call of a function. `operands` are the sources of all tensors it was given, in order; in `args` and `kwargs`
    the k-th of them stands as `{"t": k}`. `beside`: what it depends on without being given it, writes through views."""

    index: int
    op: str
    call: int
    operands: tuple[Src, ...]
    beside: tuple[Src, ...]
    outs: tuple[Tensor, ...]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    inplace: bool = False
    opaque: bool = False
    flops: int = 0

    @property
    def params(self) -> tuple[str, ...]:
        """The parameters it was given."""
        return tuple(src.key for src in (*self.operands, *self.beside) if src.kind == "p")

    @property
    def sources(self) -> tuple[Src, ...]:
        """All it depends on."""
        return (*self.operands, *self.beside)


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call of a module: its nodes are `first` to `last` (not counted), those of modules inside it too."""

    index: int
    path: str
    parent: int
    first: int
    last: int
    ins: tuple[Src, ...]
    outs: tuple[Src, ...]


class Module(NamedTuple):
    """A module of the model: `settings` are its plain attributes, `packed` what it keeps beside parameters and buffers,
    `base` the layer of torch that a class of someone else's is made from."""

    path: str
    type: str
    package: str
    settings: Mapping[str, Any]
    params: tuple[str, ...]
    buffers: tuple[str, ...]
    packed: tuple[Kept, ...] = ()
    base: str = ""

    @property
    def of_torch(self) -> bool:
        """Whether it is a class of torch itself."""
        return self.package.startswith("torch.nn")


class Parameter(NamedTuple):
    """A distinct parameter; `tied` are its other names, `stored` the tensors inside one of a class of its own."""

    name: str
    shape: Dims
    trainable: bool
    tied: tuple[str, ...]
    size: int
    dtype: str = "float32"
    stored: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A whole record. `run` is false where the model could not be run: then there are modules and parameters alone."""

    name: str
    type: str
    version: str
    notes: tuple[str, ...]
    inputs: Mapping[str, Tensor]
    modules: Mapping[str, Module]
    params: Mapping[str, Parameter]
    buffers: Mapping[str, Tensor]
    calls: tuple[Call, ...]
    nodes: tuple[Node, ...]
    outputs: tuple[Src, ...]
    named: Mapping[str, int]
    run: bool = True

    def tensor(self, src: Src) -> Tensor:
        """The tensor behind a source."""
        if src.kind == "n":
            outs = self.nodes[src.key].outs
            return outs[min(src.output, len(outs) - 1)] if outs else Tensor(())
        if src.kind == "p":
            param = self.params.get(src.key)
            return Tensor(param.shape) if param is not None else Tensor(())
        return (self.buffers if src.kind == "b" else self.inputs).get(src.key, Tensor(()))

    def module(self, call: int) -> Module | None:
        """The module of a call; None outside of any."""
        return self.modules.get(self.calls[call].path) if call >= 0 else self.modules.get("")


def parse(record: Mapping[str, Any], source: str) -> Trace:
    """A record as typed values. Raises LayertallyError where it is none."""
    try:
        from .sound import check

        if record.get("format") != FORMAT:
            raise LayertallyError(
                f"{source} is a trace of format {str(record.get('format'))[:40]}, not {FORMAT}", Place(source)
            )
        if len(record["nodes"]) > MOST_NODES:
            raise LimitError(f"{source} was refused: more than {MOST_NODES:,} operations", Place(source))
        trace = _Parser(record).trace()
        check(trace)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise LayertallyError(f"{source} holds no whole trace: {str(error)[:80]}", Place(source)) from error
    return trace


class _Parser:
    """One record; other names of tied parameters are read as the first."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.params = {
            each["name"]: Parameter(
                each["name"],
                tuple(each["shape"]),
                bool(each.get("trainable", True)),
                tuple(each.get("tied", ())),
                int(each["size"]),
                each.get("dtype", "float32"),
                _kept(each.get("stored", ())),
            )
            for each in record["params"]
        }

    @cached_property
    def _first(self) -> dict[str, str]:
        return {other: param.name for param in self.params.values() for other in param.tied}

    def trace(self) -> Trace:
        from .writes import whole_writes

        record = self.record
        return Trace(
            str(record["name"]),
            str(record.get("class", "")),
            str(record.get("version", "")),
            tuple(map(str, record.get("notes", ()))),
            {each["name"]: Tensor(tuple(each["shape"]), each.get("dtype", "float32")) for each in record["inputs"]},
            {each["path"]: self._module(each) for each in record["modules"]},
            self.params,
            {
                each["name"]: Tensor(tuple(each["shape"]), each.get("dtype", "float32"))
                for each in record.get("buffers", ())
            },
            tuple(self._call(at, each) for at, each in enumerate(record["calls"])),
            whole_writes([self._node(at, each) for at, each in enumerate(record["nodes"])]),
            self._outputs(record["outputs"]),
            dict(record.get("named") or {}),
            record.get("how") != "structure",
        )

    def _outputs(self, given: Sequence[Mapping[str, Any]]) -> tuple[Src, ...]:
        """What the model gives; keys and values that are kept for the next token are no result of this one."""
        found = [each for each in given if each.get("src")]
        kept = [each for each in found if not str(each.get("name", "")).startswith(CACHES)]
        return tuple(self._src(each["src"]) for each in kept or found)

    def _module(self, each: Mapping[str, Any]) -> Module:
        return Module(
            each["path"],
            each["class"],
            each.get("module", ""),
            each.get("settings", {}),
            tuple(self._first.get(name, name) for name in each.get("params", ())),
            tuple(each.get("buffers", ())),
            _kept(each.get("packed", ())),
            str(each.get("base", "")),
        )

    def _call(self, at: int, each: Mapping[str, Any]) -> Call:
        outs = (out["src"] if isinstance(out, Mapping) else out for out in each["outs"])
        return Call(
            at,
            each["path"],
            each["parent"],
            each["first"],
            each["last"],
            tuple(self._src(src) for src in each.get("ins", ()) if src),
            tuple(self._src(src) for src in outs if src),
        )

    def _node(self, at: int, each: Mapping[str, Any]) -> Node:
        operands, beside = self._operands(each)
        return Node(
            at,
            each["op"],
            each["call"],
            operands,
            beside,
            tuple(Tensor(tuple(out["shape"]), out.get("dtype", "float32")) for out in each["outs"]),
            tuple(each.get("args", ())),
            each.get("kwargs", {}),
            bool(each.get("inplace")),
            bool(each.get("opaque")),
            int(each.get("flops", 0)),
        )

    def _operands(self, each: Mapping[str, Any]) -> tuple[tuple[Src, ...], tuple[Src, ...]]:
        """All tensors in the order of the arguments, and what it depends on beside them."""
        operands = tuple(self._src(src) for src in each["tensors"])
        later = (self._src(src) for src in (*each.get("ins", ()), *each.get("after", ())))
        return operands, tuple(dict.fromkeys(src for src in later if src not in operands))

    def _src(self, src: Any) -> Src:
        kind, key, *rest = src
        if kind == "p":
            return Src("p", self._first.get(key, key))
        return Src(kind, key, rest[0] if rest else 0)


def _kept(given: Sequence[Mapping[str, Any]]) -> tuple[Kept, ...]:
    return tuple((str(each["name"]), tuple(each["shape"]), str(each["dtype"])) for each in given)


def places(value: Any) -> Iterator[int]:
    """Which tensors stand in an argument, in order.

    >>> list(places([{"t": 1}, [{"t": 0}], 3]))
    [1, 0]
    """
    if isinstance(value, Mapping):
        if isinstance(value.get("t"), int):
            yield value["t"]
        else:
            for each in value.values():
                yield from places(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from places(each)
