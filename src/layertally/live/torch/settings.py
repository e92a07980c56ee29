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
from .modules import Names
from .packed import packed, stored
from .private import is_lazy

LEFT_OUT = {"training", "call_super_init", "dump_patches"}
FLAGS = {"bias": "bias", "in_proj_bias": "bias", "bias_k": "add_bias_kv"}
"""Weights that may be missing, and the argument that says so."""
MOST_SETTINGS = 64


def modules(model: Any) -> list[dict[str, Any]]:
    """Every module in order, the root with an empty path; one that stands in two places is listed once, with `also`."""
    found: dict[int, dict[str, Any]] = {}
    first: dict[int, str] = {}
    shown = Names(model)
    for name, parameter in model.named_parameters(remove_duplicate=False):
        first.setdefault(id(parameter), shown(name))
    for given, module in model.named_modules(remove_duplicate=False):
        path = shown(given)
        if shown.wrapper(given):
            continue
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
        held = packed(module)
        if held:
            entry["packed"] = held
        base = _base(kind)
        if base:
            entry["base"] = base
        found[id(module)] = entry
    return list(found.values())


def _plain_class(module: Any) -> type:
    """The class as its author wrote it: a parametrization (weight norm, spectral norm) puts its own before it."""
    kind = type(module)
    return kind.__mro__[1] if parametrize.is_parametrized(module) else kind


def _base(kind: type) -> str:
    """The layer of PyTorch that a class of someone else's is made from; empty where there is none."""
    if kind.__module__.startswith("torch.nn."):
        return ""
    of_torch = (each.__name__ for each in kind.__mro__[1:] if each.__module__.startswith("torch.nn.modules"))
    found = next(of_torch, "")
    return found if found != "Module" else ""


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
    shown = Names(model)
    for path, each in model.named_parameters(remove_duplicate=False):
        name = shown(path)
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
            inside = stored(each)
            if inside:
                found[id(each)]["stored"] = inside
    return list(found.values())


def buffers(model: Any) -> list[dict[str, Any]]:
    """Each distinct buffer once."""
    shown = Names(model)
    return [
        {"name": shown(name), "shape": [] if is_lazy(each) else list(each.shape), "dtype": dtype_of(each)}
        for name, each in model.named_buffers()
    ]


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
