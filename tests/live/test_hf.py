"""A `config.json` of Hugging Face: the architecture it names, its total, its lengths as symbols, its cache."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from layertally import LayertallyError
from layertally.annotation import annotate
from layertally.readers.traced import read_record
from live.configs import WRITERS
from live.golden_layers import missed
from live.goldens import differences, goldens, recorded

pytestmark = [pytest.mark.live("torch", "transformers"), pytest.mark.filterwarnings("ignore")]
FAMOUS: dict[str, Any] = json.loads(
    gzip.decompress((Path(__file__).resolve().parents[1] / "data" / "hf_configs.json.gz").read_bytes())
)
# What one token adds, in numbers: 2·layers·heads·width, as the papers and model cards have these models.
KEPT = {
    "gpt2": 2 * 12 * 12 * 64, "llama-2-7b": 2 * 32 * 32 * 128, "llama-3-70b": 2 * 80 * 8 * 128,
    "mistral-7b": 2 * 32 * 8 * 128, "mixtral-8x7b": 2 * 32 * 8 * 128, "gemma-2b": 2 * 18 * 1 * 256,
    "t5-small": 2 * 6 * 8 * 64, "whisper-large-v3": 2 * 32 * 20 * 64,
}  # fmt: skip
UNNAMED = {"vit-base-16", "mamba-130m"}
# A scan goes through its tokens one by one; a sink makes attention T + 1 wide.
NUMBERS = {"JambaForCausalLM": 16, "GptOssForCausalLM": 128}


@pytest.mark.parametrize("name", FAMOUS)
def test_a_famous_architecture_is_read(name: str) -> None:
    from layertally.live.hf import record

    found = record(FAMOUS[name]["config"])
    assert found["how"] == "meta"
    assert sum(each["size"] for each in found["params"]) == FAMOUS[name]["params"]
    assert found["class"].rpartition(".")[2] == FAMOUS[name]["config"]["architectures"][0]
    assert bool(found.get("named")) is (name not in UNNAMED)
    assert a_token(found["cache"]) == KEPT.get(name, 0)
    golden = goldens()[f"hf/{name}"]
    assert differences(golden, recorded(found)) == []
    assert {key: found["totals"][key] for key in golden["totals"]} == golden["totals"]
    assert list(missed(f"hf/{name}", golden, found, annotate(read_record(found, name)))) == []


def a_token(cache: dict[str, int]) -> int:
    if cache.get("latent"):
        return cache["full"] * cache["latent"]
    layers = cache.get("full", 0) + cache.get("sliding", 0)
    return layers * cache.get("kv_heads", 0) * (cache.get("key", 0) + cache.get("value", 0))


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_kept_a_token_is_what_transformers_keeps(name: str) -> None:
    import torch

    from layertally.live.hf.cache import cache_of
    from layertally.live.hf.pick import configured, model_class

    config, _ = configured(WRITERS[name], "config.json")
    cls = model_class({"architectures": [name]}, config, "config.json")
    words = torch.ones(1, 20, dtype=torch.int64)
    given = {"decoder_input_ids": words} if config.is_encoder_decoder else {}
    with torch.no_grad():
        kept = cls(config).eval()(input_ids=words, use_cache=True, **given).past_key_values
    kept = getattr(kept, "self_attention_cache", kept)
    numbers = 0
    for layer in kept.layers:
        for tensor in (getattr(layer, "keys", None), getattr(layer, "values", None)):
            if isinstance(tensor, torch.Tensor) and tensor.dim() == 4:
                _, heads, _, width = tensor.shape
                numbers += heads * width
    assert a_token(cache_of(cls, config)) == numbers


@pytest.mark.parametrize("name", WRITERS)
def test_lengths_are_symbols(name: str) -> None:
    from layertally.live.hf import record

    found = record({**WRITERS[name], "architectures": [name]})
    named = {} if name in NUMBERS else {"T": 131}
    if name in ("BartForConditionalGeneration", "T5ForConditionalGeneration"):
        named = {"S": 131, "T": 137}
    assert found.get("named", {}) == named
    for number in named.values():
        assert any(each["shape"] == [1, number] for each in found["inputs"])


@pytest.mark.parametrize(("name", "tokens"), NUMBERS.items())
def test_a_length_that_is_no_symbol_is_a_number_and_says_so(name: str, tokens: int) -> None:
    from layertally.live.hf import record

    found = record({**WRITERS[name], "architectures": [name]})
    assert found["inputs"][0]["shape"] == [1, tokens]
    assert found["notes"][0].startswith(f"counted at {tokens} tokens")


def test_a_typed_input_is_taken() -> None:
    from layertally.live.hf import record

    found = record(WRITERS["LlamaForCausalLM"], inputs=("input_ids=2,16:int64",))
    assert found["inputs"][0]["shape"] == [2, 16]
    assert "named" not in found


@pytest.mark.parametrize(
    ("config", "said", "fix"),
    [
        ({"model_type": "lama"}, "has no `model_type: lama`", "write `llama`"),
        ({"hidden_size": 4}, "config.json has no `model_type`", "say whose architecture"),
        ({"model_type": "my_net", "auto_map": {"AutoModel": "modeling.Net"}}, "names code of its own", "read it live"),
        ({"model_type": "llama", "num_attention_heads": "many"}, "is no configuration of `llama`", "correct"),
    ],
)
def test_what_cannot_be_read_says_why(config: dict[str, Any], said: str, fix: str) -> None:
    from layertally.live.hf import record

    with pytest.raises(LayertallyError, match=said) as caught:
        record(config)
    assert fix in caught.value.fix


def test_code_that_a_configuration_names_is_not_run() -> None:
    from layertally.live.hf import record

    found = record({**WRITERS["LlamaForCausalLM"], "auto_map": {"AutoModel": "evil--repo.modeling.Net"}})
    assert "evil--repo" in found["notes"][0]
    assert "was not run" in found["notes"][0]
    assert found["class"].startswith("transformers.")
