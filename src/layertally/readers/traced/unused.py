"""Parameters that no operation was given: layers of their own, outside the flow, so that totals stay right.

In: sets of nodes and what owns the parameters. Out: a layer for each module that holds such parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import ShapeError
from ...model import Layer, Reported
from ...ops.bare import Bare, Idle
from ...ops.base import Op
from ...ops.reshape import Identity
from .learned import tensors_of
from .modules import module_op
from .names import Namer
from .units import Units
from .weights import unreached


def unused(units: Units, namer: Namer) -> list[Layer]:
    """Parameters that no forward pass reached, a layer for each module that owns some."""
    trace = units.trace
    by_owner: dict[str, list[Any]] = {}
    for param in unreached(units):
        owner = namer.owners.get(param.name)
        by_owner.setdefault(owner.path if owner is not None else "", []).append(param)
    out = []
    for path, params in by_owner.items():
        module = trace.modules.get(path)
        name = namer.unused(module, params[0].name)
        size, trained = (sum(p.size for p in params), sum(p.size for p in params if p.trainable))
        made = module_op(trace, module) if module is not None and len(params) == len(module.params) else ""
        op: Op = Bare(Identity(), tensors_of(units, [param.name for param in params]))
        arguments: Mapping[str, Any] = {}
        if not isinstance(made, str) and trained in (0, size) and _holds(made[0], size):
            op, arguments = made
        out.append(
            Layer(
                name.name,
                name.type or "Parameter",
                Idle(op, trace.run),
                (),
                arguments,
                scope=name.scope,
                trainable=trained > 0,
                weights=tuple((param.name, param.shape, param.trainable) for param in params),
                reported=Reported((), size, trained, size - trained, macs=0),
            )
        )
    return out


def _holds(op: Op, size: int) -> bool:
    """Whether an op has so many parameters by its settings alone."""
    try:
        weights = op.weigh(None)
    except ShapeError:
        return False
    return weights is not None and weights.params.value == size
