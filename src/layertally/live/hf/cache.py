"""What a decoder keeps of the tokens that it has read, told from its configuration.

In: a model's class and its configuration. Out: whole numbers by the names of `model.Cache`: layers of attention that
keep every token or a window of them, heads of keys and values, their widths. No numbers but the longest sequence for a
model that does not write, that keeps a state of a fixed size, or whose configuration does not say.
"""

from __future__ import annotations

from inspect import signature
from typing import Any

from .settings import LENGTHS, number, text_config

WRITERS = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration", "DoubleHeadsModel")
SLIDING = ("sliding_attention", "chunked_attention", "local", "local_attention")
FULL = ("full_attention", "attention", "global", "global_attention", "hybrid")
STATES = ("mamba", "mamba2", "falcon_mamba", "rwkv", "xlstm")
"""Models without attention: they keep a state of a fixed size."""


def cache_of(cls: Any, config: Any) -> dict[str, int]:
    """The numbers."""
    text = text_config(config)
    longest = number(text, *LENGTHS)
    layers = number(text, "decoder_layers", "num_decoder_layers", "num_hidden_layers")
    heads = number(text, "decoder_attention_heads", "num_attention_heads")
    width = number(text, "d_model", "hidden_size")
    if not cls.__name__.endswith(WRITERS) or not (layers and heads and width):
        return {"longest": longest}
    full, sliding = _layers(text, layers)
    if not full + sliding:
        return {"longest": longest}
    key = number(text, "head_dim", "d_kv", "kv_channels") or width // heads
    latent = number(text, "kv_lora_rank")
    return {
        "full": full,
        "sliding": sliding,
        "window": number(text, "sliding_window", "attention_chunk_size") if sliding else 0,
        "kv_heads": _kept(text) or heads,
        "key": key,
        "value": number(text, "v_head_dim") or key,
        "latent": latent + number(text, "qk_rope_head_dim") if latent else 0,
        "longest": longest,
    }


def _kept(config: Any) -> int:
    """Heads of keys and values; 0 where each query has its own. A setting unknown to the class means nothing."""
    if getattr(config, "new_decoder_architecture", False) is True:
        return number(config, "num_kv_heads")
    if getattr(config, "multi_query", False) is True:
        return 1
    known = "num_key_value_heads" in signature(type(config).__init__).parameters
    return number(config, "num_key_value_heads") if known else 0


def _layers(config: Any, layers: int) -> tuple[int, int]:
    """How many layers keep every token, and how many only the last of a window."""
    kinds = getattr(config, "layer_types", None) or getattr(config, "layers_block_type", None)
    if isinstance(kinds, (list, tuple)) and len(kinds) == layers:
        return sum(kind in FULL for kind in kinds), sum(kind in SLIDING for kind in kinds)
    if getattr(config, "model_type", "") in STATES:
        return 0, 0
    slides = number(config, "sliding_window") and getattr(config, "use_sliding_window", True)
    return (0, layers) if slides else (layers, 0)
