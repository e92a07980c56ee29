"""Cases go in (class name, arguments, input shapes), a file of recorded rows comes out.

A case is what an author would write in a description: JSON values only, input shapes without the batch.
A row is the case with what the framework itself says about it: shapes, counts, weights, or its refusal.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "rules"
MESSAGE_LENGTH = 160
COLOUR = re.compile(r"\x1b\[\d*m")
NAMES = re.compile(r"\{('\w+'(?:, '\w+')*)\}")
WRAPPING = ("---", "C++ Traceback", "Error Message", "Traceback", "Exception encountered when calling")

Row = dict[str, Any]


class Case(NamedTuple):
    """One layer to build: its class, its arguments as written in YAML, its input shapes without the batch."""

    type: str
    args: Mapping[str, Any]
    input: Sequence[Sequence[int]]


def case(kind: str, *inputs: Sequence[int], **args: Any) -> Case:
    """One case. ``case("Dense", [16], units=4)``."""
    return Case(kind, args, [list(shape) for shape in inputs])


def grid(
    kind: str, *inputs: Sequence[int], fixed: Mapping[str, Any] | None = None, **axes: Sequence[Any]
) -> list[Case]:
    """Every combination of the values given for each argument; ``...`` as a value leaves the argument out."""
    combinations = itertools.product(*axes.values())
    return [
        case(kind, *inputs, **_given({**(fixed or {}), **dict(zip(axes, values, strict=True))}))
        for values in combinations
    ]


def sample(
    count: int,
    seed: int,
    kind: str,
    shapes: Sequence[Sequence[int]],
    fixed: Mapping[str, Any] | None = None,
    **axes: Any,
) -> Iterator[Case]:
    """``count`` seeded draws, one value an argument (``...`` leaves it out) and one input shape each."""
    draw = random.Random(f"{kind}:{seed}")
    for _ in range(count):
        shape = draw.choice(shapes)
        yield case(
            kind, shape, **_given({**(fixed or {}), **{key: draw.choice(values) for key, values in axes.items()}})
        )


def _given(args: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in args.items() if value is not ...}


def _sorted(names: re.Match[str]) -> str:
    """A set prints in another order in every process; the file should not change with it."""
    return "{" + ", ".join(sorted(names.group(1).split(", "))) + "}"


def first_line(error: Exception) -> str:
    """The sentence in which the framework refuses: one line, without traces or paths."""
    lines = [NAMES.sub(_sorted, COLOUR.sub("", line)).strip() for line in str(error).splitlines()]
    said = [line for line in lines if line and not line.startswith(WRAPPING)]
    telling = [line for line in said if line.startswith("(")] or said or [type(error).__name__]
    return telling[0][:MESSAGE_LENGTH]


def isolated(measure: Callable[[Case], Row], built: Callable[[Case], Row], seconds: int = 20) -> Callable[[Case], Row]:
    """``measure``, each time in a forked child: a setting that corrupts memory or hangs spoils no other row.

    Where the child dies the row holds what ``built`` says of the layer without running it, and ``run_error``.
    """

    def forked(each: Case) -> Row:
        answer, write = os.pipe()
        child = os.fork()
        if child == 0:
            signal.alarm(seconds)
            try:
                said = json.dumps(measure(each))
            except Exception as error:
                said = json.dumps({"error": first_line(error)})
            os.write(write, said.encode())
            os._exit(0)
        os.close(write)
        with os.fdopen(answer, "rb") as pipe:
            said = pipe.read().decode()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status < 0:
            return {"run_error": f"process ended by {signal.Signals(-status).name}"} | built(each)
        row: Row = json.loads(said)
        return row

    return forked


def honest(row: Row) -> Row:
    """A shape with a dim below 1 is no output, though some frameworks return it silently: the row is a refusal."""
    output = row.get("output", [])
    shapes = output if output and isinstance(output[0], list) else [output]
    if all(dim is None or dim > 0 for shape in shapes for dim in shape):
        return row
    return {"error": f"accepted without a message, returns {output}", "empty": output}


def record(cases: Iterable[Case], measure: Callable[[Case], Row], framework: str, versions: Mapping[str, str]) -> None:
    """Measure every case once and write ``tests/data/rules/<framework>.json``, one row a line, sorted."""
    rows: dict[str, Row] = {}
    for each in cases:
        head: Row = {"type": each.type, "args": dict(each.args), "input": [list(shape) for shape in each.input]}
        key = json.dumps(head, sort_keys=True)
        if key not in rows:
            try:
                rows[key] = head | honest(measure(each))
            except Exception as error:  # a refusal is a result here, whatever class the framework raises
                rows[key] = head | {"error": first_line(error)}
    ordered = [
        json.dumps(rows[key], ensure_ascii=False) for key in sorted(rows, key=lambda key: (rows[key]["type"], key))
    ]
    header = json.dumps({"framework": framework, "versions": dict(versions)})[:-1]
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{framework}.json"
    path.write_text(f'{header}, "rows": [\n' + ",\n".join(ordered) + "\n]}\n", encoding="utf-8")
    refused = sum("error" in row for row in rows.values())
    print(f"{path.name}: {len(rows)} rows, {refused} refused, {path.stat().st_size // 1024} KB")
