"""Configurations of Hugging Face as transformers built them (tests/data/hf, recorded by tools/record/hf.py)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

import layertally
from layertally import LayertallyError
from layertally.api import Network
from layertally.formula import Poly, Value
from layertally.readers import hf_config

DATA = Path(__file__).resolve().parents[1] / "data"
CONFIGS: dict[str, Any] = json.loads(gzip.decompress((DATA / "hf_configs.json.gz").read_bytes()))
NAMES = sorted(path.name.removesuffix(".json.gz") for path in (DATA / "hf").glob("*.json.gz"))


def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress((DATA / "hf" / f"{name}.json.gz").read_bytes()))
    return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The library is there, and answers what it answered when it was recorded."""
    jobs: list[dict[str, Any]] = []

    def ask(job: dict[str, Any], **_: Any) -> dict[str, Any]:
        jobs.append(job)
        return recorded(Path(job["reference"]).name.removesuffix(".json"))

    monkeypatch.setattr("layertally.live.ask", ask)
    monkeypatch.setattr(hf_config, "find_spec", lambda name: name)
    return jobs


def read(name: str) -> Network:
    return layertally.read(f"{name}.json", text=json.dumps(CONFIGS[name]["config"]))


def at(value: Value | None, named: dict[str, int]) -> int | None:
    """A polynomial at the lengths that were run."""
    if not isinstance(value, Poly):
        return value
    total = 0
    for powers, factor in value.terms:
        for symbol, power in powers:
            assert isinstance(symbol, str)
            factor *= named[symbol] ** power  # noqa: PLW2901 - a product, factor by factor
        total += factor
    return total


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("asked")
def test_totals_are_those_of_transformers(name: str) -> None:
    net, record = read(name), recorded(name)
    assert net.name == name
    assert net.totals.params == CONFIGS[name]["params"] == record["totals"]["params"]
    assert net.totals.trainable == record["totals"]["trainable"]
    macs = at(net.totals.macs, record.get("named", {}))
    assert macs is not None
    assert 2 * macs == record["totals"]["flops"]


@pytest.mark.usefixtures("asked")
def test_lengths_are_symbols_and_memory_is_worked_out() -> None:
    text = str(read("gpt2").table(columns=100))
    assert "gpt2 · torch · T → T×50257" in text
    assert "18,432·T² + 123,532,032·T" in text
    assert "weights  475 MiB float32 · 237 MiB bfloat16 · 119 MiB int8 · 59.3 MiB int4" in text
    assert "KV cache  2·12·12·64·2 = 36,864 bytes a token in bfloat16; 1,024 tokens take 36.0 MiB" in text
    sliding = str(read("mistral-7b").table(columns=100))
    assert "KV cache  2·32·8·128·2 = 131,072 bytes a token in bfloat16; 32 layers keep the last 4,096" in sliding
    assert "131,072 tokens take 512 MiB" in sliding
    assert "KV cache" not in str(read("bert-base-uncased").table())
    assert "每个词元 36,864" not in text


@pytest.mark.usefixtures("asked")
def test_memory_stands_in_json() -> None:
    memory = json.loads(read("llama-3-70b").table("json"))["memory"]
    assert memory["weights"]["bfloat16"] == 2 * 70_553_706_496
    assert memory["token"]["value"] == 2 * 80 * 8 * 128 * 2
    assert memory["token"]["symbols"] == "2·L·h_kv·d_k·b"
    assert memory["tokens"] == {"length": 2048, "value": 2048 * 2 * 80 * 8 * 128 * 2}


def test_what_is_typed_reaches_the_job(asked: list[dict[str, Any]]) -> None:
    layertally.read("gpt2.json", text=json.dumps(CONFIGS["gpt2"]["config"]), input={"input_ids": ((1, 8), "int64")})
    assert asked[-1]["inputs"] == ["input_ids=1,8:int64"]
    assert asked[-1]["kind"] == "hf"


def test_a_folder_says_nothing_of_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(CONFIGS["gpt2"]["config"]), encoding="utf-8")
    monkeypatch.setattr("layertally.live.ask", lambda *_, **__: recorded("gpt2"))
    monkeypatch.setattr(hf_config, "find_spec", lambda name: name)
    assert layertally.read(path).name == "GPT2LMHeadModel"


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hf_config, "find_spec", lambda name: None if name == "transformers" else name)
    with pytest.raises(
        LayertallyError, match=r"^error: transformers is not installed, and gpt2\.json needs it"
    ) as caught:
        read("gpt2")
    assert caught.value.fix.startswith("pip install 'layertally[hf]'")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"model_type": "gpt2",}', "not valid JSON: Illegal trailing comma|not valid JSON: Expecting property name"),
        ('{"model_type": "gpt2", "a": ' + "[" * 40 + "]" * 40 + "}", "nested deeper than 32"),
        ('{"model_type": "gpt2", "a": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested"),
    ],
    ids=["a comma", "deep", "very deep"],
)
def test_a_broken_file_is_refused(text: str, said: str) -> None:
    with pytest.raises(LayertallyError, match=said):
        layertally.read("config.json", text=text)


@pytest.mark.live("torch", "transformers")
@pytest.mark.filterwarnings("ignore")
def test_through_the_door(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(CONFIGS["distilbert-base"]["config"]), encoding="utf-8")
    assert layertally.read(path).totals.params == 66_362_880
    path.write_text('{"model_type": "lama"}', encoding="utf-8")
    with pytest.raises(LayertallyError, match="has no `model_type: lama`") as caught:
        layertally.read(path)
    assert caught.value.fix == "write `llama`"
