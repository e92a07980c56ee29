"""What makes each network of `tests/data/goldens.json.gz` that was run: by hand, by torchvision, timm or transformers.

Models of transformers were recorded without their configurations; each was found in its table (widths, layers, sizes of
vocabulary and positions; heads from the shapes of attention). `test_goldens.py` proves that the whole table comes out.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple


class Hf(NamedTuple):
    """A model of transformers: its configuration's class, the model's class, settings."""

    config: str
    model: str
    settings: dict[str, Any]


SMALL = {
    "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 1000,
}  # fmt: skip
TRANSFORMERS: dict[str, Hf] = {
    "bert": Hf("BertConfig", "BertModel", SMALL),
    "distilbert": Hf("DistilBertConfig", "DistilBertForSequenceClassification", {
        "dim": 64, "hidden_dim": 128, "n_layers": 2, "n_heads": 4, "vocab_size": 1000,
    }),
    "gpt2_lm": Hf("GPT2Config", "GPT2LMHeadModel", {"n_embd": 64, "n_layer": 2, "n_head": 4, "vocab_size": 1000}),
    "llama_lm": Hf("LlamaConfig", "LlamaForCausalLM", {**SMALL, "num_key_value_heads": 2}),
    "t5": Hf("T5Config", "T5ForConditionalGeneration", {
        "d_model": 64, "d_ff": 128, "d_kv": 16, "num_layers": 2, "num_heads": 4, "vocab_size": 1000,
    }),
    "vit": Hf("ViTConfig", "ViTForImageClassification", {
        **SMALL, "image_size": 64, "patch_size": 8, "num_labels": 10,
    }),
}  # fmt: skip
VISION = {
    "traces/tv_vit_b_16": "torchvision:vit_b_16",
    "traces/timm_vit_tiny": "timm:vit_tiny_patch16_224",
    "traces/timm_mixer": "timm:mixer_s32_224",
    "zoo/alexnet": "torchvision:alexnet",
    "zoo/efficientnet_b0": "torchvision:efficientnet_b0",
    "zoo/fcn_resnet50": "torchvision:segmentation.fcn_resnet50",
    "zoo/inception_v3": "torchvision:inception_v3",
    "zoo/mobilenet_v2": "torchvision:mobilenet_v2",
    "zoo/resnet50": "torchvision:resnet50",
    "zoo/shufflenet_v2_x1_0": "torchvision:shufflenet_v2_x1_0",
    "zoo/squeezenet1_1": "torchvision:squeezenet1_1",
    "zoo/vgg11": "torchvision:vgg11",
    "zoo/efficientnet_lite0": "timm:efficientnet_lite0",
    "zoo/regnetx_002": "timm:regnetx_002",
    "zoo/resnet26d": "timm:resnet26d",
}


def maker(name: str) -> Any:
    """A function that makes the network behind a golden, with random weights."""
    if name in VISION:
        return partial(vision, *VISION[name].split(":"))
    kind, _, which = name.removeprefix("zoo/").partition("_")
    if kind == "transformers":
        return partial(transformer, *TRANSFORMERS[which])
    from live.handmade import HANDMADE

    return HANDMADE[which]


def package(name: str) -> str:
    """What must be installed beside torch to make it."""
    if name in VISION:
        return VISION[name].partition(":")[0]
    return "transformers" if name.startswith("zoo/transformers_") else "torch"


def vision(package: str, function: str) -> Any:
    """A model of torchvision or timm."""
    _declared()
    if package == "timm":
        import timm

        return timm.create_model(function)
    import torchvision

    make = torchvision.models
    for part in function.split("."):
        make = getattr(make, part)
    return make(weights=None, **({"weights_backbone": None} if "." in function else {}))


def transformer(config: str, model: str, settings: dict[str, Any]) -> Any:
    """A model of transformers by its classes and settings."""
    _declared()
    import transformers

    return getattr(transformers, model)(getattr(transformers, config)(**settings))


def _declared() -> None:
    """All three import torchvision, whether or not its compiled part loads."""
    from layertally.live.torch.vision import declare

    declare()
