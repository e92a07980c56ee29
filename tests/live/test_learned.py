"""Learned tensors of live PyTorch models have formulas from what they meet, and the totals are torch's own."""

from __future__ import annotations

import pytest

from readers.learned import FORMULAS

pytestmark = pytest.mark.live("torch")


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.filterwarnings("ignore")
def test_a_learned_tensor_is_worked_out_from_what_it_meets(name: str) -> None:
    from layertally import annotate
    from layertally.live.torch import record
    from layertally.ops.bare import Bare
    from layertally.readers.traced import read_record
    from live.learned import MODELS

    case = MODELS[name]
    found = record(case.make, inputs=case.inputs, reference=name)
    model = annotate(read_record(found, name))
    said = [layer.count.formula for layer in model.layers if layer.count.formula is not None]
    assert set(FORMULAS[name]) <= {(each.symbols(), each.worked()) for each in said}
    assert [layer.name for layer in model.layers if layer.status != "agrees" or isinstance(layer.layer.op, Bare)] == []
    assert model.totals.params == sum(each.numel() for each in case.make().parameters())
    assert (model.totals.macs or 0) == found["totals"]["flops"] // 2


def test_every_model_is_asked() -> None:
    from live.learned import MODELS

    assert list(MODELS) == list(FORMULAS)
