"""Configurations with parts replaced or taken out: a model or one clear error, never anything else."""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings, strategies as st

from layertally.annotation import annotate
from layertally.errors import LayertallyError
from layertally.readers import read

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = [
    *sorted((DATA / "corpus" / "keras" / "classes").glob("*.config.json.gz")),
    *sorted((DATA / "corpus" / "tfkeras").glob("[civ]*.config.json.gz")),
    *sorted((DATA / "keras_models").glob("*.json.gz")),
]
LAYER = {"class_name": "Dense", "config": {"units": 3}}
VALUES: list[Any] = [
    *(None, True, -1, 0, 3, 10**30, 1.5, float("nan"), "x", "a>b", "\x1b[31m", "keras"),
    *([], [None], [1, 2], [[1]], {}, {"a": []}, ["x", 0, 0], LAYER, {"layers": [LAYER]}),
]
Path_ = tuple[Any, ...]


@cache
def source(number: int) -> tuple[Any, list[Path_]]:
    root = json.loads(gzip.decompress(FILES[number].read_bytes()))
    root = root.get("config", root) if "totals" in root else root
    return root, [*paths(root)][1:]


def paths(value: Any, before: Path_ = ()) -> Iterator[Path_]:
    yield before
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from paths(value[key], (*before, key))


def change(root: Any, path: Path_, value: Any) -> None:
    """Put a value in the place, or take away what is there (`...`); what another change has taken away is left."""
    try:
        for key in path[:-1]:
            root = root[key]
        if value is ...:
            del root[path[-1]]
        else:
            root[path[-1]] = copy.deepcopy(value)
    except (KeyError, IndexError, TypeError):
        return


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_changed_configuration_is_read_or_refused(data: st.DataObject) -> None:
    root, places = source(data.draw(st.integers(0, len(FILES) - 1)))
    root = copy.deepcopy(root)
    for _ in range(data.draw(st.integers(1, 3))):
        path = places[data.draw(st.integers(0, len(places) - 1))]
        change(root, path, data.draw(st.sampled_from([..., *VALUES])))
    with suppress(LayertallyError):
        found = annotate(read("changed.json", text=json.dumps(root)))
        assert [layer.name for layer in found.layers] == [layer.name for layer in found.model.layers]
