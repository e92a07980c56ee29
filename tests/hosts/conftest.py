"""The host matrix: a test that takes `host` runs once for each generator."""

from __future__ import annotations

from pathlib import Path

import pytest

from hosts.hosts import HOSTS, Host

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder builds a site."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.hosts)


@pytest.fixture(params=HOSTS, ids=lambda host: host.name)
def host(request: pytest.FixtureRequest) -> Host:
    """One of the site generators, installed in this environment."""
    found: Host = request.param
    return found
