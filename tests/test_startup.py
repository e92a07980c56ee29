"""What a call does not import. Start-up is most of the time that a figure takes, so every module on the way is one that
it needs; what is listed here once was on the way, or would be easy to put there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VGG = str(ROOT / "examples" / "vgg.yaml")

# What click brings by itself (on Python 3.10 its `uuid` ends at `subprocess`) is not ours to choose.
WATCH = """
import json, sys
import click
before = set(sys.modules)
from layertally.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.write(json.dumps([code, sorted(set(sys.modules) - before)]))
"""

# Other people's packages, and parts of the standard library that take long to load.
LIBRARIES = {
    "PIL", "fpdf", "graphviz", "h5py", "jinja2", "keras", "markdown", "mkdocs", "numpy", "onnx", "paddle", "resvg_py",
    "rich", "torch", "transformers", "asyncio", "concurrent.futures", "csv", "decimal", "email", "fractions", "gzip",
    "html", "http", "importlib.metadata", "logging", "multiprocessing", "random", "shutil", "socket", "ssl",
    "statistics", "subprocess", "tempfile", "urllib.request", "xml", "zipfile",
}  # fmt: skip

# Our own rooms that a convolutional net in Keras' words has no use for.
FAMILIES = ("attention", "embedding", "merge", "norm", "recurrent", "resize")
UNUSED = {
    "layertally.mkdocs",
    "layertally.markdown",
    "layertally.pages",
    "layertally.conventions.rules",
    "layertally.live",
    "layertally.formula.mathml",
    "layertally.frameworks.paddle",
    "layertally.frameworks.torch",
    "layertally.readers.keras.model",
    "layertally.readers.keras_archive",
    "layertally.readers.keras_h5",
    "layertally.report.catalogue",
    "layertally.report.dot",
    "layertally.report.freeze",
    "layertally.report.latex",
    "layertally.report.schema",
    *(f"layertally.{room}.{family}" for room in ("ops", "frameworks.keras") for family in FAMILIES),
    "layertally.ops.transformer",
}
PAINTERS = {"layertally.paint.audit", "layertally.paint.pdf", "layertally.paint.png"}
PICTURES = {"layertally.figure", "layertally.paint"}
TABLES = {f"layertally.report.{part}" for part in ("json", "rows", "terminal", "verdict")}
MODELS = {f"layertally.{room}" for room in ("annotation", "formula", "frameworks", "model", "readers")}


def imported(*arguments: str) -> set[str]:
    """The modules that a call brings in, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    environment.pop("COVERAGE_PROCESS_START", None)
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *arguments], capture_output=True, text=True, check=True, env=environment
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])  # a slow machine is told before what it waits for
    assert code == 0
    return set(modules)


def inside(modules: set[str], rooms: set[str]) -> set[str]:
    """Those of `modules` that are one of `rooms` or lie in one."""
    return {name for name in modules if any(name == room or name.startswith(f"{room}.") for room in rooms)}


CALLS = {
    "draw": (("draw", VGG, "-o", "{folder}"), LIBRARIES | UNUSED | PAINTERS | TABLES),
    "draw one figure to a pipe": (("draw", VGG, "--group", "1", "-o", "-"), LIBRARIES | UNUSED | PAINTERS | TABLES),
    "show": (("show", VGG), LIBRARIES | UNUSED | PICTURES),
    "show as JSON": (("show", VGG, "--format", "json"), LIBRARIES | UNUSED | PICTURES),
    "check": (("check", VGG), LIBRARIES | UNUSED | PICTURES),
    "--version": (("--version",), LIBRARIES | UNUSED | PICTURES | TABLES | MODELS | {"yaml", "layertally.words"}),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_call_imports_nothing_that_it_does_not_need(call: str, tmp_path: Path) -> None:
    arguments, unwanted = CALLS[call]
    found = imported(*(part.format(folder=tmp_path) for part in arguments))
    assert inside(found, unwanted) == set()


def test_a_painter_is_imported_for_its_own_format(tmp_path: Path) -> None:
    found = imported("draw", VGG, "--format", "pdf", "-o", str(tmp_path))
    assert {"layertally.paint.pdf", "fpdf"} <= found
    assert inside(found, {"layertally.paint.audit", "resvg_py", "graphviz"}) == set()


def test_the_package_alone_imports_next_to_nothing() -> None:
    code = "import sys; before = set(sys.modules); import layertally; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert [name for name in done.stdout.split() if name.startswith("layertally")] == ["layertally"]
