"""One job, done: runs in a process of its own that may be killed at any time.

In: a job, as JSON has it. Out: an answer, as JSON has it: `{"ok": true, "framework", "record"}` or `{"ok": false,
"error": {"reason", "file", "line", "column", "length", "text", "fix", "notes"}}`. Never raises.

Jobs: `{"kind": "reference", "reference", "inputs", "path", "cwd"}`, `{"kind": "hf", "config", "inputs"}`, and `{"kind":
"layers", "framework", "layers"}` for layers that are described (`described`).
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any

from ..errors import LayertallyError
from .faults import WrongFrameworkError

RECORDERS = {"torch": "torch", "keras": "keras", "paddle": "paddle"}
"""Framework → the room or module here that records its models: `record(make, inputs=, reference=)`."""
Answer = dict[str, Any]


def do(job: dict[str, Any]) -> Answer:
    """The answer to a job."""
    gc.disable()  # the process ends with the job; looking for circles among a framework's objects takes longer
    try:
        if "cwd" in job:
            os.chdir(job["cwd"])
        framework, record = _KINDS[job["kind"]](job)
    except LayertallyError as error:
        return refused(error)
    except MemoryError:
        return {"ok": False, "memory": True}
    except BaseException as error:  # noqa: BLE001 - whatever happens, the answer is one
        return refused(_fault(error))
    return {"ok": True, "framework": framework, "record": record}


def recorder(framework: str) -> Callable[..., dict[str, Any]]:
    """The function that records models of a framework. Raises LayertallyError where this version has none."""
    from importlib.util import find_spec

    name = RECORDERS.get(framework)
    if name is None or find_spec(f".{name}", __package__) is None:
        raise LayertallyError(
            f"this version does not read live models of {framework or 'this kind'}",
            fix="describe it: framework:, input: and layers:",
        )
    record: Callable[..., dict[str, Any]] = import_module(f".{name}", __package__).record
    return record


def refused(error: LayertallyError) -> Answer:
    """An error as an answer."""
    place = error.place
    return {
        "ok": False,
        "error": {
            "reason": error.reason,
            "file": place.path if place is not None else None,
            "line": place.line if place is not None else None,
            "column": place.column if place is not None else None,
            "length": place.length if place is not None else 1,
            "text": place.text if place is not None else "",
            "fix": error.fix,
            "notes": list(error.notes),
        },
    }


def _reference(job: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    from .find import find, framework_of

    sys.path[:0] = [folder for folder in job.get("path", ()) if folder not in sys.path]
    found = find(job["reference"])
    framework = found.framework or job.get("framework") or ""
    if not framework:  # nothing shows it but the model itself
        framework = framework_of(found.make())
    inputs = tuple(job.get("inputs", ()))
    try:
        return framework, recorder(framework)(found.make, inputs=inputs, reference=job["reference"])
    except WrongFrameworkError as wrong:
        return wrong.framework, recorder(wrong.framework)(found.make, inputs=inputs, reference=job["reference"])


def _hf(job: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    from .hf import record

    inputs, reference = tuple(job.get("inputs", ())), str(job.get("reference") or "config.json")
    return "torch", record(job["config"], inputs=inputs, reference=reference)


def _layers(job: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    from .described import record

    return job["framework"], record(job)


def _fault(error: BaseException) -> LayertallyError:
    spot = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({spot[0].name}, line {spot[0].lineno})" if spot else ""
    return LayertallyError(
        f"a fault of layertally itself: {type(error).__name__}: {' '.join(str(error).split())[:200]}{where}",
        fix="please report it together with the model",
    )


_KINDS: dict[str, Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]] = {
    "reference": _reference,
    "hf": _hf,
    "layers": _layers,
}
