"""What a reader sees of dense, recurrent, norm and attention layers: formulas, settings, problems in two languages."""

from __future__ import annotations

from typing import Any

import pytest

from layertally import frameworks
from layertally.annotation import Problem, annotate
from layertally.errors import ShapeError
from layertally.model import Shape
from layertally.ops.base import Op
from layertally.readers.description import read_text
from layertally.words import facts, problem


def op(framework: str, type_: str, *args: Any, **named: Any) -> Op:
    found = frameworks.load(framework).type(type_)
    assert found is not None
    return found.op({**{arg.name: value for arg, value in zip(found.args, args, strict=False)}, **named})


TOKENS, STEPS = (None, 100), (None, 100, 256)
PARAMS: list[tuple[Op, list[Shape], str, str, int]] = [
    (op("keras", "Dense", 128), [(None, 1568)], "(c_in + 1)·c_out", "(1,568 + 1)·128", 200_832),
    (op("keras", "Dense", 10, use_bias=False), [(None, 256)], "c_in·c_out", "256·10", 2_560),
    (op("torch", "Linear", 4096, 1000), [(None, 4096)], "(c_in + 1)·c_out", "(4,096 + 1)·1000", 4_097_000),
    (op("paddle", "Linear", 2, 4), [(None, 2)], "(c_in + 1)·c_out", "(2 + 1)·4", 12),
    (
        op("keras", "Dense", 10, lora_rank=2),
        [(None, 16)],
        "(c_in + 1)·c_out + r·(c_in + c_out)",
        "(16 + 1)·10 + 2·(16 + 10)",
        222,
    ),
    (op("torch", "Bilinear", 5, 6, 4), [(None, 5), (None, 6)], "(x_1·x_2 + 1)·c_out", "(5·6 + 1)·4", 124),
    (
        op("keras", "EinsumDense", "abc,cd->abd", [None, 32], bias_axes="d"),
        [(None, 8, 16)],
        "n_c·n_d + n_d",
        "16·32 + 32",
        544,
    ),
    (op("keras", "Embedding", 10000, 256), [TOKENS], "V·d_model", "10000·256", 2_560_000),
    (op("torch", "Embedding", 10000, 256), [TOKENS], "V·d_model", "10000·256", 2_560_000),
    (op("keras", "LSTM", 256), [STEPS], "4·h·(x + h + 1)", "4·256·(256 + 256 + 1)", 525_312),
    (op("keras", "SimpleRNN", 256), [STEPS], "h·(x + h + 1)", "256·(256 + 256 + 1)", 131_328),
    (op("keras", "GRU", 256), [STEPS], "3·h·(x + h + 2)", "3·256·(256 + 256 + 2)", 394_752),
    (op("keras", "GRU", 256, reset_after=False), [STEPS], "3·h·(x + h + 1)", "3·256·(256 + 256 + 1)", 393_984),
    (op("keras", "LSTM", 256, use_bias=False), [STEPS], "4·h·(x + h)", "4·256·(256 + 256)", 524_288),
    (op("torch", "LSTM", 256, 256), [STEPS], "4·h·(x + h + 2)", "4·256·(256 + 256 + 2)", 526_336),
    (
        op("torch", "LSTM", 32, 64, 2, bidirectional=True),
        [(None, 9, 32)],
        "2·4·h·(x + h + 2) + (L − 1)·2·4·h·(2·h + h + 2)",
        "2·4·64·(32 + 64 + 2) + (2 − 1)·2·4·64·(2·64 + 64 + 2)",
        149_504,
    ),
    (op("torch", "LSTM", 5, 6, proj_size=3), [(None, 7, 5)], "4·h·(x + h_p + 2) + h_p·h", "4·6·(5 + 3 + 2) + 3·6", 258),
    (
        op("keras", "Bidirectional", {"LSTM": {"units": 64}}),
        [(None, 9, 32)],
        "2·4·h·(x + h + 1)",
        "2·4·64·(32 + 64 + 1)",
        49_664,
    ),
    (op("keras", "TimeDistributed", {"Dense": 10}), [(None, 9, 32)], "(c_in + 1)·c_out", "(32 + 1)·10", 330),
    (
        op("keras", "ConvLSTM2D", 4, 3),
        [(None, 3, 9, 8, 2)],
        "4·c_out·(k_h·k_w·(c_in + c_out) + 1)",
        "4·4·(3·3·(2 + 4) + 1)",
        880,
    ),
    (op("keras", "BatchNormalization"), [(None, 26, 26, 64)], "4·C", "4·64", 256),
    (op("torch", "BatchNorm2d", 64), [(None, 64, 26, 26)], "2·C", "2·64", 128),
    (op("paddle", "BatchNorm2D", 64), [(None, 64, 26, 26)], "4·C", "4·64", 256),
    (op("torch", "LayerNorm", 512), [(None, 10, 512)], "2·C", "2·512", 1_024),
    (op("torch", "LayerNorm", [3, 5]), [(None, 3, 5)], "2·n_1·n_2", "2·3·5", 30),
    (op("torch", "RMSNorm", 512), [(None, 10, 512)], "C", "512", 512),
    (op("keras", "GroupNormalization", 3), [(None, 9, 6)], "2·C", "2·6", 12),
    (op("keras", "Normalization"), [(None, 9, 3)], "2·C + 1", "2·3 + 1", 7),
    (op("keras", "PReLU"), [(None, 9, 8)], "n_1·n_2", "9·8", 72),
    (op("torch", "PReLU", 64), [(None, 64, 8, 8)], "C", "64", 64),
    (
        op("keras", "MultiHeadAttention", 4, 8, value_dim=6),
        [(None, 10, 16), (None, 10, 16)],
        "(d_q + 1)·n_heads·d_k + (d_key + 1)·n_heads·d_k + (d_val + 1)·n_heads·d_v + (n_heads·d_v + 1)·d_out",
        "(16 + 1)·4·8 + (16 + 1)·4·8 + (16 + 1)·4·6 + (4·6 + 1)·16",
        1_896,
    ),
    (
        op("keras", "GroupQueryAttention", 8, 4, 2, use_bias=False),
        [(None, 10, 32), (None, 10, 32)],
        "d_q·n_heads·d_k + d_key·n_kv·d_k + d_val·n_kv·d_v + n_heads·d_v·d_out",
        "32·4·8 + 32·2·8 + 32·2·8 + 4·8·32",
        3_072,
    ),
    (op("torch", "MultiheadAttention", 16, 4), [(None, 10, 16)] * 3, "4·(d_model + 1)·d_model", "4·(16 + 1)·16", 1_088),
    (
        op("torch", "TransformerEncoderLayer", 16, 4, 32),
        [(None, 10, 16)],
        "4·(d_model + 1)·d_model + (d_model + 1)·d_ff + (d_ff + 1)·d_model + 2·2·d_model",
        "4·(16 + 1)·16 + (16 + 1)·32 + (32 + 1)·16 + 2·2·16",
        2_224,
    ),
]


