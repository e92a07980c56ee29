"""What each symbol of the formulas stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a symbol stands for."""

    en: str
    zh: str

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


SYMBOLS: dict[str, Meaning] = {
    "H": Meaning("input height", "输入高度"),
    "W": Meaning("input width", "输入宽度"),
    "D": Meaning("input depth", "输入深度"),
    "T": Meaning("sequence length", "序列长度"),
    "H'": Meaning("output height", "输出高度"),
    "W'": Meaning("output width", "输出宽度"),
    "D'": Meaning("output depth", "输出深度"),
    "T'": Meaning("output length", "输出长度"),
    "k": Meaning("kernel size", "卷积核尺寸"),
    "k_h": Meaning("kernel height", "卷积核高"),
    "k_w": Meaning("kernel width", "卷积核宽"),
    "k_d": Meaning("kernel depth", "卷积核深"),
    "s": Meaning("stride", "步长"),
    "s_h": Meaning("stride down", "纵向步长"),
    "s_w": Meaning("stride across", "横向步长"),
    "s_d": Meaning("stride in depth", "深度步长"),
    "p": Meaning("padding a side", "每侧填充"),
    "p_h": Meaning("padding a side, top and bottom", "上下每侧填充"),
    "p_w": Meaning("padding a side, left and right", "左右每侧填充"),
    "p_d": Meaning("padding a side in depth", "深度每侧填充"),
    "d": Meaning("dilation", "膨胀率"),
    "d_h": Meaning("dilation down", "纵向膨胀率"),
    "d_w": Meaning("dilation across", "横向膨胀率"),
    "d_d": Meaning("dilation in depth", "深度膨胀率"),
    "c_in": Meaning("channels or features in", "输入通道数"),
    "c_out": Meaning("channels or features out", "输出通道数"),
    "g": Meaning("groups", "分组数"),
    "m": Meaning("depth multiplier", "深度倍数"),
    "C": Meaning("channels", "通道数"),
    "p_l": Meaning("padding on the left", "左侧填充"),
    "p_r": Meaning("padding on the right", "右侧填充"),
    "p_t": Meaning("padding at the top", "上侧填充"),
    "p_b": Meaning("padding at the bottom", "下侧填充"),
    "p_f": Meaning("padding in front", "前侧填充"),
    "p_k": Meaning("padding at the back", "后侧填充"),
    "c": Meaning("cropped a side", "每侧裁剪"),
    "c_h": Meaning("cropped a side, top and bottom", "上下每侧裁剪"),
    "c_w": Meaning("cropped a side, left and right", "左右每侧裁剪"),
    "c_d": Meaning("cropped a side in depth", "深度每侧裁剪"),
    "c_l": Meaning("cropped on the left", "左侧裁剪"),
    "c_r": Meaning("cropped on the right", "右侧裁剪"),
    "c_t": Meaning("cropped at the top", "上侧裁剪"),
    "c_b": Meaning("cropped at the bottom", "下侧裁剪"),
    "c_f": Meaning("cropped in front", "前侧裁剪"),
    "c_k": Meaning("cropped at the back", "后侧裁剪"),
    "a": Meaning("output padding", "输出填充"),
    "a_h": Meaning("output padding down", "纵向输出填充"),
    "a_w": Meaning("output padding across", "横向输出填充"),
    "a_d": Meaning("output padding in depth", "深度输出填充"),
    "f": Meaning("scale factor", "缩放倍数"),
    "f_h": Meaning("scale factor down", "纵向缩放倍数"),
    "f_w": Meaning("scale factor across", "横向缩放倍数"),
    "f_d": Meaning("scale factor in depth", "深度缩放倍数"),
    "P": Meaning("padding of both sides that SAME works out", "SAME 算出的两侧填充之和"),
    "P_h": Meaning("padding of top and bottom that SAME works out", "SAME 算出的上下填充之和"),
    "P_w": Meaning("padding of left and right that SAME works out", "SAME 算出的左右填充之和"),
    "P_d": Meaning("padding of front and back that SAME works out", "SAME 算出的前后填充之和"),
    "r": Meaning("pixel shuffle factor, or LoRA rank", "像素重组倍数，或 LoRA 秩"),
    "n": Meaning("repetitions, or rows of a table", "重复次数，或表的行数"),
    "n_1": Meaning("size of dim 1", "第 1 维大小"),
    "n_2": Meaning("size of dim 2", "第 2 维大小"),
    "n_3": Meaning("size of dim 3", "第 3 维大小"),
    "n_4": Meaning("size of dim 4", "第 4 维大小"),
    "n_5": Meaning("size of dim 5", "第 5 维大小"),
    "x": Meaning("input features of a step", "每步输入特征数"),
    "h": Meaning("units (hidden size)", "隐藏单元数"),
    "h_p": Meaning("projected size", "投影后的大小"),
    "L": Meaning("layers", "层数"),
    "h_kv": Meaning("heads of keys and values", "键值头数"),
    "d_c": Meaning("compressed keys and values", "压缩后的键值宽度"),
    "b": Meaning("bytes a number", "每个数的字节数"),
    "V": Meaning("vocabulary size", "词表大小"),
    "d_model": Meaning("model width", "模型宽度"),
    "x_1": Meaning("features of the first input", "第一个输入的特征数"),
    "x_2": Meaning("features of the second input", "第二个输入的特征数"),
    "n_heads": Meaning("attention heads", "注意力头数"),
    "n_kv": Meaning("key and value heads", "键/值头数"),
    "d_k": Meaning("key width of a head", "每头键宽度"),
    "d_v": Meaning("value width of a head", "每头值宽度"),
    "d_q": Meaning("query features", "查询特征数"),
    "d_key": Meaning("key features", "键特征数"),
    "d_val": Meaning("value features", "值特征数"),
    "d_out": Meaning("output features", "输出特征数"),
    "d_ff": Meaning("feed-forward width", "前馈层宽度"),
    "E": Meaning("experts", "专家数"),
    "k_e": Meaning("experts for each token", "每个词元的专家数"),
    "w": Meaning("window length", "窗口长度"),
    "w_h": Meaning("window height", "窗口高度"),
    "w_w": Meaning("window width", "窗口宽度"),
    "w_d": Meaning("window depth", "窗口深度"),
    "T_q": Meaning("query length", "查询长度"),
    "T_k": Meaning("key length", "键长度"),
    "n_fft": Meaning("length of the Fourier transform", "傅里叶变换长度"),
    "n_alpha": Meaning("slopes", "斜率个数"),
    **{f"c_{n}": Meaning(f"channels or features of input {n}", f"第 {n} 个输入的通道数") for n in range(1, 65)},
    **{
        f"T_{which}_{n}": Meaning(f"{en}, dim {n}", f"{zh}，第 {n} 维")
        for n in range(1, 4)
        for which, en, zh in (("q", "query length", "查询长度"), ("k", "key length", "键长度"))
    },
    **{f"n_{n}": Meaning(f"size of dim {n}", f"第 {n} 维大小") for n in range(1, 65)},
    **{
        f"n_{letter}": Meaning(f"size of dim {letter}", f"维 {letter} 的大小")
        for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    },
}
