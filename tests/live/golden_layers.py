"""The layers that we make of a run, held against the table of its modules that was recorded apart from us.

In: a golden, the record of a run, the annotated model behind it. Out: sentences, one for each thing that is not as it
was recorded; none where every module that ran is a layer of the same count and shape, or is said here to be in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

from layertally.annotation import Annotated, AnnotatedLayer
from layertally.formula import Poly, Value
from layertally.ops.bare import Idle

from .goldens import flat

Golden = Mapping[str, Any]
WITHIN = {
    ("hf/deberta-v3-base", "encoder.rel_embeddings"): "encoder.LayerNorm",  # no operation reads the table alone
    ("hf/gemma-2b", "model.embed_tokens"): "model.embed_tokens.weight",  # a table, then a factor
}
"""Modules with parameters that are counted in a layer of another name."""
FOLDED = {
    "LlamaRotaryEmbedding": "scaled_dot_product_attention", "MistralRotaryEmbedding": "scaled_dot_product_attention",
    "MixtralRotaryEmbedding": "scaled_dot_product_attention", "GemmaRotaryEmbedding": "scaled_dot_product_attention",
}  # fmt: skip
"""Modules without parameters whose work is in the layers of this name."""
INSIDE = {("hf/mixtral-8x7b", "SiLUActivation"): "experts", ("hf/mamba-130m", "SiLUActivation"): "silu"}
"""The same, where it hangs on the network: between the products of experts, as a function."""


def at(value: Value | None, named: Mapping[str, int]) -> int | None:
    """A polynomial at the lengths that the model was run on."""
    if not isinstance(value, Poly):
        return value
    total = 0
    for monomial, factor in value.terms:
        total += factor * prod(named[str(symbol)] ** power for symbol, power in monomial)
    return total


def missed(name: str, golden: Golden, record: Golden, found: Annotated) -> Iterator[str]:
    """What is not as it was recorded, module by module."""
    layers = {layer.name: layer for layer in found.layers}
    aliases = {alias: each["name"] for each in record["params"] for alias in (each["name"], *each["tied"])}
    used = {param for node in record["nodes"] for param in node["params"]}
    named = record.get("named") or {}
    ran: dict[str, list[Golden]] = {}
    for call in record["calls"]:
        ran.setdefault(call["path"], []).append(call)
    held = _held(found)
    for row in golden["modules"]:
        path, calls = row["name"], ran.get(row["name"], [])
        own = [aliases[f"{path}.{param}" if path else param] for param in row.get("param_shapes", {})]
        yield from (f"{path}: {param} is in {held.get(param, [])}" for param in own if len(held.get(param, [])) != 1)
        if not row["leaf"]:
            continue
        layer = layers.get(path)
        if not row.get("calls", calls) and path not in layers and used.issuperset(own):
            continue  # never run as a module; what uses its weights holds them
        if layer is None:
            if not any(home in layers for home in _homes(name, row, calls, held, own, layers)):
                yield f"{path}: {row['class']} is no layer"
            continue
        yield from _differs(name, row, layer, len(calls), own, held, named)
        if isinstance(layer.layer.op, Idle) == (bool(calls) or not used.isdisjoint(own)):
            yield f"{path}: was called {len(calls)} times"
        once = layer.layer.op.in_loop if layer.layer.op is not None else 1  # all calls of a loop are one layer
        again = [f"{path}_{index}" for index in range(1, len(calls))] if once != len(calls) else []
        yield from (f"{path}: no layer for the call {each}" for each in again if each not in layers)


def _held(found: Annotated) -> dict[str, list[str]]:
    """The layers that count each parameter."""
    held: dict[str, list[str]] = {}
    for layer in found.layers:
        for param, _, _ in layer.layer.weights or ():
            held.setdefault(param, []).append(layer.name)
    return held


def _homes(
    name: str,
    row: Golden,
    calls: list[Golden],
    held: Mapping[str, list[str]],
    own: list[str],
    layers: Mapping[str, Any],
) -> Iterator[str]:
    """The layers that a module without one of its own may be in: what gives on what it is given is in none."""
    if own:
        home = WITHIN.get((name, row["name"]), "")
        if all(held[param] == [home] for param in own):
            yield home
    elif calls and all(call["ins"][:1] == [out["src"] for out in call["outs"]] for call in calls):
        yield next(iter(layers))
    elif word := FOLDED.get(row["class"]) or INSIDE.get((name, row["class"])):
        yield from (each for each in layers if each.rpartition(".")[2] == word)


def _differs(
    name: str,
    row: Golden,
    layer: AnnotatedLayer,
    calls: int,
    own: list[str],
    held: Mapping[str, list[str]],
    named: Mapping[str, int],
) -> Iterator[str]:
    counted = [param for param in own if held[param] == [layer.name]]
    tied = bool(own) and not counted
    if tied and (layer.count.value != 0 or [layer.count.tied_to] != held[own[0]]):
        yield f"{row['name']}: {layer.count.value} and tied to {layer.count.tied_to}, not to {held[own[0]]}"
    if not tied and layer.count.value != _params(row):
        whole = {param for param, _, _ in layer.layer.weights or ()} - set(own)
        if not whole or not all(_belongs(name, param, row["name"]) for param in whole):
            yield f"{row['name']}: {layer.count.value}, not {_params(row)}"
    if not calls or row.get("output_shape") is None:
        return
    first = flat(row["output_shape"])[0]
    shape = [at(dim, named) for dim in layer.shape or ()][1:]
    if shape not in (first[1:], first):
        yield f"{row['name']}: {shape}, not {first}"


def _belongs(name: str, param: str, path: str) -> bool:
    """Whether the layer of a module counts this parameter too: of a module in it, or of one said to be there."""
    return param.startswith(f"{path}.") or WITHIN.get((name, param.rpartition(".")[0])) == path


def _params(row: Golden) -> int:
    return sum(prod(shape) for shape in row.get("param_shapes", {}).values())
