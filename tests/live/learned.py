"""Small PyTorch models with learned tensors that belong to no layer, each used in one of the ways that prove what they
are.

In: nothing. Out: `MODELS`: what makes each, and the input that it takes; `readers.learned` has the formulas.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812


class Case(NamedTuple):
    """A model and its input."""

    make: Callable[[], Any]
    inputs: tuple[str, ...]


def learned(*dims: int) -> Any:
    """A parameter of these dims."""
    return nn.Parameter(torch.randn(dims) * 0.1)


class Tokens(nn.Module):
    """A class token, positions, a scale a channel and one for all."""

    def __init__(self) -> None:
        super().__init__()
        self.token, self.positions, self.scale, self.gain = (
            learned(1, 1, 16),
            learned(1, 10, 16),
            learned(16),
            learned(),
        )

    def forward(self, x: Any) -> Any:
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        return x * self.scale * self.gain


class Rows(nn.Module):
    """Positions for more tokens than there are, and a token of four rows."""

    def __init__(self) -> None:
        super().__init__()
        self.positions, self.tokens = learned(32, 16), learned(4, 16)

    def forward(self, x: Any) -> Any:
        x = x + self.positions[: x.shape[1]]
        return torch.cat([self.tokens.expand(len(x), -1, -1), x], dim=1)


class Channels(nn.Module):
    """A scale and a shift of images, channels first."""

    def __init__(self) -> None:
        super().__init__()
        self.scale, self.shift, self.grid = learned(6, 1, 1), learned(1, 6, 1, 1), learned(6, 5, 5)

    def forward(self, x: Any) -> Any:
        return x * self.scale + self.shift + self.grid


class Window(nn.Module):
    """Attention in a window of 4×3 with a table of relative positions; `outside`: one token more."""

    def __init__(self, outside: int = 0) -> None:
        super().__init__()
        self.outside, self.qkv, rows = outside, nn.Linear(16, 48), 7 * 5 + 3 * outside
        self.table, count = learned(rows, 2), 12 + outside
        self.register_buffer("places", torch.arange(count * count).reshape(count, count) % rows)

    def forward(self, x: Any) -> Any:
        count = 12 + self.outside
        q, k, v = self.qkv(x).reshape(len(x), count, 3, 2, 8).permute(2, 0, 3, 1, 4).unbind(0)
        bias = self.table[self.places.reshape(-1)].reshape(count, count, 2).permute(2, 0, 1)
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=bias[None])
        return out.transpose(1, 2).reshape(len(x), count, 16)


class Offsets(nn.Module):
    """Attention with a bias for each head and each distance of two places."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.biases = nn.Linear(16, 48), learned(2, 9)
        self.register_buffer("places", torch.arange(81).reshape(9, 9) % 9)

    def forward(self, x: Any) -> Any:
        q, k, v = self.qkv(x).reshape(len(x), 9, 3, 2, 8).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q @ k.transpose(-2, -1)) * 8**-0.5 + self.biases[:, self.places]
        return (scores.softmax(-1) @ v).transpose(1, 2).reshape(len(x), 9, 16)


class Temperature(nn.Module):
    """Attention whose scores have a learned scale a head."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.temperature = nn.Linear(16, 48), learned(2, 1, 1)

    def forward(self, x: Any) -> Any:
        q, k, v = self.qkv(x).reshape(len(x), 9, 3, 2, 8).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (F.normalize(q, dim=-1) @ F.normalize(k, dim=-1).transpose(-2, -1)) * self.temperature
        return (scores.softmax(-1) @ v).transpose(1, 2).reshape(len(x), 9, 16)


class PartBias(nn.Module):
    """One projection for queries, keys and values, the bias of the keys being zero."""

    def __init__(self) -> None:
        super().__init__()
        self.weight, self.q_bias, self.v_bias = learned(48, 16), learned(16), learned(16)
        self.register_buffer("k_bias", torch.zeros(16))

    def forward(self, x: Any) -> Any:
        return F.linear(x, self.weight, torch.cat([self.q_bias, self.k_bias, self.v_bias]))


class Gain(nn.Module):
    """A convolution whose kernel is normalised and has a gain a filter."""

    def __init__(self) -> None:
        super().__init__()
        self.weight, self.gain, self.bias = learned(8, 3, 3, 3), learned(8, 1, 1, 1), learned(8)

    def forward(self, x: Any) -> Any:
        flat = self.weight.reshape(1, 8, -1)
        weight = F.batch_norm(flat, None, None, weight=self.gain.view(-1), training=True).reshape_as(self.weight)
        return F.conv2d(x, weight, self.bias, padding=1)


class TiedHead(nn.Module):
    """The way back to the words is the table of the words, with a bias of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.head = nn.Embedding(100, 16), nn.Linear(16, 100)
        self.head.weight = self.words.weight

    def forward(self, tokens: Any) -> Any:
        return self.head(self.words(tokens))


