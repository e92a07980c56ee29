"""What the learned tensors of the models of `live.learned` must come to: some of each model's parameter formulas, with
symbols and with numbers. Worked out by hand from how the models are written."""

from __future__ import annotations

FORMULAS: dict[str, tuple[tuple[str, str], ...]] = {
    "tokens": (("C", "16"), ("T·d_model", "10·16"), ("1", "1")),
    "rows": (("n·d_model", "32·16"), ("n·d_model", "4·16")),
    "channels": (("C", "6"), ("n_1·n_2·n_3", "6·5·5")),
    "window": (("(2·w_h − 1)·(2·w_w − 1)·n_heads", "(2·3 − 1)·(2·4 − 1)·2"),),
    "outside": (("((2·w_h − 1)·(2·w_w − 1) + 3)·n_heads", "((2·3 − 1)·(2·4 − 1) + 3)·2"),),
    "offsets": (("n·n_heads", "9·2"),),
    "temperature": (("n_heads", "2"),),
    "part_bias": (("c_in·c_out + c_out − 16", "16·48 + 48 − 16"),),
    "gain": (("(k_h·k_w·c_in + 1)·c_out + c_out", "(3·3·3 + 1)·8 + 8"),),
    "weight_norm": (("(k·c_in/g + 1)·c_out + k", "(3·8/2 + 1)·16 + 3"),),
    "tied_head": (("V·d_model", "100·16"), ("c_out", "100")),
    "cut_kernel": (("(c_in − 16)·c_out", "(24 − 16)·100"), ("C", "100")),
    "heads": (("n_i·n_n·n_d", "16·2·8"), ("n_2·n_3", "2·8")),
    "picked": (("n·n_c", "9·16"),),
    "matrices": (("n_1·c_in·c_out", "3·8·4"),),
    "query": (("C", "16"), ("4·(d_model + 1)·d_model", "4·(16 + 1)·16")),
    "angles": (("(c_in + 1)·c_out", "(16 + 1)·48"),),
}
