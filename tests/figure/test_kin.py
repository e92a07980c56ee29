"""What has no room: layers of one type share a card, headers break in two, shapes lose their batch together."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.figure import Options, figure, figures
from layertally.figure.blocks.panel import Titles
from layertally.group import group
from layertally.paint.audit import audit
from layertally.paint.canvas import Disc, Edge, Text
from layertally.readers import read
from readers.traces import annotated

GALLERY = Path(__file__).resolve().parents[2] / "examples" / "gallery"


def strings(name: str, preset: str = "page", id_: str = "1", lang: str = "en") -> list[str]:
    """The texts of a figure of the gallery."""
    drawing = figure(group(annotate(read(GALLERY / f"{name}.yaml"))), id_, Options(preset=preset, lang=lang)).drawing
    return [item.string for item in drawing.flat() if isinstance(item, Text)]


@pytest.mark.parametrize(
    ("name", "preset", "card", "rows"),
    [
        ("soft-experts", "column", "Dense × 3", ["expert_a", "expert_b", "expert_c"]),
        ("llama-3-layer", "column", "Dense × 2", ["gate_proj", "up_proj"]),
        ("moe-layer", "column", "Linear × 2", ["w1", "w3"]),
    ],
)
def test_layers_without_room_share_a_card(name: str, preset: str, card: str, rows: list[str]) -> None:
    said = strings(name, preset)
    assert card in said
    assert [text for text in said if text in rows] == rows, "each with its own row"


def test_what_has_room_stands_side_by_side() -> None:
    said = strings("text-cnn")
    assert not any("same input" in text for text in said)
    assert [text for text in said if text in ("conv3", "conv4", "conv5")] == ["conv3", "conv4", "conv5"]


@pytest.mark.parametrize("name", ["moe-layer", "resnext-block", "text-cnn", "squeezenet-fire"])
def test_one_form_of_shapes_in_a_figure(name: str) -> None:
    said = strings(name)
    assert not any(text.startswith(("(N, ", "(None, ")) for text in said)


def test_a_header_breaks_before_it_covers_the_edge() -> None:
    titles = Titles("layers.0–31 · Layer", "", "32 × 218,112,000 = 6,979,584,000 params", badge="× 32")
    assert [(each.title, each.sub, each.total, each.rest) for each in titles.in_less()] == [
        ("layers.0–31 · Layer", "", "32 × 218,112,000 = 6,979,584,000 params", ""),
        ("layers.0–31", "Layer", "32 × 218,112,000 = 6,979,584,000 params", ""),
        ("layers.0–31", "Layer", "32 × 218,112,000 =", "6,979,584,000 params"),
    ]


def test_no_edge_begins_at_a_dot_that_nothing_leads_to() -> None:
    for name in ("hf_llama", "hf_mixtral", "hf_clip", "hf_whisper"):
        for made in figures(group(annotated(name))):
            items = list(made.drawing.flat())
            ends = {point for item in items if isinstance(item, Edge) for point in item.points[1:]}
            lines = [item.points for item in items if isinstance(item, Edge)]
            for dot in (item for item in items if isinstance(item, Disc) and not item.sign):
                passed = any(
                    min(a[0], b[0]) <= dot.x <= max(a[0], b[0]) and min(a[1], b[1]) < dot.y <= max(a[1], b[1])
                    for points in lines
                    for a, b in pairwise(points)
                )
                assert passed or (dot.x, dot.y) in ends, (name, made.id, dot)


def test_names_leave_out_what_the_title_says() -> None:
    drawing = figure(group(annotated("hf_bert")), "1").drawing
    said = [item.string for item in drawing.flat() if isinstance(item, Text)]
    assert "word_embeddings" in said
    assert "projection" not in said, "a table of positions projects nothing"


def test_windows_are_cut_before_they_are_joined() -> None:
    types = [layer.layer.type for layer in annotated("hf_swin").layers if layer.layer.type.startswith("Window")]
    assert types[:2] == ["WindowPartition", "WindowReverse"]


def test_shared_weights_are_named_on_a_line() -> None:
    assert "same weights as conv1" in strings("siamese", id_="2")
    assert "与 conv1 共享权重" in strings("siamese", id_="2", lang="zh")


@pytest.mark.parametrize("preset", ["page", "column", "wide"])
def test_they_are_drawn_without_a_fault(preset: str) -> None:
    for name in ("soft-experts", "moe-layer", "llama-3-layer"):
        for made in figures(group(annotate(read(GALLERY / f"{name}.yaml"))), Options(preset=preset)):
            assert audit(made.drawing) == []


def test_a_small_scope_without_a_figure_says_what_weighs_in_it() -> None:
    said = strings("unet")
    assert [said[said.index("bottom") :].index(text) > 0 for text in ("3·3·512·1024 + 2·1024 =", "4,720,640")]
    assert "1,856 + 36,992 =" in said
    assert strings("unet").count("conv1") == 9, "one a double convolution"


def test_a_scope_of_a_norm_and_an_activation_is_on_the_card_before_it() -> None:
    drawing = figure(group(annotated("timm_efficientnet_b0")), "4").drawing
    said = [item.string for item in drawing.flat() if isinstance(item, Text)]
    assert said.count("Conv2d → BN → SiLU") == 4, "expansion and depthwise convolution of two blocks"
    assert "1·1·24·144 + 2·144 =" in said, "its formula has room"


@pytest.mark.parametrize(("name", "id_"), [("hf_mixtral", "2"), ("hf_t5", "4")])
def test_what_is_read_beside_is_no_skip(name: str, id_: str) -> None:
    drawing = figure(group(annotated(name)), id_).drawing
    assert "skip" not in [item.string for item in drawing.flat() if isinstance(item, Text)]
