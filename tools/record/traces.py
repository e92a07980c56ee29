"""Models go in, what a run of each leaves behind comes out: ``tests/data/traces/NAME.json.gz``, ``…/zoo/NAME.json.gz``.

Run from the repository root, in an environment with ``torch==2.13.0`` (CPU), ``torchvision==0.28.0``, ``timm==1.0.31``
and ``transformers==5.24.0``; names choose models, without any all are recorded::

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
FOLDER = ROOT / "tests" / "data" / "traces"
WHOLE = ROOT / "tests" / "data" / "zoo"
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
    "tv_resnet18": ("torchvision", "resnet18", ("1,3,224,224",)),
    "tv_vgg11": ("torchvision", "vgg11", ("1,3,224,224",)),
    "tv_mobilenet_v3_small": ("torchvision", "mobilenet_v3_small", ("1,3,224,224",)),
    "tv_googlenet": ("torchvision", "googlenet", ("1,3,224,224",)),
    "tv_densenet121": ("torchvision", "densenet121", ("1,3,224,224",)),
    "tv_shufflenet_v2_x0_5": ("torchvision", "shufflenet_v2_x0_5", ("1,3,224,224",)),
    "tv_vit_b_16": ("torchvision", "vit_b_16", ("1,3,224,224",)),
    "tv_swin_t": ("torchvision", "swin_t", ("1,3,224,224",)),
    "timm_vit_tiny": ("timm", "vit_tiny_patch16_224", ("1,3,224,224",)),
    "timm_convnext_atto": ("timm", "convnext_atto", ("1,3,224,224",)),
    "timm_mixer": ("timm", "mixer_s32_224", ("1,3,224,224",)),
    "timm_efficientnet_b0": ("timm", "efficientnet_b0", ("1,3,224,224",)),
}
ZOO = {
    "alexnet": ("torchvision", "alexnet", ("1,3,224,224",)),
    "efficientnet_b0": ("torchvision", "efficientnet_b0", ("1,3,224,224",)),
    "fcn_resnet50": ("torchvision", "segmentation.fcn_resnet50", ("1,3,128,128",)),
    "inception_v3": ("torchvision", "inception_v3", ("1,3,299,299",)),
    "mobilenet_v2": ("torchvision", "mobilenet_v2", ("1,3,224,224",)),
    "resnet50": ("torchvision", "resnet50", ("1,3,224,224",)),
    "shufflenet_v2_x1_0": ("torchvision", "shufflenet_v2_x1_0", ("1,3,224,224",)),
    "squeezenet1_1": ("torchvision", "squeezenet1_1", ("1,3,224,224",)),
    "efficientnet_lite0": ("timm", "efficientnet_lite0", ("1,3,224,224",)),
    "regnetx_002": ("timm", "regnetx_002", ("1,3,224,224",)),
    "resnet26d": ("timm", "resnet26d", ("1,3,224,224",)),
}
"""Networks whose modules were counted apart from us (`tests/data/goldens.json.gz`); they go into `tests/data/zoo`."""
OBSTACLES = (
    "residual", "inception", "unet", "shared", "tied", "unreached", "asks", "experts", "in_place", "bare", "attention",
    "rotary", "recurrent", "packed", "lazy", "scripted", "normed", "answers", "nested", "window", "cached",
)  # fmt: skip


def models() -> Iterator[tuple[str, Callable[[], Any], tuple[str, ...]]]:
    """Every model: its name, what makes it, its inputs."""
    sys.path.insert(0, str(ROOT / "tests"))
    from live.obstacles import MODELS

    for name in OBSTACLES:
        yield name, MODELS[name].make, MODELS[name].inputs
    for name, (package, function, inputs) in (VISION | ZOO).items():
        yield name, partial(_vision, package, function), inputs
    for name, wanted in TRANSFORMERS.items():
        yield name, partial(_transformer, wanted), wanted.inputs


def _vision(package: str, function: str) -> Any:
    if package == "timm":
        import timm

        return timm.create_model(function)
    import torchvision

    make = torchvision.models
    for part in function.split("."):
        make = getattr(make, part)
    return make(weights=None, **({"weights_backbone": None} if "." in function else {}))


def _transformer(wanted: Hf) -> Any:
    import transformers

    config = getattr(transformers, wanted.config)(**wanted.settings)
    return getattr(transformers, wanted.model)(config)


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


def declare_operators() -> Any:
    """Torchvision built for a GPU is imported beside torch for a CPU once two of its operators have names."""
    import torch

    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    return library


def main(wanted: list[str]) -> None:
    os.environ.update(TORCH_COMPILE_DISABLE="1", HF_HUB_OFFLINE="1", CUDA_VISIBLE_DEVICES="")
    library = declare_operators()  # lives as long as it is held
    from layertally.live.torch import record

    for name, make, inputs in models():
        if wanted and name not in wanted:
            continue
        found = record(make, inputs=inputs, reference=name)
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
        folder = WHOLE if name in ZOO else FOLDER
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.json.gz").write_bytes(packed)
    del library


if __name__ == "__main__":
    main(sys.argv[1:])
