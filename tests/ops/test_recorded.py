"""Every rule against what the framework itself said of the same layer: one test a layer type, all its rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from layertally import frameworks
from layertally.errors import ShapeError
from layertally.frameworks.base import ArgumentError
from layertally.ops.base import Op
from ops.recorded import Row, build, inputs, outputs, rows, sums

Case = tuple[str, str]


def having(key: str) -> list[Case]:
    """(framework, type) of all layers with a row that holds `key`."""
    return sorted({(name, row["type"]) for name in frameworks.NAMES for row in rows(name) if key in row})


def every_row(case: Case, key: str, check: Callable[[Op, Row], None]) -> None:
    """Runs `check` on all rows of a type and says each that fails."""
    wrong: list[str] = []
    for row in rows(case[0]):
        if row["type"] != case[1] or key not in row:
            continue
        try:
            check(build(case[0], row), row)
        except (AssertionError, ArgumentError, ShapeError) as error:
            wrong.append(f"{row['args']} on {row['input']}: {type(error).__name__} {error}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("case", having("output"), ids="-".join)
def test_shapes_are_the_frameworks(case: Case) -> None:
    def check(op: Op, row: Row) -> None:
        out = op.infer(inputs(row))
        assert [one.shape for one in out] == outputs(row)
        assert [size.formula.value for one in out for size in one.sizes] == [
            one.shape[size.axis] for one in out for size in one.sizes
        ]

    every_row(case, "output", check)


@pytest.mark.parametrize("case", having("params"), ids="-".join)
def test_parameters_are_the_frameworks(case: Case) -> None:
    def check(op: Op, row: Row) -> None:
        weights = op.weigh(inputs(row))
        counted = sums(weights)
        if row["args"].get("trainable") is False:  # `annotate` freezes a whole layer, the op knows nothing of it
            counted = {**counted, "trainable": 0, "fixed": counted["trainable"] + counted["fixed"]}
        assert counted["trainable"] == row["trainable"]
        assert counted["fixed"] == row["non_trainable"]
        assert counted["trainable"] + counted["fixed"] == row["params"]
        assert weights is None or weights.params.value == row["params"]
        assert counted["buffer"] == row.get("buffers", counted["buffer"])

    every_row(case, "params", check)


@pytest.mark.parametrize("case", having("weights"), ids="-".join)
def test_weights_have_the_shapes_of_the_frameworks(case: Case) -> None:
    def check(op: Op, row: Row) -> None:
        weights = op.weigh(inputs(row))
        tensors = [tensor for tensor in (weights.tensors if weights else ()) if tensor.role != "buffer"]
        own = [[int(str(dim.value)) for dim in tensor.shape] for tensor in tensors]
        assert sorted(map(sorted, own)) == sorted(sorted(shape) for _, shape, _ in row["weights"])

    every_row(case, "weights", check)


@pytest.mark.parametrize("case", having("error"), ids="-".join)
def test_what_a_framework_refuses_is_refused(case: Case) -> None:
    refused = [row for row in rows(case[0]) if row["type"] == case[1] and "error" in row]
    taken = [f"{row['args']} on {row['input']}: {row['error']}" for row in refused if _is_taken(case[0], row)]
    assert not taken, "\n".join(taken)


def _is_taken(framework: str, row: Row) -> bool:
    try:
        op = build(framework, row)
        op.infer(inputs(row))
        op.weigh(inputs(row))
    except (ArgumentError, ShapeError):
        return False
    return True


@pytest.mark.parametrize("case", having("empty"), ids="-".join)
def test_an_image_without_rows_is_an_error_even_where_a_framework_lets_it_through(case: Case) -> None:
    def check(op: Op, row: Row) -> None:
        assert min(row["empty"]) < 1
        with pytest.raises(ShapeError):
            op.infer(inputs(row))

    every_row(case, "empty", check)
