"""Every rule against what the framework itself said of the same layer."""

from __future__ import annotations

import pytest

from layertally import frameworks
from layertally.errors import ShapeError
from layertally.frameworks.base import ArgumentError
from ops.recorded import Row, build, inputs, outputs, rows, sums

Case = tuple[str, int]
CASES = [(name, index) for name in frameworks.NAMES for index in range(len(rows(name)))]


def row_of(case: Case) -> Row:
    return rows(case[0])[case[1]]


def _id(case: Case) -> str:
    return f"{case[0]}-{row_of(case)['type']}-{case[1]}"


def having(key: str) -> list[Case]:
    return [case for case in CASES if key in row_of(case)]


@pytest.mark.parametrize("case", having("output"), ids=_id)
def test_shapes_are_the_frameworks(case: Case) -> None:
    row = row_of(case)
    out = build(case[0], row).infer(inputs(row))
    assert [one.shape for one in out] == outputs(row)
    for one in out:
        for size in one.sizes:
            assert size.formula.value == one.shape[size.axis]


@pytest.mark.parametrize("case", having("params"), ids=_id)
def test_parameters_are_the_frameworks(case: Case) -> None:
    row = row_of(case)
    weights = build(case[0], row).weigh(inputs(row))
    counted = sums(weights)
    if row["args"].get("trainable") is False:  # `annotate` freezes a whole layer, the op knows nothing of it
        counted = {**counted, "trainable": 0, "fixed": counted["trainable"] + counted["fixed"]}
    assert counted["trainable"] == row["trainable"]
    assert counted["fixed"] == row["non_trainable"]
    assert counted["trainable"] + counted["fixed"] == row["params"]
    assert weights is None or weights.params.value == row["params"]
    if "buffers" in row:
        assert counted["buffer"] == row["buffers"]


@pytest.mark.parametrize("case", having("weights"), ids=_id)
def test_weights_have_the_shapes_of_the_frameworks(case: Case) -> None:
    row = row_of(case)
    weights = build(case[0], row).weigh(inputs(row))
    tensors = [tensor for tensor in (weights.tensors if weights else ()) if tensor.role != "buffer"]
    own = [[int(str(dim.value)) for dim in tensor.shape] for tensor in tensors]
    assert sorted(map(sorted, own)) == sorted(sorted(shape) for _, shape, _ in row["weights"])


@pytest.mark.parametrize("case", having("error"), ids=_id)
def test_what_a_framework_refuses_is_refused(case: Case) -> None:
    with pytest.raises((ArgumentError, ShapeError)):
        _run(case)


@pytest.mark.parametrize("case", having("empty"), ids=_id)
def test_an_image_without_rows_is_an_error_even_where_a_framework_lets_it_through(case: Case) -> None:
    row = row_of(case)
    assert min(row["empty"]) < 1
    op = build(case[0], row)
    with pytest.raises(ShapeError):
        op.infer(inputs(row))


def _run(case: Case) -> None:
    row = row_of(case)
    op = build(case[0], row)
    op.infer(inputs(row))
    op.weigh(inputs(row))
