"""Small networks of PyTorch whose tables were recorded apart from us (`zoo/hand_*` in `tests/data/goldens.json.gz`).

Written to give these tables again, module by module: same names, classes, settings, shapes, calls and their order.
`tests/live/test_goldens.py` proves that they do.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it


class Conv2dKinds(nn.Module):
    """What there is for pictures, each once on the same input."""

    def __init__(self) -> None:
        super().__init__()
        self.m = nn.ModuleDict({
            "valid": nn.Conv2d(6, 8, 3),
            "same": nn.Conv2d(6, 8, (3, 4), padding="same"),
            "s2p1": nn.Conv2d(6, 8, 3, stride=2, padding=1),
            "rect": nn.Conv2d(6, 8, (3, 5), stride=(2, 3), padding=(1, 2), dilation=(1, 2)),
            "grp": nn.Conv2d(6, 12, 3, groups=3),
            "dw": nn.Conv2d(6, 12, 3, groups=6, bias=False),
            "circ": nn.Conv2d(6, 8, 3, padding=1, padding_mode="circular"),
            "t": nn.ConvTranspose2d(6, 8, 3),
            "ts": nn.ConvTranspose2d(6, 8, 3, stride=2, padding=1, output_padding=1),
            "tg": nn.ConvTranspose2d(6, 9, (2, 4), stride=(1, 3), groups=3, bias=False),
            "mp": nn.MaxPool2d(3, 2, 1),
            "mpc": nn.MaxPool2d(3, 2, ceil_mode=True),
            "mpd": nn.MaxPool2d(3, 1, dilation=2),
            "ap": nn.AvgPool2d(3, 2, 1),
            "apc": nn.AvgPool2d((2, 3), ceil_mode=True),
            "aa": nn.AdaptiveAvgPool2d((7, None)),
            "am": nn.AdaptiveMaxPool2d(5),
            "lp": nn.LPPool2d(2, 3),
            "fmp": nn.FractionalMaxPool2d(3, output_size=(10, 11)),
            "up": nn.Upsample(scale_factor=2, mode="bilinear"),
            "ups": nn.Upsample((40, 50)),
            "zp": nn.ZeroPad2d((1, 2, 3, 4)),
            "rp": nn.ReflectionPad2d(2),
            "unf": nn.Unfold(3, stride=2),
            "ps": nn.PixelUnshuffle(1),
            "bn": nn.BatchNorm2d(6),
            "bn_na": nn.BatchNorm2d(6, affine=False),
            "bn_nt": nn.BatchNorm2d(6, track_running_stats=False),
            "in": nn.InstanceNorm2d(6),
            "gn": nn.GroupNorm(2, 6),
            "ln": nn.LayerNorm([6, 29, 31]),
            "prelu": nn.PReLU(6),
            "prelu1": nn.PReLU(),
            "lrn": nn.LocalResponseNorm(3),
            "drop": nn.Dropout2d(),
            "flat": nn.Flatten(),
            "flat2": nn.Flatten(2),
            "cs": nn.ChannelShuffle(2),
            "id": nn.Identity(),
        })  # fmt: skip
        self.ps = nn.PixelShuffle(2)

    def forward(self, x: Any) -> Any:
        return (*(each(x) for each in self.m.values()), self.ps(torch.cat([x, x], 1)))


class LeNet(nn.Module):
    """Two convolutions, three dense layers."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        )  # fmt: skip
        self.fc = nn.Sequential(nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10))

    def forward(self, x: Any) -> Any:
        return self.fc(self.features(x).flatten(1))


