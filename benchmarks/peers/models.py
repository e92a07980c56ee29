"""The models that are drawn, as PyTorch modules with an example to run them on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import nn

TOKENS = 128
_KEPT: list[Any] = []  # a library lives as long as it is held
Built = tuple[nn.Module, Any]


def vgg() -> Built:
    """The layers of `examples/vgg.yaml`."""
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.Conv2d(64, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(1024, 256),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(256, 10),
        nn.Softmax(1),
    )
    return model, torch.zeros(1, 1, 28, 28)


def chain(count: int = 200) -> Built:
    """Convolution, batch norm, convolution, … one after the other."""
    made = [nn.BatchNorm2d(32) if i % 2 else nn.Conv2d(32, 32, 3, padding=1) for i in range(count)]
    return nn.Sequential(*made), torch.zeros(1, 32, 32, 32)


def nasnet() -> Built:
    """NASNetLarge as timm has it: the layers of the one that Keras has."""
    _import_torchvision()
    import timm

    return timm.create_model("nasnetalarge", pretrained=False).eval(), torch.zeros(1, 3, 331, 331)


def llama(config: Path = Path("llama.json")) -> Built:
    """Llama-3-70B on the meta device, without weights."""
    _import_torchvision()
    from transformers import AutoModelForCausalLM, LlamaConfig

    settings = LlamaConfig(**json.loads(config.read_text(encoding="utf-8")))
    settings.use_cache = False
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(settings).eval()
        # Given its mask and positions, the model asks for the value of no tensor.
        example = {
            "input_ids": torch.zeros((1, TOKENS), dtype=torch.int64),
            "attention_mask": torch.zeros((1, 1, TOKENS, TOKENS)),
            "position_ids": torch.zeros((1, TOKENS), dtype=torch.int64),
        }
    return model, example


class Tangle(nn.Module):
    """The graph of `tangle-3000.yaml`: dense layers and sums in which edges go anywhere further down."""

    def __init__(self, layers: list[dict[str, Any]], width: int) -> None:
        super().__init__()
        self.steps = []
        for layer in layers:
            ((kind, settings),) = layer.items()
            self.steps.append((settings["name"], settings["inputs"]))
            if kind == "Dense":
                self.add_module(settings["name"], nn.Sequential(nn.Linear(width, width), nn.ReLU()))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        known = {"x": x}
        for name, inputs in self.steps:
            values = [known[each] for each in inputs]
            known[name] = getattr(self, name)(*values) if len(values) == 1 else values[0] + values[1]
        return known[self.steps[-1][0]]


def tangle(description: Path = Path("tangle-3000.yaml")) -> Built:
    """The same layers with the same edges."""
    said = json.loads(description.read_text(encoding="utf-8"))
    width = said["input"]["x"][0]
    return Tangle(said["layers"], width), torch.zeros(1, width)


MODELS = {"vgg": vgg, "chain": chain, "nasnet": nasnet, "llama": llama, "tangle": tangle}


def _import_torchvision() -> None:
    """A torchvision without its compiled part, as there may be beside a torch for the CPU, asks for two operators when
    it is imported: they get names."""
    try:
        import torchvision  # noqa: F401
    except RuntimeError:
        _KEPT.append(library := torch.library.Library("torchvision", "FRAGMENT"))
        for name in ("nms", "qnms"):
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    except ImportError:
        return
