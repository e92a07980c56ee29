"""A small network with all that a reference may name: a class, functions, a model that is there already."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import torch
from torch import nn

SIZES = (3, 8, 16)


class VGG(nn.Module):
    """Takes pictures of 224×224 alone."""

    def __init__(self, classes: int = 10) -> None:
        super().__init__()
        self.features = nn.Sequential(*(part for a, b in pairwise(SIZES) for part in block(a, b)))
        self.avgpool = nn.MaxPool2d(8)
        self.classifier = nn.Linear(SIZES[-1] * 7 * 7, classes)

    def forward(self, image: Any) -> Any:
        features = self.avgpool(self.features(image))
        flat = torch.flatten(features, 1)
        return self.classifier(flat)


def block(channels: int, out: int) -> tuple[Any, ...]:
    """A step down."""
    return nn.Conv2d(channels, out, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)


def build(classes: int) -> Any:
    """With an argument."""
    return VGG(classes)


def build_small() -> Any:
    """Without one."""
    return VGG(2)


def fails() -> Any:
    """Asks for half a class."""
    return VGG(2.5)  # type: ignore[arg-type]


class Nested:
    """Holds a model."""

    model = nn.Linear(4, 2)


READY = nn.Sequential(nn.Linear(8, 4), nn.ReLU())
