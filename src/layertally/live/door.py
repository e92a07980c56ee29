"""The parent's side of the server: starts it, sends jobs, reads answers, ends it.

In: jobs. Out: answers. One server a framework and a set of packages, kept for the next job; it ends with this process.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from ..errors import LayertallyError

STARTS_WITHIN = 180.0
"""Seconds in which a framework must be imported: 35 were seen for Keras on a cold, slow disk."""
GRACE = 15.0
"""Seconds beyond a job's own in which the server must say that it was stopped."""
ENDS_WITHIN = 1.0
"""Seconds that a server has to end a job that nobody waits for any more."""
ROOT = str(Path(__file__).resolve().parents[2])
# The folder of a script would stand first on `sys.path`, and with it `live/torch` in place of torch.
RUN = (
    "import sys; root = sys.argv.pop(1); sys.path[:] = [p for p in sys.path if p]; "
    "root in sys.path or sys.path.insert(0, root); "
    "import runpy; runpy.run_module('layertally.live.server', run_name='__main__')"
)


class ServerEndedError(Exception):
    """The server is gone, or does not answer."""


class Server:
    """A running server. `ask` may be called from several threads, one after the other."""

    def __init__(self, framework: str, ahead: tuple[str, ...]) -> None:
        from .server import ENVIRONMENT

        self._lock = threading.Lock()
        self._busy = False
        self._process = subprocess.Popen(
            [sys.executable, "-c", RUN, ROOT, f"{framework}:{','.join(ahead)}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **ENVIRONMENT, "PYTHONPATH": ""},
            start_new_session=True,
        )
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._jobs: IO[bytes] = self._process.stdin
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        try:
            self.forks = bool(self._next(STARTS_WITHIN).get("forks"))
        except BaseException:
            self.close()
            raise

    def ask(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The answer to a job. Raises ServerEndedError."""
        with self._lock:
            data = json.dumps(job).encode()
            self._busy = True
            try:
                self._jobs.write(b"%d\n" % len(data) + data)
                self._jobs.flush()
                answer = self._next(seconds + (GRACE if self.forks else 0))
                self._busy = False
            except OSError as error:
                self.close()
                raise ServerEndedError(str(error)) from None
            except BaseException:  # interrupted, or no answer: what comes later would be taken for the next one
                self.close()
                raise
            finally:
                if not self.forks:
                    self.close()
            return answer

    @property
    def alive(self) -> bool:
        """Whether it can take a further job."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it, and what it runs."""
        with suppress(OSError):
            self._jobs.close()
        if self._busy:  # it sees the end of the pipe, and ends what the job has started
            self._busy = False
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(ENDS_WITHIN)
        if self.alive:
            with suppress(OSError, AttributeError):
                os.killpg(self._process.pid, 9)
            self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)

    def _next(self, seconds: float) -> dict[str, Any]:
        try:
            message = self._messages.get(timeout=seconds)
        except queue.Empty:
            raise ServerEndedError("time") from None
        if message is None:
            code = self._process.wait(5)
            raise ServerEndedError(f"signal {-code}" if code < 0 else f"status {code}")
        return message

    def _read(self, answers: IO[bytes]) -> None:
        """Runs in a thread of its own: a pipe cannot be waited for with a time-out everywhere."""
        try:
            with answers:
                while head := answers.readline(32):
                    self._messages.put(json.loads(answers.read(int(head))))
        except (OSError, ValueError):
            pass
        self._messages.put(None)


_SERVERS: dict[tuple[str, tuple[str, ...]], Server] = {}
_STARTING = threading.Lock()


def server(framework: str, ahead: tuple[str, ...]) -> Server:
    """The server for these packages; a new one where there is none, or it has ended."""
    with _STARTING:
        known = _SERVERS.get((framework, ahead))
        if known is not None and known.alive:
            return known
        try:
            started = Server(framework, ahead)
        except ServerEndedError as error:
            title = {"torch": "PyTorch", "keras": "Keras", "paddle": "Paddle"}.get(framework, "Python")
            raise LayertallyError(
                f"{title} could not be started in a process of its own ({error})",
                fix=f'try  {Path(sys.executable).name} -c "import {framework or "sys"}"',
            ) from None
        _SERVERS[framework, ahead] = started
        return started


@atexit.register
def close_all() -> None:
    """End every server."""
    for each in _SERVERS.values():
        each.close()
    _SERVERS.clear()
