"""Models that are hard to read, each for one reason. `MODELS` maps a name to its class and the inputs it is run on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own name for it
from torch.nn.utils import rnn


class Case(NamedTuple):
    """`inputs` are words of `--input`; `how` is the way that it must be read by."""

    make: Any
    inputs: tuple[str, ...] = ()
    how: str = "meta"


class Residual(nn.Module):
    """A skip with a projection."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1)
        self.down = nn.Conv2d(3, 8, 1, stride=2)

    def forward(self, x: Any) -> Any:
        return F.relu(self.conv2(F.relu(self.bn1(self.conv1(x)))) + self.down(x))


class Inception(nn.Module):
    """Four branches of one tensor."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.one = nn.Conv2d(16, 8, 1)
        self.three = nn.Sequential(nn.Conv2d(16, 4, 1), nn.ReLU(inplace=True), nn.Conv2d(4, 8, 3, padding=1))
        self.five = nn.Sequential(nn.Conv2d(16, 2, 1), nn.ReLU(inplace=True), nn.Conv2d(2, 8, 5, padding=2))
        self.pool = nn.Sequential(nn.MaxPool2d(3, 1, 1), nn.Conv2d(16, 8, 1))
        self.head = nn.Linear(32, 10)

    def forward(self, x: Any) -> Any:
        x = self.stem(x)
        x = torch.cat([self.one(x), self.three(x), self.five(x), self.pool(x)], 1)
        return self.head(x.mean((2, 3)))


class UNet(nn.Module):
    """Long skips, transposed convolution, a size read from a tensor."""

    def __init__(self) -> None:
        super().__init__()
        self.down1, self.down2 = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
        self.up = nn.ConvTranspose2d(16, 8, 2, stride=2)
        self.out = nn.Conv2d(16, 2, 1)

    def forward(self, x: Any) -> Any:
        one = self.down1(x).relu()
        two = self.down2(F.max_pool2d(one, 2)).relu()
        up = F.interpolate(self.up(two), size=one.shape[2:], mode="bilinear", align_corners=False)
        return self.out(torch.cat((one, up), dim=1))


class Shared(nn.Module):
    """One layer three times, and its weight again in a function."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(16, 16)

    def forward(self, x: Any) -> Any:
        for _ in range(3):
            x = self.layer(x).tanh()
        return F.linear(x, self.layer.weight.t())


class Tied(nn.Module):
    """A decoder with the embedding's weights."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(100, 32)
        self.rnn = nn.LSTM(32, 32, 2, batch_first=True)
        self.out = nn.Linear(32, 100, bias=False)
        self.out.weight = self.embed.weight

    def forward(self, tokens: Any) -> Any:
        return self.out(self.rnn(self.embed(tokens))[0])


class Unreached(nn.Module):
    """A head that only training runs."""

    def __init__(self) -> None:
        super().__init__()
        self.body, self.head, self.aux = nn.Linear(8, 8), nn.Linear(8, 2), nn.Linear(8, 2)

    def forward(self, x: Any) -> Any:
        x = self.body(x)
        return (self.head(x), self.aux(x)) if self.training else self.head(x)


class Asks(nn.Module):
    """Numbers of masks and lengths leave torch."""

    def __init__(self) -> None:
        super().__init__()
        self.embed, self.proj = nn.Embedding(50, 16), nn.Linear(16, 16)
        self.register_buffer("steps", torch.linspace(0, 1, 5))

    def forward(self, tokens: Any) -> Any:
        mask = torch.arange(tokens.shape[1]) < 6
        count = int(mask.sum().item())
        if not mask.all():
            tokens = tokens[:, :count]
        rates = self.steps.tolist()
        rows = mask.nonzero().squeeze(1)
        return self.proj(self.embed(tokens)) * rates[2] + len(rows)


class Branches(nn.Module):
    """Which way it goes hangs on the data."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.left, self.right = nn.Linear(8, 1), nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, x: Any) -> Any:
        return self.left(x) if self.gate(x).sum() > 0 else self.right(x)


class Experts(nn.Module):
    """A router in a loop over experts."""

    def __init__(self) -> None:
        super().__init__()
        self.router = nn.Linear(16, 4, bias=False)
        self.experts = nn.ModuleList(nn.Linear(16, 16) for _ in range(4))

    def forward(self, x: Any) -> Any:
        x = x.reshape(-1, 16)
        weights, chosen = self.router(x).softmax(-1).topk(2, dim=-1)
        out = torch.zeros_like(x)
        for number, expert in enumerate(self.experts):
            rows, column = torch.where(chosen == number)
            out.index_add_(0, rows, expert(x[rows]) * weights[rows, column, None])
        return out


