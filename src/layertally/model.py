"""What every reader returns: a model as layers and edges in the field's words, nothing worked out yet.

Shapes hold the batch first. A dim is an int, a `Poly` (a named dim such as T, or what became of it) or None (unknown,
or the batch).

>>> str_shape((None, 26, 26, 32))
'26×26×32'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import Place
from .formula import Poly, Value

if TYPE_CHECKING:
    from .ops.base import Op

Dim = Value | None
Shape = tuple[Dim, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """One end of an edge: output `index` of the layer (or input) called `layer`."""

    layer: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class Input:
    """What the model is fed: `shape` with the batch first; `dtype` where it matters (`int64` for token ids)."""

    name: str
    shape: Shape
    dtype: str = "float32"
    place: Place | None = None


class Reported(NamedTuple):
    """What the framework itself says of a layer; None where it was not asked."""

    output_shapes: tuple[Shape, ...] | None = None
    params: int | None = None
    trainable: int | None = None
    non_trainable: int | None = None
    buffers: int | None = None
    macs: int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer as the model has it. `type` is the framework's own class name; `op` is what it is (None: no rule, then
    `why` says so); `arguments` are the settings as written, for display and for writing the model again. `folded` are
    operations that work for it beside the flow (casts, masks, positions), with how often."""

    name: str
    type: str
    op: Op | None
    inputs: tuple[Ref, ...]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    scope: tuple[str, ...] = ()
    trainable: bool = True
    shared: str | None = None
    model: Model | None = None
    weights: tuple[tuple[str, tuple[int, ...], bool], ...] | None = None
    reported: Reported | None = None
    place: Place | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    why: str = ""
    folded: tuple[tuple[str, int], ...] = ()


class GroupSpec(NamedTuple):
    """A group as the author gave it."""

    title: str
    layers: tuple[str, ...]
    place: Place | None = None


class Claim(NamedTuple):
    """A number that the author claims for the whole model: `what` is a key of `expect` (params, macs, …). `text` is how
    it was written, `tolerance` how far from `value` still agrees: 1.1M means 1,100,000 ± 50,000."""

    what: str
    value: int
    place: Place | None = None
    text: str = ""
    tolerance: int = 0


class Cache(NamedTuple):
    """What a decoder keeps of each token it has read: layers of attention that keep all (`full`) or the last `window`
    tokens (`sliding`), heads of keys and values and their widths, or `latent` numbers where both are kept compressed.
    `longest` is the longest sequence that the model is made for. No layers: it keeps nothing a token."""

    full: int = 0
    sliding: int = 0
    window: int = 0
    kv_heads: int = 0
    key: int = 0
    value: int = 0
    latent: int = 0
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    """A model: its inputs, its layers in an order in which each comes after what it reads, its outputs.

    `framework` names whose words, defaults and counting hold: `keras`, `torch` or `paddle`. `classes` says of what
    class the module behind a scope is, where that is known; a scope is named by its parts with dots: `layer1.0`.
    `cache` is there where the source says what it takes to run the model; `stored` tells how its weights are kept where
    some are codes of few bits: number format, how many, bytes.
    """

    name: str
    framework: str
    inputs: tuple[Input, ...]
    layers: tuple[Layer, ...]
    outputs: tuple[Ref, ...]
    groups: tuple[GroupSpec, ...] = ()
    claims: tuple[Claim, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    reported_by: str = ""
    classes: Mapping[str, str] = field(default_factory=dict)
    cache: Cache | None = None
    stored: tuple[tuple[str, int, int], ...] = ()

    def layer(self, name: str) -> Layer:
        """The layer of that name; KeyError if there is none."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise KeyError(name)

    def all_layers(self) -> Iterator[Layer]:
        """Every layer, those of nested models after their own layer."""
        for layer in self.layers:
            yield layer
            if layer.model is not None:
                yield from layer.model.all_layers()


def str_dim(dim: Dim) -> str:
    """`26`, `T`, or `?` where nothing is known."""
    return "?" if dim is None else str(dim)


def str_shape(shape: Shape, batch: bool = False) -> str:
    """`26×26×32`; with `batch` all of it. A shape of the batch alone is `scalar`."""
    dims = shape if batch else shape[1:]
    return "×".join(f"({text})" if " " in (text := str_dim(dim)) else text for dim in dims) or "scalar"


def json_dim(dim: Dim) -> int | str | None:
    """One dim as in the JSON contract."""
    return str(dim) if isinstance(dim, Poly) else dim


def json_shape(shape: Shape) -> list[int | str | None]:
    """As in the JSON contract: null = batch or unknown, a named dim is a string.

    >>> json_shape((None, 26, Poly.name("T")))
    [None, 26, 'T']
    """
    return [json_dim(dim) for dim in shape]