class CutKernel(nn.Module):
    """The way back is the table of the words and some rows more."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.wider = nn.Embedding(100, 16), nn.Linear(16, 24)
        self.rest, self.bias = learned(8, 100), learned(100)

    def forward(self, tokens: Any) -> Any:
        return self.wider(self.words(tokens)).matmul(torch.cat([self.words.weight.t(), self.rest])) + self.bias


class Heads(nn.Module):
    """A projection to heads as an equation, and a bias for each number of each head."""

    def __init__(self) -> None:
        super().__init__()
        self.kernel, self.bias = learned(16, 2, 8), learned(2, 8)

    def forward(self, x: Any) -> Any:
        return torch.einsum("bti,ind->btnd", x, self.kernel) + self.bias


class Picked(nn.Module):
    """A product with rows that are picked from a table of differences."""

    def __init__(self) -> None:
        super().__init__()
        self.table = learned(9, 16)
        self.register_buffer("places", torch.arange(5)[:, None] - torch.arange(5)[None, :] + 4)

    def forward(self, x: Any) -> Any:
        return torch.einsum("bhwc,hkc->bhwk", x, self.table[self.places])


class Matrices(nn.Module):
    """A matrix for each of three groups."""

    def __init__(self) -> None:
        super().__init__()
        self.kernel = learned(3, 8, 4)

    def forward(self, x: Any) -> Any:
        return torch.matmul(x, self.kernel)


class Query(nn.Module):
    """Attention of a learned query."""

    def __init__(self) -> None:
        super().__init__()
        self.probe, self.attend = learned(1, 1, 16), nn.MultiheadAttention(16, 2, batch_first=True)

    def forward(self, x: Any) -> Any:
        return self.attend(self.probe.repeat(len(x), 1, 1), x, x)[0]


class Angles(nn.Module):
    """Attention whose angles are worked out while it runs, by a product of positions and frequencies."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(16, 48)
        self.register_buffer("frequencies", torch.rand(4))

    def forward(self, x: Any) -> Any:
        q, k, v = self.qkv(x).reshape(len(x), -1, 3, 2, 8).permute(2, 0, 3, 1, 4).unbind(0)
        places = torch.arange(x.shape[1]).float()[None, :]
        angles = (self.frequencies[:, None] @ places).transpose(0, 1)
        cos, sin = (torch.cat([each, each], -1) for each in (angles.cos(), angles.sin()))

        def turned(y: Any) -> Any:
            return y * cos + torch.cat([-y[..., 4:], y[..., :4]], -1) * sin

        out = F.scaled_dot_product_attention(turned(q), turned(k), v)
        return out.transpose(1, 2).reshape(x.shape)


def weight_norm() -> Any:
    """A convolution whose kernel has its length apart, one number for each place of the kernel."""
    return nn.utils.parametrizations.weight_norm(nn.Conv1d(8, 16, 3, padding=1, groups=2), dim=2)


MODELS: dict[str, Case] = {
    "tokens": Case(Tokens, ("1,9,16",)),
    "rows": Case(Rows, ("1,9,16",)),
    "channels": Case(Channels, ("1,6,5,5",)),
    "window": Case(Window, ("1,12,16",)),
    "outside": Case(lambda: Window(1), ("1,13,16",)),
    "offsets": Case(Offsets, ("1,9,16",)),
    "temperature": Case(Temperature, ("1,9,16",)),
    "part_bias": Case(PartBias, ("1,9,16",)),
    "gain": Case(Gain, ("1,3,8,8",)),
    "weight_norm": Case(weight_norm, ("1,8,12",)),
    "tied_head": Case(TiedHead, ("1,9:int64",)),
    "cut_kernel": Case(CutKernel, ("1,9:int64",)),
    "heads": Case(Heads, ("1,9,16",)),
    "picked": Case(Picked, ("1,5,5,16",)),
    "matrices": Case(Matrices, ("1,3,5,8",)),
    "query": Case(Query, ("1,9,16",)),
    "angles": Case(Angles, ("1,9,16",)),
}
