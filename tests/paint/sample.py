"""A group figure drawn by hand, used as a sample by the painters' tests."""

from __future__ import annotations

from layertally.paint.canvas import Canvas, Drawing

Row = tuple[str, str, str]

WORDS = {
    "en": {
        "title": "Block 1",
        "total": "9,568 params",
        "sub": "group 1 of 3 · VGG-like CNN",
        "share": "2.9 % of 329,962",
        "input": "Input 28×28×1",
        "output": "12×12×32 → Block 2",
        "out": "out",
        "params": "params",
        "none": "no weights",
        "conv": "Conv2D",
        "pool": "MaxPooling2D",
        "drop": "Dropout",
        "sum": "Σ params",
        "rate": "· rate 0.25",
        "conv_set": "3×3 kernel · 32 filters · stride 1 · valid · ReLU",
        "pool_set": "2×2 window · stride 2 · valid",
    },
    "zh": {
        "title": "第一组",
        "total": "9,568 个参数",
        "sub": "共 3 组之 1 · 类 VGG 卷积网络",
        "share": "占总量 329,962 的 2.9 %",
        "input": "输入 28×28×1",
        "output": "12×12×32 → 第二组",
        "out": "输出",
        "params": "参数量",
        "none": "无权重",
        "conv": "卷积层 Conv2D",
        "pool": "最大池化层 MaxPooling2D",
        "drop": "随机失活 Dropout",
        "sum": "参数量合计",
        "rate": "· 0.25",
        "conv_set": "卷积核 3×3 · 过滤器 32 个 · 步长 1 · 无填充 valid · ReLU",
        "pool_set": "池化窗口 2×2 · 步长 2 · 无填充 valid",
    },
}


def card(c: Canvas, y: float, family: str, kind: str, name: str, settings: str, rows: list[Row]) -> float:
    """One card; returns the y of its lower border."""
    height = 48 + 20 * len(rows) + 6
    c.box(16, y, 384, height, fill=f"{family}_t", stroke=family, stroke_opacity=0.45, radius=6, role="card")
    c.bar(16, y, 5, height, family)
    c.text(30, y + 20, kind, "t13")
    c.text(388, y + 20, name, "m11", "muted", "end")
    c.text(30, y + 36, settings, "t11", "muted")
    for i, (label, formula, result) in enumerate(rows):
        base = y + 60 + 20 * i
        c.text(30, base, label, "t11", "muted")
        words = formula in {language["none"] for language in WORDS.values()}
        c.text(80, base, formula, "t11" if words else "m12", "muted" if words else "ink")
        c.text(388, base, result, "m12b", anchor="end")
    return y + height


def port(c: Canvas, y: float, label: str, href: str = "") -> float:
    """A pill centred on the axis; returns the y of its lower border."""
    with c.link(href, label):
        w = 28 + len(label) * 6.8
        c.box(208 - w / 2, y, w, 22, fill="plain", stroke="edge", radius=11, role="port")
        c.text(208, y + 15, label, "m11", anchor="middle")
    return y + 22


def group(language: str = "en", href: str = "#block-2") -> Drawing:
    """Two convolutions, a pooling and a dropout of a VGG-like network."""
    t = WORDS[language]
    c = Canvas()
    c.box(1, 1, 414, 572, fill="frame", stroke="line", radius=10, role="frame", z=1)
    c.text(16, 28, t["title"], "t15")
    c.text(400, 28, t["total"], "t13", anchor="end")
    c.text(16, 45, t["sub"], "t11", "muted")
    c.text(400, 45, t["share"], "t11", "muted", "end")
    conv1 = [(t["out"], "⌊(28 − 3)/1⌋ + 1 = 26", "(None, 26, 26, 32)"), (t["params"], "(3·3·1 + 1)·32 =", "320")]
    conv2 = [(t["out"], "⌊(26 − 3)/1⌋ + 1 = 24", "(None, 24, 24, 32)"), (t["params"], "(3·3·32 + 1)·32 =", "9,248")]
    pool = [(t["out"], "⌊(24 − 2)/2⌋ + 1 = 12", "(None, 12, 12, 32)"), (t["params"], t["none"], "0")]
    cards = (
        ("conv", t["conv"], "conv2d_1", t["conv_set"], conv1),
        ("conv", t["conv"], "conv2d_2", t["conv_set"], conv2),
        ("pool", t["pool"], "max_pooling2d_1", t["pool_set"], pool),
    )
    bottom = port(c, 63, t["input"])
    for family, kind, name, settings, rows in cards:
        c.edge([(208, bottom), (208, bottom + 22)])
        bottom = card(c, bottom + 22, family, kind, name, settings, rows)
    c.edge([(208, bottom), (208, bottom + 22)])
    y = bottom + 22
    c.box(16, y, 384, 28, fill="plain", stroke="line", radius=6, role="card")
    x = 30 + c.text(30, y + 18.5, t["drop"], "t12b") + 8
    x += c.text(x, y + 18.5, "dropout_1", "m11", "muted") + 8
    c.text(x, y + 18.5, t["rate"], "t11", "muted")
    c.text(388, y + 18.5, "(None, 12, 12, 32)", "m12b", anchor="end")
    c.edge([(208, y + 28), (208, y + 50)])
    port(c, y + 50, t["output"], href)
    c.rule(16, 541, 400, 541)
    x = 30 + c.text(30, 560, t["sum"], "t11", "muted")
    c.text(max(92, x + 12), 560, "320 + 9,248 + 0 + 0 =", "m12")
    c.text(388, 560, "9,568", "m12b", anchor="end")
    description = "Input 28×28×1; Conv2D 26×26×32 with 320 parameters."
    return c.drawing(416, 574, "VGG-like CNN, group 1 of 3: Block 1", description)
