"""The articles' numbers, as the command gives them: `show --format json` of each of the 23 cases."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from layertally.cli import main

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "seed_cases.json").read_text("utf-8"))[
    "cases"
]


def shown(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *options: str
) -> dict[str, Any]:
    """What the command prints for a case, as JSON."""
    text = json.dumps(case["description"], ensure_ascii=False)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    assert main(["show", "-", "--format", "json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def same(said: list[int | None], own: list[int | None]) -> bool:
    """Shapes without their batch."""
    return said[1:] == own[1:]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_every_layer_and_the_totals(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shown(case, monkeypatch, capsys)
    layers = {layer["name"]: layer for layer in found["layers"]}
    for row in case["layers"]:
        own = layers[row["name"]]
        assert same(row["output_shape"], own["output_shape"]), row["name"]
        for key in ("trainable", "non_trainable"):
            assert own["params"][key] == row[key], row["name"]
        assert own["params"]["value"] == row["params"], row["name"]
        assert own["macs"]["value"] == row["macs"], row["name"]
    for key in ("params", "trainable", "non_trainable", "macs"):
        assert found["totals"][key] == case["totals"][key]


@pytest.mark.parametrize("case", [c for c in CASES if "flops_paddle" in c["totals"]], ids=lambda case: case["id"])
def test_paddles_own_count(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(case, monkeypatch, capsys, "--macs", "paddle")["totals"]["macs"] == case["totals"]["flops_paddle"]
