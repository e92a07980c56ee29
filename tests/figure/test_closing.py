"""Scopes that a figure has no room for: one card with their sum, and a figure of their own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from group.networks import encoder_decoder, language_model, mobilenet_v2, resnet50
from layertally.annotation import annotate
from layertally.figure import Figure, Options, figure, figures
from layertally.figure.closing import arranged
from layertally.group import Cutting, Grouped, cutting, group, opened
from layertally.model import Model
from layertally.paint.audit import audit
from layertally.paint.canvas import Drawing, Link, Text
from layertally.readers.traced import read_record

DATA = Path(__file__).resolve().parent.parent / "data"
NETWORKS = [resnet50, mobilenet_v2, language_model, encoder_decoder]


def drawn(build: Callable[[], Model], cut: Cutting | None = None, options: Options | None = None) -> tuple[Figure, ...]:
    return figures(group(annotate(build()), "en", cut or Cutting()), options)


def texts(drawing: Drawing) -> list[str]:
    """Every text of a drawing, those inside links too."""
    flat = [one for item in drawing.items for one in (item.items if isinstance(item, Link) else (item,))]
    return ["".join(run.text for run in one.runs) for one in flat if isinstance(one, Text)]


@pytest.mark.parametrize("build", NETWORKS)
@pytest.mark.parametrize("depth", [None, 0, 1, 9])
@pytest.mark.parametrize("preset", ["page", "column"])
def test_no_fault_at_any_depth(build: Callable[[], Model], depth: int | None, preset: str) -> None:
    made = drawn(build, cutting("auto", depth), Options(preset=preset))
    assert [audit(each.drawing) for each in made] == [[]] * len(made)
    assert len({each.id for each in made}) == len(made)


def test_a_closed_scope_has_its_class_its_output_its_sum_and_a_figure_of_its_own() -> None:
    made = {each.id: each for each in drawn(resnet50, cutting("auto", 0))}
    assert list(made)[:5] == ["overview", "1", "2", "2.1", "2.2"]
    assert made["2.2"].title == "layer1.1–2 · Bottleneck, one of 2"
    said = texts(made["2"].drawing)
    assert {"Bottleneck", "× 2", "10 layers · fig. 2.2", "2 × 70,400 =", "140,800", "75,008 + 2·70,400 ="} <= set(said)
    assert "215,808" in said


def test_a_figure_opens_as_much_as_can_be_read() -> None:
    """All of ResNet's stages are open; of NASNet-sized groups only what has room."""
    assert [each.id for each in drawn(resnet50)] == ["overview", "1", "2", "3", "4", "5", "6"]
    found = group(annotate(resnet50()), "en", cutting("none"))
    shown = arranged(found, found.groups[0])
    assert shown[0].id == "1"
    assert len(shown) > 1


def test_of_blocks_that_are_alike_one_is_open() -> None:
    """BART's self-attention is open in a decoder layer; its cross attention says that it is like that."""
    recorded = json.loads(gzip.decompress((DATA / "traces" / "hf_bart.json.gz").read_bytes()))
    made = {each.id: each for each in figures(group(annotate(read_record(recorded, "bart"))))}
    said = texts(made["4.1"].drawing)
    assert [text for text in said if "like" in text] == ["5 layers · like self_attn"]
    assert any(text.startswith("self_attn ·") for text in said)


def test_a_fold_that_two_lines_lead_into_is_one_card() -> None:
    made = {each.id: each for each in drawn(encoder_decoder)}
    said = texts(made["3"].drawing)
    assert {"T5Block", "× 6"} <= set(said)
    assert "3.1" in made
    assert any(text.startswith("Embedding → 16×64") for text in texts(made["3.1"].drawing))
    assert any(text.startswith("encoder → 16×64") for text in texts(made["3.1"].drawing))


def test_the_sum_of_a_closed_figure_is_that_of_its_layers() -> None:
    found: Grouped = opened(group(annotate(mobilenet_v2()), "en", cutting("auto", 0)))
    for each in found.groups:
        first, *inner = arranged(found, each)
        assert first.params == each.params
        assert all(part.params is not None for part in inner)


def test_one_figure_is_found_by_its_number() -> None:
    found = group(annotate(resnet50()), "en", cutting("auto", 0))
    assert figure(found, "2.2").id == "2.2"
    assert figure(found, "2").id == "2"


def test_links_lead_to_the_figure() -> None:
    found = group(annotate(resnet50()), "en", cutting("auto", 0))
    links = [item.href for item in figure(found, "2", Options(link="#{}")).drawing.items if isinstance(item, Link)]
    assert "#group-2.1" in links
