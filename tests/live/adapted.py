"""Models whose layers are quantised, adapted, parametrised, pruned, wrapped or unrolled. `MODELS` as in `obstacles`."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.ao import quantization
from torch.nn import functional as F  # noqa: N812 - torch's own name for it
from torch.nn.utils import prune

from .obstacles import Case


class Mlp(nn.Module):
    """Two dense layers."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.act, self.b = nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 8)

    def forward(self, x: Any) -> Any:
        return self.b(self.act(self.a(x)))


class Rnn(nn.Module):
    """A recurrent layer and a dense one."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn, self.out = nn.LSTM(8, 16, batch_first=True), nn.Linear(16, 4)

    def forward(self, x: Any) -> Any:
        return self.out(self.rnn(x)[0][:, -1])


class Picture(nn.Module):
    """A convolution, its norm and a dense layer between the stubs of quantisation."""

    def __init__(self) -> None:
        super().__init__()
        self.quant, self.dequant = quantization.QuantStub(), quantization.DeQuantStub()
        self.conv, self.bn, self.relu = nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU()
        self.pool, self.flat, self.fc = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 4)

    def forward(self, x: Any) -> Any:
        x = self.relu(self.bn(self.conv(self.quant(x))))
        return self.dequant(self.fc(self.flat(self.pool(x))))


FUSED = [["conv", "bn", "relu"]]


def dynamic() -> Any:
    """Weights in eight bits, activations as they come."""
    return quantization.quantize_dynamic(Mlp(), {nn.Linear}, dtype=torch.qint8)


def dynamic_lstm() -> Any:
    """The same of a recurrent layer."""
    return quantization.quantize_dynamic(Rnn(), {nn.Linear, nn.LSTM}, dtype=torch.qint8)


def observed() -> Any:
    """Fused, with observers, not converted yet."""
    model = Picture().eval()
    model.qconfig = quantization.get_default_qconfig("fbgemm")
    return quantization.prepare(quantization.fuse_modules(model, FUSED))


def static() -> Any:
    """Weights and activations in eight bits."""
    model = observed()
    model(torch.rand(2, 3, 8, 8))
    return quantization.convert(model)


def aware() -> Any:
    """Trained as if it were quantised."""
    model = Picture().train()
    model.qconfig = quantization.get_default_qat_qconfig("fbgemm")
    return quantization.prepare_qat(quantization.fuse_modules_qat(model, FUSED))


class FourBit(nn.Linear):
    """Two weights a byte in a parameter of another shape, with scales for blocks of 64."""

    def __init__(self, c_in: int, c_out: int, bias: bool = True) -> None:
        super().__init__(c_in, c_out, bias)
        self.weight = nn.Parameter(torch.zeros(c_in * c_out // 2, 1, dtype=torch.uint8), requires_grad=False)
        self.register_buffer("absmax", torch.ones(c_in * c_out // 64))
        self.register_buffer("code", torch.linspace(-1, 1, 16))

    def forward(self, x: Any) -> Any:
        codes = self.weight.view(-1)
        pairs = torch.stack([self.code[(codes >> 4).long()], self.code[(codes & 15).long()]], -1)
        weight = pairs.view(-1, 64) * self.absmax[:, None]
        return F.linear(x, weight.view(self.out_features, self.in_features), self.bias)


class Grouped(nn.Module):
    """Eight weights a number in a buffer, with scales and zeros for groups of inputs, as GPTQ and AWQ keep them."""

    def __init__(self, c_in: int, c_out: int, group: int = 32) -> None:
        super().__init__()
        self.in_features, self.out_features, self.bits = c_in, c_out, 4
        self.register_buffer("qweight", torch.zeros(c_in // 8, c_out, dtype=torch.int32))
        self.register_buffer("qzeros", torch.zeros(c_in // group, c_out // 8, dtype=torch.int32))
        self.register_buffer("scales", torch.ones(c_in // group, c_out))
        self.register_buffer("g_idx", torch.arange(c_in) // group)
        self.register_buffer("bias", torch.zeros(c_out))

    def forward(self, x: Any) -> Any:
        shifts = torch.arange(0, 32, 4, device=x.device, dtype=torch.int32)
        weight = ((self.qweight[:, None, :] >> shifts[None, :, None]) & 15).reshape(self.in_features, -1)
        zeros = ((self.qzeros[:, :, None] >> shifts) & 15).reshape(-1, self.out_features)
        return x @ ((weight - zeros[self.g_idx]) * self.scales[self.g_idx]) + self.bias


class Codes(torch.Tensor):
    """A tensor that is codes and a scale inside, as torchao has them."""

    @staticmethod
    def __new__(cls: Any, codes: Any, scale: Any) -> Any:
        return torch.Tensor._make_wrapper_subclass(cls, codes.shape, dtype=scale.dtype, device=codes.device)

    def __init__(self, codes: Any, scale: Any) -> None:
        self.codes, self.scale = codes, scale

    def __tensor_flatten__(self) -> Any:
        return ["codes", "scale"], None

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        def plain(value: Any) -> Any:
            return value.codes * value.scale if isinstance(value, cls) else value

        if func is torch.ops.aten.detach.default:
            return cls(args[0].codes, args[0].scale)
        return func(*map(plain, args), **(kwargs or {}))


def subclass() -> Any:
    """A weight of a class of its own."""
    model = nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4))
    codes = Codes(torch.zeros(8, 16, dtype=torch.int8, device="cpu"), torch.ones(8, 1, device="cpu"))
    model[0].weight = nn.Parameter(codes, requires_grad=False)
    return model


class Lora(nn.Module):
    """A layer that is kept as it is, and two thin ones beside it."""

    def __init__(self, base: Any, rank: int = 4) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.lora_A = nn.Linear(base.in_features, rank, bias=False)
        self.lora_B = nn.Linear(rank, base.out_features, bias=False)
        self.dropout, self.scaling = nn.Dropout(0.1), 2.0

    def forward(self, x: Any) -> Any:
        return self.base(x) + self.lora_B(self.lora_A(self.dropout(x))) * self.scaling


class Merged(nn.Linear):
    """The same where the product is added to the weight, not to what it gives."""

    def __init__(self, c_in: int, c_out: int, rank: int = 4) -> None:
        super().__init__(c_in, c_out)
        self.weight.requires_grad_(False)
        self.lora_A, self.lora_B = nn.Parameter(torch.zeros(rank, c_in)), nn.Parameter(torch.zeros(c_out, rank))

    def forward(self, x: Any) -> Any:
        return F.linear(x, self.weight + self.lora_B @ self.lora_A * 2.0, self.bias)


class Dora(nn.Module):
    """A direction with an adapter, and a length of its own for each output."""

    def __init__(self, base: Any, rank: int = 4) -> None:
        super().__init__()
        self.base, self.scaling = base.requires_grad_(False), 2.0
        self.lora_A = nn.Linear(base.in_features, rank, bias=False)
        self.lora_B = nn.Linear(rank, base.out_features, bias=False)
        self.magnitude = nn.Parameter(torch.ones(base.out_features))

    def forward(self, x: Any) -> Any:
        whole = self.base.weight + self.lora_B.weight @ self.lora_A.weight * self.scaling
        length = self.magnitude / torch.linalg.norm(whole, dim=1)
        return F.linear(x, whole * length[:, None], self.base.bias)


class Ia3(nn.Module):
    """A layer that is kept, and a factor for each of its outputs."""

    def __init__(self, base: Any) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.ia3_l = nn.ParameterDict({"default": torch.ones(base.out_features)})

    def forward(self, x: Any) -> Any:
        return self.base(x) * self.ia3_l["default"]


def adapters() -> Any:
    """All of them, one after the other."""
    return nn.Sequential(
        Lora(nn.Linear(64, 128)), nn.ReLU(), Merged(128, 32), nn.ReLU(), Dora(nn.Linear(32, 16)), Ia3(nn.Linear(16, 8))
    )


def old_norms() -> Any:
    """Norms of weights as torch had them first."""
    return nn.Sequential(
        nn.utils.weight_norm(nn.Conv1d(4, 8, 3)), nn.ReLU(), nn.utils.spectral_norm(nn.Conv1d(8, 8, 3)), nn.ReLU(),
        nn.utils.weight_norm(nn.Conv1d(8, 4, 3, bias=False)),
    )  # fmt: skip


def pruned() -> Any:
    """Masks over weights."""
    model = Mlp()
    prune.l1_unstructured(model.a, "weight", 0.5)
    prune.random_unstructured(model.b, "bias", 0.5)
    return model


class Lists(nn.Module):
    """Parameters in a list and a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.each = nn.ParameterList([nn.Parameter(torch.randn(8, 8)) for _ in range(2)])
        self.last = nn.ParameterDict({"weight": torch.randn(4, 8), "bias": torch.randn(4)})

    def forward(self, x: Any) -> Any:
        for weight in self.each:
            x = F.relu(x @ weight)
        return F.linear(x, self.last["weight"], self.last["bias"])


