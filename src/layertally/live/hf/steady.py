"""Whether a length can be a symbol: a dim that depends on it must be a multiple of it, as 4·T or T² are.

In: a model's class, its configuration, inputs at two lengths. Out: yes or no, told by two runs of the same model with
two blocks. A model that pads to 512, shifts by one or adds a place for a sink has dims such as T + 1: it is counted at
a number.
"""

from __future__ import annotations

import copy
from typing import Any

from .lengths import Plan
from .settings import text_config

DEPTHS = (
    "num_hidden_layers", "num_layers", "n_layer", "n_layers", "encoder_layers", "decoder_layers", "num_decoder_layers",
)  # fmt: skip
KINDS = ("layer_types", "layers_block_type", "mlp_layer_types")
BLOCKS = 2


def steady(cls: Any, config: Any, plans: tuple[Plan, Plan]) -> bool:
    """Whether every dim of a run that changes with the lengths is a multiple of them. Yes where that cannot be told."""
    from ..torch import record

    lengths = tuple(tuple(plan.named.values()) for plan in plans)
    try:
        small = shallow(config)
        first, second = (record(lambda: cls(small), inputs=plan.inputs, reference=cls.__name__) for plan in plans)
    except Exception:  # noqa: BLE001 - with two blocks it may be no model at all
        return True
    if [node["op"] for node in first["nodes"]] != [node["op"] for node in second["nodes"]]:
        return False
    dims = {
        pair
        for node, other in zip(first["nodes"], second["nodes"], strict=True)
        for out, same in zip(node["outs"], other["outs"], strict=False)
        for pair in zip(out["shape"], same["shape"], strict=False)
    }
    return all(rest(one, other, *lengths) for one, other in dims)


def rest(one: int, other: int, lengths: tuple[int, ...], others: tuple[int, ...]) -> bool:
    """Whether two sizes are the same but for the lengths in them.

    >>> rest(131 * 64, 137 * 64, (131,), (137,)), rest(132, 138, (131,), (137,)), rest(64, 64, (131,), (137,))
    (True, False, True)
    """
    for length, same in zip(lengths, others, strict=True):
        while one and other and one % length == 0 and other % same == 0:
            one, other = one // length, other // same
    return one == other


def shallow(config: Any) -> Any:
    """The configuration with two blocks of each kind."""
    small = copy.deepcopy(config)
    for part in {id(each): each for each in (small, text_config(small))}.values():
        known = part.to_dict()
        for setting in DEPTHS:
            name = getattr(part, "attribute_map", {}).get(setting, setting)
            if isinstance(known.get(name), int):
                setattr(part, name, min(BLOCKS, known[name]))
        for setting in KINDS:
            if isinstance(known.get(setting), list):
                setattr(part, setting, known[setting][:BLOCKS])
    return small
