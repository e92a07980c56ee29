"""DOT shows what the figure shows: the layers of a nested model by their own names, and no card without its node."""

from __future__ import annotations

from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.figure import figures
from layertally.group import group
from layertally.readers import read
from layertally.report.dot import dot

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize("name", ["vqa.yaml", "gallery/nested-frames.yaml", "gallery/siamese.yaml"])
def test_every_figure_has_its_dot(name: str) -> None:
    grouped = group(annotate(read(EXAMPLES / name)))
    for figure in figures(grouped):
        text = dot(grouped, figure.id, figure.group)
        assert text.startswith("digraph ")
        nodes = {line.split()[0] for line in text.splitlines() if "[label=" in line and "->" not in line}
        ends = {end for line in text.splitlines() if "->" in line for end in line.split("[")[0].split() if end != "->"}
        assert ends <= nodes
