"""A page whose models do what no model should: the build comes to its end, says what was wrong, and leaves nothing."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from hosts.hosts import HOSTS, build, write_project

pytestmark = pytest.mark.live("torch")
HOSTILE = Path(__file__).resolve().parents[1] / "live" / "zoo" / "hostile.py"
SAID = {
    "loops": "was stopped after 1 s",
    "leaves": "ended Python (sys.exit) instead of returning a model",
    "vanishes": "ended its own process (status 7)",
    "crashes": "ended its own process (SIGSEGV)",
    "recurses": "calls itself without end (RecursionError)",
    "ends_the_server": "ended its own process",
    "ends_its_group": "ended its own process (SIGKILL)",
    "Raises": "the model could not run on the input 1,4 (float32)",
    "Leaves": "the model could not run on the input 1,4 (float32)",
}
HARMLESS = ("chatters", "moves_out", "wanders", "prints_in_c")


def fence(name: str) -> str:
    seconds = 1 if name == "loops" else 30
    options = f"input: 1,4\ntimeout: {seconds}\nmemory: 1"
    return f"\n## {name}\n\n```layertally\nmodel: hostile:{name}\n{options}\n```\n"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up as Linux lists them")
def test_a_page_of_hostile_models_is_built(tmp_path: Path) -> None:
    page = "# Hostile\n" + "".join(map(fence, (*SAID, *HARMLESS)))
    write_project(tmp_path, {"index.md": page}, plugins=[{"layertally": {"allow_python": True}}])
    shutil.copy(HOSTILE, tmp_path / "hostile.py")
    built = build(HOSTS[0], tmp_path, strict=False, LAYERTALLY_MARK=str(tmp_path))
    assert built.code == 0, built.output
    assert _marked(tmp_path) == []
    html = built.page()
    lines = page.splitlines()
    for name, words in SAID.items():
        assert words in html, name
        line = lines.index(f"model: hostile:{name}") + 1
        assert re.search(rf"WARNING.*index\.md:(?:{line - 1}|{line})\b.*", built.output), built.output
    assert len(built.figures()) == len(HARMLESS)


def _marked(mark: Path) -> list[str]:
    """The processes that inherited our mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"LAYERTALLY_MARK={mark}".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text())
        except OSError:
            continue
    return found
