"""The public names: there, documented, typed, and cheap to import."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import layertally

CALLS = ("annotate", "check", "compare", "diff", "draw", "read", "table")
HEAVY = "PIL fpdf graphviz h5py jinja2 keras mkdocs numpy onnx paddle resvg_py rich tensorflow torch transformers"


def test_the_names_of_the_contract_are_public() -> None:
    assert set(CALLS) <= set(layertally.__all__)
    assert sorted(layertally.__all__) == sorted(set(layertally.__all__))


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_documented_and_typed(name: str) -> None:
    call = getattr(layertally, name)
    assert ">>> " in (inspect.getdoc(call) or ""), f"{name} has no example"
    signature = inspect.signature(call)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(given.annotation is not inspect.Parameter.empty for given in signature.parameters.values())


@pytest.mark.parametrize("name", CALLS)
def test_a_call_stands_in_the_docs(name: str, root: Path) -> None:
    assert f"| `{name}(" in (root / "docs" / "python.md").read_text(encoding="utf-8")


def test_no_public_name_leaks_from_elsewhere() -> None:
    for name in layertally.__all__:
        module = getattr(getattr(layertally, name), "__module__", "layertally")
        assert module.split(".")[0] == "layertally", f"{name} comes from {module}"


@pytest.mark.parametrize("module", ["layertally", "layertally.cli", "layertally.markdown"])
def test_start_up_imports_nothing_heavy(module: str) -> None:
    script = f"import sys, {module}; print(*sorted(set({HEAVY.split()!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.split() == []
