"""What is recorded of whole networks, against what torch itself says of them: its counter, its symbolic tracer."""

from __future__ import annotations

import gc
import importlib.util
import os
from typing import Any

import pytest

pytestmark = [pytest.mark.live("torch"), pytest.mark.filterwarnings("ignore")]

PICTURES = ("1,3,64,64",)
COUNTED = ("resnet18", "mobilenet_v3_small", "densenet121", "shufflenet_v2_x0_5", "convnext_tiny", "regnet_x_400mf")
TRACED = (
    "resnet18",
    "googlenet",
    "mobilenet_v2",
    "squeezenet1_1",
    "densenet121",
    "efficientnet_b0",
    "shufflenet_v2_x0_5",
)


@pytest.fixture(scope="module")
def vision() -> Any:
    """The models of torchvision, whether or not its compiled part loads."""
    if importlib.util.find_spec("torchvision") is None:
        (pytest.fail if os.environ.get("LAYERTALLY_LIVE") else pytest.skip)("torchvision is not installed")
    from layertally.live.torch.vision import declare

    declare()
    import torchvision.models

    return torchvision.models


@pytest.mark.parametrize("name", COUNTED)
def test_flops_and_parameters_are_those_that_torch_counts(vision: Any, name: str) -> None:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    from layertally.live.torch import record

    found = record(lambda: getattr(vision, name)(weights=None), inputs=PICTURES, reference=name)
    shapes: dict[str, list[int]] = {}
    model = getattr(vision, name)(weights=None).eval().to("meta")  # no numbers are asked for
    for key, module in model.named_modules():
        module.register_forward_hook(lambda _m, _i, out, key=key: shapes.__setitem__(key, list(out.shape)))
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(torch.zeros(1, 3, 64, 64, device="meta"))
    assert found["totals"]["flops"] == counter.get_total_flops()
    assert found["totals"]["params"] == sum(each.numel() for each in model.parameters())
    assert {each["name"]: each["shape"] for each in found["params"]} == {
        key: list(each.shape) for key, each in model.named_parameters()
    }
    assert {call["path"]: call["outs"][0]["shape"] for call in found["calls"]} == shapes


@pytest.mark.parametrize("name", TRACED)
def test_edges_are_those_of_the_symbolic_tracer(vision: Any, name: str) -> None:
    import torch

    from layertally.live.torch import record

    found = record(lambda: getattr(vision, name)(weights=None), inputs=PICTURES, reference=name)
    with torch.device("meta"):
        model = getattr(vision, name)(weights=None).eval()
    assert ours(found) == symbolic(model)


Edges = set[tuple[str, str]]


def ours(found: dict[str, Any]) -> Edges:
    """Pairs of modules with weights, the second of which reads what the first made, directly or through others."""
    owner = {key: each["path"] for each in found["modules"] for key in each["params"]}
    behind: list[frozenset[str]] = []
    edges: Edges = set()
    for node in found["nodes"]:
        before: frozenset[str] = frozenset().union(*(behind[src[1]] for src in node["ins"] if src[0] == "n"))
        if node["params"]:
            here = owner[node["params"][0]]
            edges |= {(each, here) for each in before}
            behind.append(frozenset((here,)))
        else:
            behind.append(before)
    return edges


def symbolic(model: Any) -> Edges:
    """The same from torch.fx."""
    import torch

    graph = torch.fx.symbolic_trace(model).graph
    modules = dict(model.named_modules())
    behind: dict[Any, frozenset[str]] = {}
    edges: Edges = set()
    for node in graph.nodes:
        asks = (node.op == "call_function" and node.target is getattr) or node.target in ("size", "dim")
        before: frozenset[str] = (
            frozenset() if asks else frozenset().union(*(behind[each] for each in node.all_input_nodes))
        )
        if node.op == "call_module" and any(True for _ in modules[node.target].parameters()):
            edges |= {(each, node.target) for each in before}
            before = frozenset((node.target,))
        behind[node] = before
    return edges


TRANSFORMERS: dict[str, tuple[str, dict[str, Any]]] = {
    "LlamaConfig": ("LlamaForCausalLM", {"num_key_value_heads": 2}),
    "BertConfig": ("BertModel", {}),
    "Qwen3MoeConfig": (
        "Qwen3MoeForCausalLM",
        {"num_experts": 4, "moe_intermediate_size": 32, "num_experts_per_tok": 2},
    ),
}


@pytest.mark.live("transformers")
@pytest.mark.usefixtures("vision")
@pytest.mark.parametrize("config", TRANSFORMERS)
def test_attention_and_experts_are_counted(config: str) -> None:
    """On the CPU attention runs in one kernel that torch counts as nothing: written out it is counted."""
    import torch
    import transformers
    from torch.utils.flop_counter import FlopCounterMode

    from layertally.live.torch import record

    architecture, settings = TRANSFORMERS[config]
    sizes = {
        "hidden_size": 64,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "vocab_size": 50,
    }
    made = getattr(transformers, config)(
        **sizes, **settings, attn_implementation="eager", experts_implementation="eager"
    )
    found = record(lambda: getattr(transformers, architecture)(made), inputs=("input_ids=1,16:int64",))
    model = getattr(transformers, architecture)(made).eval()
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(torch.zeros(1, 16, dtype=torch.int64), use_cache=False)
    assert found["totals"]["flops"] == counter.get_total_flops()
    assert found["totals"]["params"] == sum(each.numel() for each in model.parameters())
    reached = {name for node in found["nodes"] for name in node["params"]}
    assert {each["name"] for each in found["params"]} - reached <= {"pooler.dense.weight", "pooler.dense.bias"}


PRIVATE = {
    "torch._C": ("DisableTorchFunction",),
    "torch._C._functorch": ("get_unwrapped", "is_functorch_wrapped_tensor"),
    "torch.utils._python_dispatch": ("TorchDispatchMode", "_disable_current_modes"),
    "torch.utils.flop_counter": ("flop_registry",),
    "torch.nn.parameter": ("UninitializedTensorMixin",),
    "torch.overrides": ("TorchFunctionMode",),
}


@pytest.mark.parametrize("module", PRIVATE)
def test_the_private_names_are_where_they_were(module: str) -> None:
    held = importlib.import_module(module)
    assert [name for name in PRIVATE[module] if not hasattr(held, name)] == []


def test_torch_is_left_as_it_was() -> None:
    import torch

    from layertally.live.torch import record
    from live.obstacles import Residual

    before = (torch.nn.Module.__call__, torch.is_grad_enabled(), torch.backends.mha.get_fastpath_enabled())
    model = Residual()
    random, collecting = torch.get_rng_state(), gc.isenabled()
    state = {key: value.clone() for key, value in model.state_dict().items()}
    record(lambda: model, inputs=("1,3,8,8",))
    with pytest.raises(Exception, match="could not run"):
        record(lambda: model, inputs=("1,5,8,8",))
    assert before == (torch.nn.Module.__call__, torch.is_grad_enabled(), torch.backends.mha.get_fastpath_enabled())
    assert torch.equal(random, torch.get_rng_state())
    assert collecting == gc.isenabled()
    assert all(torch.equal(value, state[key]) for key, value in model.state_dict().items())
    assert not any("_layertally" in key for each in model.parameters() for key in vars(each))
