"""Every recorded layer as a description, read and annotated: the way a user meets the rules.

The rows are the frameworks' own numbers (tools/record). One test a framework and class; it lists
all rows that fail.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from layertally.annotation import Annotated, AnnotatedLayer, annotate
from layertally.errors import LayertallyError
from layertally.model import Shape
from layertally.readers.description import read_text

Row = dict[str, Any]
DATA = Path(__file__).resolve().parent / "data" / "rules"
ROWS: dict[tuple[str, str], list[Row]] = {}
for _file in sorted(DATA.glob("*.json")):
    for _row in json.loads(_file.read_text(encoding="utf-8"))["rows"]:
        ROWS.setdefault((_file.stem, _row["type"]), []).append(_row)


def described(framework: str, row: Row) -> str:
    """The description of a model with this one layer."""
    names = [f"in_{at}" for at in range(len(row["input"]))]
    arguments = {"inputs": names, **row["args"], "name": "layer"}
    layers = [{row["type"]: arguments}]
    return json.dumps({"framework": framework, "input": dict(zip(names, row["input"], strict=True)), "layers": layers})


def annotated(framework: str, row: Row) -> Annotated:
    return annotate(read_text(described(framework, row)))


def shapes(row: Row) -> list[list[int | None]]:
    """The recorded output shapes, always as a list of them."""
    output = row["output"]
    return output if output and isinstance(output[0], list) else [output]


def agrees(said: list[int | None], own: Shape) -> bool:
    """Equal dim by dim; where a framework knows nothing (EinsumDense) we may know more."""
    return len(said) == len(own) - 1 and all(a is None or a == b for a, b in zip(said, own[1:], strict=True))


def differences(row: Row, layer: AnnotatedLayer) -> Iterator[str]:
    """What disagrees with the framework, in words."""
    own = [out.shape for out in layer.outputs]
    said = shapes(row)
    if len(own) != len(said) or not all(agrees(*pair) for pair in zip(said, own, strict=True)):
        yield f"output {own}, the framework says {said}"
    for key in ("trainable", "non_trainable", "buffers"):
        if key in row and getattr(layer.count, key) != row[key]:
            yield f"{key} {getattr(layer.count, key)}, the framework says {row[key]}"
    if layer.count.value != row["params"]:
        yield f"params {layer.count.value}, the framework says {row['params']}"
    if layer.count.formula is not None and layer.count.formula.value != row["params"]:
        yield f"the formula comes to {layer.count.formula.value}, the framework says {row['params']}"
    tensors = layer.weights.tensors if layer.weights else ()
    sizes = sorted(str(tensor.size.value) for tensor in tensors if tensor.role != "buffer")
    theirs = sorted(str(_product(shape)) for _, shape, _ in row["weights"])
    if sizes != theirs:
        yield f"weights of {sizes} numbers, the framework has {theirs}"


def _product(shape: list[int]) -> int:
    size = 1
    for dim in shape:
        size *= dim
    return size


def verdict(framework: str, row: Row) -> str:
    """Empty if we say what the framework says."""
    try:
        model = annotated(framework, row)
    except LayertallyError as error:
        said = getattr(error, "errors", (error,))
        return "" if "error" in row else f"refused: {said[0].reason}"
    layer = model["layer"]
    if layer.problem is not None:
        accepted = not ({"error", "quirk", "run_error"} & set(row))
        return f"problem: {layer.problem.key} {layer.problem.values}" if accepted else ""
    if "error" in row:
        return f"accepted as {layer.shape}, the framework says: {row['error']}"
    return "; ".join(differences(row, layer))


@pytest.mark.parametrize(("framework", "kind"), ROWS, ids=lambda value: value)
def test_a_description_gets_the_frameworks_numbers(framework: str, kind: str) -> None:
    wrong = [
        f"{row['args']} on {row['input']}: {said}" for row in ROWS[framework, kind] if (said := verdict(framework, row))
    ]
    assert not wrong, f"{len(wrong)} of {len(ROWS[framework, kind])} rows of {kind}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("framework", sorted({framework for framework, _ in ROWS}))
def test_the_rows_are_what_they_are_said_to_be(framework: str) -> None:
    """A cut file would pass every other test."""
    rows = [row for (name, _), found in ROWS.items() if name == framework for row in found]
    assert len(rows) > 800
    assert sum("error" in row for row in rows) > 50
    for row in rows:
        assert ("output" in row) != ("error" in row)
        if "output" in row:
            assert row["params"] == row["trainable"] + row["non_trainable"]
            assert row["params"] == sum(_product(shape) for _, shape, _ in row["weights"])
            assert row["trainable"] == sum(_product(shape) for _, shape, learns in row["weights"] if learns)


COUNTED = sorted({kind for name, kind in ROWS if name == "paddle" and kind in ("Conv1D", "Conv2D", "Conv3D", "Linear")})


@pytest.mark.parametrize("kind", COUNTED)
def test_macs_are_what_paddle_counts(kind: str) -> None:
    """`paddle.flops` counts multiply-adds; of the biases it counts those of convolutions."""
    wrong = []
    for row in ROWS["paddle", kind]:
        if "paddle_flops" not in row or "quirk" in row or "data_format" in row["args"]:
            continue  # paddle.flops takes channels to be first, whatever data_format says
        macs = annotated("paddle", row)["layer"].macs_value
        biases = _product(row["output"]) if kind != "Linear" and len(row["weights"]) == 2 else 0
        if macs is None or macs + biases != row["paddle_flops"]:
            wrong.append(f"{row['args']} on {row['input']}: {macs} + {biases}, paddle.flops says {row['paddle_flops']}")
    assert not wrong, "\n".join(wrong)
