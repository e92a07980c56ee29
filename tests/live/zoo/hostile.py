"""Code that does what no model should, each in its own way."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from torch import nn


def loops() -> Any:
    """Without end, in Python."""
    while True:
        pass


def sleeps() -> Any:
    """Without end, in the system."""
    time.sleep(10_000)


def matches() -> Any:
    """Without end, in compiled code."""
    import re

    return re.match(r"(a+)+$", "a" * 64 + "b")


def leaves() -> Any:
    """Ends Python."""
    sys.exit(3)


def vanishes() -> Any:
    """Ends the process."""
    os._exit(7)


def crashes() -> Any:
    """Reads where nothing is."""
    import ctypes

    return ctypes.string_at(0)


def aborts() -> Any:
    """Gives up."""
    os.abort()


def swallows() -> Any:
    """Asks for a hundred gigabytes at once."""
    import numpy as np

    return np.ones(100 << 27)


def grows() -> Any:
    """Asks for more and more."""
    held = []
    while True:
        held.append(bytearray(16 << 20))


def recurses() -> Any:
    """Calls itself."""
    return recurses()


def chatters() -> Any:
    """Prints megabytes, reads what nobody types."""
    print("x" * 20_000_000)  # noqa: T201
    print("x" * 20_000_000, file=sys.stderr)  # noqa: T201
    sys.stdin.read()
    return nn.Linear(4, 2)


def lingers() -> Any:
    """Leaves a thread and a process behind."""
    threading.Thread(target=time.sleep, args=(10_000,)).start()
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(10_000)"])
    return nn.Linear(4, 2)


def doubles() -> Any:
    """Both processes of a fork come back with a model, a large one."""
    os.fork()
    return nn.Sequential(*(nn.Linear(4, 4) for _ in range(300)))


def moves_out() -> Any:
    """A process in a session of its own, whose parent is gone."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(10_001)"])  # noqa: S606
        os._exit(0)
    os.wait()
    return nn.Linear(4, 2)


def ends_the_server() -> Any:
    """Ends the process that started it."""
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(10_000)


def ends_its_group() -> Any:
    """Ends all that belongs to it."""
    os.kill(0, signal.SIGKILL)


def stops_itself() -> Any:
    """Waits for somebody to wake it."""
    os.kill(os.getpid(), signal.SIGSTOP)


def listens_to_nobody() -> Any:
    """Takes no signal that it can refuse."""
    for each in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):
            signal.signal(each, signal.SIG_IGN)
    return sleeps()


def shuts_doors() -> Any:
    """Closes every file that is open, also those that are not its own."""
    os.closerange(0, 4096)
    return nn.Linear(4, 2)


def answers_itself() -> Any:
    """Writes into every pipe that it finds."""
    for each in range(3, 64):
        with contextlib.suppress(OSError):
            os.write(each, b'12\n{"ok": true}')
    return nn.Linear(4, 2)


def wanders() -> Any:
    """Ends up in another folder, with other modules in front."""
    os.chdir("/")
    sys.path.insert(0, "/")
    os.environ.clear()
    return nn.Linear(4, 2)


def prints_in_c() -> Any:
    """A megabyte past Python."""
    import ctypes

    libc = ctypes.CDLL(None)
    for _ in range(1024):
        libc.puts(b"x" * 1024)
        os.write(1, b"y" * 1024)
        os.write(2, b"z" * 1024)
    libc.fflush(None)
    return nn.Linear(4, 2)


def repaints() -> Any:
    """Changes torch for all who come after it."""
    import torch

    torch.nn.Linear.forward = lambda _self, x: x
    torch.nn.Module.named_parameters = lambda *_a, **_k: iter(())
    torch.Tensor.numel = lambda _self: 7
    return nn.Linear(4, 2)


def writes(folder: str) -> Any:
    """Fills a disk."""
    with (Path(folder) / "large").open("wb") as file:
        for _ in range(64):
            file.write(bytes(16 << 20))
    return nn.Linear(4, 2)


class Raises(nn.Module):
    """Runs into an error of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 2)

    def forward(self, x: Any) -> Any:
        x = self.first(x)
        raise ValueError("no such luck")


class Endless(nn.Module):
    """Builds, and never stops running."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x: Any) -> Any:
        while True:
            x = self.layer(x)


class Leaves(nn.Module):
    """Ends Python as it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x: Any) -> Any:
        sys.exit(3)


class Vanishes(Leaves):
    """Ends the process as it runs."""

    def forward(self, x: Any) -> Any:
        os._exit(7)


class Recurses(Leaves):
    """Calls itself as it runs."""

    def forward(self, x: Any) -> Any:
        return self(self.layer(x))


class Swallows(Leaves):
    """Asks for a hundred gigabytes as it runs."""

    def forward(self, x: Any) -> Any:
        import numpy as np

        return self.layer(x) + float(np.ones(100 << 27).sum())


class Deletes(nn.Module):
    """Takes torch apart while it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x: Any) -> Any:
        import torch

        torch.nn.Module.__call__ = None
        return self.layer(x)


def number() -> Any:
    """No model."""
    return 3


def many() -> Any:
    """Two models."""
    return nn.Linear(4, 2), nn.Linear(2, 1)