class FullyShardedDataParallel(nn.Module):
    """Stands for the one of torch, which needs several processes."""

    def __init__(self, module: Any) -> None:
        super().__init__()
        self._fsdp_wrapped_module = module

    def forward(self, *args: Any) -> Any:
        return self._fsdp_wrapped_module(*args)


def wrapped_inside() -> Any:
    """Wrappers around parts of a model."""
    model = Mlp()
    model.a, model.b = torch.compile(model.a), nn.DataParallel(model.b)
    return FullyShardedDataParallel(nn.Sequential(FullyShardedDataParallel(model), nn.ReLU()))


def compiled_script() -> Any:
    """The whole of it by torch.jit."""
    return torch.jit.script(nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 8)))


class Cells(nn.Module):
    """Two cells over a sequence, step by step; what each step says is put together."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.out = nn.LSTMCell(8, 16), nn.GRUCell(16, 16), nn.Linear(16, 4)

    def forward(self, x: Any) -> Any:
        state, above, said = None, None, []
        for step in range(x.shape[1]):
            state = self.first(x[:, step], state)
            above = self.second(state[0], above)
            said.append(self.out(above))
        return torch.stack(said, 1)


class Recurs(nn.Module):
    """A cell of one's own, whose first step has a state of zeros."""

    def __init__(self) -> None:
        super().__init__()
        self.given, self.kept, self.out = nn.Linear(8, 16), nn.Linear(16, 16), nn.Linear(16, 4)

    def forward(self, x: Any) -> Any:
        state = x.new_zeros(x.shape[0], 16)
        for each in x.unbind(1):
            state = torch.tanh(self.given(each) + self.kept(state))
        return self.out(state)


