"""The transcripts of docs/live.md are what the command says. `LAYERTALLY_ACCEPT=1` writes them down anew."""

from __future__ import annotations

import os
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from layertally.cli import main

BLOCK = re.compile(
    r"(<!-- not run here: needs PyTorch; tests/live/test_docs_live\.py runs it -->\n```console\n)(.*?)(?=^```$)",
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.live("torch")
def test_the_page_says_what_the_command_says(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "examples")
    for name, value in {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": ""}.items():
        monkeypatch.setenv(name, value)
    page = root / "docs" / "live.md"
    text = page.read_text(encoding="utf-8")
    now = BLOCK.sub(lambda found: found[1] + "".join(said(call) for call in calls(found[2])), text)
    if os.environ.get("LAYERTALLY_ACCEPT"):
        page.write_text(now, encoding="utf-8")
    assert now == text


def calls(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.startswith("$ ")]


def said(call: str) -> str:
    """A call and what it prints, on stdout and stderr, but for the line that says that it is busy."""
    stream = BytesIO()
    printed = TextIOWrapper(stream, encoding="utf-8", write_through=True)
    with redirect_stdout(printed), redirect_stderr(printed):
        main(shlex.split(call)[2:])
    lines = [line.rstrip() for line in stream.getvalue().decode().splitlines() if not line.startswith("reading ")]
    version = re.compile(r"PyTorch \d+\.\d+\.\d+\S*")
    return "\n".join([call, *(version.sub("PyTorch 2.13.0", line) for line in lines)]) + "\n"


@pytest.mark.live("torch")
def test_what_was_not_run_is_said_to_agree_in_its_parameters_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from layertally import check

    (tmp_path / "odd.py").write_text(
        "from torch import nn\n\n\n"
        "class Odd(nn.Linear):\n    def forward(self, graph):\n        return super().forward(graph.x)\n"
    )
    monkeypatch.chdir(tmp_path)
    (verdict,) = check("odd:Odd(8, 2)")
    assert (verdict.word, verdict.text) == ("agrees", "1 of 1 layers with PyTorch 2.13.0 (parameters)")