class RnnKinds(nn.Module):
    """What there is for sequences."""

    def __init__(self) -> None:
        super().__init__()
        self.emb, self.bag = nn.Embedding(100, 12), nn.EmbeddingBag(100, 12)
        self.m = nn.ModuleDict({
            "rnn": nn.RNN(12, 7),
            "lstm": nn.LSTM(12, 7, num_layers=2, batch_first=True),
            "bi": nn.LSTM(12, 7, num_layers=2, bidirectional=True, bias=False),
            "proj": nn.LSTM(12, 8, num_layers=2, proj_size=5),
            "gru": nn.GRU(12, 7, bidirectional=True),
            "gru3": nn.GRU(12, 7, num_layers=3),
        })  # fmt: skip
        self.lc, self.gc, self.rc = nn.LSTMCell(12, 9), nn.GRUCell(12, 9), nn.RNNCell(12, 9, bias=False)
        self.bil, self.cos = nn.Bilinear(12, 12, 4), nn.CosineSimilarity()

    def forward(self, tokens: Any) -> Any:
        x = self.emb(tokens)
        runs = tuple(each(x) for each in self.m.values())
        one, two = x[:, 0], x[:, 1]
        return (
            *runs,
            self.lc(one),
            self.gc(one),
            self.rc(one),
            self.bag(tokens),
            self.bil(one, two),
            self.cos(one, two),
        )


class Siamese(nn.Module):
    """One encoder, used twice."""

    def __init__(self) -> None:
        super().__init__()
        self.enc = nn.Sequential(
            nn.Conv2d(1, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(128, 32)
        )
        self.head = nn.Linear(32, 1)

    def forward(self, a: Any, b: Any) -> Any:
        return self.head((self.enc(a) - self.enc(b)).abs())


class Tied(nn.Module):
    """Weights that are shared, used twice, frozen, never used, and one that belongs to no layer."""

    def __init__(self) -> None:
        super().__init__()
        self.emb, self.block, self.norm = nn.Embedding(200, 16), nn.Linear(16, 16), nn.LayerNorm(16)
        self.head, self.unused = nn.Linear(16, 200, bias=False), nn.Linear(16, 3)
        self.scale = nn.Parameter(torch.ones(16))
        self.head.weight = self.emb.weight
        self.norm.requires_grad_(False)

    def forward(self, tokens: Any) -> Any:
        x = self.emb(tokens)
        for _ in range(2):
            x = self.norm(self.block(x))
        return self.head(x * self.scale)


class UNet(nn.Module):
    """Three depths, two skips."""

    def __init__(self) -> None:
        super().__init__()
        self.d1, self.d2, self.d3 = _twice(1, 16), _twice(16, 32), _twice(32, 64)
        self.u2, self.c2 = nn.ConvTranspose2d(64, 32, 2, 2), _twice(64, 32)
        self.u1, self.c1 = nn.ConvTranspose2d(32, 16, 2, 2), _twice(32, 16)
        self.out = nn.Conv2d(16, 2, 1)

    def forward(self, x: Any) -> Any:
        first = self.d1(x)
        second = self.d2(F.max_pool2d(first, 2))
        x = self.u2(self.d3(F.max_pool2d(second, 2)))
        x = self.u1(self.c2(torch.cat([x, second], 1)))
        return self.out(self.c1(torch.cat([x, first], 1)))


def _twice(inside: int, out: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, out, 3, padding=1), nn.BatchNorm2d(out), nn.ReLU(),
        nn.Conv2d(out, out, 3, padding=1), nn.BatchNorm2d(out), nn.ReLU(),
    )  # fmt: skip


class VQA(nn.Module):
    """A picture and a question."""

    def __init__(self) -> None:
        super().__init__()
        self.vision = nn.Sequential(
            nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        )  # fmt: skip
        self.emb, self.lstm = nn.Embedding(1000, 32), nn.LSTM(32, 32, batch_first=True)
        self.head = nn.Linear(608, 100)

    def forward(self, image: Any, question: Any) -> Any:
        _, (hidden, _) = self.lstm(self.emb(question))
        return self.head(torch.cat([self.vision(image), hidden[-1]], 1))


HANDMADE: dict[str, type[nn.Module]] = {
    "conv2d_kinds": Conv2dKinds, "lenet": LeNet, "rnn_kinds": RnnKinds, "siamese": Siamese, "tied": Tied, "unet": UNet,
    "vqa_small": VQA,
}  # fmt: skip
