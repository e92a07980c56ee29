"""The page of counters: every sum comes to what its tool said, and the tools still say it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tools.docs_compare import CASES, DATA, worth

import layertally

ROOT = Path(__file__).resolve().parent.parent
SAID: dict[str, Any] = json.loads((ROOT / DATA).read_text(encoding="utf-8"))
DESCRIBED = {
    "encoder": "input: [512, 128]\nlayers: [{TransformerEncoderLayer: [128, 4, 256]}]",
    "lenet": (
        "input: [1, 28, 28]\nlayers: [{Conv2d: {in_channels: 1, out_channels: 6, kernel_size: 5, padding: 2}}, ReLU, "
        "{MaxPool2d: 2}, {Conv2d: [6, 16, 5]}, ReLU, {MaxPool2d: 2}, Flatten, {Linear: [400, 120]}, ReLU, "
        "{Linear: [120, 84]}, ReLU, {Linear: [84, 10]}]"
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_sum_comes_to_what_its_tool_said(name: str) -> None:
    case = CASES[name]
    assert set(case.tools) <= set(SAID["said"][name])
    for tool, each in case.tools.items():
        assert [worth(each.params or case.params), worth(each.cost)] == SAID["said"][name][tool], tool


@pytest.mark.parametrize("name", CASES)
def test_what_is_the_same_need_not_be_listed(name: str) -> None:
    said = SAID["said"][name]
    for tool in set(said) - set(CASES[name].tools):
        assert said[tool] == said["torch"], tool


@pytest.mark.parametrize("name", DESCRIBED)
def test_our_own_number_is_worked_out(name: str) -> None:
    net = layertally.read("net.yaml", text=f"framework: torch\n{DESCRIBED[name]}")
    assert net.totals.params == worth(CASES[name].params)
    assert net.totals.macs == worth(CASES[name].macs)


@pytest.mark.live("torch", "torchinfo", "fvcore", "thop", "ptflops")
def test_the_tools_still_say_it() -> None:
    code = "import json, sys; from tools.record.comparison import recorded; sys.stderr.write(json.dumps(recorded()))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, check=True, text=True, cwd=ROOT, timeout=300
    )
    now = json.loads(done.stderr[done.stderr.index('{"versions"') :])
    if now["versions"] != SAID["versions"]:
        absent = pytest.fail if os.environ.get("LAYERTALLY_LIVE") else pytest.skip
        absent(f"other versions: {now['versions']}")
    assert now["said"] == SAID["said"]
