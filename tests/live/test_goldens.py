"""Whole networks as PyTorch, torchvision, timm and transformers build them today, held against tables that were
recorded apart from us: first what forward hooks see, which proves that the network is the recorded one, then what we
read of it. Configurations of transformers stand in `test_hf.py`.
"""

from __future__ import annotations

import pytest

from layertally.annotation import annotate
from layertally.readers.traced import read_record
from live.golden_layers import missed
from live.golden_models import VISION, maker, package
from live.goldens import differences, goldens, hooked, names, recorded, words

pytestmark = [pytest.mark.live("torch"), pytest.mark.filterwarnings("ignore")]
RUN = [pytest.param(name, marks=pytest.mark.live(package(name))) for name in names("zoo/", "traces/")]


@pytest.mark.parametrize("name", RUN)
def test_a_network_is_read_as_it_was_recorded(name: str) -> None:
    import torch

    from layertally.live.torch import record
    from layertally.live.torch.inputs import typed

    golden, make = goldens()[name], maker(name)
    with torch.device("meta" if name in VISION else "cpu"):  # shapes are the same, and large ones take no time
        torch.manual_seed(0)
        model = make().eval()
        assert differences(golden, hooked(model, typed(model, words(golden)))) == []
    found = record(make, inputs=words(golden), reference=name)
    assert differences(golden, recorded(found)) == []
    assert found["totals"] | golden["totals"] == {**found["totals"], "sum_of_own": golden["totals"]["sum_of_own"]}
    assert list(missed(name, golden, found, annotate(read_record(found, name)))) == []
