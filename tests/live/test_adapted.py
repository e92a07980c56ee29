"""Quantised, adapted, parametrised, wrapped and unrolled models, live: the record is whole, its sums are torch's."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.live("torch")

NAMES = (
    "dynamic", "dynamic_lstm", "observed", "static", "aware", "four_bit", "grouped", "subclass", "adapters",
    "old_norms", "pruned", "lists", "wrapped_inside", "compiled_script",
    "cells", "recurs", "refines", "frames", "several", "stacked",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore")
def test_it_is_read_as_it_must_be(name: str) -> None:
    from layertally.annotation import annotate
    from layertally.live.torch import record
    from layertally.readers.traced import read_record
    from live.adapted import MODELS
    from live.whole import whole

    case = MODELS[name]
    found = record(case.make, inputs=case.inputs, reference=name)
    assert found["how"] == case.how
    assert found["assumed"] == []
    json.dumps(found, allow_nan=False)
    whole(found)
    totals = annotate(read_record(found, name)).totals
    assert totals.params == sum(each.numel() for each in case.make().parameters())


def test_every_model_is_tried() -> None:
    from live.adapted import MODELS

    assert set(NAMES) == set(MODELS)
