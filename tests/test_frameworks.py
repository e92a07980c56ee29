"""The frameworks' tables: each name stands in one family only, and families are imported when they are needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from layertally.frameworks import NAMES, load


@pytest.mark.parametrize("name", NAMES)
def test_each_name_and_alias_is_defined_once(name: str) -> None:
    types = load(name).types
    names = [*types, *(alias for own in types.values() for alias in own.aliases)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_finds_its_type_and_an_alias_the_same(name: str) -> None:
    found = load(name)
    for own in found.types.values():
        assert found.type(own.name) is own
        assert all(found.type(alias) is own for alias in own.aliases)
    assert found.type("NoSuchLayer") is None


def test_a_convolution_does_not_import_attention() -> None:
    code = (
        "import sys; from layertally.frameworks import load; load('keras').type('Conv2D'); "
        "print('layertally.ops.attention' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
