"""The benchmarks run, and the page of the docs is what they wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "benchmarks"

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="processes are accounted for by wait4")


def test_layertally_alone_is_measured(tmp_path: Path) -> None:
    result, page = tmp_path / "results.json", tmp_path / "page.md"
    asked = ["--rounds", "1", "--only", "start", "vgg one", "alone chain", "--json", str(result), "--page", str(page)]
    subprocess.run([sys.executable, str(SCRIPTS / "run.py"), *asked], check=True, capture_output=True)
    cases = json.loads(result.read_text(encoding="utf-8"))["cases"]
    assert [case["key"] for case in cases] == ["start", "vgg one", "alone chain"]
    assert all(case["cpu"]["median"] > 0 and 5 < case["peak"]["median"] < 500 for case in cases)
    text = page.read_text(encoding="utf-8")
    whole, alone = text.split("## Drawing alone")
    assert (whole.count("\n| layertally |"), alone.count("\n| layertally |")) == (2, 1)


@pytest.mark.parametrize(
    ("module", "data", "page"),
    [("page", "results.json", "benchmarks.md"), ("survey_page", "survey.json", "survey.md")],
)
def test_the_page_is_what_was_measured(root: Path, module: str, data: str, page: str) -> None:
    code = f"import json, sys; from {module} import page; print(page(json.load(open(sys.argv[1]))))"
    made = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(SCRIPTS / data)],
        cwd=SCRIPTS, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert made.stdout.rstrip() == (root / "docs" / page).read_text(encoding="utf-8").rstrip()
