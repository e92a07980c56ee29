"""The contract `layertally/1`: an annotated model as JSON that scripts may rely on.

In: `Grouped`. Out: plain values (`contract`) or their text (`write`). Numbers are exact integers; a dim that has a name
is a string; null = batch or unknown. Keys are only ever added.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..annotation import Annotated, AnnotatedLayer, ClaimResult, Count
from ..errors import Place
from ..formula import Expr, Poly, Value
from ..group import Group, Grouped
from ..model import Ref, Shape, json_shape
from ..words import FIXES
from .costs import cost_of, formula_of, sum_costs
from .rows import problem_text

SCHEMA = "layertally/1"
Json = dict[str, Any]


def contract(grouped: Grouped, macs: str = "macs", lang: str = "en") -> Json:
    """The whole model under the names of the contract."""
    annotated = grouped.annotated
    model, totals = annotated.model, annotated.totals
    out: Json = {
        "schema": SCHEMA,
        "model": {"name": model.name, "framework": model.framework, "source": model.source},
        "inputs": [
            {
                "name": given.name,
                "shape": json_shape(given.shape),
                **({"dtype": given.dtype} if given.dtype != "float32" else {}),
            }
            for given in model.inputs
        ],
        "outputs": [_ref(ref) for ref in model.outputs],
        "groups": [_group(group) for group in grouped.groups],
        "layers": [_layer(layer, macs, lang) for layer in annotated.layers],
        "totals": {
            "params": number(totals.params),
            "trainable": number(totals.trainable),
            "non_trainable": number(totals.non_trainable),
            **_buffers(totals.buffers),
            "macs": number(sum_costs(annotated.layers, macs)),
            "convention": macs,
        },
        "claims": [_claim(result) for result in annotated.claims],
    }
    if model.reported_by:
        out["model"]["reported_by"] = model.reported_by
    if model.cache is not None:
        out["memory"] = _memory(annotated)
    if model.stored:
        stored = {name: {"numbers": count, "bytes": bytes_} for name, count, bytes_ in model.stored}
        out["memory"] = {**out.get("memory", {}), "stored": stored}
    if model.notes:
        out["notes"] = list(model.notes)
    return out


def _memory(annotated: Annotated) -> dict[str, Any]:
    """Bytes of the weights by format, and of what is kept a token."""
    from .memory import held

    found = held(annotated)
    if found is None:
        return {}
    out: dict[str, Any] = {"weights": dict(found.weights)}
    if found.token is not None:
        token = found.token
        out["token"] = {"value": token.value, "symbols": token.symbols(), "worked": token.worked()}
        if found.sliding:
            out["token"] |= {"sliding_layers": found.sliding, "window": found.window}
    if found.tokens is not None:
        out["tokens"] = {"length": found.length, "value": found.tokens}
    return out


def write(grouped: Grouped, macs: str = "macs", lang: str = "en") -> str:
    """The contract as text: one line a layer, so that two models can be compared line by line."""
    return dump(contract(grouped, macs, lang))


def dump(values: Mapping[str, Any]) -> str:
    """An object with a line a key, and a line an element where a key holds objects."""
    parts = []
    for key, value in values.items():
        if isinstance(value, Sequence) and not isinstance(value, str) and value and isinstance(value[0], Mapping):
            inner = ",\n  ".join(_flat(item) for item in value)
            parts.append(f"{_flat(key)}: [\n  {inner}\n ]")
        else:
            parts.append(f"{_flat(key)}: {_flat(value)}")
    return "{" + ",\n ".join(parts) + "}\n"


def number(value: Value | None) -> int | str | None:
    """A count as the contract has it: an exact integer, text where a named dim is left in it."""
    return str(value) if isinstance(value, Poly) else value


def _flat(value: Any) -> str:
    # Lone surrogates out of a broken file would not survive UTF-8.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def _ref(ref: Ref) -> str:
    return f"{ref.layer}:{ref.index}" if ref.index else ref.layer


def _group(group: Group) -> Json:
    return {
        "id": group.id,
        "title": group.title,
        "layers": [layer.name for layer in group.layers],
        "repeat": 1,
        "params": number(group.params),
    }


def _layer(layer: AnnotatedLayer, macs: str, lang: str) -> Json:
    out: Json = {
        "name": layer.name,
        "type": layer.layer.type,
        "inputs": [_ref(ref) for ref in layer.layer.inputs],
        "output_shape": _shapes([found.shape for found in layer.outputs]),
        "output": [
            {
                "dim": size.label,
                "symbols": size.formula.symbols(),
                "worked": size.formula.worked(),
                "value": number(size.formula.value),
            }
            for found in layer.outputs
            for size in found.sizes
        ],
        "params": _params(layer.count),
        "macs": {"value": number(cost_of(layer, macs)), **_texts(formula_of(layer, macs))},
        "reported": _reported(layer),
        "status": layer.status,
    }
    if layer.problem is not None:
        out["problem"] = _problem(layer, lang)
    if not layer.reached:
        out["reached"] = False
    if layer.layer.why:
        out["why"] = layer.layer.why
    if layer.layer.folded:
        out["folded"] = dict(layer.layer.folded)
    if layer.inner is not None:
        out["layers"] = [_layer(inner, macs, lang) for inner in layer.inner.layers]
    return out


def _shapes(shapes: Sequence[Shape]) -> Any:
    if not shapes:
        return None
    return json_shape(shapes[0]) if len(shapes) == 1 else [json_shape(shape) for shape in shapes]


def _texts(formula: Expr | None) -> Json:
    return (
        {"symbols": formula.symbols(), "worked": formula.worked()}
        if formula is not None
        else {"symbols": None, "worked": None}
    )


def _params(count: Count) -> Json:
    out: Json = {
        "value": number(count.value),
        "trainable": number(count.trainable),
        "non_trainable": number(count.non_trainable),
        **_buffers(count.buffers),
        **_texts(count.formula),
        "latex": count.formula.latex() if count.formula is not None else None,
    }
    if count.tied_to is not None:
        out["tied_to"] = count.tied_to
    return out


def _buffers(value: Value | None) -> Json:
    return {"buffers": number(value)} if value != 0 else {}


def _reported(layer: AnnotatedLayer) -> Json | None:
    reported = layer.layer.reported
    if reported is None:
        return None
    out: Json = {"params": reported.params, "output_shape": _shapes(reported.output_shapes or ())}
    for key in ("trainable", "non_trainable", "buffers"):
        if getattr(reported, key) is not None:
            out[key] = getattr(reported, key)
    return out


def _problem(layer: AnnotatedLayer, lang: str) -> Json:
    assert layer.problem is not None
    return {
        "sentence": problem_text(layer, lang),
        "place": _place(layer.problem.place),
        "fix": fix_text(layer, lang) or None,
    }


def fix_text(layer: AnnotatedLayer, lang: str = "en") -> str:
    """What to write instead, where one setting would mend the layer."""
    problem = layer.problem
    if problem is None or problem.fix is None:
        return ""
    name, value = problem.fix
    if problem.fix_params is None:
        return FIXES["write"][lang == "zh"].format(name=name, value=value)
    worked, params = problem.fix_params
    return FIXES["write_gives"][lang == "zh"].format(
        name=name, value=value, worked=worked, params=f"{params:,}" if isinstance(params, int) else params
    )


def _place(place: Place | None) -> str | None:
    return str(place) if place is not None else None


def _claim(result: ClaimResult) -> Json:
    claim = result.claim
    return {
        "what": claim.what,
        "claimed": claim.value,
        "predicted": number(result.predicted),
        "agrees": result.agrees,
        "place": _place(claim.place),
    }
