"""Live PyTorch models: what is recorded of models that are hard to read, against what torch says of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytestmark = pytest.mark.live("torch")

NAMES = (
    "residual", "inception", "unet", "shared", "tied", "unreached", "asks", "branches", "experts", "in_place",
    "out_argument", "bare", "attention", "rotary", "recurrent", "packed", "lazy", "scripted", "normed", "checkpointed",
    "own_function", "devices", "from_list", "answers", "nested", "mapped", "by_forward", "window", "cached", "wrapped",
    "ready",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore")
def test_an_obstacle_is_read_as_it_must_be(name: str) -> None:
    from layertally.live.torch import record
    from live.obstacles import MODELS

    case = MODELS[name]
    found = record(case.make, inputs=case.inputs, reference=name)
    assert found["how"] == case.how
    json.dumps(found, allow_nan=False)
    whole(found)


def whole(found: dict[str, Any]) -> None:
    """Every source that a record names is there, before it is used; every parameter is listed once."""
    params = [each["name"] for each in found["params"]]
    names = {
        "p": set(params),
        "b": {each["name"] for each in found["buffers"]},
        "i": {i["name"] for i in found["inputs"]},
    }
    assert len(params) == len(names["p"])
    for index, node in enumerate(found["nodes"]):
        for src in (*node["tensors"], *node.get("after", ())):
            if src[0] == "n":
                assert src[1] < index
                assert src[2] < len(found["nodes"][src[1]]["outs"])
            else:
                assert src[1] in names[src[0]]
        assert set(node["params"]) <= names["p"]
    for call in found["calls"]:
        assert 0 <= call["first"] <= call["last"] <= len(found["nodes"])
    assert found["outputs"]
