"""What was read of a model, as a record that JSON can hold and that needs no torch to be read.

In: a `Run`. Out: a dict, `layertally-trace/1`:

- `how`: `meta`, `twins` (built for real, run on the meta device), `cpu` (run for real) or `structure` (not run).
- `notes`: sentences for the user. `assumed`: answers that only real numbers could give.
- `inputs`: `{name, shape, dtype}`, nested ones with dotted names.
- `modules`: `{path, class, module, settings, params, buffers}`; `also` where one stands in several places, `base` the
  layer of PyTorch that a class of someone else's is made from, `packed` what it keeps beside parameters and buffers.
- `params`: each distinct tensor once: `{name, shape, dtype, trainable, tied, size}`; `lazy` where it has no shape yet,
  `stored` what a tensor of a class of its own keeps inside.
- `buffers`: `{name, shape, dtype}`.
- `calls`: `{path, parent, first, last, ins, outs}`, one a run of a module; its nodes stand in [first, last).
- `nodes`: `{op, call, ins, in_shapes, params, buffers, tensors, outs, args, kwargs, inplace, opaque, flops}`, in the
  order in which they ran. `ins` are its data, `tensors` the sources of all its tensor arguments, to which `{"t": k}` in
  `args` refers; `after`, where it stands, are earlier writes through other views that it sees.
- `outputs`: `{src, shape, name}`.
- `named`, where dims were typed as names: the number that stands for each.
- `totals`: what torch says of the whole: `{params, trainable, buffers, flops}`, by `numel` and its own counter.

A source is `["n", node, output]`, `["p", parameter]`, `["b", buffer]` or `["i", input]`.
"""

from __future__ import annotations

from typing import Any

import torch

from . import settings
from .graph import Call, Node, dtype_of
from .run import Run
from .values import Assumed

FORMAT = "layertally-trace/1"
MOST_SHOWN = 3
"""Assumptions that a note names."""


def written(run: Run) -> dict[str, Any]:
    """The record of a run."""
    model, recorder = run.model, run.recorder
    kind = type(model)
    params = settings.params(model)
    assumed = recorder.values.assumed if recorder is not None else []
    nodes, calls = (recorder.nodes, recorder.calls) if recorder is not None else ([], [])
    return {
        "format": FORMAT,
        "framework": "torch",
        "version": torch.__version__.split("+")[0],
        "name": str(getattr(model, "original_name", None) or kind.__name__),
        "class": f"{kind.__module__}.{kind.__qualname__}",
        "how": run.how,
        "notes": [*run.notes, *_said(assumed)],
        "assumed": [each._asdict() for each in assumed],
        "inputs": [
            {"name": name, "shape": list(each.shape), "dtype": dtype_of(each)} for name, each in run.inputs.items()
        ],
        "modules": settings.modules(model),
        "params": params,
        "buffers": settings.buffers(model),
        "calls": [_call(each) for each in calls],
        "nodes": [_node(each) for each in nodes],
        "outputs": [{"src": list(src), "shape": list(shape), "name": name} for name, src, shape in run.outputs],
        "totals": {
            "params": sum(each["size"] for each in params),
            "trainable": sum(each["size"] for each in params if each["trainable"]),
            "buffers": sum(each.numel() for each in model.buffers()),
            "flops": sum(each.flops for each in nodes),
        },
    }


def _said(assumed: list[Assumed]) -> list[str]:
    """A sentence where answers were assumed: a figure that hangs on one must say so."""
    if not assumed:
        return []
    kinds = dict.fromkeys(
        f"{each.call} in `{each.scope}`: {each.answer}" if each.scope else f"{each.call}: {each.answer}"
        for each in assumed
    )
    shown = "; ".join(list(kinds)[:MOST_SHOWN]) + ("; …" if len(kinds) > MOST_SHOWN else "")
    count = "1 answer hangs" if len(assumed) == 1 else f"{len(assumed)} answers hang"
    return [
        f"{count} on numbers that nobody has computed, and {'was' if len(assumed) == 1 else 'were'} assumed ({shown})"
    ]


def _call(call: Call) -> dict[str, Any]:
    return {
        "path": call.path,
        "parent": call.parent,
        "first": call.first,
        "last": call.last,
        "ins": [list(src) for src in call.ins],
        "outs": [{"src": list(src), "shape": list(shape)} for src, shape in call.outs],
    }


def _node(node: Node) -> dict[str, Any]:
    data = [(src, shape) for src, shape in zip(node.tensors, node.shapes, strict=True) if src[0] not in ("p", "b")]
    out: dict[str, Any] = {
        "op": node.op,
        "call": node.call,
        "ins": [list(src) for src, _ in data],
        "in_shapes": [list(shape) for _, shape in data],
        "params": [src[1] for src in dict.fromkeys(node.tensors) if src[0] == "p"],
        "buffers": [src[1] for src in dict.fromkeys(node.tensors) if src[0] == "b"],
        "tensors": [list(src) for src in node.tensors],
        "outs": [{"shape": list(shape), "dtype": dtype} for shape, dtype in node.outs],
        "args": node.args,
        "kwargs": node.kwargs,
        "inplace": node.inplace,
        "opaque": node.opaque,
        "flops": node.flops,
    }
    if node.after:
        out["after"] = [list(src) for src in node.after]
    return out
