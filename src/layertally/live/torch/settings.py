"""What each module, parameter and buffer of a model is, as plain values.

In: a model. Out: the `modules`, `params` and `buffers` of a record. Public attributes that JSON can hold are a module's
settings; weights that may be missing (`bias`) stand as a truth value, so that a layer of torch can be built again.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.utils import parametrize

from .arguments import is_plain, listed
from .graph import dtype_of
from .private import is_lazy

LEFT_OUT = {"training", "call_super_init", "dump_patches"}
FLAGS = {"bias": "bias", "in_proj_bias": "bias", "bias_k": "add_bias_kv"}
"""Weights that may be missing, and the argument that says so."""
MOST_SETTINGS = 64


def modules(model: Any) -> list[dict[str, Any]]:
    """Every module in order, the root with an empty path; one that stands in two places is listed once, with `also`."""
    found: dict[int, dict[str, Any]] = {}
    first: dict[int, str] = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        first.setdefault(id(parameter), name)
    for path, module in model.named_modules(remove_duplicate=False):
        if id(module) in found:
            found[id(module)].setdefault("also", []).append(path)
            continue
        kind = _plain_class(module)
        own = [name for name, each in module.named_parameters(recurse=False) if each is not None]
        entry: dict[str, Any] = {
            "path": path,
            "class": str(getattr(module, "original_name", None) or kind.__name__),
            "module": kind.__module__,
            "settings": settings(module),
            "params": [first.get(id(getattr(module, name, None)), _joined(path, name)) for name in own],
            "buffers": [_joined(path, name) for name, each in module.named_buffers(recurse=False) if each is not None],
        }
        found[id(module)] = entry
    return list(found.values())


def _plain_class(module: Any) -> type:
    """The class as its author wrote it: a parametrization (weight norm, spectral norm) puts its own before it."""
    kind = type(module)
    return kind.__mro__[1] if parametrize.is_parametrized(module) else kind


def settings(module: Any) -> dict[str, Any]:
    """The plain public attributes of one module."""
    out: dict[str, Any] = {}
    try:
        held = dict(vars(module))
    except TypeError:
        return out
    for name, value in held.items():
        if name.startswith("_") or name in LEFT_OUT or len(out) >= MOST_SETTINGS:
            continue
        if isinstance(value, torch.dtype):
            out[name] = str(value).removeprefix("torch.")
        elif is_plain(value):
            out[name] = listed(value)
    weights = module.__dict__.get("_parameters", {})
    for name, flag in FLAGS.items():
        if name in weights and flag not in out:
            out[flag] = weights[name] is not None
    return out


def params(model: Any) -> list[dict[str, Any]]:
    """Each distinct parameter once, under its first name; `tied` are its others."""
    found: dict[int, dict[str, Any]] = {}
    for name, each in model.named_parameters(remove_duplicate=False):
        if id(each) in found:
            found[id(each)]["tied"].append(name)
        else:
            found[id(each)] = {
                "name": name,
                "shape": [] if is_lazy(each) else list(each.shape),
                "dtype": dtype_of(each),
                "trainable": bool(each.requires_grad),
                "tied": [],
                "size": 0 if is_lazy(each) else each.numel(),
            }
            if is_lazy(each):
                found[id(each)]["lazy"] = True
    return list(found.values())


def buffers(model: Any) -> list[dict[str, Any]]:
    """Each distinct buffer once."""
    return [
        {"name": name, "shape": [] if is_lazy(each) else list(each.shape), "dtype": dtype_of(each)}
        for name, each in model.named_buffers()
    ]


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
