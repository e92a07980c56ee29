"""Models as people write them, each with something that not every one has. `MODELS`: a class and what it is run on."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own name for it
from torch.nn.utils import parametrizations, weight_norm


class WeightNormed(nn.Module):
    """A weight made of a direction and a length, in torch's old way and in its new one."""

    def __init__(self) -> None:
        super().__init__()
        self.old = weight_norm(nn.Conv1d(1, 8, 3, padding=1))
        self.new = parametrizations.weight_norm(nn.Conv1d(8, 4, 3, padding=1))
        self.sharp = parametrizations.spectral_norm(nn.Linear(4, 2))

    def forward(self, x: Any) -> Any:
        return self.sharp(self.new(self.old(x).relu())[:, :, -1])


class Experts(nn.Module):
    """Experts that take the tokens which chose them, and add their answers up in place."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = nn.Linear(16, 4)
        self.experts = nn.ModuleList(nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 16)) for _ in range(4))

    def forward(self, x: Any) -> Any:
        weights, chosen = self.gate(x).topk(2, -1)
        weights, out = weights.softmax(-1), torch.zeros_like(x)
        for number, expert in enumerate(self.experts):
            rows, column = (chosen == number).nonzero(as_tuple=True)
            out.index_add_(0, rows, expert(x[rows]) * weights[rows, column, None])
        return out


class Ask(nn.Module):
    """Learned queries that look at the data, batch first."""

    def __init__(self) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(6, 16))
        self.norm = nn.LayerNorm(16)
        self.cross = nn.MultiheadAttention(16, 4, batch_first=True)
        self.head = nn.Linear(16, 3)

    def forward(self, x: Any) -> Any:
        asked = self.queries.unsqueeze(0).expand(x.shape[0], -1, -1)
        return self.head(self.cross(self.norm(asked), x, x, need_weights=False)[0].mean(1))


class SequenceFirst(nn.Module):
    """Learned queries of a decoder that takes sequences first: DETR's own demonstration."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 4, 4)
        self.transformer = nn.Transformer(16, 2, 1, 1, 32)
        self.boxes = nn.Linear(16, 4)
        self.queries = nn.Parameter(torch.rand(5, 16))
        self.rows, self.columns = nn.Parameter(torch.rand(8, 8)), nn.Parameter(torch.rand(8, 8))

    def forward(self, x: Any) -> Any:
        h = self.conv(x)
        height, width = h.shape[-2:]
        places = [self.columns[:width].unsqueeze(0).repeat(height, 1, 1)]
        places.append(self.rows[:height].unsqueeze(1).repeat(1, width, 1))
        pos = torch.cat(places, -1).flatten(0, 1).unsqueeze(1)
        asked = self.queries.unsqueeze(1).repeat(1, x.shape[0], 1)
        return self.boxes(self.transformer(pos + 0.1 * h.flatten(2).permute(2, 0, 1), asked).transpose(0, 1)).sigmoid()


class Messages(nn.Module):
    """Messages along the edges of a graph, added up at the nodes they lead to; then one row for the whole graph."""

    def __init__(self) -> None:
        super().__init__()
        self.message, self.update, self.out = nn.Linear(16, 8), nn.GRUCell(8, 8), nn.Linear(8, 8)

    def forward(self, x: Any, edges: Any) -> Any:
        source, target = edges[0], edges[1]
        sent = F.relu(self.message(torch.cat([x[source], x[target]], -1)))
        held = self.update(torch.zeros(len(x), 8, device=x.device).index_add_(0, target, sent), x)
        return self.out(held) + held.mean(0, keepdim=True)


