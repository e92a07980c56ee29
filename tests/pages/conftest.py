"""Models that pages are made of, and the calls that make them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from layertally.pages import PageOptions, page
from layertally.pages.source import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from layertally.pages import PageData

MODELS = Path(__file__).resolve().parent / "models"


@pytest.fixture(scope="session")
def made() -> Callable[..., PageData]:
    """`made("vgg", lang="zh")`: what the page of a fixture model says."""

    def make(name: str, **options: object) -> PageData:
        wanted = PageOptions(**options)  # type: ignore[arg-type]
        return page(load(MODELS / f"{name}.yaml", f"{name}.yaml", wanted.lang), wanted, slug=name)

    return make
