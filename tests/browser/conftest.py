"""Fixtures of the browser tests: `chromium` (one a run), `page` (one a test) and `served` (a folder's address)."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import pytest

from browser.chromium import Chromium, Page, find_chromium
from browser.serve import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HERE = os.path.dirname(__file__)  # noqa: PTH120 - compared as text below
MISSING = "no Chromium on PATH; on Debian: apt-get install chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests run in one worker, so that only one browser starts."""
    for item in items:
        if str(item.path).startswith(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser; without one the tests fail in CI and are skipped elsewhere."""
    program = find_chromium()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with Chromium(program) as browser:
        yield browser


@pytest.fixture
def page(chromium: Chromium) -> Iterator[Page]:
    """A fresh tab, 1280 × 900 CSS pixels, closed after the test."""
    tab = chromium.page()
    yield tab
    tab.close()


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """`served(folder)` gives the folder an address until the run ends."""
    with contextlib.ExitStack() as stack:
        yield lambda folder: stack.enter_context(serve(folder))
