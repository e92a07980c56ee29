"""Everything that runs beside a framework, and the door to it: a live model is read in a process of its own.

In: a job. Out: a record, plain data. `look` says what a reference means without running any of it; `door` and `server`
are the two ends of a pipe; `work` does a job; `torch/`, `keras`, … record the models of a framework.

A model is somebody's code, and code may do anything: its process has bounds on time, memory and files, no terminal and
no network of Hugging Face, and its parent outlives it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import LayertallyError, Place

TIMEOUT = 60.0
MEMORY = 8.0
"""Gigabytes that a job may use beyond its framework."""
Job = Mapping[str, Any]


def ask(job: Job, *, timeout: float | None = None, memory: float | None = None) -> dict[str, Any]:
    """The record that a job asks for: `{"kind": "reference", "reference": "zoo.vgg:build", "inputs": ["1,3,224,224"]}`
    or `{"kind": "hf", "config": {...}, "inputs": []}` or
    `{"kind": "layers", "framework": "keras", "layers": [...]}`. `timeout` in seconds, `memory` in gigabytes.

    Raises:
        LayertallyError: the model cannot be found, made or run, or it took too long or too much.
    """
    from .door import ServerEndedError, server

    seconds, gigabytes = timeout or TIMEOUT, memory or MEMORY
    name = str(job.get("reference") or "the model")
    folders = list(job.get("path") or folders_of())
    framework: str = job.get("framework") or "torch"
    ahead: tuple[str, ...] = ("transformers",) if job["kind"] == "hf" else ()
    if job["kind"] == "reference":
        from .look import locate

        found = locate(name, folders)
        framework, ahead = found.framework, found.ahead
    asked = {
        **job,
        "path": folders,
        "cwd": str(Path.cwd()),
        "framework": framework,
        "seconds": seconds,
        "memory": int(gigabytes * 2**30),
    }
    try:
        answer = server(framework, ahead).ask(asked, seconds)
    except ServerEndedError as ended:
        answer = {"ok": False, "ended": str(ended)}
    record = answer.get("record")
    if answer.get("ok") is True and isinstance(record, dict):
        return record
    raise _error(answer, name, seconds, gigabytes)


def folders_of() -> list[str]:
    """Where modules are looked up: the working directory, then PYTHONPATH."""
    listed = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    here = Path.cwd()
    return list(dict.fromkeys([str(here), *(str(here / folder) for folder in listed if folder)]))


def _error(answer: Mapping[str, Any], name: str, seconds: float, gigabytes: float) -> LayertallyError:
    said = answer.get("error")
    if isinstance(said, Mapping):
        place = None
        if said.get("file"):
            place = Place(said["file"], said["line"], said["column"], said.get("length") or 1, said.get("text") or "")
        return LayertallyError(said["reason"], place, said.get("fix") or "", notes=said.get("notes") or ())
    ended = "memory" if answer.get("memory") else str(answer.get("ended") or "")
    used = int(answer.get("used") or 0)
    with_memory = f" ({used / 2**30:.1f} GB of memory used)" if used else ""
    if ended in ("time", "SIGXCPU"):
        return LayertallyError(
            f"{name} was stopped after {seconds:g} s{with_memory}",
            fix=f"--timeout {max(300, round(seconds * 5))}, or build the model on the meta device",
        )
    if ended == "memory":
        return LayertallyError(
            f"{name} asked for more than the {gigabytes:g} GB of memory that it may use",
            fix=f"--memory {round(gigabytes * 4)}, or build the model on the meta device",
        )
    if ended == "size":
        return LayertallyError(f"{name} is too large to be read: more than 512 MB would be said of it")
    return LayertallyError(
        f"{name} ended its own process ({ended or 'no answer'}){with_memory}",
        fix="run it in plain Python to see why: a crash in compiled code, os._exit, no memory left",
    )
