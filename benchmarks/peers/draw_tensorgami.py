"""Build a model with PyTorch and draw it with tensorgami: `draw_tensorgami.py vgg|chain FILE.svg`."""

from __future__ import annotations

import sys

import tensorgami
import torch
from torch import nn


def vgg() -> tuple[nn.Module, torch.Tensor]:
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


def chain(count: int = 200) -> tuple[nn.Module, torch.Tensor]:
    """Convolution, batch norm, convolution, … one after the other."""
    made = [nn.BatchNorm2d(32) if i % 2 else nn.Conv2d(32, 32, 3, padding=1) for i in range(count)]
    return nn.Sequential(*made), torch.zeros(1, 32, 32, 32)


if __name__ == "__main__":
    model, example = {"vgg": vgg, "chain": chain}[sys.argv[1]]()
    tensorgami.draw(model, example).save(sys.argv[2])
