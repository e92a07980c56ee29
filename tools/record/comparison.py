"""What other counters say of three small models: ``tests/data/comparison.json``, read by ``tools.docs_compare``.

Run from the repository root, in an environment with ``torch torchinfo fvcore thop ptflops``::

    python -m tools.record.comparison

Each tool is called as its own README calls it, each model is built anew for each tool, in evaluation mode, batch 1.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[2] / "tests" / "data" / "comparison.json"
PACKAGES = ("torch", "torchinfo", "fvcore", "thop", "ptflops")


def models() -> dict[str, tuple[Callable[[], Any], Any]]:
    """By name: a function that builds the model, and its input."""
    import torch
    from torch import nn

    class Tied(nn.Module):  # type: ignore[misc,unused-ignore]
        """A head that shares its matrix with the embedding, as in most language models."""

        def __init__(self) -> None:
            super().__init__()
            self.embed = nn.Embedding(50_000, 384)
            self.mix = nn.Linear(384, 384)
            self.head = nn.Linear(384, 50_000, bias=False)
            self.head.weight = self.embed.weight

        def forward(self, ids: torch.Tensor) -> Any:
            return self.head(torch.relu(self.mix(self.embed(ids))))

    def encoder() -> nn.Module:
        return nn.TransformerEncoderLayer(128, 4, 256, batch_first=True)

    def lenet() -> nn.Module:
        return nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
        )  # fmt: skip

    return {
        "tied": (Tied, torch.zeros(1, 16, dtype=torch.int64)),
        "encoder": (encoder, torch.zeros(1, 512, 128)),
        "lenet": (lenet, torch.zeros(1, 1, 28, 28)),
    }


def by_torch(model: Any, given: Any) -> tuple[int, int]:
    """Attention by plain matrix products: the counter does not know the fused one of a CPU."""
    from torch.nn.attention import SDPBackend, sdpa_kernel

    with sdpa_kernel(SDPBackend.MATH):
        return by_torch_as_it_is(model, given)


def by_torch_as_it_is(model: Any, given: Any) -> tuple[int, int]:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(given)
    return sum(weight.numel() for weight in model.parameters()), counter.get_total_flops()


def by_torch_fast(model: Any, given: Any) -> tuple[int, int]:
    """With the shortcut that PyTorch takes for a whole encoder layer in evaluation."""
    import torch

    torch.backends.mha.set_fastpath_enabled(True)
    try:
        return by_torch_as_it_is(model, given)
    finally:
        torch.backends.mha.set_fastpath_enabled(False)


def by_torchinfo(model: Any, given: Any) -> tuple[int, int]:
    found = import_module("torchinfo").summary(model, input_data=given, verbose=0)
    return found.total_params, found.total_mult_adds


def by_fvcore(model: Any, given: Any) -> tuple[int, int]:
    nn = import_module("fvcore.nn")
    counted = nn.FlopCountAnalysis(model, given).unsupported_ops_warnings(False).uncalled_modules_warnings(False)
    return nn.parameter_count(model)[""], counted.total()


def by_thop(model: Any, given: Any) -> tuple[int, int]:
    macs, params = import_module("thop").profile(model, inputs=(given,), verbose=False)
    return int(params), int(macs)


def by_ptflops(model: Any, given: Any) -> tuple[int, int]:
    name = next(iter(model.forward.__code__.co_varnames[1:]))
    macs, params = import_module("ptflops").get_model_complexity_info(
        model,
        tuple(given.shape[1:]),
        input_constructor=lambda _: {name: given},
        as_strings=False,
        print_per_layer_stat=False,
    )
    return params, macs


TOOLS: dict[str, Callable[[Any, Any], tuple[int, int]]] = {
    "torch": by_torch,
    "torch, fused attention": by_torch_as_it_is,
    "torch, fast path": by_torch_fast,
    "torchinfo": by_torchinfo,
    "fvcore": by_fvcore,
    "thop": by_thop,
    "ptflops": by_ptflops,
}


def recorded() -> dict[str, Any]:
    """Versions, and by model and tool [parameters, cost]."""
    import torch

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    import_module("layertally.live.torch.vision").declare()  # ptflops imports torchvision
    torch.backends.mha.set_fastpath_enabled(False)  # it is asked of in a row of its own
    said = {
        name: {tool: list(ask(make().eval(), given)) for tool, ask in TOOLS.items()}
        for name, (make, given) in models().items()
    }
    return {"versions": {name: version(name).split("+")[0] for name in PACKAGES}, "said": said}


if __name__ == "__main__":
    OUT.write_text(json.dumps(recorded(), indent=1) + "\n", encoding="utf-8")
    print(f"wrote {OUT}")