class Refines(nn.Module):
    """A block that is run on its own result."""

    def __init__(self) -> None:
        super().__init__()
        self.start, self.end = nn.Linear(8, 16), nn.Linear(16, 2)
        self.block = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 16))

    def forward(self, x: Any) -> Any:
        x = self.start(x)
        for _ in range(5):
            x = x + self.block(x)
        return self.end(x)


class Frames(nn.Module):
    """An encoder of every frame, and a recurrent layer over what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.encode = nn.Sequential(nn.Conv2d(3, 8, 3, 2), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.rnn = nn.GRU(8, 16, batch_first=True)

    def forward(self, x: Any) -> Any:
        return self.rnn(torch.stack([self.encode(x[:, step]) for step in range(x.shape[1])], 1))[0]


class Several(nn.Module):
    """One layer on what four others say, and three times on its own result: no loop that is drawn once."""

    def __init__(self) -> None:
        super().__init__()
        self.ways, self.same = nn.ModuleList(nn.Linear(8, 8) for _ in range(4)), nn.Linear(8, 8)
        self.short = nn.Linear(8, 8)

    def forward(self, x: Any) -> Any:
        x = torch.cat([self.same(way(x)) for way in self.ways], -1)[..., :8]
        for _ in range(3):
            x = self.short(x)
        return x


class Stacked(nn.Module):
    """Rows in groups, each times its own matrix of one stack; matrices of a stack one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.weight, self.chain = nn.Parameter(torch.randn(6, 8, 8)), nn.Parameter(torch.randn(6, 8, 8))

    def forward(self, x: Any) -> Any:
        pieces = x.split(2, 1)
        x = torch.cat([F.linear(piece, weight) for piece, weight in zip(pieces, self.weight, strict=True)], 1)
        for place in range(6):
            x = F.linear(x, self.chain[place])
        return x


MODELS: dict[str, Case] = {
    "dynamic": Case(dynamic, ("1,16",), "twins"),
    "dynamic_lstm": Case(dynamic_lstm, ("1,6,8",), "twins"),
    "observed": Case(observed, ("1,3,8,8",), "cpu"),
    "static": Case(static, ("1,3,8,8",), "cpu"),
    "aware": Case(aware, ("1,3,8,8",)),
    "four_bit": Case(lambda: nn.Sequential(FourBit(64, 128), nn.ReLU(), FourBit(128, 32, bias=False)), ("1,64",)),
    "grouped": Case(lambda: nn.Sequential(Grouped(64, 128), nn.ReLU(), Grouped(128, 64)), ("1,5,64",)),
    "subclass": Case(subclass, ("1,16",)),
    "adapters": Case(adapters, ("1,64",)),
    "old_norms": Case(old_norms, ("1,4,20",)),
    "pruned": Case(pruned, ("1,16",)),
    "lists": Case(Lists, ("1,8",)),
    "wrapped_inside": Case(wrapped_inside, ("1,16",)),
    "cells": Case(Cells, ("1,6,8",)),
    "recurs": Case(Recurs, ("1,6,8",)),
    "refines": Case(Refines, ("1,8",)),
    "frames": Case(Frames, ("1,5,3,16,16",)),
    "several": Case(Several, ("1,8",)),
    "stacked": Case(Stacked, ("1,12,8",)),
    "compiled_script": Case(compiled_script, ("1,16",)),
}
