"""A folder with the models of the transcripts, as the working directory."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.transcript import MODELS


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(MODELS, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path