class InPlace(nn.Module):
    """Writes through views, then reads the whole."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.right, self.out = nn.Linear(8, 4), nn.Linear(8, 4), nn.Linear(8, 2)

    def forward(self, x: Any) -> Any:
        both = torch.empty(x.shape[0], 8)
        both[:, :4] = self.left(x)
        both[:, 4:].copy_(self.right(x))
        x = self.out(both)
        x += 1
        return x.relu_()


class OutArgument(nn.Module):
    """`out=`."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, x: Any) -> Any:
        out = torch.empty(x.shape[0], 8)
        torch.add(self.a(x), self.b(x), out=out)
        return out * 2


class Bare(nn.Module):
    """Parameters without a module."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(8, 16))
        self.scale = nn.Parameter(torch.ones(16))
        self.steps = nn.ParameterList(nn.Parameter(torch.zeros(16)) for _ in range(2))

    def forward(self, x: Any) -> Any:
        x = x @ self.weight * self.scale
        for step in self.steps:
            x = x + step
        return x


class Attention(nn.Module):
    """Torch's own attention and transformer layers, whose inner Linears are never called."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 32, batch_first=True), 2)
        self.attend = nn.MultiheadAttention(16, 4, batch_first=True)

    def forward(self, x: Any) -> Any:
        x = self.encoder(x)
        return self.attend(x, x, x, need_weights=False)[0]


class Rotary(nn.Module):
    """Attention written out with rotary positions and a causal mask."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(32, 96), nn.Linear(32, 32)
        self.register_buffer("rates", 1 / 10000 ** (torch.arange(0, 8, 2).float() / 8), persistent=False)

    def turned(self, x: Any) -> Any:
        angles = torch.outer(torch.arange(x.shape[2]).float(), self.rates)
        cos, sin = torch.cat([angles, angles], -1).cos(), torch.cat([angles, angles], -1).sin()
        half = torch.cat([-x[..., 4:], x[..., :4]], -1)
        return x * cos + half * sin

    def forward(self, x: Any) -> Any:
        n, t, _ = x.shape
        q, k, v = (each.view(n, t, 4, 8).transpose(1, 2) for each in self.qkv(x).chunk(3, -1))
        scores = self.turned(q) @ self.turned(k).transpose(-2, -1) / 8**0.5
        mask = torch.full((t, t), float("-inf")).triu(1)
        mixed = (scores + mask).softmax(-1) @ v
        return self.out(mixed.transpose(1, 2).reshape(n, t, 32))


class Recurrent(nn.Module):
    """Recurrent layers of every kind, a cell in a loop."""

    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(8, 16, bidirectional=True, batch_first=True)
        self.rnn, self.cell = nn.RNN(32, 16, batch_first=True), nn.LSTMCell(16, 16)

    def forward(self, x: Any) -> Any:
        x, _ = self.gru(x)
        x, _ = self.rnn(x)
        h = c = torch.zeros(x.shape[0], 16)
        for t in range(3):
            h, c = self.cell(x[:, t], (h, c))
        return h


class Packed(nn.Module):
    """Packed sequences want lengths on the CPU."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm, self.out = nn.LSTM(8, 16, batch_first=True), nn.Linear(16, 2)

    def forward(self, x: Any) -> Any:
        packed = rnn.pack_padded_sequence(x, torch.full((x.shape[0],), x.shape[1]), batch_first=True)
        return self.out(self.lstm(packed)[1][0][-1])


class Lazy(nn.Module):
    """Weights without a shape before the first run."""

    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.LazyConv2d(8, 3), nn.LazyBatchNorm2d(), nn.ReLU(), nn.Flatten(), nn.LazyLinear(4))

    def forward(self, x: Any) -> Any:
        return self.net(x)


class Scripted(nn.Module):
    """A compiled module inside."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(8, 8)
        self.inner = torch.jit.trace(nn.Sequential(nn.Linear(8, 8), nn.ReLU()), torch.zeros(1, 8))

    def forward(self, x: Any) -> Any:
        return self.inner(self.first(x))


class Normed(nn.Module):
    """Weights that are worked out from other weights."""

    def __init__(self) -> None:
        super().__init__()
        self.a = nn.utils.parametrizations.weight_norm(nn.Linear(8, 8))
        self.b = nn.utils.parametrizations.spectral_norm(nn.Linear(8, 8))

    def forward(self, x: Any) -> Any:
        return self.b(self.a(x))


class Checkpointed(nn.Module):
    """Runs parts again when it trains."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, x: Any) -> Any:
        from torch.utils.checkpoint import checkpoint

        x = checkpoint(self.a, x, use_reentrant=False)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.b(x)


