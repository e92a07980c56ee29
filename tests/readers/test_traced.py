"""Recorded runs of torch models become layers: every operation in one of them, every parameter counted once."""

from __future__ import annotations

from collections import Counter

import pytest

from layertally.conventions import total
from layertally.ops.base import Op
from layertally.ops.unrolled import Unrolled
from layertally.readers.traced import reduced
from layertally.readers.traced.shapes import Shapes
from layertally.readers.traced.trace import parse
from layertally.words.facts import fact
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


UNKNOWN = {
    "cached": {"mul"},  # a buffer that is written and read as a whole
    "packed": {"getitem"},
    "scripted": {"inner"},  # its inside is not seen
    "compiled_script": {"model"},
}
"""Layers that no rule can know."""
UNSEEN = {"dynamic", "dynamic_lstm", "static"}
"""Models whose kernels torch's counter does not see."""


@pytest.mark.parametrize("name", NAMES)
def test_what_is_worked_out_is_what_torch_reports(name: str) -> None:
    wrong = {
        layer.name: (layer.status, layer.problem, layer.layer.why)
        for layer in annotated(name).layers
        if layer.status != "agrees" and layer.name not in UNKNOWN.get(name, ())
    }
    assert wrong == {}


@pytest.mark.parametrize("name", NAMES)
def test_multiply_adds_are_those_of_torchs_own_counter(name: str) -> None:
    for layer in annotated(name).layers:
        said = layer.layer.reported.macs if layer.layer.reported is not None else None
        packed = name == "packed" or layer.layer.type == "Bilinear"
        if layer.layer.op is not None and not packed and not (said is None and name in UNSEEN):
            assert layer.macs_value == said, layer.name


@pytest.mark.parametrize("name", NAMES)
def test_totals_are_those_of_torch(name: str) -> None:
    totals, said = annotated(name).totals, record(name)["totals"]
    assert (totals.params, totals.trainable) == (said["params"], said["trainable"])
    if name not in UNKNOWN and name not in UNSEEN and name != "nested":
        assert totals.macs == said["flops"] // 2


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("scripted", "compiled_script")])
def test_parameters_have_a_formula(name: str) -> None:
    own = [layer for layer in annotated(name).layers if layer.layer.op is not None]
    explained = sum(layer.count.value for layer in own if isinstance(layer.count.value, int))
    assert explained >= 0.999 * record(name)["totals"]["params"]


@pytest.mark.parametrize("name", NAMES)
def test_modules_of_torch_that_ran_are_layers_of_their_class(name: str) -> None:
    """Every module of torch.nn with parameters that was called stands in the model under its path and class."""
    layers = {layer.name: layer for layer in annotated(name).model.layers}
    modules = {module["path"]: module for module in record(name)["modules"]}
    experts = {layer.name for layer in layers.values() if type(layer.op).__name__ in ("Experts", "Router")}
    for call in record(name)["calls"]:
        module = modules.get(call["path"])
        if module is None or call["last"] <= call["first"] or not module["module"].startswith("torch.nn.modules"):
            continue
        hidden = any(call["path"].startswith(path) for path in experts) or "parametrizations" in call["path"]
        hidden |= call["path"].rpartition(".")[0] in layers  # fused for quantisation: the norm is in the convolution
        if module["params"] and not hidden:
            assert layers[call["path"]].type == module["class"]


@pytest.mark.parametrize("name", NAMES)
def test_layers_read_what_their_operations_read(name: str) -> None:
    """A layer that is given data has an edge for it."""
    trace = parse(record(name), name)
    model = annotated(name).model
    fed = {layer.name for layer in model.layers if layer.inputs}
    fixed = {"Lookup", "Learned", "Fed", "Idle"}
    alone = {layer.name: type(_one_step(layer.op)).__name__ for layer in model.layers if layer.name not in fed}
    assert {name: op for name, op in alone.items() if op not in fixed} == {}
    assert trace.outputs


def _one_step(op: Op | None) -> Op | None:
    return op.layer if isinstance(op, Unrolled) else op


@pytest.mark.parametrize("name", ["hf_llama", "hf_mixtral", "tv_swin_t", "hf_mamba", "hf_deberta_v2", "recurrent"])
def test_two_operations_a_multiply_add(name: str) -> None:
    """The convention `flops` is what torch's counter gives as it stands."""
    assert total(annotated(name), "flops") == record(name)["totals"]["flops"]


def test_what_is_learned_is_not_called_a_constant() -> None:
    said = {
        fact(key, value)
        for name in ("tv_vit_b_16", "timm_convnext_atto")
        for layer in annotated(name).model.layers
        if layer.op is not None
        for key, value in layer.op.facts()
        if key in ("constants", "parameters")
    }
    assert {"with a parameter of 197×768", "with a parameter of 40×1×1"} <= said
    assert not any("constant" in each for each in said)
