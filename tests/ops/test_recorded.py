"""Every rule against what the framework itself said of the same layer."""

from __future__ import annotations

import pytest

from layertally import frameworks
from layertally.errors import ShapeError
from layertally.frameworks.base import ArgumentError

from ops.recorded import Row, build, inputs, outputs, rows, sums

CASES = [(name, index) for name in frameworks.NAMES for index in range(len(rows(name)))]


def _case(name: str, index: int) -> Row:
    return rows(name)[index]


def _id(case: tuple[str, int]) -> str:
    return f"{case[0]}-{_case(*case)['type']}-{case[1]}"


GOOD = [case for case in CASES if not _case(*case).get("error")]
REFUSED = [case for case in CASES if _case(*case).get("error")]


@pytest.mark.parametrize("case", GOOD, ids=_id)
def test_shape_and_parameters_are_the_frameworks(case: tuple[str, int]) -> None:
    row = _case(*case)
    op = build(case[0], row)
    out = op.infer(inputs(row))
    assert [one.shape for one in out] == outputs(row)
    weights = op.weigh(inputs(row))
    counted = sums(weights)
    assert counted["trainable"] + counted["fixed"] == row["params"]
    assert counted["trainable"] == row["trainable"]
    assert counted["fixed"] == row["non_trainable"]
    if "buffers" in row:
        assert counted["buffer"] == row["buffers"]
    if weights is not None:
        assert weights.params.value == row["params"]
    for one in out:
        for size in one.sizes:
            assert size.formula.value == one.shape[size.axis]


@pytest.mark.parametrize("case", GOOD, ids=_id)
def test_weights_have_the_shapes_of_the_frameworks(case: tuple[str, int]) -> None:
    row = _case(*case)
    weights = build(case[0], row).weigh(inputs(row))
    own = [tuple(dim.value for dim in tensor.shape) for tensor in (weights.tensors if weights else ()) if tensor.role != "buffer"]
    assert sorted(sorted(shape) for shape in own) == sorted(sorted(shape) for _, shape, _ in row["weights"])  # type: ignore[type-var]


@pytest.mark.parametrize("case", REFUSED, ids=_id)
def test_what_a_framework_refuses_is_refused(case: tuple[str, int]) -> None:
    row = _case(*case)
    with pytest.raises((ArgumentError, ShapeError)):
        _run(case[0], row)


def _run(framework: str, row: Row) -> None:
    op = build(framework, row)
    op.infer(inputs(row))
    op.weigh(inputs(row))
