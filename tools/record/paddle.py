"""Cases go in, what Paddle says about each comes out: ``tests/data/rules/paddle.json``.

Run from the repository root, in an environment with ``paddlepaddle==3.3.1 "numpy<2.3" setuptools``::

    python -W ignore -m tools.record.paddle

Every layer is called on zeros with a batch of 2, in eval mode; ``paddle_flops`` is what ``paddle.flops`` prints for a
batch of 1, for the families it knows. Batch-norm statistics are parameters in Paddle: they count as ``non_trainable``.
Each layer has a process of its own, as some refused settings corrupt Paddle's memory; a layer whose run ends the
process keeps ``run_error`` and the shape that a static graph infers. Recurrent states hold the batch second,
``time_major`` outputs too; the row names shapes without it.
"""

from __future__ import annotations

import contextlib
import io
import math
from typing import Any

import paddle

from .paddle_cases import cases
from .rows import Case, Row, isolated, record

BATCH = 2
INTEGER = {"Embedding"}
RECURRENT = {"SimpleRNN", "LSTM", "GRU"}
COUNTED = ("Conv", "Linear", "BatchNorm", "MaxPool", "AvgPool", "Adaptive")
INNER = {"encoder_layer", "decoder_layer"}


def build(kind: str, args: dict[str, Any]) -> paddle.nn.Layer:
    """The layer; an inner layer is written as ``encoder_layer: {TransformerEncoderLayer: {...}}``."""
    made = {key: build(*next(iter(value.items()))) if key in INNER else value for key, value in args.items()}
    layer: paddle.nn.Layer = getattr(paddle.nn, kind)(**made)
    layer.eval()
    return layer


def without(tensor: paddle.Tensor, position: int = 0) -> list[int]:
    dims = [int(dim) for dim in tensor.shape]
    assert dims[position] == BATCH, f"no batch at {position} of {dims}"
    return dims[:position] + dims[position + 1 :]


def outputs(each: Case, result: Any, position: int) -> Any:
    """Shapes without the batch: one list, or a list of them when the layer returns several tensors."""
    if hasattr(result, "shape"):
        return without(result, position)
    if each.type in RECURRENT:
        states = result[1] if isinstance(result[1], (tuple, list)) else (result[1],)
        return [without(result[0], position), *(without(state, 1) for state in states)]
    return [without(tensor) for tensor in result]


def flops(layer: paddle.nn.Layer, shape: list[int]) -> int | None:
    """The total ``paddle.flops`` gives for one sample."""
    with contextlib.redirect_stdout(io.StringIO()):
        counted = paddle.flops(paddle.nn.Sequential(layer), [1, *shape])
    return None if counted is None else int(counted)


def outgrown(each: Case) -> bool:
    """Whether a window is larger than its padded input: Paddle truncates the negative quotient and goes on."""
    args, rank = each.args, len(each.input[0]) - 1
    if not each.type.startswith(("Conv", "MaxPool", "AvgPool")) or each.type.endswith("Transpose"):
        return False
    if not isinstance(args.get("padding", 0), int) or "data_format" in args:
        return False

    def sides(key: str, default: int) -> list[int]:
        value = args.get(key, default)
        return value if isinstance(value, list) else [value] * rank

    spans = (
        dilation * (size - 1) + 1 for size, dilation in zip(sides("kernel_size", 1), sides("dilation", 1), strict=True)
    )
    return any(dim + 2 * args.get("padding", 0) < span for dim, span in zip(each.input[0][1:], spans, strict=True))


def counts(layer: paddle.nn.Layer) -> Row:
    """The parameters of a layer, statistics included."""
    state = [(name, list(tensor.shape), not tensor.stop_gradient) for name, tensor in layer.named_parameters()]
    params = sum(math.prod(shape) for _, shape, _ in state)
    trainable = sum(math.prod(shape) for _, shape, learns in state if learns)
    return {
        "params": params,
        "trainable": trainable,
        "non_trainable": params - trainable,
        "weights": [[name, shape, learns] for name, shape, learns in state],
    }


def built(each: Case) -> Row:
    """What is known of a layer that cannot run: its parameters, and its shape as a static graph infers it."""
    row = counts(build(each.type, dict(each.args)))
    paddle.enable_static()
    try:
        layer, dtype = build(each.type, dict(each.args)), "int64" if each.type in INTEGER else "float32"
        fed = [paddle.static.data(f"input_{at}", [BATCH, *shape], dtype) for at, shape in enumerate(each.input)]
        return {"output": outputs(each, layer(*fed), 0)} | row
    finally:
        paddle.disable_static()


def measure(each: Case) -> Row:
    """What Paddle says of one layer. Raises whatever Paddle raises."""
    layer, position = build(each.type, dict(each.args)), int(bool(each.args.get("time_major", False)))
    dtype = "int64" if each.type in INTEGER else "float32"
    shapes = [[*shape[:position], BATCH, *shape[position:]] for shape in each.input]
    with paddle.no_grad():
        row: Row = {"output": outputs(each, layer(*(paddle.zeros(shape, dtype=dtype) for shape in shapes)), position)}
    if outgrown(each):
        row["quirk"] = "window larger than the padded input"
    row |= counts(layer)
    if each.type.startswith(COUNTED) and "return_mask" not in each.args:
        counted = flops(layer, list(each.input[0]))
        if counted is not None:
            row["paddle_flops"] = counted
    return row


if __name__ == "__main__":
    record(cases(), isolated(measure, built), "paddle", {"paddlepaddle": paddle.__version__})
