"""Layer tables of whole networks that were recorded apart from us, and the same table of a live PyTorch model.

`goldens()` maps the record that a golden is held against (its path under `tests/data`) to what was recorded: a row a
module with its class, its own parameters, buffers and settings, and, where forward hooks listened, the shapes that went
in and came out, how often it was called and its place among all calls by when they ended. The versions: transformers
5.23, torchvision 0.28, timm 1.0, torch 2.13.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
Rows = dict[str, dict[str, Any]]
"""A row a module, by its path."""


@cache
def goldens() -> dict[str, dict[str, Any]]:
    """All of them, by name."""
    found: dict[str, dict[str, Any]] = json.loads(gzip.decompress((DATA / "goldens.json.gz").read_bytes()))
    return found


def names(*kinds: str) -> list[str]:
    """The names that begin with one of these."""
    return sorted(name for name in goldens() if name.startswith(kinds))


def words(golden: Mapping[str, Any]) -> tuple[str, ...]:
    """Its inputs as `--input` words."""
    given = golden["input"]
    named = given.items() if isinstance(given, dict) else (("", each) for each in given)
    return tuple(
        f"{name}={text}" if name else text
        for name, (dtype, shape) in named
        for text in (f"{','.join(map(str, shape))}:{dtype}",)
    )


def hooked(model: Any, given: Any) -> Rows:
    """The table of a live model by forward hooks, as the goldens have it: the independent oracle."""
    import torch

    rows: Rows = {}
    held: set[int] = set()
    ended = iter(range(1_000_000))
    for name, module in model.named_modules():
        own = dict(module.named_parameters(recurse=False))
        rows[name] = {
            "class": type(module).__name__,
            "params": sum(each.numel() for each in own.values()),
            "trainable": sum(each.numel() for each in own.values() if each.requires_grad),
            "buffers": sum(each.numel() for each in module.buffers(recurse=False)),
            "param_shapes": {key: list(each.shape) for key, each in own.items()},
            "shared_with_earlier": [key for key, each in own.items() if id(each) in held],
            "calls": 0, "order": None, "input_shape": None, "output_shape": None, "kwarg_shapes": {}, "attrs": module,
        }  # fmt: skip
        held |= {id(each) for each in own.values()}
        module.register_forward_hook(_hook(rows[name], ended), with_kwargs=True)
    with torch.no_grad():
        model(*given.args, **given.kwargs)
    return rows


def _hook(row: dict[str, Any], ended: Iterator[int]) -> Any:
    def hook(_module: Any, args: Any, kwargs: Any, out: Any) -> None:
        row["calls"] += 1
        order = next(ended)
        if row["order"] is None:
            row["order"] = order
            row["input_shape"] = [shape for each in args if (shape := shapes(each)) is not None]
            row["kwarg_shapes"] = shapes(kwargs) or {}
            row["output_shape"] = shapes(out)

    return hook


def shapes(value: Any) -> Any:
    """The shapes of the tensors in a value, in its lists and dicts; None where there is no tensor."""
    import torch

    if isinstance(value, torch.Tensor):
        return list(value.shape)
    if isinstance(value, Mapping):
        found = {key: shape for key, each in value.items() if (shape := shapes(each)) is not None}
        return found or None
    if isinstance(value, (list, tuple)):
        inner = [shapes(each) for each in value]
        return inner if any(each is not None for each in inner) else None
    return None


def flat(nested: Any) -> list[list[int]]:
    """The shapes in a golden's nested lists and dicts, one after the other."""
    if nested is None:
        return []
    if isinstance(nested, dict):
        return [shape for each in nested.values() for shape in flat(each)]
    if all(isinstance(each, int) for each in nested):
        return [nested]
    return [shape for each in nested for shape in flat(each)]


