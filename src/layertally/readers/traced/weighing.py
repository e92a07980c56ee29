"""What a layer holds: its rule's weights, its tensors by their use, or the codes that stand for weights.

In: the op of a set of nodes with the parameters that are credited to it. Out: `Weighed`: the op that counts what is
there, or none with the reason where it cannot be right.
"""

from __future__ import annotations

from typing import NamedTuple

from ...errors import ShapeError
from ...ops.bare import Bare, Fed, Helped, Partly
from ...ops.base import Op
from .adapted import adapted
from .functions import product_of
from .kinds import QUIET
from .learned import Step, accounted
from .packed import packed
from .trace import Module
from .weights import Credit


class Parts(NamedTuple):
    """What is known of a set: its nodes with what flows in, the module that it is, if any, its parameters, what torch
    counts."""

    step: Step
    module: Module | None
    credit: Credit
    flops: int


class Weighed(NamedTuple):
    """`op` None: `why` says what is wrong. `coded`: its weights are codes, whose kernels torch may not count."""

    op: Op | None
    why: str = ""
    coded: bool = False


def weighed(op: Op | None, parts: Parts) -> Weighed:
    """The op with what it holds."""
    if op is None:
        return Weighed(None)
    step, own = parts.step, parts.credit.own
    units = step.units
    if own and (parts.credit.others or _counts_otherwise(op, parts)):
        op = adapted(op, [units.trace.params[name] for name in own]) or accounted(op, step)
    if parts.module is not None and (own or not parts.credit.others):
        plain = op.layer if isinstance(op, Bare) else op
        found = packed(units, plain, parts.module, own, step.inputs)
        if found is not plain:
            return Weighed(found, coded=True)
    nodes = (units.trace.nodes[node] for node in step.nodes if units.kinds.kind[node] in QUIET)
    beside = [product_of(units, step.shapes, node) for node in nodes if node.flops]
    if beside:
        op = Helped(op, tuple(each for each in beside if each is not None))
    why = _unpaid(op, parts)
    return Weighed(None if why else op, why)


def _unpaid(op: Op, parts: Parts) -> str:
    """Why a rule cannot be right that finds no products where PyTorch counted some; empty where it may be."""
    if not parts.flops:
        return ""
    try:
        cost = op.macs(parts.step.inputs, op.infer(parts.step.inputs))
    except ShapeError:
        return ""  # the layer itself says what does not fit
    return "" if cost is not None else f"PyTorch counts {parts.flops // 2:,} multiply-adds here, the rule none"


def _counts_otherwise(op: Op, parts: Parts) -> bool:
    """Whether the tensors themselves must be counted: some are trained and some are not, or a step is given others
    than its rule knows (a weight that is made of two: weight norm)."""
    units = parts.step.units
    own = [units.trace.params[name] for name in parts.credit.own]
    if len({param.trainable for param in own}) > 1:
        return True
    kinds = units.kinds
    made = any(kinds.kind[node] == "prep" and len(kinds.held[node]) > 1 for node in parts.step.nodes)
    if parts.module is not None and parts.module.of_torch and not made and not isinstance(op, (Fed, Partly)):
        return False
    try:
        weights = op.weigh(parts.step.inputs)
    except ShapeError:
        return False
    return weights is None or weights.params.value != sum(param.size for param in own)
