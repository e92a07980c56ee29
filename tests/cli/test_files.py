"""Files appear whole, keep their date where nothing changed, and go where they are told to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.transcript import said
from layertally.errors import LayertallyError
from layertally.report import files


def test_equal_bytes_leave_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.svg"
    assert files.write(path, b"one") is True
    os.utime(path, (1, 1))
    assert files.write(path, b"one") is False
    assert path.stat().st_mtime == 1
    assert files.write(path, b"two") is True
    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["a.svg"]


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(LayertallyError, match="no space left on device"):
        files.write(tmp_path / "a.svg", b"one")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    files.write(tmp_path / "a", b"")
    (tmp_path / "b").write_bytes(b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_draw_writes_what_it_names(models: Path) -> None:
    out, _, code = said(["draw", "vgg.yaml", "-o", "figures", "--format", "svg,png"])
    assert code == 0
    names = sorted(path.name for path in (models / "figures").iterdir())
    assert names == sorted(f"{name}.{kind}" for name in ("overview", "1", "2", "3") for kind in ("svg", "png"))
    assert out.splitlines()[-1].startswith("8 files in ")
    assert (models / "figures" / "1.png").read_bytes().startswith(b"\x89PNG")


def test_draw_to_stdout(models: Path) -> None:
    out, err, code = said(["draw", "vgg.yaml", "-o", "-", "--group", "第二组"])
    assert (err, code) == ("", 0)
    assert out.startswith("<svg ")
    assert out.rstrip().endswith("</svg>")
    assert not (models / "-").exists()


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_the_suffix_says_the_format(models: Path, suffix: str) -> None:
    _, _, code = said(["draw", "vgg.yaml", "-o", f"a.b.{suffix}", "--group", "overview"])
    assert code == 0
    start = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[suffix]
    assert (models / f"a.b.{suffix}").read_bytes().startswith(start)
