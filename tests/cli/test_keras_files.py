"""Files of Keras through the command: shown, drawn, checked and frozen as a user would."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.transcript import said

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of each format."""
    for name in ("chain.keras", "chain.h5", "custom.keras"):
        shutil.copy(DATA / "keras_files" / name, tmp_path / name)
    shutil.copy(DATA / "corpus" / "tfkeras" / "lenet5.config.json.gz", tmp_path / "lenet5.json.gz")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        ("check chain.keras", 0, "agrees     3 of 3 layers with the shapes and weights in the file (Keras 3.15.1)"),
        ("check chain.h5", 0, "agrees     3 of 3 layers with the shapes and weights in the file (Keras 3.15.1)"),
        ("check lenet5.json.gz", 0, "agrees     7 of 8 layers with the shapes in the file"),
        ("check custom.keras", 1, "unexplained  1 layer has no rule"),
        ("show chain.keras", 0, "chain · keras · 6 → 2"),
        ("show lenet5.json.gz", 0, "Σ parameters"),
        ("draw chain.h5 -o out --format svg", 0, "1 file"),
        ("freeze chain.keras -o back.yaml", 0, "back.yaml"),
    ],
)
def test_a_file_is_used_like_a_description(words: str, code: int, line: str) -> None:
    out, err, found = said(words.split())
    assert found == code, err
    assert line in out


@pytest.mark.usefixtures("files")
def test_what_is_frozen_reads_back() -> None:
    for name in ("chain.keras", "lenet5.json.gz", "custom.keras"):
        said(["freeze", name, "-o", "back.yaml"])
        assert said(["diff", name, "back.yaml"])[2] == 0
