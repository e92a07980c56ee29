"""Pays once for what torch imports lazily: a small model is traced before the jobs come."""

from __future__ import annotations

from typing import Any

import torch

from . import record


class Small(torch.nn.Module):
    """A few layers of every kind that brings a part of torch with it."""

    def __init__(self) -> None:
        super().__init__()
        nn = torch.nn
        self.conv = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(2))
        self.dense = nn.Sequential(nn.Linear(25, 16), nn.LayerNorm(16), nn.GELU(), nn.Dropout())
        self.attend, self.words, self.rnn = nn.MultiheadAttention(16, 2), nn.Embedding(10, 16), nn.LSTM(16, 16)

    def forward(self, x: Any) -> Any:
        x = self.dense(self.conv(x)[..., :25])
        mask = torch.arange(4)[None] < 3
        x = torch.nn.functional.scaled_dot_product_attention(x, x, x)
        x = x + self.words(torch.arange(4)) * mask[..., None]
        x = torch.cat([self.attend(x, x, x)[0], self.rnn(x)[0]], -1)
        return x.softmax(-1).topk(2)[0].sum().item()


def warm() -> None:
    """Trace it."""
    torch.set_num_threads(1)
    record(Small, inputs=("1,3,16,16",), reference="warm")
