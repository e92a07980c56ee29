"""A `config.json` of Hugging Face: the architecture that it names, as the installed transformers builds it.

In: a source whose text is such a configuration. Out: a `Model`, its sequence lengths as symbols, with what a decoder
keeps a token. The model is built on the meta device in a process of its own, nothing is fetched, and no code but that
of transformers runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from typing import Any

from ..errors import LayertallyError, Place
from ..model import Cache, Model
from .source import CONFIG, Source

NEEDS = ("torch", "transformers")
INSTALL = "pip install 'layertally[hf]', or read a frozen copy: layertally freeze (where transformers is installed)"
MOST_DEPTH = 32


def accepts(source: Source) -> bool:
    """Whether it is one: a JSON object that says `model_type` or `architectures`."""
    text = source.text
    if text is None or not text.lstrip().startswith("{") or not CONFIG.search(text):
        return False
    return any(key in _parsed(source) for key in ("model_type", "architectures"))


def read(source: Source) -> Model:
    """The model. Raises LayertallyError."""
    for module in NEEDS:
        if find_spec(module) is None:
            raise LayertallyError(f"{module} is not installed, and {source.name} needs it", fix=INSTALL)
    from ..live import ask

    job = {"kind": "hf", "config": _parsed(source), "inputs": list(source.inputs), "reference": source.name}
    record = ask(job, timeout=source.timeout, memory=source.memory)
    model: Model = import_module(".traced", __package__).read_record(record, source)
    return replace(model, name=_name(source, record), cache=Cache(**record["cache"]))


def _parsed(source: Source) -> dict[str, Any]:
    """The object. Raises LayertallyError where it is no JSON, or is nested too deeply."""
    try:
        found = json.loads(source.text or "")
    except json.JSONDecodeError as error:
        raise LayertallyError(
            f"not valid JSON: {error.msg}", Place(source.name, error.lineno, error.colno), "correct it there"
        ) from error
    except RecursionError as error:
        raise LayertallyError(f"{source.name} was refused: nested too deeply", Place(source.name)) from error
    if not isinstance(found, Mapping) or _depth(found) > MOST_DEPTH:
        raise LayertallyError(f"{source.name} was refused: nested deeper than {MOST_DEPTH}", Place(source.name))
    return dict(found)


def _depth(value: Any) -> int:
    deepest, rest = 0, [(value, 1)]
    while rest:
        each, depth = rest.pop()
        deepest = max(deepest, depth)
        if depth <= MOST_DEPTH:
            inner = each.values() if isinstance(each, Mapping) else each if isinstance(each, list) else ()
            rest += [(one, depth + 1) for one in inner]
    return deepest


def _name(source: Source, record: Mapping[str, Any]) -> str:
    """What the file is called, unless it is called as all are; then its architecture."""
    stem = PurePath(source.name).name.removesuffix(".gz").removesuffix(".json").removesuffix(".config")
    return record["name"] if stem in ("config", "") or stem.startswith("<") else stem
