"""A live object finds its framework by its classes' names, and nothing is imported to find out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

import layertally
from layertally import LayertallyError
from layertally.api import objects
from layertally.model import Model
from layertally.readers.description import read_text
from layertally.readers.source import Source


def _class(name: str, module: str, *bases: type) -> type:
    return type(name, bases, {"__module__": module})


TORCH = _class("Module", "torch.nn.modules.module")
KERAS = _class("Model", "keras.src.models.model", TORCH)  # as on the torch backend
NET = _class("Net", "zoo.net", TORCH)
KNET = _class("Sequential", "keras.src.models.sequential", KERAS)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Recorders and readers that note down what they are given."""
    seen: list[Any] = []
    model = read_text("{framework: keras, input: [8], layers: [{Dense: 4}]}")

    def module(name: str) -> SimpleNamespace:
        def record(make: Callable[[], Any], *, inputs: tuple[str, ...], reference: str) -> dict[str, Any]:
            seen.append((name, make(), inputs, reference))
            return {}

        def read_record(record: dict[str, Any], source: Source) -> Model:
            assert source.python
            assert record == {}
            assert record == {}
            return model

        return SimpleNamespace(record=record, read_record=read_record)

    monkeypatch.setattr(objects, "import_module", module)
    return seen


def test_an_instance_and_a_class_are_recorded(asked: list[Any]) -> None:
    net = NET()
    assert layertally.read(net, input=(1, 3, 8, 8)).totals.params == 36
    layertally.read(NET, inputs=("1,8",))
    layertally.read(KNET())
    (first, second, third) = asked
    assert first == ("layertally.live.torch", net, ("1,3,8,8",), "Net")
    assert isinstance(second[1], NET)
    assert second[2:] == (("1,8",), "Net")
    assert third[0] == "layertally.live.keras"


@pytest.mark.parametrize(
    ("given", "said", "fix"),
    [
        (7, "an int is no model that is known", "give a path"),
        ([], "a list is no model that is known", "give a path"),
        (_class("Net", "zoo", _class("Layer", "paddle.nn.layer.layers"))(), "a Net is no model", "describe it"),
        (_class("Net", "zoo", _class("Model", "tf_keras.src.engine.training"))(), "a Net is no model", "save it"),
    ],
)
def test_what_is_no_model_is_refused(given: Any, said: str, fix: str) -> None:
    with pytest.raises(LayertallyError, match=said) as caught:
        layertally.read(given)
    assert caught.value.fix.startswith(fix)


def test_no_framework_is_imported_to_find_out() -> None:
    code = (
        "import sys, layertally\n"
        "try: layertally.read(object())\n"
        "except layertally.LayertallyError: print(*({'torch', 'keras', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == ""
