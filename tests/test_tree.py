"""The tree itself: small files, nothing left to do, nothing of anyone's machine, links and commands that hold."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

LONGEST = 350
LEFT_BEHIND = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b|/(?:work|tmp|root|home)/[a-z]+/")
BINARY = {".png", ".pdf", ".ttf", ".otf", ".woff2", ".gz", ".h5", ".keras", ".onnx", ".zip", ".npz"}


def _files(root: Path) -> list[Path]:
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=root, capture_output=True, check=True, encoding="utf-8").stdout
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


def test_files_are_small(root: Path) -> None:
    long = {
        path.relative_to(root).as_posix(): lines
        for path in sorted((root / "src").rglob("*.py"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_nothing_is_left_behind(root: Path) -> None:
    if not (root / ".git").exists():
        pytest.skip("an unpacked archive: git is asked in a checkout only")
    found = [
        f"{path.relative_to(root)}:{number}: {line.strip()[:80]}"
        for path in _files(root)
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if LEFT_BEHIND.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs"])
def test_links_between_files_hold(root: Path, page: str) -> None:
    sources = sorted((root / page).rglob("*.md")) if (root / page).is_dir() else [root / page]
    broken = [
        f"{source.name}: {target}"
        for source in sources
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", source.read_text(encoding="utf-8"))
        if not (source.parent / target).exists()
        and not target.startswith("models/")  # pages the plugin makes while it builds
    ]
    assert broken == []


def test_the_readme_holds_both_commands(root: Path) -> None:
    lines = (root / "README.md").read_text(encoding="utf-8").splitlines()
    start = "python3 -m venv .venv && .venv/bin/pip install -q "
    assert f"{start}'.[site]' && .venv/bin/layertally site examples/vgg.yaml -o site" in lines
    assert f"{start}-e '.[test]' && .venv/bin/pytest -q" in lines
