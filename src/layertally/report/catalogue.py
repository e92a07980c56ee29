"""Every rule with one worked example, made from the frameworks' own tables: nothing is written a second time.

In: a framework's name, a layer type. Out: `Rule`: the type, its arguments, an example layer, annotated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..annotation import AnnotatedLayer, annotate
from ..errors import LayertallyError, nearest
from ..frameworks import NAMES, load
from ..frameworks.base import Arg, ArgumentError, Framework, LayerType
from ..model import Input, Layer, Model, Ref, Shape
from ..ops.base import Op

# Arguments that a layer must have, with a usual value; a size that is not named here is 8.
TYPICAL: dict[str, Any] = {
    "filters": 32,
    "out_channels": 32,
    "in_channels": 3,
    "kernel_size": 3,
    "units": 10,
    "in_features": 64,
    "out_features": 10,
    "num_features": 32,
    "num_channels": 32,
    "num_groups": 4,
    "groups": 4,
    "input_size": 64,
    "hidden_size": 128,
    "input_dim": 10000,
    "output_dim": 128,
    "num_embeddings": 10000,
    "embedding_dim": 128,
    "embed_dim": 64,
    "d_model": 64,
    "nhead": 4,
    "num_heads": 4,
    "projection_dim": 64,
    "init_values": 0.1,
    "key_dim": 16,
    "head_dim": 16,
    "dim_feedforward": 256,
    "normalized_shape": 64,
    "pool_size": 2,
    "size": 2,
    "rate": 0.5,
    "dims": [2, 1],
    "target_shape": [4, 16],
    "equation": "abc,cd->abd",
    "output_shape": [None, 10],
    "num_query_heads": 4,
    "num_key_value_heads": 2,
    "output_size": 1,
    "norm_type": 2,
    "activation": "relu",
    "function": "relu",
    "stddev": 0.1,
    "axes": 1,
    "axis": -1,
    "padding": 1,
    "cropping": 1,
    "upscale_factor": 1,
    "downscale_factor": 2,
    "n": 3,
    "dim": 1,
    "index": -1,
    "unflattened_size": [8, 8],
    "scale": 2,
    "num_layers": 2,
    "num_encoder_layers": 2,
    "num_decoder_layers": 2,
    "in1_features": 64,
    "in2_features": 64,
    "k": 2,
    "value": 0.0,
    "threshold": 0.1,
    "scale_factor": 2,
    "height": 14,
    "width": 14,
    "factor": 0.1,
    "height_factor": 0.1,
    "width_factor": 0.1,
    "perm": [2, 1],
    "shape": [4, 16],
    "weight_shape": [64, 64],
}
INNER = {
    "Bidirectional": "LSTM",
    "RNN": "LSTMCell",
    "StackedRNNCells": "LSTMCell",
    "TimeDistributed": "Dense",
    "SpectralNormalization": "Dense",
    "TransformerEncoder": "TransformerEncoderLayer",
    "TransformerDecoder": "TransformerDecoderLayer",
}
"""The layer inside a layer."""
SPECIAL: dict[tuple[str, str], dict[str, Any]] = {
    ("keras", "STFTSpectrogram"): {"frame_length": 16},
    ("keras", "ops.conv"): {"constants": [[3, 3, 3, 8]]},
    ("keras", "ops.depthwise_conv"): {"constants": [[3, 3, 3, 1]]},
    ("torch", "Fold"): {"output_size": 9, "kernel_size": 2},
    ("paddle", "Fold"): {"output_sizes": 9, "kernel_sizes": 2},
    ("paddle", "Unflatten"): {"axis": 1, "shape": [4, 16]},
    ("paddle", "Permute"): {"perm": [0, 2, 1]},
}
"""Arguments that only fit together."""
SHAPES: tuple[tuple[int, ...], ...] = (
    (28, 28, 3),
    (3, 28, 28),
    (32, 28, 28),
    (100, 64),
    (64,),
    (100, 3),
    (3, 100),
    (32, 100),
    (100,),
    (16, 28, 28, 3),
    (3, 16, 28, 28),
    (32, 16, 28, 28),
    (3, 64),
    (10, 28, 28, 3),
    (10, 3, 28, 28),
    (16, 16, 16, 16, 3),
    (64, 64),
)
"""Inputs that are tried in turn until the layer takes one."""
FIRST: dict[str, tuple[int, ...]] = {"seq": (100, 64), "core": (100, 64), "dense": (64,), "embed": (100,)}
"""What a family usually takes."""
MOST_INPUTS = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """A layer type of one framework; `example` None: nothing usual fits it."""

    framework: Framework
    type: LayerType
    given: dict[str, Any]
    example: AnnotatedLayer | None

    @property
    def written(self) -> str:
        """The example as a description has it."""
        return f"{self.type.name}: {_flow(self.given)}" if self.given else self.type.name


def rules(framework: str) -> list[Rule]:
    """All rules of a framework, in the order of its tables. KeyError if there is no such framework."""
    found = load(framework)
    return [_rule(found, type_) for type_ in found.types.values()]


def find(name: str, framework: str | None = None) -> list[Rule]:
    """The rules of that name (or alias), of one framework or of all. Raises LayertallyError with the nearest name."""
    chosen = (framework,) if framework else NAMES
    known: dict[str, None] = {}
    out = []
    for each in chosen:
        table = load(each)
        known |= dict.fromkeys([*table.types, *table.aliases])
        type_ = table.type(name)
        if type_ is not None:
            out.append(_rule(table, type_))
    if not out:
        near = nearest(name, known)
        raise LayertallyError(
            f"no rule for `{name}`",
            fix=f"write `{near}`" if near else f"layertally rules lists all; a new one: layertally rules --new {name}",
        )
    return out


@lru_cache(maxsize=512)
def _rule_of(framework: str, name: str) -> tuple[dict[str, Any], AnnotatedLayer | None]:
    table = load(framework)
    type_ = table.types[name]
    for given in _arguments(table, type_):
        op = _op(type_, given)
        if op is None:
            continue
        for count in (*range(1, MOST_INPUTS + 1), 0):
            for shape in _shapes(table, op):
                layer = _try(table, type_, op, given, (None, *shape), count)
                if layer is not None:
                    return given, layer
    return {}, None


def _rule(framework: Framework, type_: LayerType) -> Rule:
    given, example = _rule_of(framework.name, type_.name)
    return Rule(framework, type_, given, example)


def _arguments(table: Framework, type_: LayerType) -> Iterator[dict[str, Any]]:
    """What must be given, with usual values."""
    if (table.name, type_.name) in SPECIAL:
        yield SPECIAL[table.name, type_.name]
    needed = [arg for arg in type_.args if arg.required]
    yield {arg.name: _usual(table, type_, arg) for arg in needed}
    yield {arg.name: _usual(table, type_, arg, small=True) for arg in needed}
    if not needed:
        for arg in type_.args[:3]:
            if arg.name in TYPICAL:
                yield {arg.name: TYPICAL[arg.name]}


def _usual(table: Framework, type_: LayerType, arg: Arg, small: bool = False) -> Any:
    if type_.name in INNER and arg.required and arg.name not in TYPICAL:
        inner = table.types[INNER[type_.name]]
        layer = {inner.name: {one.name: TYPICAL.get(one.name, 8) for one in inner.args if one.required}}
        return [layer, layer] if arg.kind.name.startswith("a list") else layer
    for value in (1, 2, [1, 2]) if small else (TYPICAL.get(arg.name), 8, [8], 0.5, "relu", True):
        if value is None:
            continue
        try:
            arg.kind.parse(value)
        except ArgumentError:
            continue
        return value
    return 8


def _op(type_: LayerType, given: dict[str, Any]) -> Op | None:
    try:
        return type_.op(given)
    except (ArgumentError, TypeError, ValueError):
        return None


def _shapes(table: Framework, op: Op) -> list[tuple[int, ...]]:
    """The likeliest first: what the family takes, then the framework's own order of channels."""
    ordered = sorted(SHAPES, key=lambda shape: (shape[-1] < shape[0]) != table.channels_last and len(shape) > 2)
    return [FIRST[op.family], *ordered] if op.family in FIRST else ordered


def _try(
    table: Framework, type_: LayerType, op: Op, given: dict[str, Any], shape: Shape, inputs: int
) -> AnnotatedLayer | None:
    """The layer with these inputs, worked out; None if it does not take them."""
    names = ["input"] if inputs == 1 else [f"input_{number + 1}" for number in range(inputs)]
    layer = Layer(table.base_name(type_.name), type_.name, op, tuple(Ref(name) for name in names), given)
    model = Model("rule", table.name, tuple(Input(name, shape) for name in names), (layer,), (Ref(layer.name),))
    try:
        found = annotate(model).layers[0]
    except (TypeError, ValueError, IndexError):
        return None
    return found if found.problem is None and found.outputs else None


def _flow(value: Any) -> str:
    """A value as YAML writes it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f'"{text}"' if isinstance(value, str) and any(char in text for char in ",:{}[]#&*!|>'%@`->") else text
