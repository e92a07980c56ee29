"""Models as people write them: every layer explained, all numbers those of torch, every figure drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.live("torch"), pytest.mark.filterwarnings("ignore")]

NAMES = (
    "weight_normed", "experts", "experts_of_eight", "ask", "sequence_first", "messages", "adjacent", "edge_attention",
    "spectrum", "buckets", "splines", "lengths",
)  # fmt: skip


def counted(model: Any, given: dict[str, Any]) -> int:
    """Multiply-adds of a run, by torch's own counter."""
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        model.requires_grad_(False)
        with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
            model(*given.values())
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
    return int(counter.get_total_flops()) // 2


@pytest.mark.parametrize("name", NAMES)
def test_all_is_explained_and_all_numbers_are_those_of_torch(name: str, tmp_path: Path) -> None:
    import torch

    from layertally import annotate, draw
    from layertally.live.torch import record
    from layertally.readers.traced import read_record
    from live.users import MODELS

    torch.manual_seed(0)
    make, inputs = MODELS[name]
    said = record(make, inputs=inputs, reference=name)
    found = annotate(read_record(said, name))
    assert [(layer.name, layer.layer.why) for layer in found.layers if layer.status != "agrees"] == []
    model = make().eval()
    assert found.totals.params == sum(each.numel() for each in model.parameters())
    given = {each["name"]: torch.zeros(each["shape"], dtype=getattr(torch, each["dtype"])) for each in said["inputs"]}
    batch = said["inputs"][0]["shape"][0]
    if name not in FUSED:
        assert found.totals.macs is not None
        assert found.totals.macs * batch == counted(model, given)
    draw(found, tmp_path, formats=("svg",))
    assert list(tmp_path.glob("*.svg"))


FUSED = {"buckets", "experts_of_eight", "lengths"}
"""A kernel of which torch's counter sees nothing (`nn.Bilinear`, an LSTM); zeros all choose the same experts."""


def test_a_function_that_borrows_weights_does_its_own_work() -> None:
    from torch import nn
    from torch.nn import functional

    from layertally import annotate
    from layertally.live.torch import record
    from layertally.readers.traced import read_record

    class Tied(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.words = nn.Embedding(20, 8)

        def forward(self, x: Any) -> Any:
            return functional.linear(self.words(x), self.words.weight)

    found = annotate(read_record(record(Tied, inputs=("1,5:int64",), reference="tied"), "tied"))
    assert [(layer.name, layer.layer.type, layer.count.value) for layer in found.layers] == [
        ("words", "Embedding", 160),
        ("words_1", "Linear", 0),
    ]
