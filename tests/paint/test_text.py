from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from PIL import ImageFont

from layertally.fonts import path
from layertally.paint.canvas import Canvas, Text
from layertally.paint.text import (
    STYLES,
    Style,
    clean,
    ellipsis,
    missing_glyphs,
    runs,
    wide,
    width,
)

STRINGS = (
    "3×3 kernel · 32 filters · stride 1 · valid · ReLU",
    "⌊(28 − 3)/1⌋ + 1 = 26",
    "AVATAR To. Wy fi ffl 3x3 -> != ===",
    "卷积层 Conv2D · 过滤器 32 个（步长 1）",
    "Ωμέγα Łódź Привет ≤ ≥ ≠ √ ∏ Σ ² → ← ↑ ↓ ′ ″",
    "block3_conv1/bn:moving_mean",
)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("string", STRINGS)
def test_widths_are_those_of_the_shipped_fonts(string: str, style: str) -> None:
    for run in runs(string, style):
        font = ImageFont.truetype(path(run.face, run.weight), 1000, layout_engine=ImageFont.Layout.BASIC)
        assert run.width == pytest.approx(font.getlength(run.text) * run.size / 1000, rel=0.005)


@given(st.text(max_size=40), st.sampled_from(sorted(STYLES)), st.booleans())
def test_runs_follow_each_other_without_gap(string: str, style: str, subscripts: bool) -> None:
    parts = runs(string, style, subscripts)
    left = 0.0
    for run in parts:
        assert run.x == pytest.approx(left)
        left += run.width
    assert width(string, style, subscripts) == pytest.approx(left)
    assert wide(string, style, subscripts) >= left - 1e-9
    if not subscripts:
        assert "".join(run.text for run in parts) == clean(string)


@given(st.text(alphabet=st.characters(), max_size=30))
def test_clean_text_has_no_character_that_acts(string: str) -> None:
    import unicodedata

    for char in clean(string):
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert clean(clean(string)) == clean(string)


@pytest.mark.parametrize(
    ("string", "shown"),
    [
        ("a\tb\nc", "a b c"),
        ("a\x00\x1b[31mb", "a[31mb"),
        ("\u202eabc\u2066", "abc"),
        ("\ufeffa\u200bb\u00adc", "abc"),
        ("a\ud800b", "a\ufffdb"),
        ("a\u2028b", "a b"),
    ],
)
def test_hostile_characters(string: str, shown: str) -> None:
    assert clean(string) == shown


@pytest.mark.parametrize(
    ("string", "lowered"),
    [
        ("(k_h·k_w·c_in + 1)·c_out", ["h", "w", "in", "out"]),
        ("d_model", ["model"]),
        ("H_2", ["2"]),
        ("⌈H/s_h⌉", ["h"]),
        ("conv2d_1", []),
        ("num_heads", []),
        ("x_toolongname", []),
        ("a_b_c", []),
        ("_h", []),
    ],
)
def test_subscripts_are_those_of_formula_symbols(string: str, lowered: list[str]) -> None:
    parts = runs(string, "m12", subscripts=True)
    assert [run.text for run in parts if run.dy] == lowered
    assert {run.size for run in parts if run.dy} <= {9.0}
    assert not any(run.dy for run in runs(string, "m12"))


def test_a_run_for_each_font() -> None:
    assert [(r.text, r.face, r.weight) for r in runs("卷积 Conv⌊", "t13")] == [
        ("卷积", "cjk", 700),
        (" Conv", "sans", 600),
        ("⌊", "mono", 700),
    ]
    assert width("层层", "t11") == 22


def test_unknown_characters_keep_their_place() -> None:
    assert missing_glyphs("a☃b☃🙂\u202e") == ["☃", "🙂"]
    assert width("☃", "t12") == 12
    assert missing_glyphs("".join(STRINGS)) == []


@given(st.text(max_size=60), st.floats(20, 200))
def test_ellipsis_fits(string: str, room: float) -> None:
    short = ellipsis(string, "m11", room)
    assert short == clean(string) or (wide(short, "m11") <= room and "…" in short)


def test_ellipsis_keeps_both_ends() -> None:
    short = ellipsis("encoder.layers.11.self_attention.output.dense", "m11", 150)
    assert short.startswith("encoder.")
    assert short.endswith(".dense")
    assert ellipsis("dense", "m11", 150) == "dense"


def test_a_style_of_ones_own() -> None:
    assert width("00", Style("mono", 20, 400)) == pytest.approx(24)
    with pytest.raises(KeyError):
        runs("a", "t99")


@pytest.mark.parametrize(("anchor", "left"), [("start", 100.0), ("middle", 92.8), ("end", 85.6)])
def test_canvas_resolves_anchors(anchor: str, left: float) -> None:
    canvas = Canvas()
    assert canvas.text(100, 20, "ab", "m12", anchor=anchor) == pytest.approx(14.4)
    (item,) = canvas.items
    assert isinstance(item, Text)
    assert item.x == pytest.approx(left)
    assert canvas.text(0, 0, "\u202e", "m12") == 0
    assert len(canvas.items) == 1