class Double(torch.autograd.Function):
    """A function with its own gradient."""

    @staticmethod
    def forward(_ctx: Any, x: Any) -> Any:
        return x * 2

    @staticmethod
    def backward(_ctx: Any, grad: Any) -> Any:
        return grad * 2


class OwnFunction(nn.Module):
    """Runs one."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, x: Any) -> Any:
        return self.b(Double.apply(self.a(x)))


class Devices(nn.Module):
    """Names devices everywhere, numbers from numpy."""

    def __init__(self) -> None:
        super().__init__()
        import numpy as np

        self.proj = nn.Linear(8, 8)
        self.register_buffer("table", torch.from_numpy(np.arange(8, dtype="float32")))
        self.large = [torch.zeros(1 << 33, device="cpu")]

    def forward(self, x: Any) -> Any:
        x = x.to("cuda") + self.table.cuda() + torch.Tensor([1.0] * 8)
        return self.proj(x.cpu()).to(x.device)


class FromList(nn.Module):
    """Widths that a tensor's numbers say (RegNet)."""

    def __init__(self) -> None:
        super().__init__()
        widths = (torch.arange(3) * 4.5 + 8).round().int().tolist()
        self.layers = nn.Sequential(*(nn.Linear(a, b) for a, b in zip([8, *widths], widths, strict=False)))

    def forward(self, x: Any) -> Any:
        return self.layers(x)


@dataclass
class Answer:
    """What a model may return."""

    logits: Any
    states: tuple[Any, ...]
    loss: Any = None


class Answers(nn.Module):
    """A dataclass, a dict and a tuple come out."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 2)

    def forward(self, x: Any) -> Any:
        hidden = self.a(x)
        return {"answer": Answer(self.b(hidden), (hidden, x))}


class Nested(nn.Module):
    """Two inputs, one by name, one that may be left out."""

    def __init__(self) -> None:
        super().__init__()
        self.image, self.words, self.out = nn.Conv2d(3, 8, 3), nn.Embedding(20, 8), nn.Bilinear(8, 8, 4)

    def forward(self, image: Any, *, tokens: Any, mask: Any = None) -> Any:
        words = self.words(tokens)
        if mask is not None:
            words = words * mask[..., None]
        return self.out(self.image(image).amax((2, 3)), words.mean(1))


class Mapped(nn.Module):
    """vmap, einsum, functional_call."""

    def __init__(self) -> None:
        super().__init__()
        self.weight, self.inner = nn.Parameter(torch.randn(8, 8)), nn.Linear(8, 8)

    def forward(self, x: Any) -> Any:
        x = torch.vmap(lambda row: row @ self.weight)(x)
        x = torch.einsum("nf,fo->no", x, self.weight)
        return torch.func.functional_call(self.inner, dict(self.inner.named_parameters()), (x,))


class ByForward(nn.Module):
    """Submodules run by `.forward`, and one made while it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(8, 8)

    def forward(self, x: Any) -> Any:
        x = self.a.forward(x)
        return nn.Softmax(dim=-1)(x)


class Window(nn.Module):
    """Roll, pad, reshape and gather: a window attention without a module."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(8, 24, bias=False)
        self.table = nn.Parameter(torch.zeros(9, 1))
        self.register_buffer("index", torch.arange(16).reshape(4, 4) % 9)

    def forward(self, x: Any) -> Any:
        n, h, w, c = x.shape
        x = torch.roll(F.pad(x, (0, 0, 0, w % 2, 0, h % 2)), shifts=(-1, -1), dims=(1, 2))
        x = x.view(n, h // 2, 2, w // 2, 2, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, 4, c)
        q, k, v = F.linear(x, self.qkv.weight).chunk(3, -1)
        bias = self.table[self.index.view(-1)].view(4, 4)
        return F.scaled_dot_product_attention(q, k, v, attn_mask=bias)


class Cached(nn.Module):
    """Keeps what it has seen, and gives it back."""

    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(8, 8)
        self.register_buffer("cache", torch.zeros(2, 8))

    def forward(self, x: Any) -> Any:
        self.cache[:1].copy_(self.a(x))
        self.seen = self.cache * 2
        return self.seen


class Yields(nn.Module):
    """Gives its answers one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(8, 8)

    def forward(self, x: Any) -> Any:
        return (self.a(x) for _ in range(2))


class Deep(nn.Module):
    """Modules in modules, as deep as torch itself can run them."""

    def __init__(self) -> None:
        super().__init__()
        inner: Any = nn.Linear(8, 8)
        for _ in range(250):
            inner = nn.Sequential(inner)
        self.net = inner

    def forward(self, x: Any) -> Any:
        return self.net(x)


