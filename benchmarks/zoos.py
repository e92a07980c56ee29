"""The zoos of the survey: names, and how a model is made of one.

In: nothing. Out: `ZOOS`, a list of names by zoo; `made`, what makes a model and the inputs that it is run on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

TIMM = 200
TRANSFORMERS = (
    # encoders
    "albert", "bert", "camembert", "convbert", "deberta", "deberta-v2", "distilbert", "electra", "ernie", "funnel",
    "mobilebert", "modernbert", "mpnet", "nystromformer", "rembert", "roberta", "roformer", "squeezebert",
    "xlm-roberta", "xlnet", "yoso",
    # decoders
    "bloom", "codegen", "cohere", "ctrl", "falcon", "gemma", "gemma2", "gemma3_text", "glm4", "gpt2", "gpt_bigcode",
    "gpt_neo", "gpt_neox", "gptj", "granite", "llama", "mistral", "mpt", "nemotron", "olmo2", "opt", "persimmon", "phi",
    "phi3", "qwen2", "qwen3", "smollm3", "stablelm", "starcoder2", "xglm",
    # mixtures of experts, state spaces, hybrids
    "deepseek_v3", "gpt_oss", "mixtral", "qwen3_moe", "mamba", "mamba2", "jamba",
    # pairs
    "bart", "led", "m2m_100", "marian", "mbart", "pegasus", "t5",
    # pictures, sound, both
    "beit", "clip", "convnext", "deit", "dinov2", "dpt", "hubert", "levit", "mobilevit", "poolformer", "pvt", "regnet",
    "resnet", "segformer", "siglip", "swin", "swinv2", "vit", "vit_mae", "wav2vec2", "whisper",
)  # fmt: skip
DEPTHS = (
    "num_hidden_layers", "num_layers", "n_layer", "n_layers", "encoder_layers", "decoder_layers", "num_decoder_layers",
)  # fmt: skip
"""Settings that say how many blocks there are: two are enough to see how they are joined."""
SMALLER: dict[str, dict[str, Any]] = {
    "deepseek_v3": {"first_k_dense_replace": 1},
    "jamba": {"use_mamba_kernels": False, "attn_layer_period": 2, "attn_layer_offset": 1},
    "gpt_neo": {"attention_types": [[["global", "local"], 1]]},
    "funnel": {"block_sizes": [1, 1]},
    "nemotron": {"num_key_value_heads": 8},
}


def torchvision_names() -> list[str]:
    """All classifiers of torchvision."""
    import torchvision

    return sorted(torchvision.models.list_models(module=torchvision.models))


def timm_names() -> list[str]:
    """As many of timm, evenly over the sorted list: every family has its share."""
    import timm

    names = sorted(timm.list_models())
    return [names[index * len(names) // TIMM] for index in range(TIMM)]


def transformers_names() -> list[str]:
    """Kinds of models of transformers."""
    return list(TRANSFORMERS)


ZOOS: dict[str, Callable[[], list[str]]] = {
    "torchvision": torchvision_names,
    "timm": timm_names,
    "transformers": transformers_names,
}


def made(zoo: str, name: str) -> tuple[Callable[[], Any], tuple[str, ...]]:
    """What makes the model, and the inputs that it is run on (none: what the model says of itself)."""
    if zoo == "torchvision":
        import torchvision

        size = 299 if name == "inception_v3" else 224
        return lambda: torchvision.models.get_model(name, weights=None), (f"1,3,{size},{size}",)
    import timm

    return lambda: timm.create_model(name), ()


def configuration(name: str) -> dict[str, Any]:
    """A configuration of that kind with its own defaults and two blocks."""
    from transformers import AutoConfig

    config = AutoConfig.for_model(name)
    settings = config.to_dict()
    given: dict[str, Any] = {"model_type": name}
    for setting in DEPTHS:
        known = config.attribute_map.get(setting, setting)
        if known != "num_stages" and isinstance(settings.get(known), int):
            given[known] = 2
    return {**given, **SMALLER.get(name, {})}
