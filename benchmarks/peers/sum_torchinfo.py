"""Build Llama-3-70B on PyTorch's meta device from its configuration and sum it up with torchinfo:
`sum_torchinfo.py CONFIG.json FILE.txt`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from torchinfo import summary
from transformers import AutoModelForCausalLM, LlamaConfig

TOKENS = 128

if __name__ == "__main__":
    config = LlamaConfig(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    config.use_cache = False
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config).eval()
        # Given its mask and positions, the model asks for the value of no tensor.
        found = summary(
            model,
            input_data={
                "input_ids": torch.zeros((1, TOKENS), dtype=torch.int64),
                "attention_mask": torch.zeros((1, 1, TOKENS, TOKENS)),
                "position_ids": torch.zeros((1, TOKENS), dtype=torch.int64),
            },
            device="meta",
            verbose=0,
        )
    Path(sys.argv[2]).write_text(str(found), encoding="utf-8")