class Routed(nn.Module):
    """Masks, picks and codes that hang on the data."""

    def __init__(self) -> None:
        super().__init__()
        self.score, self.body, self.codes = nn.Linear(8, 1), nn.Linear(8, 8), nn.Embedding(16, 8)

    def forward(self, x: Any) -> Any:
        keep = self.score(x).squeeze(-1) > 0
        out = torch.zeros_like(x)
        out[keep] = self.body(x[keep])
        nearest = torch.cdist(out, self.codes.weight[None]).argmin(-1)
        return self.codes(nearest) + x, keep.nonzero()


class Steps(nn.Module):
    """Words one after the other, until one says stop; a way out that an error takes."""

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.words, self.out, self.other = (
            nn.GRUCell(8, 8),
            nn.Embedding(9, 8),
            nn.Linear(8, 9),
            nn.Linear(9, 9),
        )

    def forward(self, x: Any) -> Any:
        try:
            x = self.other(x)
        except RuntimeError:
            x = x.mean(1)
        word, said = torch.zeros(x.shape[0], dtype=torch.long), []
        for _ in range(3):
            x = self.cell(self.words(word), x)
            word = self.out(x).argmax(-1)
            said.append(word)
            if word.item() == 8:
                break
        return torch.stack(said, 1)


class Waves(nn.Module):
    """Complex numbers, a grid to sample by, a module with hooks."""

    def __init__(self) -> None:
        super().__init__()
        self.filter = nn.Parameter(torch.randn(3, 16, 9, dtype=torch.cfloat))
        self.offsets = nn.Conv2d(3, 2, 3, padding=1)
        self.offsets.register_forward_hook(lambda _module, _given, out: out * 0.1)

    def forward(self, x: Any) -> Any:
        x = torch.fft.irfft2(torch.fft.rfft2(x) * self.filter, s=(16, 16))
        grid = F.affine_grid(torch.eye(2, 3)[None], list(x.shape), align_corners=False)
        return F.grid_sample(x, grid + self.offsets(x).permute(0, 2, 3, 1), align_corners=False)


def wrapped() -> Any:
    """Data parallel around, `torch.compile` inside."""
    return nn.DataParallel(torch.compile(nn.Sequential(nn.Linear(8, 8), nn.ReLU())))


READY = nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))


def ready() -> Any:
    """A model that is there already, with weights."""
    return READY


MODELS: dict[str, Case] = {
    "residual": Case(Residual, ("1,3,32,32",)),
    "inception": Case(Inception, ("1,3,32,32",)),
    "unet": Case(UNet, ("1,3,32,32",)),
    "shared": Case(Shared, ("1,16",)),
    "tied": Case(Tied, ("1,12:int64",)),
    "unreached": Case(Unreached, ("1,8",)),
    "asks": Case(Asks, ("1,10:int64",)),
    "branches": Case(Branches, ("1,8",)),
    "experts": Case(Experts, ("1,8,16",)),
    "in_place": Case(InPlace, ("1,8",)),
    "out_argument": Case(OutArgument, ("1,8",)),
    "bare": Case(Bare, ("1,8",)),
    "attention": Case(Attention, ("1,6,16",)),
    "rotary": Case(Rotary, ("1,6,32",)),
    "recurrent": Case(Recurrent, ("1,6,8",)),
    "packed": Case(Packed, ("1,6,8",), "cpu"),
    "lazy": Case(Lazy, ("1,3,16,16",)),
    "scripted": Case(Scripted, ("1,8",)),
    "normed": Case(Normed, ("1,8",)),
    "checkpointed": Case(Checkpointed, ("1,8",)),
    "own_function": Case(OwnFunction, ("1,8",)),
    "devices": Case(Devices, ("1,8",)),
    "from_list": Case(FromList, ("1,8",)),
    "answers": Case(Answers, ("1,8",)),
    "nested": Case(Nested, ("1,3,16,16", "tokens=1,5:int64", "mask=1,5")),
    "mapped": Case(Mapped, ("2,8",)),
    "by_forward": Case(ByForward, ("1,8",)),
    "window": Case(Window, ("1,4,4,8",)),
    "cached": Case(Cached, ("1,8",)),
    "yields": Case(Yields, ("1,8",)),
    "deep": Case(Deep, ("1,8",)),
    "routed": Case(Routed, ("1,6,8",)),
    "steps": Case(Steps, ("1,6,8",)),
    "waves": Case(Waves, ("1,3,16,16",)),
    "wrapped": Case(wrapped, ("1,8",)),
    "ready": Case(ready, ("1,8",), "twins"),
}