@pytest.mark.parametrize(
    ("layer", "fed", "symbols", "worked", "value"), PARAMS, ids=lambda item: getattr(item, "kind", "")
)
def test_parameters_read_as_the_field_writes_them(
    layer: Op, fed: list[Shape], symbols: str, worked: str, value: int
) -> None:
    weights = layer.weigh(fed)
    assert weights is not None
    assert (weights.params.symbols(), weights.params.worked(), weights.params.value) == (symbols, worked, value)


MACS: list[tuple[Op, list[Shape], str, int]] = [
    (op("keras", "Dense", 256), [(None, 1024)], "c_in·c_out", 262_144),
    (op("keras", "Dense", 10), [(None, 7, 16)], "T·c_in·c_out", 1_120),
    (op("keras", "LSTM", 256), [STEPS], "T·4·h·(x + h)", 52_428_800),
    (op("torch", "LSTM", 32, 64), [(None, 10, 32)], "T·4·h·(x + h)", 245_760),
    (
        op("torch", "MultiheadAttention", 64, 4),
        [(None, 16, 64)] * 3,
        "4·T_q·d_model·d_model + 2·T_q·T_k·d_model",
        294_912,
    ),
    (op("keras", "Attention"), [(None, 10, 16), (None, 12, 16)], "T_q·T_k·(d_key + d_val)", 3_840),
]


@pytest.mark.parametrize(("layer", "fed", "symbols", "value"), MACS, ids=lambda item: getattr(item, "kind", ""))
def test_multiply_adds(layer: Op, fed: list[Shape], symbols: str, value: int) -> None:
    macs = layer.macs(fed, layer.infer(fed))
    assert macs is not None
    assert (macs.symbols(), macs.value) == (symbols, value)


