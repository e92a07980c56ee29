"""Cases go in, what PyTorch says about each comes out: ``tests/data/rules/torch.json``.

Run from the repository root, in an environment with ``torch==2.13.0`` (CPU)::

    python -m tools.record.torch

Every module is called on zeros with a batch of 2, in eval mode. Batch stands first, except in recurrent and attention
modules without ``batch_first``, where it stands second; recurrent states always hold it second. The row names shapes
without it. ``buffers`` counts elements that are state but not parameters (batch-norm statistics and their counter).
"""

from __future__ import annotations

from typing import Any

import torch

from .rows import Case, Row, record
from .torch_cases import cases

BATCH = 2
INTEGER = {"Embedding", "EmbeddingBag"}
RECURRENT = {"RNN", "LSTM", "GRU"}
TRANSFORMERS = {
    "MultiheadAttention",
    "Transformer",
    "TransformerEncoder",
    "TransformerEncoderLayer",
    "TransformerDecoder",
    "TransformerDecoderLayer",
}
INNER = {"encoder_layer", "decoder_layer"}


def build(kind: str, args: dict[str, Any]) -> torch.nn.Module:
    """The module; an inner layer is written as ``encoder_layer: {TransformerEncoderLayer: {...}}``."""
    made = {key: build(*next(iter(value.items()))) if key in INNER else as_tuple(value) for key, value in args.items()}
    module: torch.nn.Module = getattr(torch.nn, kind)(**made)
    return module.eval()


def as_tuple(value: Any) -> Any:
    """A list of a description is a tuple in Python; some modules accept nothing else."""
    return tuple(value) if isinstance(value, list) else value


def batch_at(each: Case) -> int:
    inner = next((next(iter(each.args[key].values())) for key in INNER if key in each.args), each.args)
    return int(each.type in RECURRENT | TRANSFORMERS and not inner.get("batch_first", False))


def without(shape: torch.Size, position: int) -> list[int]:
    dims = list(shape)
    assert dims[position] == BATCH, f"no batch at {position} of {dims}"
    return dims[:position] + dims[position + 1 :]


def outputs(each: Case, result: Any, position: int) -> Any:
    """Shapes without the batch: one list, or a list of them when the module returns several tensors."""
    if isinstance(result, torch.Tensor):
        return without(result.shape, position)
    if each.type in RECURRENT:
        states = result[1] if isinstance(result[1], tuple) else (result[1],)
        return [without(result[0].shape, position), *(without(state.shape, 1) for state in states)]
    first, *rest = result
    return [without(first.shape, position), *(without(other.shape, 0) for other in rest if other is not None)]


def measure(each: Case) -> Row:
    """What PyTorch says of one module. Raises whatever PyTorch raises."""
    module, position = build(each.type, dict(each.args)), batch_at(each)
    dtype = torch.long if each.type in INTEGER else torch.float32
    shapes = [[*shape[:position], BATCH, *shape[position:]] for shape in each.input]
    with torch.no_grad():
        output = outputs(each, module(*(torch.zeros(shape, dtype=dtype) for shape in shapes)), position)
    weights = [[name, list(tensor.shape), tensor.requires_grad] for name, tensor in module.named_parameters()]
    trainable = sum(tensor.numel() for tensor in module.parameters() if tensor.requires_grad)
    params = sum(tensor.numel() for tensor in module.parameters())
    return {
        "output": output,
        "params": params,
        "trainable": trainable,
        "non_trainable": params - trainable,
        "buffers": sum(tensor.numel() for tensor in module.buffers()),
        "weights": weights,
    }


if __name__ == "__main__":
    torch.manual_seed(0)
    record(cases(), measure, "torch", {"torch": torch.__version__.split("+")[0]})
