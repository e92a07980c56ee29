"""The tables of the interface's own documentation, line for line."""

from __future__ import annotations

from layertally.annotation import annotate
from layertally.report.lines import render
from layertally.report.rows import View
from layertally.report.terminal import table
from layertally.report.verdict import judge
from layertally.report.verdict_lines import verdict_lines
from report.models import grouped, reported, vgg

AT_80 = """\
VGG-like CNN · keras · 28×28×1 → 10                        12 layers in 3 groups

  layer           type          output                         worked     params
第一组                                                          2.9 %      9,568
  conv2d          Conv2D        26×26×32             (3·3·1 + 1)·32 =        320
  conv2d_1        Conv2D        24×24×32            (3·3·32 + 1)·32 =      9,248
  max_pooling2d   MaxPooling2D  12×12×32                                       0
  dropout         Dropout       12×12×32                                       0
第二组                                                         16.8 %     55,424
  conv2d_2        Conv2D        10×10×64            (3·3·32 + 1)·64 =     18,496
  conv2d_3        Conv2D        8×8×64              (3·3·64 + 1)·64 =     36,928
  max_pooling2d_1 MaxPooling2D  4×4×64                                         0
  dropout_1       Dropout       4×4×64                                         0
第三组                                                         80.3 %    264,970
  flatten         Flatten       1,024                                          0
  dense           Dense         256                 (1,024 + 1)·256 =    262,400
  dropout_2       Dropout       256                                            0
  dense_1         Dense         10                     (256 + 1)·10 =      2,570
────────────────────────────────────────────────────────────────────────────────
Σ parameters                               9,568 + 55,424 + 264,970 =    329,962
Σ MACs                                 convolution and dense, no bias  9,970,304
"""
FIRST_AT_120 = """\
  layer            type          size                     output                  worked      params                MACs
第一组                                                                             2.9 %       9,568           5,503,104
  conv2d           Conv2D        ⌊(28 − 3)/1⌋ + 1 = 26    26×26×32      (3·3·1 + 1)·32 =         320             194,688
"""
LAST_AT_120 = """\
Σ                                                             9,568 + 55,424 + 264,970 =     329,962           9,970,304
"""


def test_the_table_at_80_columns() -> None:
    assert render(table(grouped(vgg()), View(), 80)) == AT_80


def test_the_table_at_120_columns() -> None:
    text = render(table(grouped(vgg()), View(), 120))
    assert FIRST_AT_120 in text
    assert text.endswith(LAST_AT_120)


def test_agreement() -> None:
    assert render(verdict_lines(judge(annotate(reported(vgg()))), 80)) == (
        "agrees     12 of 12 layers with Keras 3.15.1 (shapes, parameters)\n"
        "agrees     the claim of 329,962 parameters (vgg.yaml:4)\n"
    )


def test_nobody_was_asked() -> None:
    found = judge(annotate(vgg()), hint="layertally check vgg.yaml", first="claims")
    assert render(verdict_lines(found, 80)) == (
        "agrees     the claim of 329,962 parameters (vgg.yaml:4)\n"
        "unchecked  12 layers: no framework was asked; try  layertally check vgg.yaml\n"
    )
