"""Recorded runs of torch models become layers: every operation in one of them, every parameter counted once."""

from __future__ import annotations

from collections import Counter

import pytest

from layertally.readers.traced import reduced
from layertally.readers.traced.shapes import Shapes
from layertally.readers.traced.trace import parse
from readers.traces import NAMES, annotated, record


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_is_in_exactly_one_layer(name: str) -> None:
    trace = parse(record(name), name)
    units = reduced(trace, Shapes(trace))
    sets = units.sets()
    assert Counter(node for nodes in sets.values() for node in nodes) == Counter(range(len(trace.nodes)))
    assert all(lead in nodes for lead, nodes in sets.items())


@pytest.mark.parametrize("name", NAMES)
def test_names_are_unique_and_edges_lead_to_layers_before(name: str) -> None:
    model = annotated(name).model
    known = {given.name for given in model.inputs}
    for layer in model.layers:
        assert layer.name not in known
        assert all(ref.layer in known for ref in layer.inputs)
        known.add(layer.name)
    assert all(ref.layer in known for ref in model.outputs)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_counted_once(name: str) -> None:
    own = [tensor for layer in annotated(name).model.layers for tensor in layer.weights or ()]
    assert sorted(tensor[0] for tensor in own) == sorted(param["name"] for param in record(name)["params"])
