"""Models go in, what a run of each leaves behind comes out: ``tests/data/traces/*.json.gz``, and ``tests/data/zoo``
for networks whose modules were recorded apart from us (``tests/data/goldens.json.gz``).

Run from the repository root, in an environment with ``torch==2.13.0`` (CPU), ``torchvision==0.28.0``, ``timm==1.0.31``
and ``transformers==5.24.0``; names such as ``zoo/resnet50`` choose models, without any all are recorded::

    python -m tools.record.traces [NAME...]

``totals`` in each record are torch's own: parameters by ``numel`` over distinct tensors, floating-point operations by
``FlopCounterMode`` in a run of its own where the model runs under it.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
MOST_BYTES = 60_000
TOKENS = ("input_ids=1,16:int64",)
BOTH = (*TOKENS, "decoder_input_ids=1,16:int64")
SMALL = {
    "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 1000,
}  # fmt: skip
GROUPED = {**SMALL, "num_key_value_heads": 2, "head_dim": 16}
PICTURE = {"image_size": 32, "patch_size": 8}
SEQ2SEQ = {
    "d_model": 64, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4, "decoder_attention_heads": 4,
    "encoder_ffn_dim": 128, "decoder_ffn_dim": 128, "vocab_size": 1000,
}  # fmt: skip
LATENT = {
    **SMALL, "num_key_value_heads": 4, "n_routed_experts": 8, "num_experts_per_tok": 2, "n_group": 2, "topk_group": 1,
    "first_k_dense_replace": 1, "q_lora_rank": 32, "kv_lora_rank": 16, "qk_rope_head_dim": 8, "qk_nope_head_dim": 8,
    "v_head_dim": 16, "moe_intermediate_size": 32, "n_shared_experts": 1, "num_hidden_layers": 3,
}  # fmt: skip


class Hf(NamedTuple):
    """A model of transformers: its configuration's class, the model's class, settings, inputs."""

    config: str
    model: str
    settings: dict[str, Any]
    inputs: tuple[str, ...] = TOKENS


TRANSFORMERS: dict[str, Hf] = {
    "hf_llama": Hf("LlamaConfig", "LlamaForCausalLM", GROUPED),
    "hf_gpt2": Hf("GPT2Config", "GPT2LMHeadModel", {"n_layer": 2, "n_embd": 64, "n_head": 4, "vocab_size": 1000}),
    "hf_bert": Hf("BertConfig", "BertModel", SMALL),
    "hf_t5": Hf("T5Config", "T5ForConditionalGeneration", {
        "d_model": 64, "d_ff": 128, "d_kv": 16, "num_layers": 2, "num_heads": 4, "vocab_size": 1000,
    }, BOTH),
    "hf_vit": Hf("ViTConfig", "ViTForImageClassification", {**SMALL, **PICTURE}, ("pixel_values=1,3,32,32",)),
    "hf_whisper": Hf("WhisperConfig", "WhisperForConditionalGeneration", {
        **SEQ2SEQ, "max_source_positions": 50, "num_mel_bins": 16, "pad_token_id": 0, "bos_token_id": 1,
        "eos_token_id": 2, "decoder_start_token_id": 1,
    }, ("input_features=1,16,100", "decoder_input_ids=1,8:int64")),
    "hf_mixtral": Hf("MixtralConfig", "MixtralForCausalLM", {**GROUPED, "num_local_experts": 4}),
    "hf_qwen3": Hf("Qwen3Config", "Qwen3ForCausalLM", GROUPED),
    "hf_deepseek_v3": Hf("DeepseekV3Config", "DeepseekV3ForCausalLM", LATENT),
    "hf_gpt_oss": Hf("GptOssConfig", "GptOssForCausalLM", {
        **GROUPED, "intermediate_size": 64, "num_local_experts": 8, "num_experts_per_tok": 2,
    }),
    "hf_mamba": Hf("MambaConfig", "MambaForCausalLM", {
        "hidden_size": 64, "state_size": 8, "num_hidden_layers": 2, "vocab_size": 1000,
    }),
    "hf_swin": Hf("SwinConfig", "SwinModel", {
        "image_size": 32, "patch_size": 2, "embed_dim": 16, "depths": [2, 2], "num_heads": [2, 4], "window_size": 4,
    }, ("pixel_values=1,3,32,32",)),
    "hf_clip": Hf("CLIPConfig", "CLIPModel", {
        "text_config": {**SMALL, "max_position_embeddings": 32, "projection_dim": 32},
        "vision_config": {**SMALL, **PICTURE, "projection_dim": 32}, "projection_dim": 32,
    }, (*TOKENS, "pixel_values=1,3,32,32")),
    "hf_bart": Hf("BartConfig", "BartForConditionalGeneration", SEQ2SEQ, BOTH),
    "hf_deberta_v2": Hf("DebertaV2Config", "DebertaV2Model", {
        **SMALL, "relative_attention": True, "pos_att_type": ["p2c", "c2p"],
    }),
    "hf_albert": Hf("AlbertConfig", "AlbertModel", {**SMALL, "embedding_size": 32}),
    "hf_gemma": Hf("GemmaConfig", "GemmaForCausalLM", GROUPED),
    "hf_falcon": Hf("FalconConfig", "FalconForCausalLM", SMALL),
    "hf_wav2vec2": Hf("Wav2Vec2Config", "Wav2Vec2Model", {
        **SMALL, "conv_dim": [32, 32], "conv_kernel": [10, 3], "conv_stride": [5, 2], "num_feat_extract_layers": 2,
        "num_conv_pos_embeddings": 16, "num_conv_pos_embedding_groups": 4,
    }, ("input_values=1,1600",)),
}  # fmt: skip
VISION = {
    "tv_resnet18": ("torchvision", "resnet18"),
    "tv_vgg11": ("torchvision", "vgg11"),
    "tv_mobilenet_v3_small": ("torchvision", "mobilenet_v3_small"),
    "tv_googlenet": ("torchvision", "googlenet"),
    "tv_densenet121": ("torchvision", "densenet121"),
    "tv_shufflenet_v2_x0_5": ("torchvision", "shufflenet_v2_x0_5"),
    "tv_swin_t": ("torchvision", "swin_t"),
    "timm_convnext_atto": ("timm", "convnext_atto"),
    "timm_efficientnet_b0": ("timm", "efficientnet_b0"),
}
OBSTACLES = (
    "residual", "inception", "unet", "shared", "tied", "unreached", "asks", "experts", "in_place", "bare", "attention",
    "rotary", "recurrent", "packed", "lazy", "scripted", "normed", "answers", "nested", "window", "cached",
)  # fmt: skip


def models() -> Iterator[tuple[str, Callable[[], Any], tuple[str, ...]]]:
    """Every model: its record under `tests/data`, what makes it, its inputs."""
    sys.path.insert(0, str(DATA.parent))
    from live import adapted, golden_models, goldens
    from live.learned import MODELS as LEARNED
    from live.obstacles import MODELS

    for name, case in LEARNED.items():
        yield f"traces/learned_{name}", case.make, case.inputs
    for name, adapting in adapted.MODELS.items():
        yield f"traces/{name}", adapting.make, adapting.inputs
    for name in OBSTACLES:
        yield f"traces/{name}", MODELS[name].make, MODELS[name].inputs
    for name in goldens.names("traces/", "zoo/"):
        yield name, golden_models.maker(name), goldens.words(goldens.goldens()[name])
    for name, (package, function) in VISION.items():
        yield f"traces/{name}", partial(golden_models.vision, package, function), ("1,3,224,224",)
    for name, wanted in TRANSFORMERS.items():
        settings = (wanted.config, wanted.model, wanted.settings)
        yield f"traces/{name}", partial(golden_models.transformer, *settings), wanted.inputs


def counted(make: Callable[[], Any], inputs: tuple[str, ...]) -> tuple[int, int | None]:
    """Parameters and floating-point operations, as torch counts them in a plain run on the CPU."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    from layertally.live.torch.inputs import typed

    torch.backends.mha.set_fastpath_enabled(False)  # one call of a whole layer, which counts as nothing
    torch.manual_seed(0)
    model = make().eval()
    given = typed(model, inputs)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(*given.args, **given.kwargs)
    return sum(each.numel() for each in model.parameters()), counter.get_total_flops()


def main(wanted: list[str]) -> None:
    os.environ.update(TORCH_COMPILE_DISABLE="1", HF_HUB_OFFLINE="1", CUDA_VISIBLE_DEVICES="")
    from layertally.live.torch import record

    for name, make, inputs in models():
        if wanted and name not in wanted:
            continue
        found = record(make, inputs=inputs, reference=name.rpartition("/")[2])
        try:
            params, flops = counted(make, inputs)
            found["totals"] = {**found["totals"], "params": params, "cpu_flops": flops}
        except Exception as error:
            print(f"{name}: not counted: {type(error).__name__}: {error}"[:160])
        data = json.dumps(found, separators=(",", ":"), allow_nan=False).encode()
        packed = gzip.compress(data, 9, mtime=0)
        totals = found["totals"]
        print(f"{name}: {found['how']}, {len(found['nodes'])} nodes, {totals}, {len(packed):,} bytes")
        if len(packed) > MOST_BYTES:
            print(f"{name}: larger than {MOST_BYTES:,} bytes, left out")
            continue
        (DATA / f"{name}.json.gz").write_bytes(packed)


if __name__ == "__main__":
    main(sys.argv[1:])
