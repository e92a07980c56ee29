"""What every test shares: where the checkout lies, what is collected, a clean environment."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Keras runs on whichever backend is asked for first; here only torch is installed beside it.
os.environ.setdefault("KERAS_BACKEND", "torch")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Under tests/ only `test_*.py` holds tests; helpers and fixture models are not run as doctests. Where only live
    tests are asked for, the thousands of others are not even made."""
    if collection_path.suffix != ".py" or ROOT / "tests" not in collection_path.parents:
        return None
    if not collection_path.name.startswith(("test_", "conftest")):
        return True
    only_live = config.getoption("markexpr") == "live" and collection_path.name != "conftest.py"
    return (only_live and "mark.live(" not in collection_path.read_text(encoding="utf-8")) or None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """`@pytest.mark.live("torch")` asks the framework itself: LAYERTALLY_LIVE=1 makes a missing one a failure."""
    for mark in item.iter_markers("live"):
        for framework in mark.args:
            if importlib.util.find_spec(framework) is None:
                (pytest.fail if os.environ.get("LAYERTALLY_LIVE") else pytest.skip)(f"{framework} is not installed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Live tests of a file, and all that need Keras, run in one worker: a framework takes seconds to be imported."""
    for item in items:
        frameworks = {framework for mark in item.iter_markers("live") for framework in mark.args}
        if frameworks and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group("keras" if "keras" in frameworks else item.path.stem))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout, where examples, templates and docs lie."""
    return ROOT


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's shell must not decide how a test's output looks."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LAYERTALLY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "dumb" if os.name == "nt" else "xterm-256color")
