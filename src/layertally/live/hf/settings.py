"""Settings of a configuration under the names that its class gives them.

In: a configuration object of transformers. Out: whole numbers, the part that is about text.
"""

from __future__ import annotations

from typing import Any

LENGTHS = ("max_position_embeddings", "n_positions", "max_target_positions", "n_ctx", "max_seq_len")
"""How the longest sequence is called."""
PARTS = ("text_config", "language_config", "llm_config", "decoder", "generator", "thinker_config")


def text_config(config: Any) -> Any:
    """The configuration of the part that reads and writes text; the whole one where there are no parts."""
    for name in PARTS:
        part = getattr(config, name, None)
        if hasattr(part, "to_dict"):
            return text_config(part)
    return config


def number(config: Any, *names: str) -> int:
    """The first of these settings that is a whole number above 0; 0 if none is."""
    for name in names:
        value = getattr(config, name, None)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return 0
