"""Figures of recorded runs: clean by the audit; branches side by side also where panels have lanes of their own."""

from __future__ import annotations

import pytest

from layertally.figure import figure, figures
from layertally.group import group
from layertally.paint.audit import audit
from layertally.paint.canvas import Text
from readers.traces import annotated

NAMES = ("hf_deepseek_v3", "hf_gpt2", "hf_llama", "hf_mixtral", "hf_t5", "hf_whisper", "tv_swin_t", "unet")


@pytest.mark.parametrize("name", NAMES)
def test_no_faults(name: str) -> None:
    assert [fault for each in figures(group(annotated(name))) for fault in audit(each.drawing)] == []


def test_skips_pass_panels_with_lanes() -> None:
    drawing = figure(group(annotated("hf_mixtral")), "2").drawing
    texts = [item for item in drawing.flat() if isinstance(item, Text)]
    assert len({text.y for text in texts if text.string in ("q_proj", "k_proj", "v_proj")}) == 1
    assert [text.string for text in texts].count("Add") == 2
    assert not any(text.string == "add" for text in texts), "a sum is a circle, not a card"


def test_columns_in_a_panel_take_no_lane_that_is_not_theirs() -> None:
    drawing = figure(group(annotated("hf_deepseek_v3")), "2").drawing
    said = [item.string for item in drawing.flat() if isinstance(item, Text)]
    names = [text for text in said if text.startswith("post_att")]
    assert len(names) == 2
    assert len(set(names)) == 1, "cards as wide as those of the layer before"
