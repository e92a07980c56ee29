"""The recorded traces hold together: whatever a record names is in it. Needs no framework."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from live.whole import whole

TRACES = sorted((Path(__file__).parents[1] / "data" / "traces").glob("*.json.gz"))


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.name.split(".")[0])
def test_a_recorded_trace_is_whole(path: Path) -> None:
    found = json.loads(gzip.decompress(path.read_bytes()))
    whole(found)
    assert sum(each["size"] for each in found["params"]) == found["totals"]["params"]
    assert sum(each["flops"] for each in found["nodes"]) == found["totals"]["flops"]
    fused = any(node["op"] in FUSED for node in found["nodes"])
    assert fused or found["totals"]["flops"] == found["totals"].get("cpu_flops", found["totals"]["flops"])


FUSED = {"scaled_dot_product_attention", "multi_head_attention_forward", "_grouped_mm", "grouped_mm", "lstm"}
"""What one kernel does on the CPU, of which torch's counter sees nothing."""