@pytest.mark.parametrize(
    ("layer", "en", "zh"),
    [
        (op("keras", "Dense", 256, "relu"), "256 units · ReLU", "256 个单元 · ReLU"),
        (op("torch", "Linear", 4096, 1000, False), "4096→1000 · no bias", "4096→1000 · 无偏置"),
        (op("keras", "Embedding", 10000, 256), "vocabulary 10000 · width 256", "词表 10000 · 宽度 256"),
        (op("keras", "LSTM", 256), "256 units · last state only", "256 个单元 · 只输出最后状态"),
        (op("keras", "LSTM", 1, return_sequences=True), "1 unit · all steps", "1 个单元 · 输出每一步"),
        (op("keras", "Dropout", 0.25), "rate 0.25", "比率 0.25"),
        (op("torch", "BatchNorm2d", 64), "64 channels", "64 个通道"),
        (op("keras", "BatchNormalization"), "last axis", "最后一维"),
        (op("keras", "BatchNormalization", 1, center=False), "axis 1 · no shift", "维 1 · 无平移"),
        (op("torch", "LSTM", 5, 6, 2, bidirectional=True), "5→6 · 2 layers · both directions", "5→6 · 2 层 · 双向"),
        (op("keras", "Activation", "relu"), "ReLU", "ReLU"),
        (op("keras", "Concatenate"), "last axis", "最后一维"),
        (
            op("keras", "Bidirectional", {"LSTM": 64}),
            "LSTM · 64 units · last state only · merged by concat",
            "LSTM · 64 个单元 · 只输出最后状态 · 合并方式 concat",
        ),
        (op("keras", "MultiHeadAttention", 8, 64), "8 heads · head width 64", "8 个头 · 每头宽度 64"),
        (
            op("torch", "TransformerEncoderLayer", 512, 8),
            "width 512 · 8 heads · feed-forward width 2048 · ReLU",
            "宽度 512 · 8 个头 · 前馈宽度 2048 · ReLU",
        ),
    ],
    ids=lambda item: getattr(item, "kind", ""),
)
def test_settings_of_a_card(layer: Op, en: str, zh: str) -> None:
    assert " · ".join(facts(layer.facts())) == en
    assert " · ".join(facts(layer.facts(), "zh")) == zh


@pytest.mark.parametrize(
    ("layer", "fed", "en", "zh"),
    [
        (
            op("keras", "Add"),
            [(None, 12, 12, 32), (None, 12, 12, 64)],
            "cannot add 12×12×32 and 12×12×64",
            "12×12×32 与 12×12×64 无法相加",
        ),
        (
            op("keras", "Concatenate"),
            [(None, 4, 5), (None, 3, 5)],
            "cannot concatenate 4×5 and 3×5 along axis −1",
            "4×5 与 3×5 无法沿维 −1 拼接",
        ),
        (op("torch", "Add"), [(None, 4, 5), (None, 5)], "cannot add 4×5 and 5", "4×5 与 5 无法相加"),
        (op("torch", "GLU"), [(None, 7)], "halves a dim that is odd: 7", "要对半分的维度是奇数：7"),
        (op("keras", "Add"), [(None, 7)], "takes two inputs or more, gets 1", "至少需要两个输入，得到 1 个"),
        (
            op("torch", "Softmax", 3),
            [(None, 7)],
            "has no axis 3: the axes are 0 (the batch) to 1",
            "没有维 3：各维编号为 0(批次)至 1",
        ),
    ],
)
def test_why_inputs_do_not_fit(layer: Op, fed: list[Shape], en: str, zh: str) -> None:
    with pytest.raises(ShapeError) as caught:
        layer.infer(fed)
    assert problem(caught.value.key, "en", **caught.value.values) == en
    assert problem(caught.value.key, "zh", **caught.value.values) == zh


def broken(text: str) -> Problem:
    layer = annotate(read_text(text)).broken
    assert layer is not None
    assert layer.problem is not None
    return layer.problem


def test_a_wrong_width_says_where_it_comes_from_and_what_to_write() -> None:
    found = broken(
        "{framework: torch, input: [32, 7, 7], layers: [Flatten, {Linear: {in_features: 1050, out_features: 128}}]}"
    )
    assert problem(found.key, "en", **found.values) == "expects 1,050 features, gets 32·7·7 = 1,568"
    assert found.fix == ("in_features", 1568)
    assert found.fix_params == ("(1,568 + 1)·128", 200_832)
    assert found.place is not None


@pytest.mark.parametrize(
    ("layer", "fed", "fix"),
    [
        (op("torch", "BatchNorm2d", 6), [(None, 5, 9, 9)], ("num_features", 5)),
        (op("torch", "LSTM", 5, 6), [(None, 9, 8)], ("input_size", 8)),
        (op("torch", "GroupNorm", 2, 6), [(None, 8, 9)], ("num_channels", 8)),
        (op("torch", "LayerNorm", 16), [(None, 8, 12)], ("normalized_shape", (12,))),
        (op("torch", "PReLU", 6), [(None, 5, 9)], ("num_parameters", 5)),
        (op("torch", "Bilinear", 5, 6, 4), [(None, 5), (None, 7)], ("in2_features", 7)),
        (op("torch", "MultiheadAttention", 16, 4), [(None, 9, 16), (None, 9, 20), (None, 9, 16)], ("kdim", 20)),
    ],
    ids=lambda item: getattr(item, "kind", ""),
)
def test_a_fix_is_written_in_the_frameworks_own_word(layer: Op, fed: list[Shape], fix: tuple[str, Any]) -> None:
    with pytest.raises(ShapeError) as caught:
        layer.infer(fed)
    assert caught.value.fix is not None
    assert (caught.value.argument, caught.value.fix[1]) == fix
    assert hasattr(layer, caught.value.fix[0])
