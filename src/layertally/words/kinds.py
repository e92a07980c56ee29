"""What an op is, in Chinese, before its framework's own name: 卷积层 Conv2D."""

from __future__ import annotations

from typing import Any

KINDS_ZH: dict[str, str] = {
    "conv": "卷积层",
    "transposed": "转置卷积层",
    "depthwise": "深度卷积层",
    "separable": "深度可分离卷积层",
    "pool": "池化层",
    "max_pool": "最大池化层",
    "average_pool": "平均池化层",
    "global_pool": "全局池化层",
    "adaptive_pool": "自适应池化层",
    "k_max_pool": "k 最大池化层",
    "dense": "全连接层",
    "embedding": "嵌入层",
    "flatten": "展平",
    "reshape": "变形",
    "permute": "维度置换",
    "dropout": "随机失活",
    "batch_norm": "批归一化",
    "layer_norm": "层归一化",
    "group_norm": "组归一化",
    "instance_norm": "实例归一化",
    "rms_norm": "RMS 归一化",
    "concatenate": "拼接",
    "add": "相加",
    "multiply": "相乘",
    "subtract": "相减",
    "average": "求平均",
    "dot": "点积",
    "absolute": "取绝对值",
    "pad": "填充",
    "crop": "裁剪",
    "upsample": "上采样",
    "resize": "缩放",
    "select": "取值",
    "encode": "编码层",
    "tokens": "分词",
    "stft": "短时傅里叶变换",
    "fourier": "傅里叶变换",
    "mel_spectrogram": "梅尔频谱",
    "attention": "注意力",
    "multi_head_attention": "多头注意力层",
    "split": "切分",
    "slice": "切片",
    "stack": "堆叠",
    "tile": "平铺",
    "mean": "求平均",
    "sum": "求和",
    "max": "求最大",
    "matmul": "矩阵乘法",
    "local": "局部连接层",
    "router": "路由",
    "scan": "扫描层",
    "parameter": "参数",
    "take": "取元素",
    "write": "写入",
    "experts": "专家层",
    "lstm": "长短期记忆层",
    "gru": "门控循环层",
    "rnn": "循环层",
    "conv_lstm": "卷积长短期记忆层",
    "bilinear": "双线性层",
    "normalization": "标准化",
    "rescaling": "缩放取值",
    "pixel_shuffle": "像素重排",
    "unfold": "展开窗口",
    "fold": "合并窗口",
    "expand_dims": "增加一维",
    "squeeze": "去掉一维",
    "repeat": "重复",
    "einsum": "爱因斯坦求和",
    "einsum_dense": "爱因斯坦求和层",
    "channel_scale": "通道缩放",
}

ACTIVATIONS = frozenset(
    [
        "relu",
        "relu6",
        "elu",
        "selu",
        "celu",
        "gelu",
        "silu",
        "swish",
        "mish",
        "glu",
        "prelu",
        "rrelu",
        "leaky_relu",
        "thresholded_relu",
        "threshold",
        "sigmoid",
        "hard_sigmoid",
        "log_sigmoid",
        "hard_silu",
        "tanh",
        "hard_tanh",
        "tanh_shrink",
        "hard_shrink",
        "soft_shrink",
        "softplus",
        "softsign",
        "softmax",
        "log_softmax",
        "softmin",
        "exponential",
    ]
)


def kind(op: Any, lang: str = "en") -> str:
    """What an op is, before its framework's name: 卷积层 Conv2D. English needs none."""
    if lang == "en":
        return ""
    name = str(op.kind)
    flavour = str(getattr(op, "method", ""))
    if name in ACTIVATIONS or getattr(op, "named", False):
        return "激活"
    if name.startswith("bidirectional_"):
        return "双向" + KINDS_ZH.get(name.partition("_")[2], "循环层")
    return KINDS_ZH.get(f"{flavour}_{name}", KINDS_ZH.get(name, ""))
