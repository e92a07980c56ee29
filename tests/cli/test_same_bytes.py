"""Figures are the same bytes on every machine: other hash seeds, time zones, locales, folders, and no fonts at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
MODELS = ("vgg.yaml", "inception.yaml", "gallery/fpn.yaml", "gallery/dense-connections.yaml")
FONTLESS = '<?xml version="1.0"?><fontconfig><dir>{}</dir></fontconfig>'
DRAW = """
import sys
from layertally.cli import main
for model in sys.argv[2:]:
    name = model.rpartition("/")[2]
    wanted = ["draw", model, "-o", f"{sys.argv[1]}/{name}", "--format", "svg,png,pdf,dot", "--dpi", "96"]
    for more in ([], ["--preset", "column", "--theme", "mono", "--lang", "zh"]):
        wanted[3] += "" if not more else "-column"
        try:
            main([*wanted, *more])
        except SystemExit as done:
            assert done.code in (None, 0, 1), done.code
"""


def drawn(folder: Path, **surroundings: str) -> dict[str, bytes]:
    """Every file that a process of its own draws, by its path."""
    out, home = folder / "figures", folder / "home"
    home.mkdir(parents=True)
    kept = ("PATH", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
    told = {name: os.environ[name] for name in kept if name in os.environ}
    told["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), told.get("PYTHONPATH", "")])
    subprocess.run(
        [sys.executable, "-c", DRAW, str(out), *(str(EXAMPLES / model) for model in MODELS)],
        env={**told, "HOME": str(home), "PYTHONIOENCODING": "utf-8", **surroundings},
        cwd=home,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=240,
    )
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture
def fontless(tmp_path: Path) -> str:
    """A configuration in which a machine has no fonts."""
    empty = tmp_path / "no-fonts"
    empty.mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(FONTLESS.format(empty), encoding="utf-8")
    return str(config)


def test_two_machines_draw_the_same_bytes(tmp_path: Path, fontless: str) -> None:
    here = drawn(tmp_path / "here", PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8", LANG="C.UTF-8")
    there = drawn(
        tmp_path / "there" / "在那里",
        PYTHONHASHSEED="4242",
        TZ="Asia/Kolkata",
        LC_ALL="tr_TR.UTF-8",
        LANG="de_DE.UTF-8",
        PYTHONUTF8="0",
        SOURCE_DATE_EPOCH="1",
        FONTCONFIG_FILE=fontless,
        COLUMNS="40",
    )
    assert list(here) == list(there)
    assert {Path(name).suffix for name in here} == {".svg", ".png", ".pdf", ".dot"}
    assert [name for name in here if here[name] != there[name]] == []
