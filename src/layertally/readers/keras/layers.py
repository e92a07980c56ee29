"""Entry and call → what a layer is: its op from the tables of Keras, its settings as an author would write them.

In: an entry with the tensors that it is called with. Out: `Built`: the op, or why there is none, and which of the
tensors are operands (masks are not).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...frameworks.base import ANY, ArgumentError, Framework, LayerType
from ...ops.base import Op
from .calls import Call, Tensor, tensors
from .entries import Entry, is_custom

Known = dict[tuple[str, str], tuple[Op | None, Mapping[str, Any], str]]
Inside = Callable[[Mapping[str, Any]], Op]
OPERANDS: dict[str, tuple[str, ...]] = {
    "MultiHeadAttention": ("query", "value", "key"),
    "GroupQueryAttention": ("query", "value", "key"),
    **dict.fromkeys(
        ("SimpleRNN", "GRU", "LSTM", "RNN", "Bidirectional", "CuDNNGRU", "CuDNNLSTM"), ("sequence", "initial_state")
    ),
}
"""What a class is called with, in the order of its own arguments; all others take one tensor or one nest of them."""
BESIDE = frozenset(
    {"mask", "training", "attention_mask", "query_mask", "value_mask", "key_mask", "use_causal_mask", "name"}
)
"""Arguments of a call that carry no operand."""

OF_ONES_OWN = "a class of the author's own"
OPAQUE = {
    "Lambda": "code of the author's own, which is not run",
    "Wrapper": "a wrapper of the author's own",
    **dict.fromkeys(("TFSMLayer", "JaxLayer", "FlaxLayer", "TorchModuleWrapper"), "a model of another library"),
    **dict.fromkeys(("DenseFeatures", "FeatureSpace"), "features that are worked out of columns of a table"),
}
"""What no rule can know, and why."""


@dataclass(frozen=True, slots=True)
class Built:
    """What an entry is in one of its calls. `type` is the framework's class name as a description writes it."""

    type: str
    op: Op | None
    operands: tuple[Tensor, ...]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


def build(entry: Entry, call: Call, words: Framework, inside: Inside, known: Known) -> Built:
    """The layer behind an entry; `inside` reads a model that is the setting of a wrapper, `known` grows by what is made
    of settings: a network repeats them."""
    found = None if entry.custom else words.type(entry.type)
    if found is None:
        why = OPAQUE.get(entry.type, "a class that Keras does not have")
        if entry.custom:
            why = f"a class of {entry.module}" if entry.module else "a class of the author's own"
        return Built(entry.type, None, _all(call), why=why)
    own = _own_inside(entry.config)
    if own:
        return Built(
            found.name, None, operands_of(found.name, call), why=f"around `{own}`, a class of the author's own"
        )
    operands = operands_of(found.name, call)
    given = settings(found, entry.config)
    given.update((arg.name, call.kwargs[arg.name]) for arg in found.args if arg.call and call.kwargs.get(arg.name))
    key = (found.name, repr(given))
    if key not in known:
        known[key] = _made(found, given, words, inside)
    op, arguments, why = known[key]
    return Built(found.name, op, operands, arguments, why)


def _made(
    type_: LayerType, given: dict[str, Any], words: Framework, inside: Inside
) -> tuple[Op | None, Mapping[str, Any], str]:
    """The op of settings and the settings as an author would write them; or why there is none."""
    wrong = "its settings are not what Keras takes"
    try:
        for name, value in given.items():
            if isinstance(value, Mapping) and _is_model(value):
                given[name] = inside(value)
        op = type_.op({name: value for name, value in given.items() if type_.arg(name) is not None})
        return op, written(type_, given, words), ""
    except ArgumentError as error:
        return None, {}, f"{wrong}: {error.reason}"
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
        return None, {}, wrong  # a value of a kind that no rule expects: text for a list, a list for a number


def _own_inside(config: Mapping[str, Any]) -> str:
    """A class of the author's own that a layer is given to work with: `RNN(MyCell(12))`; "" where there is none."""
    for name in ("layer", "cell", "backward_layer", "cells"):
        value = config.get(name)
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, Mapping) or "class_name" not in each:
                continue
            if each["class_name"] in OPAQUE or is_custom(each.get("module"), each.get("registered_name")):
                return str(each["class_name"])[:60]
    return ""


def _is_model(value: Mapping[str, Any]) -> bool:
    config = value.get("config")
    return (
        value.get("class_name") is not None and isinstance(config, Mapping) and isinstance(config.get("layers"), list)
    )


def operands_of(type_: str, call: Call) -> tuple[Tensor, ...]:
    """The tensors that a layer works on, in the order in which it takes them."""
    names = OPERANDS.get(type_)
    if names is None:
        return tensors(call.args[:1]) or _all(call)
    given = dict(zip(names, call.args, strict=False))
    given.update((name, value) for name, value in call.kwargs.items() if name in names)
    return tuple(tensor for name in names for tensor in tensors(given.get(name)))


def settings(type_: LayerType, config: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that the rule knows; a null where the rule takes none means the default."""
    out: dict[str, Any] = {}
    for name, value in config.items():
        arg = type_.arg(name)
        if arg is None or (value is None and arg.default is None):
            continue
        if value is None:
            try:
                arg.kind.parse(None)
            except (ArgumentError, TypeError):
                continue
        out[arg.name] = value
    # Files from before GRU had this setting mean what GRU did then.
    if type_.arg("reset_after") is not None and "reset_after" not in config:
        out["reset_after"] = False
    return out


def written(type_: LayerType, given: Mapping[str, Any], words: Framework) -> dict[str, Any]:
    """The settings that differ from the defaults, as an author would write them."""
    out: dict[str, Any] = {}
    for name, value in given.items():
        arg = type_.arg(name)
        if arg is None or (arg.kind is ANY and not arg.required and (value is False or isinstance(value, (dict, str)))):
            continue  # an initializer, a way to run: it changes no number
        if name == "data_format" and value == "channels_last":
            continue
        if not arg.required and _same(value, arg.default, arg.kind.parse):
            continue
        plain = _plain(arg.kind.parse(value) if arg.kind.name.startswith("the name of") else value, words)
        once = plain[0] if isinstance(plain, list) and len(plain) > 1 and len(set(map(str, plain))) == 1 else None
        out[name] = once if isinstance(once, int) and _same(value, once, arg.kind.parse) else plain
    return out


def _same(value: Any, other: Any, parse: Any) -> bool:
    """Whether two values mean the same."""
    try:
        return bool((None if value is None else parse(value)) == (None if other is None else parse(other)))
    except (ArgumentError, TypeError):
        return False


def _plain(value: Any, words: Framework) -> Any:
    """A layer inside a layer as an author would write it: `{Dense: {units: 10}}`."""
    if isinstance(value, Op):
        return value.kind
    if isinstance(value, Mapping) and isinstance(value.get("class_name"), str):
        found = words.type(str(value["class_name"]).rsplit(">", 1)[-1])
        config = value.get("config")
        if found is None or not isinstance(config, Mapping):
            return value["class_name"]
        frozen = {"trainable": False} if config.get("trainable") is False else {}
        return {found.name: {**written(found, settings(found, config), words), **frozen}}
    if isinstance(value, (list, tuple)):
        return [_plain(item, words) for item in value]
    return value


def _all(call: Call) -> tuple[Tensor, ...]:
    kept = {name: value for name, value in call.kwargs.items() if name not in BESIDE}
    return (*tensors(call.args), *tensors(kept))
