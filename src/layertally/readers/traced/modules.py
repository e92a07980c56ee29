"""Calls of modules that are one layer: those of torch.nn, and others of one step.

In: a `Trace` with its kinds. Out: sets of nodes in `Units`; for a module its op from the framework's table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...frameworks import load
from ...frameworks.base import ArgumentError, LayerType
from ...ops.base import Op
from .kinds import QUIET
from .packed import activated, stands_for
from .trace import Call, Module, Trace
from .units import Rule, Units

OPEN = frozenset({"Transformer", "TransformerEncoder", "TransformerDecoder"})
"""What the table knows as one op and a figure shows as what is inside."""
INSIDE = frozenset({"TransformerEncoderLayer", "TransformerDecoderLayer"})
NORMS = frozenset({"layer_norm", "batch_norm", "group_norm", "rms_norm", "instance_norm"})


def take_modules(units: Units) -> None:
    """Each call of a layer of torch is one set."""
    taken = 0
    for call in units.trace.calls:
        if call.first < taken or call.last <= call.first or not all(map(units.free, range(call.first, call.last))):
            continue
        module = units.trace.modules.get(call.path)
        known = module is not None and (layer_type(units.trace, module) is not None or _one_norm(units, call))
        if known and _take(units, call):
            taken = call.last


def layer_type(trace: Trace, module: Module) -> LayerType | None:
    """The row of the table for a module of torch, or for one that keeps the weights of such a one as codes; None for
    containers and for classes of others."""
    name = module.type if module.of_torch else stands_for(trace, module)
    return load("torch").type(name) if name and name not in OPEN | INSIDE else None


def module_op(trace: Trace, module: Module) -> tuple[Op, Mapping[str, Any]] | str:
    """What a module of torch is and its settings as an author would write them; or why that cannot be said."""
    found = layer_type(trace, module)
    if found is None:
        return f"a class of {module.package}" if module.package else "a class without a rule"
    given = settings(found, module)
    try:
        op = found.op(given)
    except ArgumentError as error:
        return f"its settings are not what PyTorch takes: {error.reason}"
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
        return "its settings are not what PyTorch takes"
    return activated(op, module), written(found, given)


def settings(found: LayerType, module: Module) -> dict[str, Any]:
    """The settings that the rule knows, from the attributes and from which parameters there are."""
    out = {
        arg.name: module.settings[arg.name]
        for arg in found.args
        if arg.name in module.settings and not (module.settings[arg.name] is None and arg.default is None)
    }
    kept = (name for name, _, _ in module.packed)
    own = {name.rsplit(".", 1)[-1] for name in (*module.params, *module.buffers, *kept)}
    if found.name == "MultiheadAttention":
        out["bias"] = "in_proj_bias" in own
        out["add_bias_kv"] = "bias_k" in own
    elif found.arg("bias") is not None and not isinstance(out.get("bias"), bool):
        out["bias"] = any(name.startswith("bias") for name in own)
    if found.arg("affine") is not None and "weight" not in own and module.settings.get("affine"):
        out["affine"] = False
    return out


def written(found: LayerType, given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that differ from the defaults."""
    out: dict[str, Any] = {}
    for name, value in given.items():
        arg = found.arg(name)
        if arg is None or name in ("inplace", "device", "dtype"):
            continue
        if not arg.required and (
            value == arg.default or _parsed(arg.kind.parse, value) == _parsed(arg.kind.parse, arg.default)
        ):
            continue
        once = value[0] if isinstance(value, list) and len(value) > 1 and len(set(map(str, value))) == 1 else value
        out[name] = once if name not in ("normalized_shape", "output_size") else value
    return out


def _parsed(parse: Any, value: Any) -> Any:
    try:
        return None if value is None else parse(value)
    except (ArgumentError, TypeError):
        return value


def lead_of(units: Units, call: Call) -> int | None:
    """The node that gives what the module gives: its first output, else its last node of weight."""
    inside = range(call.first, call.last)
    for src in call.outs:
        if src.kind == "n" and src.key in inside and units.kinds.core[src.key]:
            return int(src.key)
    return next((node for node in reversed(inside) if units.kinds.core[node]), None)


def _take(units: Units, call: Call) -> bool:
    lead = lead_of(units, call)
    if lead is None:
        return False
    units.take(range(call.first, call.last), lead, Rule("module", call))
    return True


def _one_norm(units: Units, call: Call) -> bool:
    """A norm that turns its dims before and after: one layer over the channels, wherever these are."""
    core = [node for node in range(call.first, call.last) if units.kinds.kind[node] not in QUIET]
    heavy = [node for node in core if units.kinds.kind[node] == "heavy"]
    if len(heavy) != 1 or len(core) < 2 or units.trace.nodes[heavy[0]].op not in NORMS:
        return False
    rest = {units.kinds.kind[node] for node in core if node != heavy[0]}
    return rest <= {"layout", "ident"} and _keeps(units.trace, call)


def _keeps(trace: Trace, call: Call) -> bool:
    """Whether what comes out has the shape of what went in."""
    return (
        len(call.outs) == 1 and bool(call.ins) and trace.tensor(call.ins[0]).shape == trace.tensor(call.outs[0]).shape
    )
