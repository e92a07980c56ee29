"""What a paper takes in: figure environments, the table, one file for all."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.cli import main
from layertally.figure import Options, figures
from layertally.group import group
from layertally.paint.sheets import PRESETS
from layertally.readers import read
from layertally.report import latex_figures
from layertally.report.rows import View

HARD = r"""{framework: keras, model: 'A_b & 50% {c} \d "e" #1 <f>|~^', input: [28, 28, 1], groups: [
    {title: 'x_1 & y%', layers: [{Conv2D: [32, 3]}, {MaxPooling2D: 2}]},
    {title: 'tail $', layers: [Flatten, {Dense: 10}]}]}"""

SAYS = r"x\_1 \& y\% turns 28$\times$28$\times$1 into 13$\times$13$\times$32 with 320 parameters, 0.59 \% of the model."
FIGURE = rf"""\begin{{figure}}[tp]
  \centering
  \includegraphics{{figures/1.pdf}}
  \caption{{{SAYS}}}
  \label{{fig:a-b-50-c-d-e-1-f-1}}
\end{{figure}}
"""


def texts(preset: str, folder: str = "figures") -> dict[str, str]:
    grouped = group(annotate(read("net.yaml", text=HARD)))
    made = figures(grouped, Options(preset=preset))
    view = View("compact", "en", "macs")
    pdfs = [f"{each.id}.pdf" for each in made]
    return latex_figures.files(grouped, made, view, PRESETS[preset], folder, pdfs)


def test_each_figure_has_an_environment_with_caption_and_label() -> None:
    found = texts("ieee")
    assert list(found) == ["overview.tex", "1.tex", "2.tex", "table.tex", "all.tex"]
    assert found["1.tex"] == FIGURE
    inputs = ["overview", "1", "2", "table"]
    assert re.findall(r"\\input\{(.+?)\}", found["all.tex"]) == [f"figures/{name}" for name in inputs]


@pytest.mark.parametrize(
    ("preset", "figure", "table"),
    [("ieee", "figure", "table*"), ("ieee-2", "figure*", "table*"), ("neurips", "figure", "table")],
)
def test_both_columns_take_starred_environments(preset: str, figure: str, table: str) -> None:
    found = texts(preset)
    assert found["1.tex"].startswith(rf"\begin{{{figure}}}")
    assert found["table.tex"].startswith(rf"\begin{{{table}}}")


def test_a_dot_in_a_name_is_not_its_ending() -> None:
    assert latex_figures._path("figures", "3.1.pdf") == "figures/{3.1}.pdf"
    assert latex_figures._path(".", "3.1.tex") == "{3.1}"
    assert latex_figures._path("figures", "1.tex") == "figures/1"


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX here")
@pytest.mark.parametrize("preset", ["ieee", "icml-2", "nature"])
def test_latex_takes_it_in(preset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_text(HARD, encoding="utf-8")
    assert main(["draw", "net.yaml", "-o", "figures", "--preset", preset, "--latex", "--density", "compact"]) == 0
    Path("paper.tex").write_text(
        r"\documentclass[twocolumn]{article}\usepackage{graphicx,booktabs}"
        r"\begin{document}\input{figures/all}\end{document}",
        encoding="utf-8",
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_latex_and_contact_sheet_want_the_right_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "net.yaml"
    source.write_text(HARD, encoding="utf-8")
    assert main(["draw", str(source), "-o", str(tmp_path / "a.pdf"), "--group", "1", "--latex"]) == 2
    assert main(["draw", str(source), "-o", str(tmp_path), "--contact-sheet", "sheet.jpg"]) == 2
    errors = capsys.readouterr().err
    assert "--latex writes a file a figure" in errors
    assert "a contact sheet is a PNG" in errors
    sheet = tmp_path / "sheet.png"
    assert main(["draw", str(source), "-o", str(tmp_path), "--contact-sheet", str(sheet)]) == 0
    assert sheet.read_bytes().startswith(b"\x89PNG")
