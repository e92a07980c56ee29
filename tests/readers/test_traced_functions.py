"""Each function of torch that the tables know, run by torch itself: its shape is worked out, not taken over."""

from __future__ import annotations

import re
from typing import Any

import pytest

from layertally.annotation import AnnotatedLayer, annotate
from layertally.readers.traced import read_record

# What is run on `x` of (1, 6, 8, 8) or `s` of (1, 12, 16); the type of the last layer, its output without the batch.
CASES: list[tuple[str, str, str]] = [
    ("torch.cat([x, x], 1)", "Concatenate", "12×8×8"),
    ("torch.stack([x, x], 2)", "Stack", "6×2×8×8"),
    ("torch.stack([s, s])", "Stack", "2×12×16"),
    ("torch.stack([s.relu()])[0]", "Slice", "12×16"),
    ("torch.stack([s, s]).unbind(0)[1]", "Unbind", "12×16"),
    ("s[None]", "Slice", "1×12×16"),
    ("x + 1", "Add", "6×8×8"),
    ("x * x.mean((2, 3), keepdim=True)", "Multiply", "6×8×8"),
    ("x - x.flip(3)", "Subtract", "6×8×8"),
    ("torch.maximum(x, x * 2)", "Maximum", "6×8×8"),
    ("x.clamp(0, 1)", "Clamp", "6×8×8"),
    ("F.leaky_relu(x, 0.2)", "LeakyReLU", "6×8×8"),
    ("F.softmax(s, -1)", "Softmax", "12×16"),
    ("F.log_softmax(s, 1)", "LogSoftmax", "12×16"),
    ("F.glu(s, -1)", "GLU", "12×8"),
    ("F.normalize(s, dim=-1)", "Normalize", "12×16"),
    ("F.layer_norm(s, (16,))", "LayerNorm", "12×16"),
    ("x.exp2()", "Exp2", "6×8×8"),
    ("x.mean((2, 3))", "Mean", "6"),
    ("x.amax(1, keepdim=True)", "Amax", "1×8×8"),
    ("s.sum(1)", "Sum", "16"),
    ("s.var(2)", "Var", "12"),
    ("torch.logsumexp(s, 1)", "LogSumExp", "16"),
    ("s.max(1)[0]", "Max", "16"),
    ("x.flatten(1)", "Flatten", "384"),
    ("x.flatten(2)", "Flatten", "6×64"),
    ("x.view(1, 2, 3, 8, 8)", "Reshape", "2×3×8×8"),
    ("x.permute(0, 2, 3, 1)", "Permute", "8×8×6"),
    ("s.transpose(1, 2)", "Permute", "16×12"),
    ("s.mT", "Permute", "16×12"),
    ("s.unsqueeze(1)", "Unsqueeze", "1×12×16"),
    ("x[:, :1].squeeze(1)", "Squeeze", "8×8"),
    ("s.expand(1, 12, 16)[:, :, None]", "Slice", "12×1×16"),
    ("s.repeat(1, 2, 3)", "Repeat", "24×48"),
    ("s.repeat_interleave(2, dim=1)", "Repeat", "24×16"),
    ("x[:, 0]", "Slice", "8×8"),
    ("x[:, :, ::2, 1::2]", "Slice", "6×4×4"),
    ("x[..., 0]", "Slice", "6×8"),
    ("s[:, -1]", "Slice", "16"),
    ("s.select(1, 3)", "Slice", "16"),
    ("s.narrow(1, 2, 4)", "Slice", "4×16"),
    ("s.chunk(3, -1)[1]", "Split", "12×4"),
    ("x.split([2, 4], 1)[1]", "Split", "4×8×8"),
    ("x.unbind(1)[2]", "Unbind", "8×8"),
    ("F.pad(x, (1, 2, 3, 4))", "Pad", "6×15×11"),
    ("torch.roll(x, 1, 2)", "Roll", "6×8×8"),
    ("F.max_pool2d(x, 2)", "MaxPool2d", "6×4×4"),
    ("F.max_pool2d(x, 3, 2, 1, ceil_mode=True)", "MaxPool2d", "6×5×5"),
    ("F.avg_pool2d(x, 3, stride=1, padding=1)", "AvgPool2d", "6×8×8"),
    ("F.adaptive_avg_pool2d(x, 3)", "AdaptiveAvgPool2d", "6×3×3"),
    ("F.adaptive_max_pool2d(x, (2, 1))", "AdaptiveMaxPool2d", "6×2×1"),
    ("F.avg_pool1d(s, 4)", "AvgPool1d", "12×4"),
    ("F.interpolate(x, scale_factor=2)", "Upsample", "6×16×16"),
    ("F.interpolate(x, (5, 7), mode='bilinear')", "Upsample", "6×5×7"),
    ("F.pixel_shuffle(x[:, :4], 2)", "PixelShuffle", "1×16×16"),
    ("F.pixel_unshuffle(x, 2)", "PixelUnshuffle", "24×4×4"),
    ("F.channel_shuffle(x, 3)", "ChannelShuffle", "6×8×8"),
    ("F.unfold(x, 3, padding=1)", "Unfold", "54×64"),
    ("F.fold(F.unfold(x, 2, stride=2), (8, 8), 2, stride=2)", "Fold", "6×8×8"),
    ("s @ s.mT", "MatMul", "12×12"),
    ("torch.bmm(s, s.transpose(1, 2))", "MatMul", "12×12"),
    ("torch.einsum('bij,bkj->bik', s, s)", "Einsum", "12×12"),
    ("s.topk(4, 1)[0]", "TopK", "4×16"),
    ("s.index_select(1, torch.tensor([0, 5]))", "Gather", "2×16"),
    ("s[:, torch.tensor([1, 2, 3])]", "Gather", "3×16"),
    ("torch.where(s > 0, s, s * 2)", "Where", "12×16"),
    ("s.masked_fill(torch.ones(12, 16).bool(), 0.0)", "MaskedFill", "12×16"),
    ("s.cumsum(1)", "CumSum", "12×16"),
    ("s.tril()", "Tril", "12×16"),
    ("0.5 * s * (1 + torch.erf(s / 2**0.5))", "GELU", "12×16"),
    ("s * torch.sigmoid(s)", "SiLU", "12×16"),
    ("s[0]", "Slice", "12×16"),
    ("torch.zeros(12, 16).index_add(0, torch.arange(12), s[0])", "Write", "12×16"),
    ("torch.fft.rfft(s)", "RFFT", "12×9"),
    ("torch.fft.rfft2(x)", "RFFT", "6×8×5"),
    ("torch.fft.irfft2(torch.fft.rfft2(x), s=(8, 8))", "IRFFT", "6×8×8"),
    ("torch.fft.irfft(torch.fft.rfft(s))", "IRFFT", "12×16"),
    ("s.index_select(0, torch.tensor([0]))", "Gather", "12×16"),
    ("F.cosine_similarity(s, s * 2, dim=-1)", "CosineSimilarity", "12"),
    ("F.cosine_similarity(x, x * 2)", "CosineSimilarity", "8×8"),
    ("F.pairwise_distance(s, s * 2, keepdim=True)", "PairwiseDistance", "12×1"),
    ("torch.bucketize(s, torch.arange(4.0)).float() * s", "Multiply", "12×16"),
    ("s.mean(0)", "Mean", "12×16"),
    ("s.mean((0, 1), keepdim=True)", "Mean", "1×16"),
    ("torch.zeros(1, 12, 4).scatter_add(2, torch.zeros(1, 12, 16).long(), s)", "Write", "12×4"),
    ("F.scaled_dot_product_attention(*(s.view(1, 12, 4, 4).transpose(1, 2) for _ in 'qkv')).transpose(1, 2).flatten(2)",
     "ScaledDotProductAttention", "12×16"),
]  # fmt: skip


def read(code: str) -> tuple[AnnotatedLayer, ...]:
    import torch
    from torch.nn import functional

    from layertally.live.torch import record

    class Net(torch.nn.Module):  # type: ignore[misc]
        def forward(self, **given: Any) -> Any:
            (name, value), names = next(iter(given.items())), {"torch": torch, "F": functional}
            return eval(code, names | {name: value})  # noqa: S307 - the cases of this file

    given = "x=1,6,8,8" if re.search(r"\bx\b", code) else "s=1,12,16"
    found = annotate(read_record(record(Net, inputs=(given,), reference=code), code))
    return found.layers


@pytest.mark.live("torch")
@pytest.mark.parametrize(("code", "type_", "output"), CASES)
def test_function(code: str, type_: str, output: str) -> None:
    from layertally.model import str_shape

    layers = read(code)
    assert [(layer.name, layer.status, layer.layer.why) for layer in layers if layer.status != "agrees"] == []
    assert (layers[-1].layer.type, [str_shape(out.shape) for out in layers[-1].outputs]) == (type_, [output]) or (
        layers[-1].layer.type == type_ and output in [str_shape(out.shape) for out in layers[-1].outputs]
    )