def recorded(record: Mapping[str, Any]) -> Rows:
    """The same table from a record of ours. Inputs that came by name stand among the others."""
    params = {each["name"]: each for each in record["params"]}
    owned: dict[str, dict[str, Any]] = {}
    for each in record["params"]:
        for alias in (each["name"], *each["tied"]):
            path, _, last = alias.rpartition(".")
            owned.setdefault(path, {})[last] = each
    buffers = {each["name"]: prod(each["shape"]) for each in record["buffers"]}
    rows: Rows = {}
    held: set[str] = set()
    for module in record["modules"]:
        own = owned.get(module["path"], {})
        assert {each["name"] for each in own.values()} == set(module["params"]), module
        rows[module["path"]] = {
            "class": module["class"],
            "params": sum(params[name]["size"] for name in module["params"]),
            "trainable": sum(params[name]["size"] for name in module["params"] if params[name]["trainable"]),
            "buffers": sum(buffers[name] for name in module["buffers"]),
            "param_shapes": {key: each["shape"] for key, each in own.items()},
            "shared_with_earlier": [key for key, each in own.items() if each["name"] in held],
            "calls": 0, "order": None, "input_shape": None, "output_shape": None, "attrs": module["settings"],
        }  # fmt: skip
        held |= set(module["params"])
    ours = [call for call in _as_they_ended(record["calls"]) if "<" not in call["path"]]  # `<SiLU>`: held by nobody
    for order, call in enumerate(ours):
        row = rows[call["path"]]
        row["calls"] += 1
        if row["order"] is None:
            row["order"] = order
            row["input_shape"] = [_shape(record, source) for source in call["ins"]]
            row["output_shape"] = [each["shape"] for each in call["outs"]]
    return rows


def _as_they_ended(calls: list[dict[str, Any]], parent: int = -1) -> Iterator[dict[str, Any]]:
    for index, call in enumerate(calls):
        if call["parent"] == parent:
            yield from _as_they_ended(calls, index)
            yield call


def _shape(record: Mapping[str, Any], source: list[Any]) -> Any:
    kind, which, *rest = source
    if kind == "n":
        return record["nodes"][which]["outs"][rest[0]]["shape"]
    listed = record[{"i": "inputs", "p": "params", "b": "buffers"}[kind]]
    return next(each["shape"] for each in listed if each["name"] == which)


def differences(golden: Mapping[str, Any], rows: Rows) -> list[str]:
    """Where a table is not the golden, field by field, as far as the golden says something of it."""
    wanted = {row["name"]: row for row in golden["modules"]}
    if list(wanted) != list(rows):
        return [f"modules: {sorted(set(wanted) ^ set(rows)) or 'in another order'}"]
    found = []
    for name, row in wanted.items():
        ours = rows[name]
        said = {field: row[field] for field in PLAIN if field in row}
        said["param_shapes"] = row.get("param_shapes", {})
        have = {field: ours[field] for field in said}
        if "calls" in row:  # it was run, and tied weights were told apart
            said |= {"tied": row.get("shared_with_earlier", []), "in": taken(row), "out": flat(row["output_shape"])}
            have |= {"tied": ours["shared_with_earlier"], "in": taken(ours), "out": flat(ours["output_shape"])}
        for key, value in row.get("attrs", {}).items():
            said[key], have[key] = value, setting(ours["attrs"], key)
        found += [
            f"{name or 'the model'}: {key} {have[key]}, not {value}"
            for key, value in said.items()
            if have[key] != value
        ]
    return found


def taken(row: Mapping[str, Any]) -> list[list[int]]:
    """The shapes that went in, by position and by name."""
    by_position = [shape for each in row["input_shape"] or () for shape in flat(each)]
    return sorted(by_position + flat(row.get("kwarg_shapes")))


PLAIN = ("class", "params", "trainable", "buffers", "calls", "order")


def setting(held: Any, key: str) -> Any:
    """A setting of a module as a golden has it, from the module or from its settings in a record."""
    value = held[key] if isinstance(held, Mapping) else getattr(held, key)
    if key == "bias":
        return value is not None and value is not False
    return list(value) if isinstance(value, tuple) else value
