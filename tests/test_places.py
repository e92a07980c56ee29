"""The files that ship beside the code are found from a checkout; `tools/check.py wheel` proves it for the wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from layertally import _places


def test_templates_lie_at_the_top_of_a_checkout(root: Path) -> None:
    assert _places.templates_dir() == root / "templates"


def test_an_installed_package_holds_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(_places, "_PACKAGE", tmp_path)
    assert _places.templates_dir() == tmp_path / "templates"


def test_a_damaged_installation_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_places, "_PACKAGE", tmp_path)
    monkeypatch.setattr(_places, "_CHECKOUT", tmp_path)
    with pytest.raises(FileNotFoundError, match="install it again"):
        _places.templates_dir()
