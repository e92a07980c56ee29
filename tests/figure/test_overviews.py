"""Overviews: chains in rows with their ports at the cards, an encoder above its decoder, cues without colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.figure import Options, figures
from layertally.figure.blocks.groupcard import SHAPES
from layertally.figure.overview.links import links, ported_chain, strands_of
from layertally.figure.overview.summary import entries
from layertally.group import Grouped, group
from layertally.paint.audit import audit
from layertally.paint.canvas import Box, Drawing, Text
from layertally.readers import read
from readers.traces import annotated

GALLERY = Path(__file__).resolve().parents[2] / "examples" / "gallery"


def grouped(name: str, lang: str = "en") -> Grouped:
    """A model of the gallery, or a recorded run."""
    path = GALLERY / f"{name}.yaml"
    return group(annotate(read(path)) if path.exists() else annotated(name), lang)


def overview(name: str, lang: str = "en", preset: str = "page") -> Drawing:
    """Its first figure."""
    return figures(grouped(name, lang), Options(lang=lang, preset=preset))[0].drawing


@pytest.mark.parametrize(
    ("name", "comes", "goes"),
    [
        ("transformer", ((0,), (1,)), ((), (0,))),
        ("vae", ((0,), ()), ((0, 1), (2,))),
        ("hf_bert", ((0,), (), ()), ((), (0,), (1,))),
        ("resnet-18", ((0,), (), (), (), (), ()), ((), (), (), (), (), (0,))),
    ],
)
def test_ports_of_a_chain(name: str, comes: object, goes: object) -> None:
    found = ported_chain(links(grouped(name)))
    assert found is not None
    assert (found.comes, found.goes) == (comes, goes)


@pytest.mark.parametrize(
    ("name", "upper", "lower", "at"),
    [("hf_t5", (0, 1), (2, 3, 4), 1), ("hf_whisper", (0,), (1, 2, 3), 1), ("hf_clip", (0, 1), (2, 3), 1)],
)
def test_a_chain_that_leads_into_another(name: str, upper: object, lower: object, at: int) -> None:
    found = strands_of(links(grouped(name)))
    assert found is not None
    assert (found.upper, found.lower, found.at) == (upper, lower, at)


def test_no_strands_where_there_are_none() -> None:
    assert strands_of(links(grouped("resnet-18"))) is None


@pytest.mark.parametrize("preset", ["page", "wide", "column"])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "name", ["transformer", "vae", "hf_bert", "hf_swin", "hf_t5", "hf_whisper", "hf_clip", "hf_bart"]
)
def test_overviews_are_clean_and_no_wider_than_their_sheet(name: str, lang: str, preset: str) -> None:
    options = Options(lang=lang, preset=preset)
    drawing = overview(name, lang, preset)
    assert audit(drawing) == []
    assert drawing.width <= options.sheet.widest


def test_an_encoder_stands_above_its_decoder() -> None:
    at = {item.string: (item.x, item.y) for item in overview("hf_t5").flat() if isinstance(item, Text)}
    assert at["encoder.block"][0] == at["decoder.block"][0]
    assert at["encoder.block"][1] < at["decoder.block"][1]


def test_families_differ_without_colour() -> None:
    own = {family: shape for family, shape in SHAPES.items() if family not in ("seq", "core")}
    assert len(set(own.values())) == len(own)


def test_only_a_fold_has_a_second_swatch() -> None:
    boxes = [item for item in overview("hf_swin").flat() if isinstance(item, Box) and item.z == 5.9]
    assert len(boxes) == 2, "two stages of SwinLayer × 2; SwinPatchEmbeddings stands once"


def test_dashes_are_explained() -> None:
    said = [item.string for item in overview("siamese").flat() if isinstance(item, Text)]
    assert "weights counted elsewhere" in said
    assert not any("elsewhere" in item.string for item in overview("resnet-18").flat() if isinstance(item, Text))


@pytest.mark.parametrize(
    ("model", "title", "texts"),
    [
        ("googlenet", "inception3b", ["conv × 6", "MaxPool2d × 2", "Concatenate"]),
        ("mobilenet-v2", "Stage 1 · 16", ["Conv2d × 2", "BatchNorm2d × 2", "ReLU6"]),
    ],
)
def test_a_lone_block_is_told_by_what_is_in_it(model: str, title: str, texts: list[str]) -> None:
    found = grouped(model).find(title)
    assert found is not None
    assert [entry.text for entry in entries(found.items)] == texts


def test_several_inputs_of_the_first_group_stand_before_it() -> None:
    drawing = overview("bert-base")
    said = [item.string for item in drawing.flat() if isinstance(item, Text)]
    assert {"input_ids", "position_ids", "token_type_ids"} <= set(said)
    assert audit(drawing) == []
