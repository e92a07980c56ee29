"""Models in the process that holds them: read, and left as they were."""

from __future__ import annotations

from typing import Any

import pytest
from tools.docs_compare import CASES, worth

import layertally
from layertally import LayertallyError

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.live("torch")
@pytest.mark.parametrize("name", CASES)
def test_a_torch_module_is_read_as_the_comparison_says(name: str) -> None:
    from tools.record.comparison import models

    make, given = models()[name]
    net = layertally.read(make(), input=given)
    assert (net.totals.params, net.totals.macs) == (worth(CASES[name].params), worth(CASES[name].macs))
    assert net.check().ok
    assert net.framework == "torch"


@pytest.mark.live("torch")
def test_a_torch_module_is_left_as_it_was() -> None:
    import torch
    from torch import nn

    class Config:
        use_cache = True

    model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Dropout())
    model[1].eval()
    model.config = Config()
    before = {name: (id(weight), weight.data_ptr(), weight.clone()) for name, weight in model.state_dict().items()}
    modes, call = [module.training for module in model.modules()], nn.Module.__call__
    net = layertally.read(model, input=torch.zeros(1, 3, 16, 16))
    assert net.layers[0].type == "Conv2d"
    assert [module.training for module in model.modules()] == modes
    assert model.config.use_cache is True
    assert nn.Module.__call__ is call
    for name, weight in model.state_dict().items():
        assert weight.data_ptr() == before[name][1]
        assert torch.equal(weight, before[name][2])
    assert not any(hook for module in model.modules() for hook in module._forward_hooks)
    assert all(weight.grad is None and weight.requires_grad for weight in model.parameters())


@pytest.mark.live("torch")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Raises", "no such luck"),
        ("Leaves", "it ended Python (sys.exit)"),
        ("Recurses", "it calls itself without end (RecursionError)"),
    ],
)
def test_a_module_that_does_not_run_is_one_error_and_left_as_it_was(name: str, said: str) -> None:
    import sys

    import torch

    from live.zoo import hostile

    model = getattr(hostile, name)()
    call, deepest = torch.nn.Module.__call__, sys.getrecursionlimit()
    with pytest.raises(layertally.LayertallyError) as caught:
        layertally.read(model, input=torch.zeros(1, 4))
    assert caught.value.notes[0].endswith(said)
    assert caught.value.place is not None
    assert caught.value.place.path.endswith("hostile.py")
    assert (torch.nn.Module.__call__, sys.getrecursionlimit(), model.training) == (call, deepest, True)


@pytest.mark.live("torch")
def test_a_class_is_built_without_its_weights() -> None:
    from torch import nn

    class Huge(nn.Module):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.dense = nn.Linear(2**20, 2**20)

        def forward(self, x: Any) -> Any:
            return self.dense(x)

    assert layertally.read(Huge, input=(1, 2**20)).totals.params == (2**20 + 1) * 2**20


@pytest.mark.live("torch")
def test_what_cannot_run_is_an_error_with_a_fix() -> None:
    from torch import nn

    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    with pytest.raises(LayertallyError, match="could not run on the input 1,3,32,32"):
        layertally.read(model, input=(1, 3, 32, 32))


@pytest.mark.live("torch", "transformers")
def test_a_configuration_is_read_without_a_model() -> None:
    from layertally.live.torch.vision import declare

    declare()
    from transformers import GPT2Config

    net = layertally.read(GPT2Config(n_layer=2))
    assert net.name == "GPT2LMHeadModel"
    assert net.totals.params == 50257 * 768 + 1024 * 768 + 2 * 7_087_872 + 2 * 768
    assert net.cache is not None
    assert net.cache.full == 2


@pytest.mark.live("keras")
def test_a_keras_model_is_read_by_its_own_framework() -> None:
    import keras

    model = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Conv2D(32, 3), keras.layers.Flatten(), keras.layers.Dense(10)]
    )
    net = layertally.read(model)
    assert net.framework == "keras"
    assert net.totals.params == model.count_params()
    assert net.check().ok
    assert "Conv2D" in net._repr_mimebundle_()["text/html"]
