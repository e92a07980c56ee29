"""What the command says, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.transcript import TRANSCRIPTS, said, transcript
from layertally.report.cells import width


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_command_says_what_is_written_down(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert transcript(text) == text, "if this is meant: python tests/cli/transcript.py --accept"


def test_there_are_transcripts() -> None:
    assert {path.stem for path in TRANSCRIPTS} >= {"show", "check", "draw", "errors", "help", "diff"}


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("columns", [20, 32, 40, 60, 71, 72, 79, 80, 100, 109, 110, 120, 200])
@pytest.mark.parametrize("model", ["vgg.yaml", "bottleneck.yaml", "small.yaml", "unknown.yaml", "vgg11.yaml"])
@pytest.mark.parametrize("density", ["compact", "worked", "teaching"])
def test_no_line_is_wider_than_the_terminal(model: str, columns: int, density: str) -> None:
    out, err, _ = said(["show", model, "--density", density], columns)
    assert err == ""
    # A source line stands as it was written.
    wide = [line for line in out.splitlines() if width(line) > columns and "|" not in line and "-->" not in line]
    assert wide == []
