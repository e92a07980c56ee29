"""What holds of every record of a run, whatever the model."""

from __future__ import annotations

from typing import Any


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
