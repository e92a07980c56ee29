"""Small configurations of many kinds of language models, as a `config.json` would have them."""

from __future__ import annotations

from typing import Any

PLAIN: dict[str, Any] = {
    "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 4, "num_attention_heads": 4, "vocab_size": 200,
    "max_position_embeddings": 256, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2,
}  # fmt: skip
GROUPED = {**PLAIN, "num_key_value_heads": 2, "head_dim": 16}
SLIDING = {**GROUPED, "sliding_window": 8}
EXPERTS = {**GROUPED, "num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 32}
OLD = {"n_layer": 2, "n_embd": 64, "n_head": 4, "vocab_size": 200, "n_positions": 256}
PAIR = {
    "d_model": 64, "encoder_layers": 3, "decoder_layers": 2, "encoder_attention_heads": 4, "decoder_attention_heads": 4,
    "encoder_ffn_dim": 128, "decoder_ffn_dim": 128, "vocab_size": 200, "max_position_embeddings": 256,
}  # fmt: skip
LATENT = {
    **PLAIN, "num_key_value_heads": 4, "n_routed_experts": 8, "num_experts_per_tok": 2, "n_group": 2, "topk_group": 1,
    "first_k_dense_replace": 1, "q_lora_rank": 32, "kv_lora_rank": 16, "qk_rope_head_dim": 8, "qk_nope_head_dim": 8,
    "v_head_dim": 16, "moe_intermediate_size": 32, "n_shared_experts": 1,
}  # fmt: skip

WRITERS: dict[str, dict[str, Any]] = {
    "GPT2LMHeadModel": {"model_type": "gpt2", **OLD},
    "GPTNeoXForCausalLM": {"model_type": "gpt_neox", **PLAIN},
    "GPTJForCausalLM": {"model_type": "gptj", **OLD, "rotary_dim": 8},
    "BloomForCausalLM": {"model_type": "bloom", "hidden_size": 64, "n_layer": 2, "n_head": 4, "vocab_size": 200},
    "OPTForCausalLM": {"model_type": "opt", **PLAIN, "ffn_dim": 128, "word_embed_proj_dim": 64},
    "FalconForCausalLM": {"model_type": "falcon", **PLAIN, "multi_query": True, "new_decoder_architecture": False},
    "GPTBigCodeForCausalLM": {"model_type": "gpt_bigcode", **OLD, "multi_query": True},
    "LlamaForCausalLM": {"model_type": "llama", **GROUPED},
    "MistralForCausalLM": {"model_type": "mistral", **SLIDING},
    "MixtralForCausalLM": {"model_type": "mixtral", **GROUPED, "num_local_experts": 4},
    "Qwen3ForCausalLM": {"model_type": "qwen3", **GROUPED},
    "Qwen3MoeForCausalLM": {"model_type": "qwen3_moe", **EXPERTS},
    "Gemma2ForCausalLM": {"model_type": "gemma2", **SLIDING},
    "GptOssForCausalLM": {"model_type": "gpt_oss", **SLIDING, "num_local_experts": 4},
    "Phi3ForCausalLM": {"model_type": "phi3", **GROUPED},
    "Olmo2ForCausalLM": {"model_type": "olmo2", **GROUPED},
    "DeepseekV3ForCausalLM": {"model_type": "deepseek_v3", **LATENT},
    "JambaForCausalLM": {
        "model_type": "jamba", **GROUPED, "attn_layer_period": 2, "attn_layer_offset": 1, "expert_layer_period": 2,
        "num_experts": 2, "use_mamba_kernels": False, "mamba_d_state": 4,
    },
    "BartForConditionalGeneration": {"model_type": "bart", **PAIR},
    "T5ForConditionalGeneration": {
        "model_type": "t5", "d_model": 64, "d_ff": 128, "d_kv": 16, "num_layers": 3, "num_decoder_layers": 2,
        "num_heads": 4, "vocab_size": 200,
    },
}  # fmt: skip