class Adjacent(nn.Module):
    """Nodes of a graph by a matrix of who stands beside whom."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.two = nn.Linear(16, 32), nn.Linear(32, 4)

    def forward(self, x: Any, beside: Any) -> Any:
        return beside @ self.two(F.relu(beside @ self.one(x)))


class EdgeAttention(nn.Module):
    """A softmax over the edges of each node, with scatter."""

    def __init__(self) -> None:
        super().__init__()
        self.value, self.weigh = nn.Linear(8, 8, bias=False), nn.Parameter(torch.randn(1, 2, 4))

    def forward(self, x: Any, edges: Any) -> Any:
        z = self.value(x).view(-1, 2, 4)
        source, target = edges
        score = F.leaky_relu((z * self.weigh).sum(-1)[source]).exp()
        whole = torch.zeros(len(x), 2, device=x.device).scatter_add_(0, target[:, None].expand(-1, 2), score)
        sent = z[source] * (score / (whole[target] + 1e-9))[..., None]
        place = target[:, None, None].expand(-1, 2, 4)
        return torch.zeros(len(x), 2, 4, device=x.device).scatter_add_(0, place, sent).flatten(1)


class Spectrum(nn.Module):
    """Complex weights on the frequencies of an image."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 4, 3, 3, dtype=torch.cfloat))
        self.beside = nn.Conv2d(4, 4, 1)

    def forward(self, x: Any) -> Any:
        waves = torch.fft.rfft2(x)
        kept = torch.zeros_like(waves)
        kept[:, :, :3, :3] = torch.einsum("bixy,ioxy->boxy", waves[:, :, :3, :3], self.weight)
        return F.gelu(torch.fft.irfft2(kept, s=x.shape[-2:]) + self.beside(x))


class Buckets(nn.Module):
    """An age in a table by its bucket, and products of all features with each other."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("bounds", torch.tensor([18.0, 35.0, 65.0]))
        self.age, self.other = nn.Embedding(4, 8), nn.Linear(5, 8)
        self.both, self.out = nn.Bilinear(8, 8, 3), nn.Linear(4, 1)

    def forward(self, age: Any, rest: Any) -> Any:
        one, two = self.age(torch.bucketize(age, self.bounds)), self.other(rest)
        pairs = torch.stack([one, two], 1)
        inner = torch.bmm(pairs, pairs.transpose(1, 2))[:, 0, 1:]
        return self.out(torch.cat([self.both(two, two), inner], 1))


class Lengths(nn.Module):
    """Sequences of their own lengths, packed."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.lstm = nn.Embedding(20, 8, padding_idx=0), nn.LSTM(8, 6, batch_first=True, bidirectional=True)

    def forward(self, x: Any, lengths: Any) -> Any:
        packed = nn.utils.rnn.pack_padded_sequence(self.words(x), lengths.cpu(), batch_first=True, enforce_sorted=False)
        return nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)[0]


class Splines(nn.Module):
    """Two layers of the author's own around functions with parameters and many steps without."""

    class Layer(nn.Module):
        def __init__(self, before: int, after: int) -> None:
            super().__init__()
            self.register_buffer("grid", torch.linspace(-1, 1, 6).expand(before, -1).contiguous())
            self.base = nn.Parameter(torch.randn(after, before))
            self.spline = nn.Parameter(torch.randn(after, before, 5))
            self.scale = nn.Parameter(torch.randn(after, before))

        def forward(self, x: Any) -> Any:
            at = x.unsqueeze(-1)
            bases = ((at >= self.grid[:, :-1]) & (at < self.grid[:, 1:])).to(x.dtype)
            weight = (self.spline * self.scale.unsqueeze(-1)).view(len(self.base), -1)
            return F.linear(F.silu(x), self.base) + F.linear(bases.view(len(x), -1), weight)

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList([self.Layer(6, 4), self.Layer(4, 2)])

    def forward(self, x: Any) -> Any:
        for layer in self.layers:
            x = layer(x)
        return x


MODELS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "weight_normed": (WeightNormed, ("1,1,20",)),
    "experts": (Experts, ("1,16",)),
    "experts_of_eight": (Experts, ("8,16",)),
    "ask": (Ask, ("1,10,16",)),
    "sequence_first": (SequenceFirst, ("1,3,32,16",)),
    "messages": (Messages, ("x=5,8", "edges=2,15:int64")),
    "adjacent": (Adjacent, ("x=6,16", "beside=6,6")),
    "edge_attention": (EdgeAttention, ("x=5,8", "edges=2,15:int64")),
    "spectrum": (Spectrum, ("1,4,8,8",)),
    "buckets": (Buckets, ("age=1", "rest=1,5")),
    "lengths": (Lengths, ("x=1,9:int64", "lengths=1:int64")),
    "splines": (Splines, ("1,6",)),
}
