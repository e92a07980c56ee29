"""One model of a zoo, read and compared: runs in a process of its own.

In: a zoo and a name. Out: a row of plain values: what we count, what torch counts, what has no rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode
from zoos import configuration, made

from layertally import annotate
from layertally.annotation import Annotated
from layertally.formula import Poly, Value
from layertally.live.torch import record as recorded
from layertally.live.torch.vision import declare
from layertally.ops.bare import Bare
from layertally.ops.base import Around, Op
from layertally.readers.traced import read_record
from layertally.report.verdict import everything

declare()
META = torch.device("meta")
for _name in ("torchvision", "timm", "transformers"):
    import_module(_name)  # before the first fork


def row_of(zoo: str, name: str) -> dict[str, Any]:
    """What we say. Raises whatever a model or its reading raises."""
    found = _recorded(zoo, name)
    annotated = annotate(read_record(found, name))
    layers = list(everything(annotated))
    return {
        "class": found["class"].rpartition(".")[2],
        "how": found["how"],
        "nodes": len(found["nodes"]),
        "layers": len(layers),
        "params": annotated.totals.params,
        "macs": at(annotated.totals.macs, found.get("named", {})),
        "by_rule": _by_rule(annotated),
        "agrees": sum(layer.status == "agrees" for layer in layers),
        "differs": sum(layer.status == "differs" for layer in layers),
        "no_rule": dict(Counter(layer.layer.type for layer in layers if layer.status == "unexplained")),
        "assumed": len(found.get("assumed", ())),
        "run": {"inputs": found["inputs"], "flops": found["totals"].get("flops", 0)},
    }


def own_of(zoo: str, name: str, run: Mapping[str, Any]) -> dict[str, Any]:
    """What torch says: parameters, and half of what its counter counts in a plain run on the meta device. A model that
    asks for the value of a tensor cannot run there; then half of what torch's formulas give for what was recorded."""
    model = _built(_maker(zoo, name))
    params = sum(weight.numel() for weight in model.parameters())
    given = {
        each["name"]: torch.zeros(each["shape"], dtype=getattr(torch, each["dtype"]), device=META)
        for each in run["inputs"]
    }
    try:
        with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter, META:
            model.to(META)(**given)
    except Exception:  # noqa: BLE001 - a plain run on the meta device may fail in any way
        return {"own_params": params, "own_macs": run["flops"] // 2, "counter": "formulas"}
    return {"own_params": params, "own_macs": counter.get_total_flops() // 2, "counter": "plain run"}


def _built(make: Callable[[], Any]) -> Any:
    """The model on the meta device; on the CPU where its constructor asks for values."""
    try:
        with META:
            return make().eval()
    except (NotImplementedError, RuntimeError):
        return make().eval()


def _recorded(zoo: str, name: str) -> dict[str, Any]:
    if zoo != "transformers":
        make, inputs = made(zoo, name)
        return recorded(make, inputs=inputs, reference=name)
    from layertally.live.hf import record

    return record(configuration(name), reference=name)


def _maker(zoo: str, name: str) -> Callable[[], Any]:
    """What makes the model."""
    if zoo != "transformers":
        return made(zoo, name)[0]
    from layertally.live.hf.pick import configured, model_class

    given = configuration(name)
    config, _ = configured(given, name)
    cls = model_class(given, config, name)
    return lambda: cls(config)


def at(value: Value | None, named: Mapping[str, int]) -> int | None:
    """A polynomial at the lengths that were run."""
    if not isinstance(value, Poly):
        return value
    total = 0
    for powers, factor in value.terms:
        term = factor
        for symbol, power in powers:
            term *= named[str(symbol)] ** power
        total += term
    return total


def _by_rule(annotated: Annotated) -> int:
    """Parameters whose count is worked out from what a layer is, not from the sizes of its tensors."""
    ruled = (layer for layer in everything(annotated) if _has_rule(layer.layer.op))
    return sum(layer.count.value for layer in ruled if isinstance(layer.count.value, int))


def _has_rule(op: Op | None) -> bool:
    """Whether the count follows from settings and shapes; a layer around a layer follows that."""
    if isinstance(op, Around) and not isinstance(op, Bare):
        return _has_rule(op.layer)
    return op is not None and not isinstance(op, Bare)
