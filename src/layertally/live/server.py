"""The process beside the parent: imports a framework once, then runs each job in a process of its own.

In: jobs, as messages on stdin. Out: answers, as messages on stdout; a message is a line with its length, then as many
bytes of JSON. The first message says that the framework is there. A job may do anything to its process: it cannot reach
the parent, nor the next job. Where there is no fork, one server does one job and ends.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import IO, Any, NoReturn

from .leftovers import adopt, end_children
from .limits import OVER_MEMORY, die_with_parent, limit, peak
from .work import do

MOST_ANSWER = 512 * 2**20
CHUNK = 1 << 16
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "CUDA_VISIBLE_DEVICES": "",
    "TORCH_COMPILE_DISABLE": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONDONTWRITEBYTECODE": "1",
}
"""What a framework reads when it is imported: no threads (the server forks), no device, nothing from the network."""
READY = {"torch": "torch.vision"}
"""Framework → what here makes way for packages on top of it: its `declare()`."""
WARM = {"torch": "torch.warm"}
"""Framework → what here pays for its lazy imports: its `warm()`."""
LAZY = {"transformers": ("transformers.modeling_utils", "transformers.masking_utils")}
"""Package → its modules that every one of its models imports, and it itself does not."""


def main(framework: str, ahead: tuple[str, ...]) -> None:
    """Serve until the parent closes the pipe."""
    jobs, answers = _pipes()
    forks = can_fork()
    _load(framework, ahead, (jobs.fileno(), answers.fileno()))
    _send(answers, {"ready": framework, "forks": forks})
    if forks:
        adopt()
        gc.collect()
        gc.freeze()
    while (job := _receive(jobs)) is not None:
        if not forks:
            threading.Thread(target=_end_with_parent, args=(jobs,), daemon=True).start()
            limit(int(job["memory"]), float(job["seconds"]))
            _send(answers, do(job))
            return
        answers.write(_in_a_process_of_its_own(job, jobs, answers))
        answers.flush()


def can_fork() -> bool:
    """Whether jobs are forked: on Linux. Elsewhere a process that holds a framework may not survive it."""
    return sys.platform == "linux" and os.environ.get("LAYERTALLY_FORK", "1") != "0"


def _end_with_parent(jobs: IO[bytes]) -> None:
    """The pipe is closed when the parent ends; nothing else comes while a job is running."""
    jobs.read(1)
    os._exit(0)


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Both pipes, out of the way of whatever a model prints or asks for."""
    jobs, answers = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    _silence()
    return jobs, answers


def _silence() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)


def _load(framework: str, ahead: tuple[str, ...], pipes: tuple[int, int]) -> None:
    """Import what the jobs share. What cannot be imported is left to the job, which says so."""
    if framework == "keras" and "KERAS_BACKEND" not in os.environ:
        backends = ("torch", "jax", "tensorflow")
        os.environ["KERAS_BACKEND"] = next((name for name in backends if importlib.util.find_spec(name)), "numpy")
    for name in ((framework,) if framework else ()) + ahead:
        if importlib.util.find_spec(name) is None:
            continue
        try:
            for each in (name, *LAZY.get(name, ())):
                importlib.import_module(each)
        except Exception:  # noqa: BLE001 - a broken package may raise anything
            if name in ahead:  # half of it is loaded now: begin again without it
                rest = ",".join(each for each in ahead if each != name)
                for standard, pipe in enumerate(pipes):
                    os.dup2(pipe, standard)
                os.execv(sys.executable, [*sys.orig_argv[:-1], f"{framework}:{rest}"])  # noqa: S606
            return
        if name in READY:
            with suppress(Exception):
                importlib.import_module(f".{READY[name]}", __package__).declare()
    if framework in WARM:
        with suppress(Exception):
            importlib.import_module(f".{WARM[framework]}", __package__).warm()


def _in_a_process_of_its_own(job: dict[str, Any], jobs: IO[bytes], answers: IO[bytes]) -> bytes:
    """The answer to a job as a message, whatever becomes of its process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        jobs.close()
        answers.close()  # what a model writes there would be taken for the answer to another
        _child(job, writing)
    os.close(writing)
    deadline = time.monotonic() + float(job["seconds"])
    answer, why = _collect(reading, jobs.fileno(), deadline)
    used = peak(child)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    end_children()
    if answer is not None:
        return answer
    if why == "alone":
        sys.exit(0)
    return _message({"ok": False, "ended": why or _ending(status), "used": used})


def _child(job: dict[str, Any], writing: int) -> NoReturn:
    """The job itself. Never returns."""
    own = os.getpid()
    try:
        os.setsid()
        die_with_parent()
        _silence()
        limit(int(job["memory"]), float(job["seconds"]))
        data = _message({**do(job), "used": peak()})
    except BaseException:  # noqa: BLE001 - for instance no memory to write the answer down
        data = _message({"ok": False, "memory": True})
    with suppress(OSError):
        while data and os.getpid() == own:  # a model may fork, and come back twice: one of them answers
            data = data[os.write(writing, data) :]
    os._exit(0)


def _collect(reading: int, parent: int, deadline: float) -> tuple[bytes | None, str]:
    """A whole message, or why there is none: `time`, `size`, `alone` (the parent is gone), or nothing at all."""
    parts: list[bytes] = []
    have, wanted = 0, -1
    while True:
        left = deadline - time.monotonic()
        ready = select.select([reading, parent], [], [], max(0.0, left))[0]
        if parent in ready:  # nobody sends a job while one is running: the pipe was closed
            return None, "alone"
        if not ready:
            return None, "time"
        data = os.read(reading, CHUNK)
        if not data:
            return None, ""
        parts.append(data)
        have += len(data)
        if wanted < 0:
            head = b"".join(parts)
            parts = [head]
            line, end, _ = head.partition(b"\n")
            if end:
                if not line.isdigit():
                    return None, "size"
                wanted = len(line) + 1 + int(line)
        if have > MOST_ANSWER or wanted > MOST_ANSWER:
            return None, "size"
        if 0 <= wanted <= have:
            return b"".join(parts)[:wanted], ""


def _ending(status: int) -> str:
    if os.WIFSIGNALED(status):
        try:
            return signal.Signals(os.WTERMSIG(status)).name
        except ValueError:
            return f"signal {os.WTERMSIG(status)}"
    code = os.WEXITSTATUS(status)
    return "memory" if code == OVER_MEMORY else f"status {code}"


def _message(value: dict[str, Any]) -> bytes:
    data = json.dumps(value, separators=(",", ":")).encode()
    return b"%d\n" % len(data) + data


def _send(answers: IO[bytes], value: dict[str, Any]) -> None:
    answers.write(_message(value))
    answers.flush()


def _receive(jobs: IO[bytes]) -> dict[str, Any] | None:
    """The next job; None where the parent is gone."""
    head = b""
    while not head.endswith(b"\n"):
        byte = jobs.read(1)
        if not byte or len(head) > 20:
            return None
        head += byte
    data = b""
    while len(data) < int(head):
        part = jobs.read(int(head) - len(data))
        if not part:
            return None
        data += part
    job: dict[str, Any] = json.loads(data)
    return job


if __name__ == "__main__":
    _framework, _, _ahead = sys.argv[-1].partition(":")
    main(_framework, tuple(name for name in _ahead.split(",") if name))
